"""Where a worksheet is divided into pages: never after a heading, nor within a place to sign.

Spreadsheet programs end a page wherever it happens to be full. So the breaks are set here, a little
before that; they are printed also where a sheet is made to fit the width of a page.
"""

from collections.abc import Iterator

from formsvc.forms.layouts import PAGE_HEIGHT_MM, PAGE_WIDTH_MM, PageLayout
from formsvc.renderers.xlsx_look import POINTS_A_WIDTH
from formsvc.renderers.xlsx_sheet import SheetWriter

_POINTS_A_MM = 72 / 25.4
_RESERVE = 0.99


def divide(writer: SheetWriter) -> None:
    """Set the breaks of a finished sheet: its kept rows stay together where a page holds them."""
    page, repeated = _height(sum(writer.widths), writer.sheet.layout), writer.sheet.repeated
    header = _sum(writer, repeated)
    room, used = page, 0.0
    for rows in _blocks(writer):
        whole = _sum(writer, rows) <= page - header
        for part in [rows] if whole else [range(row, row + 1) for row in rows]:
            height = _sum(writer, part)
            if used and used + height > room:
                writer.sheet.breaks.append(part.start - 1)
                room, used = page - header * (part.start >= repeated.stop), 0.0
            used += height


def _sum(writer: SheetWriter, rows: range) -> float:
    return sum(map(writer.height, rows))


def _height(width: float, layout: PageLayout) -> float:
    """What a page holds, in points of rows."""
    sheet = PAGE_WIDTH_MM if layout.landscape else PAGE_HEIGHT_MM
    points = (sheet - layout.top - layout.bottom) * _POINTS_A_MM
    scale = min(1, layout.text_width * _POINTS_A_MM / (width * POINTS_A_WIDTH))
    return points / scale * _RESERVE


def _blocks(writer: SheetWriter) -> Iterator[range]:
    """The rows, those together that are to stay on one page."""
    first = 1
    for row in range(1, writer.row):
        if row not in writer.kept:
            yield range(first, row + 1)
            first = row + 1
    if first < writer.row:
        yield range(first, writer.row)
