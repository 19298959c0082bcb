"""Parts, columns side by side, grids and landscape pages: drafted, and the same in every format."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Length
from openpyxl import load_workbook
from pypdf import PdfReader

from formsvc.forms.blocks import Options, fixed, place_to_sign
from formsvc.forms.fields import Line, Printed, Text
from formsvc.forms.form import Form, InForce
from formsvc.forms.groups import Aside, Signers
from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.parts import Captioned, Grid, Part, Sides
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Mode
from formsvc.renderers import renderer
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.html import html
from formsvc.renderers.weasy import typeset
from formsvc.templating.lint import lint
from tests.documents.reading import docx_lines, pdf_lines, squeezed, xlsx_lines
from tests.templating.workshop import Workshop

ROOMS = {"kitchen": "КУХНЯ", "yard": "ДВОР"}
DATA = {
    "author": "Ким В. А.",
    "owner": "Лыков Пётр Ильич",
    "rooms": {"yard": {"state": "чисто"}, "kitchen": {"state": "тепло", "wish": "полка"}},
    "notes": {"text": "после сетки"},
}


class Cover(FormSchema):
    left = fixed("СОСТАВИЛ:", "label")
    right = fixed("ПРИНЯЛ:", "label")
    author = Printed("Автор", lambda scope: scope.data.get("author"))
    owner = Captioned("(владелец дома)", lambda scope: scope.data.get("owner"))
    signed = Signers("", lambda scope: [place_to_sign({"full_name": scope.data.get("author", "")})])
    accepted = Signers("", lambda scope: [])


class Room(FormSchema):
    state = Text("СОСТОЯНИЕ", width=60)
    wish = Text("ЧТО СДЕЛАТЬ", width=80)


class Notes(FormSchema):
    text = Line("Заметка")


class Survey(FormSchema):
    author = Line("Автор", via="cover")
    owner = Line("Владелец", via="cover")
    cover = Sides(Cover)
    rooms = Grid(
        "ОСМОТР ДОМА",
        Room,
        rows=ROOMS,
        head="МЕСТО",
        head_width=40,
        landscape=True,
        heading="1. Осмотр",
    )
    notes = Part("Часть вторая", Notes)
    options = Aside("параметры печати", Options)


FORM = Form(
    id="kz.survey",
    edition="1",
    title="Осмотр",
    issuer="",
    group="",
    legal_basis=(),
    in_force=InForce(date(2026, 1, 1)),
    schema=Survey,
    dated_by="",
    layout="kz",
    stem="kz/survey",
)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    made = Workshop.in_folder(tmp_path, monkeypatch)
    for root in (made.roots.templates_docx, made.roots.templates_html):
        (root / "kz").mkdir()
    made.draft_templates(FORM)
    return made


def documents(workshop: Workshop, mode: Mode = Mode.FILLED) -> dict[str, bytes]:
    """The survey in every format, in a layout with room for stitches."""
    settings = RenderSettings(LAYOUTS["kz"].stitched(), mode, date(2026, 11, 20), workshop.roots)
    context = FORM.context({} if mode is Mode.BLANK else DATA, mode, settings.as_of)
    made = {name: renderer(name).render(FORM, context, settings) for name in ("docx", "xlsx")}
    made["pdf"] = typeset(html(FORM, context, settings), settings)
    return {name: one.content for name, one in made.items()}


def test_the_drafts_print_every_place_of_the_schema(workshop: Workshop) -> None:
    assert [str(one) for one in lint(FORM, workshop.roots)] == []


@pytest.mark.parametrize("mode", Mode)
def test_the_formats_say_the_same_in_the_same_order(workshop: Workshop, mode: Mode) -> None:
    made = documents(workshop, mode)
    lines = {
        "docx": docx_lines(made["docx"]),
        "xlsx": xlsx_lines(made["xlsx"]),
        "pdf": pdf_lines(made["pdf"]),
    }
    texts = {
        name: squeezed("".join(told)).replace("|", "").removeprefix("ПРОЕКТ")
        for name, told in lines.items()
    }
    assert texts["docx"].startswith("СОСТАВИЛ:ПРИНЯЛ:")
    assert "КУХНЯтеплополкаДВОРчисто" in texts["docx"] or mode is Mode.BLANK
    assert texts["xlsx"] == texts["docx"]
    assert texts["pdf"] == texts["docx"]


def _mm(length: Length | None) -> int:
    assert length is not None
    return round(float(length.mm))


def test_only_the_landscape_section_of_a_word_document_is_turned(workshop: Workshop) -> None:
    sections = Document(BytesIO(documents(workshop)["docx"])).sections
    portrait, landscape = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert [one.orientation for one in sections] == [portrait, landscape, portrait]
    assert [_mm(one.left_margin) for one in sections] == [30, 20, 30]
    assert [_mm(one.top_margin) for one in sections] == [20, 30, 20]
    assert [one.different_first_page_header_footer for one in sections] == [True, False, False]


def test_only_the_landscape_pages_of_a_pdf_are_turned_and_bear_their_numbers(
    workshop: Workshop,
) -> None:
    pages = PdfReader(BytesIO(documents(workshop, Mode.DRAFT)["pdf"])).pages
    wide = [page.mediabox.width > page.mediabox.height for page in pages]
    assert wide == [False, True, False]
    assert [page.extract_text().split()[-1] for page in pages] == ["ПРОЕКТ"] * 3
    assert "2" in pages[1].extract_text().split()


def test_only_the_landscape_sheet_of_a_workbook_is_turned(workshop: Workshop) -> None:
    sheets = load_workbook(BytesIO(documents(workshop)["xlsx"])).worksheets
    assert [one.page_setup.orientation for one in sheets] == ["portrait", "landscape", "portrait"]
    assert [round(one.page_margins.left * 25.4) for one in sheets] == [30, 20, 30]
    assert [round(one.page_margins.top * 25.4) for one in sheets] == [20, 30, 20]


def test_a_turned_page_keeps_the_bound_edge_and_the_place_of_the_number() -> None:
    for layout in LAYOUTS.values():
        bound = layout.stitched()
        turned = bound.turned()
        assert turned.top == bound.left == 30
        assert turned.top - turned.header == bound.top - bound.header
        assert turned.text_width == 297 - bound.top - bound.bottom
