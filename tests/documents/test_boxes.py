"""Boxes of a form are framed on the sheet as on the page."""

from io import BytesIO

from openpyxl import load_workbook

from formsvc.forms.parts import Box
from tests.documents.support import form_of, made

EDITION = "kz.assessment", "order-907-2010"


def test_each_of_the_ten_boxes_of_the_assessment_has_its_frame() -> None:
    headings = [
        field.label for field in form_of(*EDITION).fields.fields.values() if isinstance(field, Box)
    ]
    sheet = load_workbook(BytesIO(made(*EDITION, "typical", "xlsx"))).worksheets[0]
    rows = {str(row[0].value): row for row in sheet.iter_rows()}
    assert len(headings) == 10
    for heading in headings:
        first, last = rows[heading][0], rows[heading][-1]
        assert first.border.top.style == last.border.top.style == "thin"
        assert first.border.left.style == last.border.right.style == "thin"


def test_the_last_box_is_closed_below() -> None:
    sheet = load_workbook(BytesIO(made(*EDITION, "minimal", "xlsx"))).worksheets[0]
    assert all(cell.border.bottom.style == "thin" for cell in sheet[sheet.max_row])
