"""A workbook as data: what a form fills in, before it is written as a file.

It knows just what the documents need, so that it is filled and written many times faster than
the objects of a library that knows all of Excel.
"""

from dataclasses import dataclass, field
from functools import lru_cache

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
        """Write a cell; ValueError where it would hide a value that stands there."""
        cells = self.cells.setdefault(row, {})
        if column in cells and cells[column].value != "":
            raise ValueError(f"The cell in row {row}, column {column} is written already.")
        cells[column] = Cell(value, look, sides)

    def merge(self, area: Merged) -> None:
        """Make cells one with their first, whose rules are drawn around all of them."""
        self.merged.append(area)
        first = self.cells[area.top][area.left]
        for down, right, edges in _covered(area.bottom - area.top, area.right - area.left):
            sides = first.sides & edges
            self.put(area.top + down, area.left + right, "", first.look, sides)


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
