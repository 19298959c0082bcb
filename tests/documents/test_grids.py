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


def test_the_fast_engine_turns_the_same_grid_and_numbers_pages_through() -> None:
    pages = PdfReader(BytesIO(made(*KKSS, "print"))).pages
    texts = [page.extract_text() for page in pages]
    turned = [page.mediabox.width > page.mediabox.height for page in pages]

    assert turned == ["АНАЛИЗ КЕЙСА" in text for text in texts]
    assert turned.count(True) == 1
    assert [text.split()[-1] for text in texts[1:]] == [str(n) for n in range(2, len(pages) + 1)]


def test_the_fast_engine_repeats_the_header_of_a_table() -> None:
    pages = PdfReader(BytesIO(made("kz.plan", "order-907-2010", "large", "print"))).pages
    heads = ["Действия, мероприятия" in page.extract_text() for page in pages]

    assert heads[1:15] == [True] * 14


def test_no_heading_is_the_last_line_of_a_page_of_the_fast_engine() -> None:
    last_lines = [
        page.extract_text().split("\n")[-2]  # the last is the number of the page
        for page in PdfReader(BytesIO(made("kz.plan", "order-907-2010", "large", "print"))).pages[
            1:
        ]
    ]

    headings = (
        "Пересмотр индивидуального",
        "Пересмотренный план действий:",
        "Имена и подписи участников совещания:",
        "Примечания, дополнения:",
    )
    assert [line for line in last_lines if any(heading in line for heading in headings)] == []
