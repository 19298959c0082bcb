"""One worksheet, written from the top down: labels, texts, rules, tables, places to sign.

Excel shows at most 409 points a row and 32,767 characters a cell, and does not grow merged
rows by itself: so heights are computed, and a long text goes on in the next row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from formsvc.forms.shown import Blank, Dated
from formsvc.renderers.text_width import wrapped

FONT = "Times New Roman"
POINTS_A_LINE = 14.5
MAX_POINTS, MAX_LINES = 409, 27
EMS_A_WIDTH = 0.45  # a column unit (a digit of the default font, 7 pixels) in 11 point ems
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
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


TEXT, LABEL = Look(), Look(bold=True)
HEADING = Look(bold=True, size=12)
BOX, BOX_HEAD = Look(boxed=True), Look(boxed=True, bold=True, align="center")
BOX_HEAD_TALL = Look(boxed=True, bold=True, align="center", level="center")
BOX_NUMBER = Look(boxed=True, align="center")
BOX_LABEL = Look(boxed=True, italic=True)
CAPTION = Look(size=8, align="center")
SIGNED, SIGN_HERE = Look(level="bottom"), Look(level="bottom", ruled=True)


class SheetWriter:
    """Writes rows one under another; `widths` are the columns in characters."""

    def __init__(self, sheet: Worksheet, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self.widths = list(widths)
        self.row = 1
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

    def cells(self, spans: Sequence[tuple[int, int, Any, Look]], *, least: float = 0) -> None:
        """One printed row of merged spans (first, last column, value, look); it may go on.

        `least` is its height in points where its texts need less.
        """
        pieces = [self._pieces(value, first, last) for first, last, value, _ in spans]
        for part in range(max(map(len, pieces))):
            lines = 1
            for (first, last, _, look), texts in zip(spans, pieces, strict=True):
                value = texts[part] if part < len(texts) else ""
                self._put(first, last, value, look)
                room = value.lines if isinstance(value, Blank) else 1
                lines = max(lines, room, len(self._wrapped(value, first, last)))
            self._finish_row(lines, spans, least)

    def spanned(
        self,
        beside: Sequence[tuple[int, int, Any, Look]],
        parts: Sequence[Sequence[tuple[int, int, Any, Look]]],
        *,
        least: float = 0,
    ) -> None:
        """Printed rows one under another; the cells `beside` them are merged over all of them."""
        if len(parts) == 1:
            self.cells([*beside, *parts[0]], least=least)
            return
        first = self.row
        for spans in parts:
            self.cells(spans, least=least)
        highest = max(len(self._wrapped(value, at, at)) for at, _, value, _ in beside)
        while (self.row - first) * MAX_LINES < highest:
            self.cells([(at, last, "", look) for at, last, _, look in parts[-1]])
        for column, _, value, look in beside:
            self.tall(column, value, look, self.row - first)

    def tall(self, column: int, value: Any, look: Look, rows: int) -> None:
        """A cell over the last `rows` rows, which grow from the lowest up until the text fits."""
        below, self.row = self.row, self.row - rows
        self._put(column, column, value, look)
        for row in range(self.row + 1, below):
            self.sheet.cell(row, column).border = _BOX
        self.sheet.merge_cells(
            start_row=self.row, end_row=below - 1, start_column=column, end_column=column
        )
        self._stretch(below, len(self._wrapped(value, column, column)) * POINTS_A_LINE + 2)
        self.row = below

    def _stretch(self, below: int, points: float) -> None:
        """Make the rows above `below` so high together, as far as Excel's limit of a row allows."""
        heights = [self.sheet.row_dimensions[row].height or 0 for row in range(self.row, below)]
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

    def _finish_row(
        self, lines: int, spans: Sequence[tuple[int, int, Any, Look]], least: float
    ) -> None:
        size = max(look.size for *_, look in spans) / TEXT.size
        height = max(lines * POINTS_A_LINE * size + 2, POINTS_A_LINE + 2, least)
        self.sheet.row_dimensions[self.row].height = round(height, 1)
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
            wrapped = len(self._wrapped(label, 1, split)) if label and at == 0 else 1
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
                self.sheet.cell(self.row, column).border = _BOX if look.boxed else _RULE
        if last > first:
            self._merge(first, last)

    def _merge(self, first: int, last: int) -> None:
        self.sheet.merge_cells(
            start_row=self.row, end_row=self.row, start_column=first, end_column=last
        )

    def _capacity(self, first: int, last: int) -> float:
        return sum(self.widths[first - 1 : last]) * EMS_A_WIDTH

    def _wrapped(self, value: Any, first: int, last: int) -> list[str]:
        return wrapped(str(value), self._capacity(first, last))

    def _pieces(self, value: Any, first: int, last: int) -> list[Any]:
        """The value itself, or a text that is too high for one row, cut at its line ends."""
        if not isinstance(value, str) or isinstance(value, Dated):
            return [value]
        lines = self._wrapped(value, first, last)
        if len(lines) <= MAX_LINES:
            return [value]
        return [
            "".join(lines[at : at + MAX_LINES]).rstrip("\n")
            for at in range(0, len(lines), MAX_LINES)
        ]


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
