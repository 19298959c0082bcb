"""`formsvc text` turns a Word document into lines that a diff can show."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_SECTION

from formsvc.errors import UnsupportedMedia
from formsvc.paths import installed
from formsvc.renderers.archive import write_archive
from formsvc.templating.text import as_text
from tests.templating.workshop import Workshop, edit_word


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    workshop = Workshop.in_folder(tmp_path, monkeypatch)
    return workshop.roots.docx(workshop.add().stem)


def changes(before: str, after: str) -> tuple[set[str], set[str]]:
    old, new = set(before.split("\n")), set(after.split("\n"))
    return old - new, new - old


def saved(document: object) -> bytes:
    buffer = BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def test_a_template_reads_from_top_to_bottom_with_styles_rows_blocks_and_headers(
    template: Path,
) -> None:
    lines = as_text(template.read_bytes()).split("\n")

    assert lines[:6] == [
        "<верхний колонтитул>",
        "[Header] \t2\t{{ doc.draft_mark }}",
        "</верхний колонтитул>",
        "<верхний колонтитул первой страницы>",
        "[Header] \t\t{{ doc.draft_mark }}",
        "</верхний колонтитул первой страницы>",
    ]
    body = [
        "[Title] {{ title }}",
        "[Поле] Дата посещения {{ visited_on }}",
        "№ | Что осмотрено | Состояние | Что сделать",
        "{{ row.number }} | {{ row.subject }} | {{ row.state }} | {{ row.action }}",
        "<block:signatures>",
        " |  | (подпись) |  | (расшифровка подписи) |",
        "</block:signatures>",
    ]
    places = [lines.index(line) for line in body]
    assert places == sorted(places)


def test_a_change_of_a_label_or_of_a_style_is_a_change_of_its_line_only(template: Path) -> None:
    before = as_text(template.read_bytes())

    edit_word(template, "Адрес семьи ", "Адрес ребенка ")
    edit_word(template, 'w:val="Title"', 'w:val="Subtitle"')

    assert changes(before, as_text(template.read_bytes())) == (
        {"[Поле] Адрес семьи {{ address }}", "[Title] {{ title }}"},
        {"[Поле] Адрес ребенка {{ address }}", "[Subtitle] {{ title }}"},
    )


def test_tabs_line_breaks_links_insertions_and_controls_inside_of_a_line_are_read(
    template: Path,
) -> None:
    pieces = (
        "один</w:t><w:tab/><w:t>два</w:t><w:br/><w:t>три</w:t></w:r>"
        '<w:ins w:id="1" w:author="a"><w:r><w:t> четыре</w:t></w:r></w:ins>'
        "<w:hyperlink><w:r><w:t> пять</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtContent><w:r><w:t> шесть</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:t>"
    )
    edit_word(template, "{{ title }}", pieces)

    assert "[Title] один\tдва↵три четыре пять шесть" in as_text(template.read_bytes()).split("\n")


def test_plain_paragraphs_later_sections_and_nested_tables_are_read_once() -> None:
    document = Document()
    document.add_paragraph("Просто текст")
    cell = document.add_table(1, 2).rows[0].cells[1]
    cell.text = "снаружи"
    cell.add_table(1, 1).rows[0].cells[0].text = "внутри"
    footer = document.add_section(WD_SECTION.NEW_PAGE).footer
    footer.is_linked_to_previous = False
    footer.paragraphs[0].text = "Внизу"

    lines = as_text(saved(document)).split("\n")

    assert "Просто текст" in lines
    assert [line for line in lines if "внутри" in line] == [" | снаружи↵внутри↵"]
    assert lines.index("<нижний колонтитул>") + 1 == lines.index("[Footer] Внизу")


def test_the_same_file_gives_the_same_text_in_every_process() -> None:
    master = installed().templates_docx / "_blocks.docx"
    command = [sys.executable, "-m", "formsvc", "text", str(master)]

    printed = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout

    assert printed == as_text(master.read_bytes()) + "\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a document",
        write_archive({"a.txt": b"a"}),
        write_archive({"[Content_Types].xml": b"<a", "_rels/.rels": b"<b"}),
    ],
    ids=["empty", "no archive", "another archive", "broken parts"],
)
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnsupportedMedia, match=r"^Это не документ Word \(\.docx\)\.$"):
        as_text(content)
