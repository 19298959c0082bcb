"""A workbook as data: what a form fills in, before it is written as a file.

It knows just what the documents need, so that it is filled and written many times faster than
the objects of a library that knows all of Excel.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from formsvc.forms.layouts import PageLayout
from formsvc.renderers.xlsx_look import BOTTOM, LEFT, RIGHT, TOP, Look

Cell = tuple[str | int, Look, int]
"""A text (a `Dated` is a real date) or a whole number, its look, and the sides that have a rule.

An empty text is no value.
"""
Span = tuple[int, int, Any, Look]
"""The first and the last column of a cell, its value and its look."""


class Merged(NamedTuple):
    """Cells made one, from the first row and column to the last."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """A worksheet: rows and columns count from 1, heights in points, widths in digits."""

    title: str
    layout: PageLayout
    widths: list[float]
    draft_mark: str = ""
    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)
    repeated: range = range(0)
    """Rows that every printed page repeats."""
    breaks: list[int] = field(default_factory=list)
    """Rows after which a printed page ends."""

    def put(self, row: int, column: int, value: str | int, look: Look, sides: int = 0) -> None:
        """Write a cell; ValueError where it would hide a value that stands there."""
        cells = self.cells.setdefault(row, {})
        if column in cells and cells[column][0] != "":
            raise ValueError(f"The cell in row {row}, column {column} is written already.")
        cells[column] = value, look, sides

    def put_row(self, row: int, spans: Sequence[Span]) -> None:
        """Write all cells of a row; ValueError where it has cells, or one would hide another."""
        cells: dict[int, Cell] = {at: (value, look, look.sides) for at, _, value, look in spans}
        if row in self.cells or len(cells) < len(spans):
            raise ValueError(f"Row {row} is written already, or a cell of it twice.")
        self.cells[row] = cells
        for first, last, _, _ in spans:
            if last > first:
                self.merge(Merged(row, first, row, last))

    def merge(self, area: Merged) -> None:
        """Make cells one with their first, whose rules are drawn around all of them."""
        self.merged.append(area)
        _, look, drawn = self.cells[area.top][area.left]
        for down, right, edges in _covered(area.bottom - area.top, area.right - area.left):
            self.put(area.top + down, area.left + right, "", look, drawn & edges)


@lru_cache(maxsize=256)
def _covered(below: int, beside: int) -> tuple[tuple[int, int, int], ...]:
    """Where the cells lie that the first one covers, and their sides on the edge of the whole."""
    levels = [TOP * (at == 0) | BOTTOM * (at == below) for at in range(below + 1)]
    flanks = [LEFT * (at == 0) | RIGHT * (at == beside) for at in range(beside + 1)]
    _, *covered = (
        (down, right, level | flank)
        for down, level in enumerate(levels)
        for right, flank in enumerate(flanks)
    )
    return tuple(covered)


@dataclass
class Workbook:
    """A workbook of at least one sheet; `created` is a time as ISO 8601 has it."""

    title: str
    identifier: str
    created: str
    sheets: list[Sheet] = field(default_factory=list)
