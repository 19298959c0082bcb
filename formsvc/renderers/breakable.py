"""HTML made ready for the fast engine, which breaks a page well only between the rows of a table.

In a row taller than a page it loses the head of the table, rows that belong together it parts, and
the frame of a box it leaves open at the foot. So a tall row becomes several, rows are held together
by a cell that spans them, and a box is a table of one column, whose edges are on each of its pages.
"""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise, zip_longest
from math import ceil
from typing import Any

from formsvc.forms.layouts import PAGE_HEIGHT_MM, PAGE_WIDTH_MM, PageLayout
from formsvc.renderers.elements import add_class, classes, document, element, of_class, written
from formsvc.renderers.pieces import (
    MM_A_POINT,
    PART_LINES,
    SIDES_MM,
    SURE,
    by_lines,
    cut,
    even,
    line_ems,
)
from formsvc.renderers.text_width import wrapped
from formsvc.renderers.together import hold, hold_rows, is_head, is_place

_LINE_EMS = 1.15
_HEAD_MM = 25
"""Room for the head of a table."""
_MOST = 0.75
"""Part of a page that a row may take: a longer one leaves too much of the page before white."""
_LETTER_EMS = 0.6
"""In a narrow column, with what stays empty at the ends of its lines."""


def breakable(source: str, layout: PageLayout) -> str:
    """The same text in rows and blocks that fit on pages."""
    tree = document(source)
    for table in of_class(tree, "table", "table"):
        _Grid(table, layout).fit()
    for places in of_class(tree, "many", "table"):
        hold_rows(places)
    hold(tree, layout)
    for box in list(tree.iterfind('.//section[@class="box"]')):
        box.getparent().replace(box, _framed(box, layout))
    return written(tree)


class _Grid:
    """A table with its measures: the width of each column, the lines that a row may have."""

    def __init__(self, table: Any, layout: PageLayout) -> None:
        self.table = table
        around = {step.get("class") for step in table.iterancestors()}
        own = layout.turned() if "landscape" in around else layout
        self.em, self.long_em = (pt * MM_A_POINT for pt in (own.table_pt, own.text_pt))
        width = own.text_width - (SIDES_MM if "box" in around else 0)
        self.columns = _columns(table, width)
        height = PAGE_WIDTH_MM if own.landscape else PAGE_HEIGHT_MM
        free = height - own.top - own.bottom - _HEAD_MM
        self.most = _MOST * free / (self.em * _LINE_EMS * own.line_height)

    def fit(self) -> None:
        """Part the rows that are too tall for a page, hold together those that a page can have."""
        for body in self.table.findall("tbody"):
            heights = {row: self._height(row) for row in body}
            for row, height in heights.items():
                if height > (2 * PART_LINES if "long" in classes(row) else self.most):
                    self._part(row)
            if "spanned" in classes(self.table) and sum(heights.values()) < self.most:
                _bind(list(body))
        hold_rows(self.table)
        if of_class(self.table, "parted", "tr"):
            _close(self.table, len(self.columns))

    def _height(self, row: Any) -> float:
        """In lines; an estimate on the safe side."""
        return 0.5 + max((_lines(text, room) for text, room in self._texts(row)), default=0)

    def _texts(self, row: Any) -> list[tuple[str, float]]:
        """The text of each cell and the ems of its lines; none beside a cell that spans rows."""
        ends = list(accumulate(int(cell.get("colspan", 1)) for cell in row))
        if ends[-1:] != [len(self.columns)]:
            return []
        # A long answer may be in the size of running text.
        em = self.long_em if "long" in classes(row) else self.em
        widths = (sum(self.columns[start:end]) for start, end in pairwise([0, *ends]))
        rooms = (SURE * (width - SIDES_MM) / em for width in widths)
        return [(_holder(cell).text or "", room) for cell, room in zip(row, rooms, strict=True)]

    def _part(self, row: Any) -> None:
        """Its texts in several rows; every line ends where it was cut here, so no seam is seen."""
        texts = [wrapped(text, room) for text, room in self._texts(row)]
        size = even(max(map(len, texts)))
        pieces = zip_longest(*(by_lines(lines, size) for lines in texts), fillvalue="")
        _fill(row, next(pieces))
        for words in pieces:
            row.addnext(_like(row))
            add_class(row, "parted")
            row = row.getnext()
            _fill(row, words)


def _columns(table: Any, width: float) -> list[float]:
    """Widths in millimetres; columns that tell none share the rest."""
    told = [_length(column.get("style", ""), width) for column in table.iterfind("colgroup/col")]
    rest = (width - sum(told)) / max(1, told.count(0))
    return [one or rest for one in told]


def _length(style: str, whole: float) -> float:
    found = re.search(r"width: ([\d.]+)(mm|%)", style)
    if found is None:
        return 0
    return float(found[1]) * (whole / 100 if found[2] == "%" else 1)


def _lines(text: str, room: float) -> int:
    return text.count("\n") + ceil(len(text) * _LETTER_EMS / room)


def _holder(cell: Any) -> Any:
    """What holds the text of a cell: the only block in it, or the cell itself."""
    return cell[0] if len(cell) == 1 and not (cell.text or "").strip() else cell


def _fill(row: Any, words: Sequence[str]) -> None:
    for cell, text in zip(row, words, strict=True):
        _holder(cell).text = text


def _like(row: Any) -> Any:
    """An empty row with the cells of another."""
    made = element("tr", row.attrib)
    for cell in row:
        inside = [] if _holder(cell) is cell else [element(cell[0].tag, cell[0].attrib)]
        made.append(element(cell.tag, cell.attrib, *inside))
    return made


def _bind(rows: Sequence[Any]) -> None:
    """What stands beside sub-rows spans them all, so that the engine keeps them together."""
    for cell in of_class(rows[0], "beside"):
        cell.set("rowspan", str(len(rows)))
    for row in rows[1:]:
        for cell in of_class(row, "beside"):
            row.remove(cell)


def _close(table: Any, columns: int) -> None:
    """Edges for a table whose rows go on over the foot of a page."""
    first = table.find("tbody")
    for tag in ("thead", "tfoot"):
        if table.find(tag) is None:
            first.addprevious(_edge(tag, columns))


def _edge(tag: str, columns: int) -> Any:
    """A row without height, which closes a frame at the head or the foot of each of its pages."""
    cell = element("td", {"colspan": str(columns)})
    return element(tag, {"class": "edge"}, element("tr", None, cell))


def _framed(box: Any, layout: PageLayout) -> Any:
    """A box as a table: its blocks are the rows, headings together with what comes next."""
    body = element("tbody")
    frame = element("table", {"class": "frame box"}, _edge("thead", 1), _edge("tfoot", 1), body)
    ems = line_ems(layout, SIDES_MM)
    last = None
    for block in [piece for child in list(box) for piece in cut(child, ems)]:
        if not _stays(block, last):
            row = element("tr", {"class": "filled"} if block.tag == "table" else {})
            row.append(element("td"))
            body.append(row)
        row[0].append(block)
        last = block
    return frame


def _stays(block: Any, last: Any) -> bool:
    """Whether a block is in the row of the last one: tables have rows of their own."""
    if last is None or "table" in (block.tag, last.tag):
        return False
    return is_head(last) or is_place(block)
