"""Our own writer of workbooks gives what openpyxl gives of the same cells, read by openpyxl."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.shown import Dated, Mode
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.xlsx import Book
from formsvc.renderers.xlsx_look import AROUND, BOX, TEXT
from formsvc.renderers.xlsx_model import Merged, Sheet, Workbook
from formsvc.renderers.xlsx_writing import write_workbook
from tests.documents.openpyxl_workbook import write_with_openpyxl
from tests.documents.support import AS_OF, EDITIONS, FORMS, SAMPLES, form_of, loaded

CASES = [(*sample, "filled") for sample in SAMPLES] + [
    (*edition, "typical", mode) for edition in EDITIONS for mode in ("draft", "blank")
]


def told(content: bytes) -> list[Any]:
    """All that a workbook says, sheet by sheet."""
    book = load_workbook(BytesIO(content))
    names = [book.properties.creator, book.properties.title, book.properties.identifier]
    return [*names, *(list(_sheet(sheet)) for sheet in book.worksheets)]


def _sheet(sheet: Worksheet) -> Iterator[Any]:
    yield sheet.title, sheet.print_title_rows, sheet.dimensions
    yield sorted(map(str, sheet.merged_cells.ranges))
    yield [(one, sheet.row_dimensions[one].height) for one in range(1, sheet.max_row + 1)]
    yield [(name, column.width) for name, column in sorted(sheet.column_dimensions.items())]
    yield [one.id for one in sheet.row_breaks.brk]
    setup, margins, headers = sheet.page_setup, sheet.page_margins, sheet.HeaderFooter
    yield setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight
    yield sheet.sheet_properties.pageSetUpPr
    yield [round(getattr(margins, name), 12) for name in margins.__attrs__]
    yield bool(headers.differentFirst)
    for part in (headers.oddHeader, headers.firstHeader, headers.oddFooter, headers.firstFooter):
        assert part is not None
        yield part.left.text, part.center.text, part.right.text
    looks: dict[tuple[bool, int], Any] = {}
    for row in sheet.iter_rows():
        for cell in row:
            key = isinstance(cell, MergedCell), cell.style_id
            look = looks.get(key) or looks.setdefault(key, _look(cell))
            yield cell.coordinate, cell.value, cell.data_type, look


def _look(cell: Any) -> tuple[Any, ...]:
    """Cells of one style share it; of those that a merged cell covers only the rules are seen."""
    drawn = cell.border
    rules = [side.style for side in (drawn.left, drawn.right, drawn.top, drawn.bottom)]
    if isinstance(cell, MergedCell) or not cell.has_style:
        return (rules,)
    shape = repr(cell.font), repr(cell.fill), repr(cell.alignment)
    return rules, *shape, cell.number_format, cell.quotePrefix


@pytest.mark.parametrize(("form_id", "edition", "case", "mode"), CASES)
def test_every_workbook_is_what_openpyxl_gives(
    form_id: str, edition: str, case: str, mode: str
) -> None:
    form = form_of(form_id, edition)
    data = {} if mode == "blank" else loaded(form_id, edition, case)
    settings = RenderSettings(LAYOUTS["kz"].stitched(), Mode(mode), AS_OF, FORMS.roots)
    book = Book(form, form.context(data, Mode(mode), AS_OF), settings).fill()
    assert told(write_workbook(book)) == told(write_with_openpyxl(book))


def test_unusual_cells_and_names_are_what_openpyxl_gives() -> None:
    sheet = Sheet("Д'Арк & «Ко» <1>", LAYOUTS["kz"].turned(), [5.5, 10])
    sheet.repeated = range(1, 3)
    sheet.breaks += [2, 4]
    texts = ["=1+1", "-", "@a", "a\r\nb\t", "  two  ", "<&>\"'", "Ә𝄞", "true", "0", "#N/A"]
    dates: list[str | int] = [
        Dated("01.03.1900", AS_OF.replace(1900, 3, 1)),
        Dated("20.11.2026", AS_OF),
    ]
    for row, value in enumerate([*texts, *dates, 0, -7, 10**9], 1):
        sheet.put(row, 1, value, BOX, AROUND)
        sheet.heights[row] = 12.75
    sheet.put(20, 30, "далеко", TEXT)
    sheet.put(21, 1, "вместе", BOX, AROUND)
    sheet.merge(Merged(21, 1, 23, 3))
    other = Sheet("Второй", LAYOUTS["kz"], [5], "ПРОЕКТ")
    book = Workbook("Д & <Ж>", 'x "1"', "2026-11-20T00:00:00Z", [sheet, other])
    assert told(write_workbook(book)) == told(write_with_openpyxl(book))
    assert write_workbook(book) == write_workbook(book)


def test_a_cell_that_holds_a_value_is_never_written_over() -> None:
    sheet = Sheet("Лист", LAYOUTS["kz"], [5, 5])
    sheet.put(1, 1, "", BOX)
    sheet.put(1, 1, 0, BOX)
    sheet.put(2, 1, "вместе", BOX)
    with pytest.raises(ValueError, match="row 1, column 1"):
        sheet.put(1, 1, "другое", TEXT)
    with pytest.raises(ValueError, match="row 2, column 1"):
        sheet.merge(Merged(1, 1, 2, 1))
    with pytest.raises(ValueError, match="Row 2"):
        sheet.put_row(2, [(2, 2, "рядом", TEXT)])
    with pytest.raises(ValueError, match="Row 3"):
        sheet.put_row(3, [(1, 1, "одно", TEXT), (1, 2, "другое", TEXT)])
