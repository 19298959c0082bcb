"""One worksheet, written from the top down: labels, texts, rules, tables, places to sign.

Excel shows at most 409 points a row and 32,767 characters a cell, and does not grow merged
rows by itself: so heights are computed, and a long text goes on in the next row. What stands at
its right begins where it ends, so that the cells are read in the order of the paper.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from formsvc.forms.shown import Blank, Dated
from formsvc.renderers.text_width import wrapped

FONT = "Times New Roman"
POINTS_A_LINE, MARGINS_OF_A_ROW = 14, 2.5
MAX_POINTS, MAX_LINES = 409, 28
PIECE_LINES = 12  # what goes on: so low a row leaves little of a page empty
# A column unit is a digit of the workbook's usual font, 6 points of paper and 8 pixels of a screen
# when it has 12 points: a whole number, so that all programs make a column equally wide.
USUAL_POINTS, POINTS_A_WIDTH = 12, 6
# A column unit and the margins of a cell in ems of 11 points; a little is kept in reserve, for
# letters on a screen are rounded to whole pixels.
EMS_A_WIDTH, EMS_OF_MARGINS = POINTS_A_WIDTH / 11 * 0.98, 0.35
_THIN = Side(style="thin")
_RULE = Border(bottom=_THIN)
_FORMULA_STARTS = ("=", "+", "-", "@")
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Look:
    """How a cell looks."""

    bold: bool = False
    italic: bool = False
    size: int = 11
    align: str = "left"
    boxed: bool = False
    ruled: bool = False
    level: str = "top"
    begin: float = 0.0  # the share of the width that stays free on the left
    colour: str | None = None  # RGB in hexadecimal digits; None is the usual black
    keep: bool = False  # on the page of the next row
    open_above: bool = False  # the cell goes on from the row above, or in the row below:
    open_below: bool = False  # no rule of the box is drawn there

    def going_on(self, *, above: bool, below: bool) -> "Look":
        """The same in a cell that goes on from above, or below."""
        if not (above or below):
            return self
        return replace(
            self,
            open_above=self.open_above or above,
            open_below=self.open_below or below,
            level="justify" if below else self.level,  # no gap before the text goes on
        )


TEXT, LABEL = Look(), Look(bold=True, keep=True)
HEADING = Look(bold=True, size=12, keep=True)
BOX, BOX_HEAD = Look(boxed=True), Look(boxed=True, bold=True, align="center")
BOX_HEAD_TALL = Look(boxed=True, bold=True, align="center", level="center")
BOX_NUMBER = Look(boxed=True, align="center")
BOX_LABEL = Look(boxed=True, italic=True)
CAPTION = Look(size=8, align="center")
SIGNED, SIGN_HERE = Look(level="bottom"), Look(level="bottom", ruled=True)


Span = tuple[int, int, Any, Look]
"""The first and the last column of a cell, its value and its look."""


class SheetWriter:
    """Writes rows one under another; `widths` are the columns in characters."""

    def __init__(self, sheet: Worksheet, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self.widths = list(widths)
        self.row = 1
        self.kept: set[int] = set()  # rows that stay on the page of the next one
        self.header = range(0)  # rows that every page repeats
        for at, width in enumerate(widths):
            sheet.column_dimensions[chr(ord("A") + at)].width = width

    @property
    def last(self) -> int:
        """The last column, from 1."""
        return len(self.widths)

    def column_at(self, share: float) -> int:
        """The column that ends nearest to a share of the whole width (but the last)."""
        total, ends, so_far = sum(self.widths), [], 0.0
        for width in self.widths[:-1]:
            so_far += width / total
            ends.append(abs(so_far - share))
        return ends.index(min(ends)) + 1

    def line(self, value: str, look: Look = TEXT) -> None:
        """A text over the whole width, or the rules of an empty place."""
        free = self.column_at(look.begin) if look.begin else 0
        self.pair("", value, free, TEXT, look)

    def pair(
        self, label: str, value: str, split: int, label_look: Look = LABEL, look: Look = TEXT
    ) -> None:
        """A label up to the column `split` and its value beside it."""
        if isinstance(value, Blank):
            self._rules(label, value.lines, split, label_look)
            return
        spans = [(1, split, label, label_look)] if split else []
        self.cells([*spans, (split + 1, self.last, value, look)])
        if look.keep:
            self.keep_from(self.row - 1)

    def height(self, row: int) -> float:
        """The height of a row in points."""
        return self.sheet.row_dimensions[row].height or 0

    def repeat(self, first: int) -> None:
        """Every page repeats the rows from `first` to the last one written, as a table's header."""
        self.header = range(first, self.row)
        self.sheet.print_title_rows = f"{first}:{self.row - 1}"

    def keep_from(self, first: int) -> None:
        """The rows from `first` on stay on one page with the next one to be written."""
        self.kept.update(range(first, self.row))

    def keep_together(self, first: int) -> None:
        """The rows from `first` to the last one written stay on one page."""
        self.kept.update(range(first, self.row - 1))

    def cells(self, spans: Sequence[Span], *, least: float = 0) -> None:
        """One printed row of merged spans (first, last column, value, look); it may go on.

        `least` is its height in points where its texts need less.
        """
        rows = _staircase([self._pieces(*span) for span in spans])
        for at, values in enumerate(rows):
            row = _at(spans, values, at, len(rows))
            for span in row:
                self._put(*span)
            self._finish_row(max(map(self._lines, row)), least)

    def _lines(self, span: Span) -> float:
        """The height that a cell needs, in lines of the usual size."""
        first, last, value, look = span
        room = value.lines if isinstance(value, Blank) else 1
        lines = max(room, len(self._wrapped(value, first, last, look)))
        return lines * look.size / TEXT.size

    def spanned(
        self,
        beside: Sequence[Span],
        parts: Sequence[Sequence[Span]],
        *,
        least: float = 0,
    ) -> None:
        """Printed rows one under another; the cells `beside` them are merged over all of them.

        What is too long for one of those cells stands above the first of the rows.
        """
        if len(parts) == 1:
            self.cells([*beside, *parts[0]], least=least)
            return
        beside, begun = self._above(beside, parts[0])
        first = self.row
        for spans in [begun, *parts[1:]]:
            self.cells(spans, least=least)
        self.keep_together(first)
        for column, _, value, look in beside:
            self.tall(column, value, look, self.row - first)

    def _above(self, beside: Sequence[Span], part: Sequence[Span]) -> tuple[list[Span], list[Span]]:
        """Write all but the last rows of long cells; what is left of them and of the part."""
        spans = [*beside, *((first, last, "", look) for first, last, _, look in part)]
        *above, last = _staircase([self._pieces(*span) for span in spans])
        for at, row in enumerate(above):
            self.cells(_at(spans, row, at, len(above) + 1))
        left = _at(
            [*beside, *part],
            [*last[: len(beside)], *(span[2] for span in part)],
            len(above),
            len(above) + 1,
        )
        return left[: len(beside)], left[len(beside) :]

    def tall(self, column: int, value: Any, look: Look, rows: int) -> None:
        """A cell over the last `rows` rows, which grow from the lowest up until the text fits."""
        below, self.row = self.row, self.row - rows
        self._put(column, column, value, look)
        for row in range(self.row + 1, below):
            self.sheet.cell(row, column).border = _drawn(look)
        self.sheet.merge_cells(
            start_row=self.row, end_row=below - 1, start_column=column, end_column=column
        )
        lines = len(self._wrapped(value, column, column, look))
        self._stretch(below, lines * POINTS_A_LINE + MARGINS_OF_A_ROW)
        self.row = below

    def _stretch(self, below: int, points: float) -> None:
        """Make the rows above `below` so high together, as far as Excel's limit of a row allows."""
        heights = [self.height(row) for row in range(self.row, below)]
        lacking = max(points - sum(heights), 0)
        for row, height in reversed([*enumerate(heights, self.row)]):
            grown = min(lacking, MAX_POINTS - height)
            self.sheet.row_dimensions[row].height = round(height + grown, 1)
            lacking -= grown

    def boundary(self, points: float = 6) -> None:
        """An empty row, narrow as a rule."""
        self.sheet.row_dimensions[self.row].height = points
        self.row += 1

    def frame(self, first: int) -> None:
        """A box around the rows from `first` to the last one written."""
        for row in range(first, self.row):
            for column in range(1, self.last + 1):
                cell = self.sheet.cell(row, column)
                drawn = cell.border
                cell.border = Border(
                    left=_THIN if column == 1 else drawn.left,
                    right=_THIN if column == self.last else drawn.right,
                    top=_THIN if row == first else drawn.top,
                    bottom=_THIN if row == self.row - 1 else drawn.bottom,
                )

    def _finish_row(self, lines: float, least: float) -> None:
        height = max(max(lines, 1) * POINTS_A_LINE + MARGINS_OF_A_ROW, least)
        self.sheet.row_dimensions[self.row].height = ceil(height * 4 / 3) * 3 / 4  # whole pixels
        self.row += 1

    def _rules(self, label: str, lines: int, split: int, look: Look) -> None:
        for at in range(lines):
            if label and at == 0:
                self._put(1, split, label, look)
            first = split + 1 if at == 0 else 1
            for column in range(first, self.last + 1):
                self.sheet.cell(self.row, column).border = _RULE
            if first < self.last:
                self._merge(first, self.last)
            wrapped = len(self._wrapped(label, 1, split, look)) if label and at == 0 else 1
            self.sheet.row_dimensions[self.row].height = max(wrapped * POINTS_A_LINE, 18)
            self.row += 1

    def _put(self, first: int, last: int, value: Any, look: Look) -> None:
        cell = self.sheet.cell(self.row, first)
        assert isinstance(cell, Cell)
        set_value(cell, value)
        cell.font = Font(
            name=FONT, size=look.size, bold=look.bold, italic=look.italic, color=look.colour
        )
        cell.alignment = Alignment(horizontal=look.align, vertical=look.level, wrap_text=True)
        if look.boxed or look.ruled:
            for column in range(first, last + 1):
                self.sheet.cell(self.row, column).border = _drawn(look)
        if last > first:
            self._merge(first, last)

    def _merge(self, first: int, last: int) -> None:
        self.sheet.merge_cells(
            start_row=self.row, end_row=self.row, start_column=first, end_column=last
        )

    def _wrapped(self, value: Any, first: int, last: int, look: Look) -> list[str]:
        width = sum(self.widths[first - 1 : last]) * EMS_A_WIDTH - EMS_OF_MARGINS
        return wrapped(str(value), width * TEXT.size / look.size, bold=look.bold)

    def _pieces(self, first: int, last: int, value: Any, look: Look) -> list[Any]:
        """The value itself, or a text that is too high for one row, cut at its line ends."""
        if not isinstance(value, str) or isinstance(value, Dated):
            return [value]
        lines = self._wrapped(value, first, last, look)
        if len(lines) * look.size / TEXT.size <= MAX_LINES:
            return [value]
        starts = range(0, len(lines), PIECE_LINES)
        return ["".join(lines[at : at + PIECE_LINES]).rstrip("\n") for at in starts]


def _staircase(cells: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows for cells in pieces: each cell begins in the row where the one before it ends."""
    rows: list[list[Any]] = [[""] * len(cells)]
    for column, pieces in enumerate(cells):
        rows[-1][column] = pieces[0]
        for piece in pieces[1:]:
            rows.append([""] * len(cells))
            rows[-1][column] = piece
    return rows


def _at(spans: Sequence[Span], values: Sequence[Any], row: int, rows: int) -> list[Span]:
    """The cells of one of the rows over which they go on: no rules stand between those."""
    return [
        (first, last, value, look.going_on(above=row > 0, below=row < rows - 1))
        for (first, last, _, look), value in zip(spans, values, strict=True)
    ]


def _drawn(look: Look) -> Border:
    if not look.boxed:
        return _RULE
    top, bottom = (Side() if is_open else _THIN for is_open in (look.open_above, look.open_below))
    return Border(left=_THIN, right=_THIN, top=top, bottom=bottom)


def set_value(cell: Cell, value: Any) -> None:
    """Put a text as text, never as a formula, an error or an escape; a date as a real date."""
    if isinstance(value, Dated):
        cell.value = value.day
        cell.number_format = "DD.MM.YYYY"
    elif isinstance(value, str):
        cell.value = _ESCAPE_LOOKALIKE.sub("_x005F_", value) or None
        if value:
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(_FORMULA_STARTS)
    else:
        cell.value = value
