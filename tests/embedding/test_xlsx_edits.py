"""An XLSX that was changed counts as edited, and one that was only saved again does not."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from PIL import Image

from formsvc.embedding import embed, extract
from formsvc.renderers.archive import read_archive
from tests.embedding.documents import (
    ENVELOPE,
    head_sheet,
    plan_xlsx,
    saved,
    with_part,
    with_text_replaced,
    with_workbook,
)
from tests.embedding.libreoffice import saved_by_libreoffice

PLAN, REVIEW = "План", "Пересмотр"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def carrying() -> bytes:
    return embed(plan_xlsx(), "xlsx", ENVELOPE)


def changed_text(book: Workbook) -> None:
    book[PLAN]["A1"] = "Семья Әлии Қасымұлы"


def text_in_an_empty_cell(book: Workbook) -> None:
    book[REVIEW]["Z99"] = "ещё"


def emptied_cell(book: Workbook) -> None:
    book[REVIEW]["B2"] = None


def changed_number(book: Workbook) -> None:
    book[PLAN]["B2"] = 12.51


def number_as_text(book: Workbook) -> None:
    book[PLAN]["B2"] = "12.5"


def changed_date(book: Workbook) -> None:
    book[PLAN]["A2"] = date(2026, 3, 3)


def date_as_number(book: Workbook) -> None:
    book[PLAN]["A2"].number_format = "General"


def formula(book: Workbook) -> None:
    book[PLAN]["A3"] = "=1+1"


def struck_out(book: Workbook) -> None:
    book[PLAN]["A1"].font = Font(strike=True)


def struck_out_in_part(book: Workbook) -> None:
    struck = TextBlock(InlineFont(strike=True), "Әлии")
    book[PLAN]["A1"] = CellRichText("Семья ", struck, " Қасымқызы")


def no_longer_struck_out(book: Workbook) -> None:
    book[PLAN]["A5"].font = Font()


def white(book: Workbook) -> None:
    book[PLAN]["A1"].font = Font(color="FFFFFFFF")


def hidden_by_a_format(book: Workbook) -> None:
    book[PLAN]["B2"].number_format = ";;;"


def moved_cell(book: Workbook) -> None:
    book[REVIEW].move_range("B2", cols=1)


def merged(book: Workbook) -> None:
    book[PLAN].merge_cells("E1:E2")


def unmerged(book: Workbook) -> None:
    book[PLAN].unmerge_cells("C1:D2")


def hidden_row(book: Workbook) -> None:
    book[PLAN].row_dimensions[3].hidden = True


def hidden_column(book: Workbook) -> None:
    book[PLAN].column_dimensions["B"].hidden = True


def hidden_sheet(book: Workbook) -> None:
    book[REVIEW].sheet_state = "hidden"


def renamed_sheet(book: Workbook) -> None:
    book[REVIEW].title = "Пересмотр 2"


def sheets_in_another_order(book: Workbook) -> None:
    book.move_sheet(REVIEW, -1)


def one_more_sheet(book: Workbook) -> None:
    book.create_sheet("Лист")


def removed_sheet(book: Workbook) -> None:
    book.remove(book[REVIEW])


def shown_source(book: Workbook) -> None:
    book["formsvc"].sheet_state = "visible"


def commented(book: Workbook) -> None:
    book[PLAN]["A1"].comment = Comment("Проверить", "Куратор")


def picture(book: Workbook) -> None:
    image = BytesIO()
    Image.new("RGB", (4, 4), "red").save(image, "PNG")
    book[PLAN].add_image(SheetImage(image), "B9")


def changed_header(book: Workbook) -> None:
    head_sheet(book[PLAN], "Проект &P")


EDITS = [
    changed_text,
    text_in_an_empty_cell,
    emptied_cell,
    changed_number,
    number_as_text,
    changed_date,
    date_as_number,
    formula,
    struck_out,
    struck_out_in_part,
    no_longer_struck_out,
    white,
    hidden_by_a_format,
    moved_cell,
    merged,
    unmerged,
    hidden_row,
    hidden_column,
    hidden_sheet,
    renamed_sheet,
    sheets_in_another_order,
    one_more_sheet,
    removed_sheet,
    shown_source,
    commented,
    picture,
    changed_header,
]


@pytest.mark.parametrize("change", EDITS, ids=lambda change: change.__name__)
def test_what_a_reader_sees_cannot_be_changed_unnoticed(
    change: Callable[[Workbook], None],
) -> None:
    found = extract(with_workbook(carrying(), change))

    assert found.edited
    assert found.envelope == ENVELOPE


def test_another_picture_in_the_same_place_is_noticed() -> None:
    one = embed(with_workbook(plan_xlsx(), picture), "xlsx", ENVELOPE)
    (name,) = (name for name in read_archive(one) if name.startswith("xl/media/"))
    blue = BytesIO()
    Image.new("RGB", (4, 4), "blue").save(blue, "PNG")

    assert not extract(one).edited
    assert extract(with_part(one, name, blue.getvalue())).edited


def test_a_row_of_no_height_is_noticed() -> None:
    flat = with_text_replaced(
        carrying(), "xl/worksheets/sheet1.xml", '<row r="3"', '<row r="3" ht="0" customHeight="1"'
    )

    assert extract(flat).edited


# --- Saved without a change -----------------------------------------------------------------------


def saved_by_openpyxl(content: bytes) -> bytes:
    return saved(openpyxl.load_workbook(BytesIO(content), rich_text=True))


def wider(book: Workbook) -> None:
    book[PLAN].column_dimensions["A"].width = 40
    book[PLAN]["A1"].font = Font(bold=True)
    book[PLAN].freeze_panes = "A2"


def with_shared_strings(content: bytes) -> bytes:
    """Excel moves texts out of the cells into a table of their own, where a text may have runs."""
    inline = '<c r="B2" t="inlineStr"><is><t>&#1048;&#1090;&#1086;&#1075;</t></is></c>'
    shared = '<c r="B2" t="s"><v>0</v></c>'
    strings = f'<sst xmlns="{MAIN}"><si><r><t>Ит</t></r><r><t>ог</t></r></si></sst>'
    link = f'<Relationship Id="rId99" Type="{KINDS}sharedStrings" Target="sharedStrings.xml"/>'
    links, end = "xl/_rels/workbook.xml.rels", "</Relationships>"
    content = with_text_replaced(content, "xl/worksheets/sheet2.xml", inline, shared)
    content = with_text_replaced(content, links, end, link + end)
    return with_part(content, "xl/sharedStrings.xml", strings.encode())


SAVED_AGAIN: dict[str, Callable[[bytes], bytes]] = {
    "by openpyxl": saved_by_openpyxl,
    "with shared strings": with_shared_strings,
    "with other widths and fonts": lambda content: with_workbook(content, wider),
    "by LibreOffice": lambda content: saved_by_libreoffice(content, "xlsx"),
}


@pytest.mark.parametrize("how", SAVED_AGAIN)
def test_a_workbook_that_was_only_saved_again_counts_as_unedited(how: str) -> None:
    again = SAVED_AGAIN[how](carrying())

    assert again != carrying()
    assert extract(again).envelope == ENVELOPE
    assert not extract(again).edited


# --- The package ----------------------------------------------------------------------------------


def test_the_sheet_is_very_hidden_and_its_cells_are_texts_that_excel_can_hold() -> None:
    sheet = openpyxl.load_workbook(BytesIO(carrying()))["formsvc"]
    cells = [cell for row in sheet.iter_rows() for cell in row]

    assert sheet.sheet_state == "veryHidden"
    assert {cell.data_type for cell in cells} == {"s"}
    assert max(len(str(cell.value).encode("utf-16-le")) // 2 for cell in cells) <= 32_767
    assert len(cells) > 5


def test_embedding_touches_no_part_but_the_lists_of_parts() -> None:
    before, after = read_archive(plan_xlsx()), read_archive(carrying())

    changed = {name for name in after if after[name] != before.get(name)}

    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/formsvc.xml",
    }
    assert "_xlnm.Print_Titles" in after["xl/workbook.xml"].decode()


def test_a_workbook_that_has_such_a_sheet_already_is_not_embedded_into() -> None:
    with pytest.raises(ValueError, match="already has one named formsvc"):
        embed(carrying(), "xlsx", ENVELOPE)
