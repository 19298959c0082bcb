"""A workbook as data: what a form fills in, before it is written as a file.

It knows just what the documents need, so that it is filled and written many times faster than
the objects of a library that knows all of Excel.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from formsvc.forms.layouts import PageLayout
from formsvc.renderers.xlsx_look import Look

LEFT, RIGHT, TOP, BOTTOM = 1, 2, 4, 8
AROUND = LEFT | RIGHT | TOP | BOTTOM
"""The sides of a cell on which a thin rule is drawn, added together."""


@dataclass(slots=True)
class Cell:
    """A text (a `Dated` is a real date), or a whole number; an empty text is no value."""

    value: str | int
    look: Look
    sides: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
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
        """Write a cell."""
        self.cells.setdefault(row, {})[column] = Cell(value, look, sides)

    def merge(self, area: Merged) -> None:
        """Make cells one with their first, whose rules are drawn around all of them."""
        self.merged.append(area)
        first = self.cells[area.top][area.left]
        for row, column, edges in _edges(area):
            if (row, column) != (area.top, area.left):
                self.put(row, column, "", first.look, first.sides & edges)


def _edges(area: Merged) -> Iterator[tuple[int, int, int]]:
    """Row and column of each cell, and the sides that lie on the edge of the whole."""
    for row in range(area.top, area.bottom + 1):
        above = TOP if row == area.top else 0
        level = above | (BOTTOM if row == area.bottom else 0)
        for column in range(area.left, area.right + 1):
            left = LEFT if column == area.left else 0
            right = RIGHT if column == area.right else 0
            yield row, column, level | left | right


@dataclass
class Workbook:
    """A workbook of at least one sheet; `created` is a time as ISO 8601 has it."""

    title: str
    identifier: str
    created: str
    sheets: list[Sheet] = field(default_factory=list)
