"""Sheets that are one long table: the header on every page, and room to sign in every row."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.documents.reading import squeezed
from tests.documents.support import blank, made

# Form, edition, rows of the header, words of it, rows of the empty form.
SHEETS = [
    ("office.acknowledgement_sheet", "sop-2018", 1, "№Ф.И.О.ДолжностьДатаПодпись", 15),
    ("office.revision_log", "sop-2018", 1, "№№раздела,пунктапорядка,вкоторое", 13),
    ("office.revision_log_gost", "gost-r-21.1101-2013", 2, "измененныхзамененныхновых", 15),
]
POINTS_A_MILLIMETRE = 72 / 25.4


@pytest.mark.parametrize(("form_id", "edition", "header", "words", "empty"), SHEETS)
def test_the_header_stands_on_every_page(
    form_id: str, edition: str, header: int, words: str, empty: int
) -> None:
    pages = PdfReader(BytesIO(made(form_id, edition, "large", "pdf"))).pages
    assert len(pages) > 5
    assert all(words in squeezed(page.extract_text()) for page in pages)

    table = Document(BytesIO(made(form_id, edition, "large", "docx"))).tables[0]
    rows = table._tbl.findall(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}")
    assert len(rows) == header

    sheet = load_workbook(BytesIO(made(form_id, edition, "large", "xlsx"))).worksheets[0]
    first, last = map(int, str(sheet.print_title_rows).replace("$", "").split(":"))
    cells = [cell.value or "" for row in sheet.iter_rows(first, last) for cell in row]
    assert last - first + 1 == header
    assert words in squeezed("".join(map(str, cells)))


@pytest.mark.parametrize(("form_id", "edition", "header", "words", "empty"), SHEETS)
def test_every_row_of_the_empty_sheet_has_room_to_sign(
    form_id: str, edition: str, header: int, words: str, empty: int
) -> None:
    table = Document(BytesIO(blank(form_id, edition, "docx"))).tables[0]
    heights = [row.height for row in table.rows][header:]
    assert [bool(height and height.mm > 9.9) for height in heights] == [True] * empty

    sheet = load_workbook(BytesIO(blank(form_id, edition, "xlsx"))).worksheets[0]
    rows = range(sheet.max_row - empty + 1, sheet.max_row + 1)
    drawn = [sheet.row_dimensions[row].height or 0 for row in rows]
    assert min(drawn) / POINTS_A_MILLIMETRE > 9.9
