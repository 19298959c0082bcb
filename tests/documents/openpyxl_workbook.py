"""A workbook written by openpyxl, cell by cell: what our own writer must equal."""

from copy import copy
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell as PyxlCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from formsvc.forms.shown import Dated
from formsvc.renderers.xlsx_look import BOTTOM, LEFT, RIGHT, TOP
from formsvc.renderers.xlsx_model import Cell, Sheet, Workbook

FONT = "Times New Roman"
MM_PER_INCH = 25.4


def write_with_openpyxl(book: Workbook) -> bytes:
    """The XLSX of a workbook."""
    written = openpyxl.Workbook()
    written.remove(written.worksheets[0])
    written.properties.creator = "formsvc"
    written.properties.title, written.properties.identifier = book.title, book.identifier
    for sheet in book.sheets:
        _fill(written.create_sheet(sheet.title), sheet)
        _set_up_page(written.worksheets[-1], sheet, len(written.worksheets) == 1)
    buffer = BytesIO()
    written.save(buffer)
    return buffer.getvalue()


def _fill(written: Worksheet, sheet: Sheet) -> None:
    known: dict[Any, Any] = {}
    for row, cells in sheet.cells.items():
        for column, cell in cells.items():
            _put(written.cell(row, column), cell, known)
    for area in sheet.merged:
        written.merge_cells(None, area.top, area.left, area.bottom, area.right)
    for row, height in sheet.heights.items():
        written.row_dimensions[row].height = height
    for at, width in enumerate(sheet.widths, 1):
        written.column_dimensions[get_column_letter(at)].width = width
    for row in sheet.breaks:
        written.row_breaks.append(Break(id=row))
    if sheet.repeated:
        written.print_title_rows = f"{sheet.repeated.start}:{sheet.repeated.stop - 1}"


def _put(written: object, cell: Cell, known: dict[Any, Any]) -> None:
    """Cells of one look share what openpyxl made of it the first time; that is slow."""
    assert isinstance(written, PyxlCell)
    value, look, sides = cell
    if isinstance(value, Dated):
        written.value, written.number_format = value.day, "DD.MM.YYYY"
    elif isinstance(value, str):
        written.value = value or None
        if value:
            written.data_type = "s"
            written.quotePrefix = value[0] in "=+-@"
    else:
        written.value = value
    key = look, sides, written.number_format, written.quotePrefix
    if key not in known:
        _dress(written, cell)
        known[key] = written._style  # type: ignore[attr-defined]
    written._style = copy(known[key])  # type: ignore[attr-defined]


def _dress(written: PyxlCell, cell: Cell) -> None:
    _, look, sides = cell
    colour = f"FF{look.colour}" if look.colour else None
    written.font = Font(FONT, look.size, look.bold, look.italic, color=colour)
    written.alignment = Alignment(look.align, look.level, wrap_text=True)
    drawn = {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM}
    border = Border()
    for name, side in drawn.items():
        setattr(border, name, Side("thin" if sides & side else None))
    written.border = border


def _set_up_page(written: Worksheet, sheet: Sheet, is_first: bool) -> None:
    layout = sheet.layout
    written.page_setup.paperSize = "9"
    written.page_setup.orientation = "landscape" if layout.landscape else "portrait"
    written.page_setup.fitToWidth, written.page_setup.fitToHeight = 1, 0
    written.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for side in ("left", "right", "top", "bottom", "header"):
        setattr(written.page_margins, side, getattr(layout, side) / MM_PER_INCH)
    parts = written.HeaderFooter
    parts.differentFirst = is_first
    assert parts.oddHeader is not None and parts.firstHeader is not None
    parts.oddHeader.center.text = "&P"
    if sheet.draft_mark:
        parts.oddHeader.right.text = sheet.draft_mark
    if sheet.draft_mark and is_first:
        parts.firstHeader.right.text = sheet.draft_mark
