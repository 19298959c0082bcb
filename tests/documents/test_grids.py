"""Grids of fixed rows: their header is repeated where the grid has the pages for itself."""

from io import BytesIO

from openpyxl import load_workbook
from pypdf import PdfReader

from tests.documents.support import made

KKSS = ("nso.kkss", "order-596-2022", "typical")


def test_only_a_grid_on_its_own_sheet_repeats_its_header() -> None:
    sheets = {
        sheet.title: sheet.print_title_rows
        for sheet in load_workbook(BytesIO(made(*KKSS, "xlsx"))).worksheets
    }

    assert sheets["АНАЛИЗ КЕЙСА (ККСС)"]
    assert sheets["План мероприятий"]
    # What follows the dynamics of a monitoring section is text, not more of its table.
    assert [sheets[f"{number}. Мониторинг"] for number in (1, 2)] == [None, None]


def test_only_the_grid_of_the_analysis_lies_on_landscape_pages() -> None:
    turned = [
        page.mediabox.width > page.mediabox.height
        for page in PdfReader(BytesIO(made(*KKSS, "pdf"))).pages
    ]

    assert turned == [number == 4 for number in range(1, 9)]
