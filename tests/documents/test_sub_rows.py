"""A row with sub-rows: the cells beside them are merged, in every format, over all of them."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from formsvc.forms.blocks import Options
from formsvc.forms.fields import Line, Text
from formsvc.forms.form import Form, InForce
from formsvc.forms.groups import Aside, SubRows, Table
from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Mode
from formsvc.renderers import renderer
from formsvc.renderers.base import PdfKind, RenderSettings
from formsvc.templating.lint import lint
from tests.documents.reading import squeezed, whole
from tests.judges.verapdf import check
from tests.templating.workshop import Workshop

AS_OF = date(2026, 11, 20)
LINE_OF_EXCEL, ROW_OF_EXCEL = 14, 409  # points: a line of 11-point type, the highest row
SHEET = "Задачи"


class Step(FormSchema):
    what = Text("Шаг", width=3)
    when = Line("Срок")


class Task(FormSchema):
    name = Text("Задача", width=3)
    steps = SubRows("шаги", Step)
    remark = Line("Заметка")


class Plan(FormSchema):
    tasks = Table("Задачи", Task, numbers="№ п/п", least=2, captioned=False)
    options = Aside("параметры печати", Options)


FORM = Form(
    id="kz.tasks",
    edition="1",
    title="План",
    issuer="",
    group="",
    legal_basis=(),
    in_force=InForce(date(2026, 1, 1)),
    schema=Plan,
    dated_by="tasks",
    layout="kz",
    stem="kz/tasks",
)


def steps(number: int, words: str = "шаг") -> list[dict[str, str]]:
    return [{"what": f"{words} {at}", "when": f"день {at}"} for at in range(1, number + 1)]


TASKS = [
    {"name": "первая", "steps": steps(3), "remark": "важно"},
    {"name": "вторая", "steps": steps(1)},
]


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    made = Workshop.in_folder(tmp_path, monkeypatch)
    for path in (made.roots.docx(FORM.stem), made.roots.html(FORM.stem)):
        path.parent.mkdir()
    made.draft_templates(FORM)
    return made


def printed(
    workshop: Workshop,
    extension: str,
    tasks: list[dict[str, Any]],
    mode: Mode = Mode.FILLED,
    pdf: PdfKind = PdfKind.ARCHIVE,
) -> bytes:
    settings = RenderSettings(LAYOUTS["kz"].stitched(), mode, AS_OF, workshop.roots, pdf=pdf)
    context = FORM.context({"tasks": tasks}, mode, AS_OF)
    return renderer(extension).render(FORM, context, settings).content


def sheet_of(content: bytes) -> Worksheet:
    return load_workbook(BytesIO(content))[SHEET]


def test_the_drafts_of_a_table_with_sub_rows_are_clean(workshop: Workshop) -> None:
    assert [str(problem) for problem in lint(FORM, workshop.roots)] == []


def test_word_merges_the_cells_beside_sub_rows(workshop: Workshop) -> None:
    table = Document(BytesIO(printed(workshop, "docx", TASKS))).tables[0]
    merged = [[cell.vMerge for cell in row._tr.tc_lst] for row in table.rows]
    first, going_on = ([how, how, None, None, how] for how in ("restart", "continue"))
    assert merged == [[None] * 5, first, going_on, going_on, first]


def test_a_merged_cell_of_word_holds_its_text_once(workshop: Workshop) -> None:
    table = Document(BytesIO(printed(workshop, "docx", TASKS))).tables[0]
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts[1] == ["1", "первая", "шаг 1", "день 1", "важно"]
    assert texts[3] == ["1", "первая", "шаг 3", "день 3", "важно"]
    assert texts[4] == ["2", "вторая", "шаг 1", "день 1", ""]


def test_excel_merges_the_cells_beside_sub_rows(workshop: Workshop) -> None:
    sheet = sheet_of(printed(workshop, "xlsx", TASKS))
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A2:A4", "B2:B4", "E2:E4"]
    assert [sheet.cell(2, column).value for column in (1, 2, 5)] == [1, "первая", "важно"]


@pytest.mark.parametrize("extension", ["xlsx", "pdf"])
@pytest.mark.parametrize("mode", [Mode.FILLED, Mode.BLANK])
def test_every_format_says_the_same_in_the_same_order(
    workshop: Workshop, extension: str, mode: Mode
) -> None:
    tasks = [] if mode is Mode.BLANK else TASKS
    word = whole(printed(workshop, "docx", tasks, mode), "docx")
    assert whole(printed(workshop, extension, tasks, mode), extension) == word


@pytest.mark.parametrize("number", [1, 2, 5])
def test_the_rows_of_a_sheet_are_high_enough_for_a_long_merged_text(
    workshop: Workshop, number: int
) -> None:
    text = "слово " * 600
    sheet = sheet_of(printed(workshop, "xlsx", [{"name": text, "steps": steps(number)}]))
    heights = [sheet.row_dimensions[row].height or 0 for row in range(2, sheet.max_row + 1)]
    lines = len(text) / (sheet.column_dimensions["B"].width * 1.3)
    assert max(heights) <= ROW_OF_EXCEL
    assert sum(heights) >= lines * LINE_OF_EXCEL


@pytest.mark.parametrize("kind", PdfKind)
def test_a_row_of_many_sub_rows_goes_on_over_pages_with_the_header(
    workshop: Workshop, kind: PdfKind
) -> None:
    tasks = [{"name": "долгая", "steps": steps(150, "звонок")}]
    content = printed(workshop, "pdf", tasks, pdf=kind)
    pages = [squeezed(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]
    assert len(pages) > 2
    assert all(page.count("№п/пЗадачаШагСрокЗаметка") == 1 for page in pages)
    assert all(f"звонок{at}день{at}" in "".join(pages) for at in range(1, 151))


@pytest.mark.parametrize("kind", PdfKind)
def test_a_row_with_sub_rows_stays_on_one_page_where_it_can(
    workshop: Workshop, kind: PdfKind
) -> None:
    tasks = [{"name": f"задача-{at}", "steps": steps(4, f"шаг-{at}")} for at in range(30)]
    content = printed(workshop, "pdf", tasks, pdf=kind)
    pages = [squeezed(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]
    assert len(pages) > 1
    for at in range(30):
        (page,) = (page for page in pages if f"задача-{at}шаг-{at}1" in page)
        assert f"шаг-{at}4день4" in page


def test_merged_cells_are_valid_in_an_accessible_archive(
    workshop: Workshop, tmp_path: Path
) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(printed(workshop, "pdf", [*TASKS, {"name": "долгая", "steps": steps(90)}]))
    assert check("3a,ua1", [path])[path] == []
