"""One worksheet, written from the top down: labels, texts, rules, tables, places to sign.

Excel shows at most 409 points a row and 32,767 characters a cell, and does not grow merged
rows by itself: so heights are computed, and a long text goes on in the next row. What stands at
its right begins where it ends, so that the cells are read in the order of the paper.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil
from typing import Any

from formsvc.forms.shown import Blank, Dated
from formsvc.renderers.deadline import Deadline
from formsvc.renderers.text_width import line_ends, room
from formsvc.renderers.xlsx_look import BOTTOM, LABEL, LEFT, POINTS_A_WIDTH, RIGHT, TEXT, TOP, Look
from formsvc.renderers.xlsx_model import Merged, Sheet, Span

POINTS_A_LINE, MARGINS_OF_A_ROW = 14, 2.5
MAX_POINTS, MAX_LINES = 409, 28
PIECE_LINES = 12  # what goes on: so low a row leaves little of a page empty
# A column unit and the margins of a cell in ems of 11 points; a little is kept in reserve, for
# letters on a screen are rounded to whole pixels.
EMS_A_WIDTH, EMS_OF_MARGINS = POINTS_A_WIDTH / 11 * 0.98, 0.35

_RULE = Look(ruled=True)


class SheetWriter:
    """Writes rows one under another; raises Overloaded once the time is over."""

    def __init__(self, sheet: Sheet, deadline: Deadline) -> None:
        self.deadline = deadline
        self.sheet = sheet
        self.widths = sheet.widths
        self.row = 1
        self._rooms: dict[tuple[int, int, int, bool], int] = {}
        self._ends: dict[float, int] = {}
        self._measured: dict[tuple[str, int], list[int]] = {}
        self.kept: set[int] = set()  # rows that stay on the page of the next one

    @property
    def last(self) -> int:
        """The last column, from 1."""
        return len(self.widths)

    def column_at(self, share: float) -> int:
        """The column that ends nearest to a share of the whole width (but the last)."""
        if share not in self._ends:
            total = sum(self.widths)
            away = [abs(end / total - share) for end in accumulate(self.widths[:-1])]
            self._ends[share] = away.index(min(away)) + 1
        return self._ends[share]

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
        return self.sheet.heights.get(row, 0)

    def repeat(self, first: int) -> None:
        """Every page repeats the rows from `first` to the last one written, as a table's header."""
        self.sheet.repeated = range(first, self.row)

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
        lines = max([self._lines(*span) for span in spans])
        if lines <= MAX_LINES:
            self._write(spans, lines, least)
            return
        rows = _staircase([self._pieces(*span) for span in spans])
        for at in range(len(rows)):
            row = _at(spans, rows, at)
            self._write(row, max([self._lines(*span) for span in row]), least)

    def _write(self, spans: Sequence[Span], lines: float, least: float) -> None:
        self.deadline.check()
        self.sheet.put_row(self.row, spans)
        height = max(max(lines, 1) * POINTS_A_LINE + MARGINS_OF_A_ROW, least)
        self.sheet.heights[self.row] = ceil(height * 4 / 3) * 3 / 4  # whole pixels
        self.row += 1

    def _lines(self, first: int, last: int, value: Any, look: Look) -> float:
        """The height that a cell needs, in lines of the usual size."""
        if value == "":
            lines = max(value.lines, 1) if isinstance(value, Blank) else 1
        else:
            lines = len(self._line_ends(value, first, last, look))
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
        rows = _staircase([self._pieces(*span) for span in spans])
        for at in range(len(rows) - 1):
            self.cells(_at(spans, rows, at))
        rows[-1][len(beside) :] = [span[2] for span in part]
        left = _at([*beside, *part], rows, len(rows) - 1)
        return left[: len(beside)], left[len(beside) :]

    def tall(self, column: int, value: Any, look: Look, rows: int) -> None:
        """A cell over the last `rows` rows, which grow from the lowest up until the text fits."""
        below, self.row = self.row, self.row - rows
        self._put(column, column, value, look)
        self.sheet.merge(Merged(self.row, column, below - 1, column))
        lines = len(self._line_ends(value, column, column, look))
        self._stretch(below, lines * POINTS_A_LINE + MARGINS_OF_A_ROW)
        self.row = below

    def _stretch(self, below: int, points: float) -> None:
        """Make the rows above `below` so high together, as far as Excel's limit of a row allows."""
        heights = [self.height(row) for row in range(self.row, below)]
        lacking = max(points - sum(heights), 0)
        for row, height in reversed([*enumerate(heights, self.row)]):
            grown = min(lacking, MAX_POINTS - height)
            self.sheet.heights[row] = round(height + grown, 1)
            lacking -= grown

    def boundary(self, points: float = 6) -> None:
        """An empty row, narrow as a rule; what stays with the next row stays with what follows."""
        if self.row - 1 in self.kept:
            self.kept.add(self.row)
        self.sheet.heights[self.row] = points
        self.row += 1

    def frame(self, first: int) -> None:
        """A box around the rows from `first` to the last one written."""
        for column in range(1, self.last + 1):
            self._draw(first, column, TOP)
            self._draw(self.row - 1, column, BOTTOM)
        for row in range(first, self.row):
            self._draw(row, 1, LEFT)
            self._draw(row, self.last, RIGHT)

    def _draw(self, row: int, column: int, side: int) -> None:
        cells = self.sheet.cells.setdefault(row, {})
        value, look, drawn = cells.get(column, ("", TEXT, 0))
        cells[column] = value, look, drawn | side

    def _rules(self, label: str, lines: int, split: int, look: Look) -> None:
        for at in range(lines):
            if label and at == 0:
                self._put(1, split, label, look)
            first = split + 1 if at == 0 else 1
            self._put(first, self.last, "", _RULE)
            wrapped = len(self._line_ends(label, 1, split, look)) if label and at == 0 else 1
            self.sheet.heights[self.row] = max(wrapped * POINTS_A_LINE, 18)
            self.row += 1

    def _put(self, first: int, last: int, value: Any, look: Look) -> None:
        self.sheet.put(self.row, first, value, look, look.sides)
        if last > first:
            self.sheet.merge(Merged(self.row, first, self.row, last))

    def _line_ends(self, value: Any, first: int, last: int, look: Look) -> list[int]:
        asked = str(value), self._room(first, last, look)
        known = self._measured.get(asked)
        if known is None:
            known = self._measured[asked] = line_ends(*asked)
        return known

    def _room(self, first: int, last: int, look: Look) -> int:
        """What the columns hold in a line of the look."""
        key = first, last, look.size, look.bold
        known = self._rooms.get(key)
        if known is None:
            ems = sum(self.widths[first - 1 : last]) * EMS_A_WIDTH - EMS_OF_MARGINS
            known = self._rooms[key] = room(ems * TEXT.size / look.size, look.bold)
        return known

    def _pieces(self, first: int, last: int, value: Any, look: Look) -> list[Any]:
        """The value itself, or a text that is too high for one row, cut at its line ends."""
        if not isinstance(value, str) or isinstance(value, Dated):
            return [value]
        ends = self._line_ends(value, first, last, look)
        if len(ends) * look.size / TEXT.size <= MAX_LINES:
            return [value]
        cuts = [0, *ends[PIECE_LINES - 1 : -1 : PIECE_LINES], len(value)]
        return [value[begin:end].rstrip("\n") for begin, end in pairwise(cuts)]


def _staircase(cells: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows for cells in pieces: each cell begins in the row where the one before it ends."""
    rows: list[list[Any]] = [[""] * len(cells)]
    for column, pieces in enumerate(cells):
        rows[-1][column] = pieces[0]
        for piece in pieces[1:]:
            rows.append([""] * len(cells))
            rows[-1][column] = piece
    return rows


def _at(spans: Sequence[Span], rows: Sequence[Sequence[Any]], at: int) -> list[Span]:
    """The cells of one of the rows over which they go on: no rules stand between those."""
    if len(rows) == 1:
        return list(spans)
    below = rows[at + 1] if at + 1 < len(rows) else None
    return [
        (
            first,
            last,
            rows[at][place],
            look.going_on(above=at > 0, below=below is not None, text=bool(below and below[place])),
        )
        for place, (first, last, _, look) in enumerate(spans)
    ]
