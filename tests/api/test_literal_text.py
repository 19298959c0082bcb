"""Text that means something to a template, a markup, a sheet or a shell is printed as it is."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from lxml import etree
from openpyxl import load_workbook
from openpyxl.cell import Cell

from tests.api.fields import Path, changed, fields, pointer
from tests.api.support import IDS, errors, post, sample
from tests.documents.reading import LINES, squeezed, whole

LITERALS = {
    "expression": "{{ 7*7 }}",
    "attribute": "{{ ''.__class__.__mro__ }}",
    "block": "{% for a in b %}{% endfor %}",
    "row block": "{%tr for a in b %}",
    "paragraph block": "{%p if a %}{{p a }}{{r a }}",
    "comment": "{# comment #} {#- -#}",
    "half a tag": "}} %} #} {{ {% {#",
    "escaped tags of docxtpl": "{_{ a }_} {_% b %_}",
    "line statement": "# for a in b",
    "Word markup": "<w:p><w:r><w:t>текст</w:t></w:r></w:p>",
    "end of Word text": "</w:t></w:r></w:p>",
    "HTML": "<script>alert('да')</script><img src=x onerror=y>",
    "doctype": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;',
    "special characters": "доход <100 & сын>дочь \"кавычки\" 'апострофы'",
    "entities": "&amp; &lt; &#65; &nbsp; &nosuch;",
    "end of CDATA": "]]> <![CDATA[ x ]]>",
    "CSS": "</style><style>* { display: none }",
    "formula": '=HYPERLINK("http://x.test","y")',
    "sum": "@SUM(A1:A9)",
    "plus": "+1+1",
    "minus": "-1-1",
    "call": "=cmd|'/c calc'!A1",
    "error value": "#REF!",
    "apostrophe": "'=1",
    "escape of Excel": "_x000D_ _x0041_",
    "number": "007",
    "exponent": "1e5",
    "date": "1/2",
    "truth": "TRUE",
    "percent": "%s %d %(a)s {} {0}",
    "dollar": "${x} $(x) $x `x`",
    "Windows path": "C:\\новый\\tmp\\1.txt \\\\server\\share",
    "backslashes": "\\g<1> \\1 \\n \\u0041",
    "None": "None null nan",
    "quotes": "«ёлочки» „лапки“ “английские”",
    "spaces": "два  пробела,   три",
    "no-break space": "№\u00a07",
    "Kazakh": "ӘІҢҒҮҰҚӨҺ әіңғүұқөһ",
    "box": "☐ ☑ № — … €",
}
JOINED = " ¦ ".join(LITERALS.values())
WORD = "Ы" * 1_500


def filled(client: FlaskClient, form_id: str, text: str) -> tuple[Any, int]:
    """A sample with the text in every field that takes it, and how many those are."""
    schema = client.get(f"/v1/forms/{form_id}/schema").get_json()
    body, taken = sample(form_id), 0
    for path in places_for_texts(schema, body):
        with_text = changed(body, path, text)
        told = errors(post(client, form_id, with_text, "validate").get_json())
        if not told:
            body, taken = with_text, taken + 1
        assert not told or pointer(path) in [where for where, _ in told]
    assert taken
    return body, taken


def places_for_texts(schema: dict[str, Any], body: Any) -> list[Path]:
    """Fields for free texts of some length that are printed, each kind once."""
    found: dict[tuple[str, ...], Path] = {}
    for path, one, _ in fields(schema, body):
        kind = tuple(step for step in path if isinstance(step, str))
        if one.get("maxLength", 0) >= 4_000 and kind[0] not in ("case", "options"):
            found.setdefault(kind, path)
    return list(found.values())


def rendered(client: FlaskClient, form_id: str, body: Any, extension: str) -> bytes:
    """The document of a body that has no errors."""
    answer = post(client, form_id, body, format=extension)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data()


def cells(content: bytes) -> list[Cell]:
    """All cells with a value: sheet by sheet, column by column, as a long text goes down."""
    sheets = load_workbook(BytesIO(content)).worksheets
    found = [cell for sheet in sheets for column in sheet.iter_cols() for cell in column]
    return [cell for cell in found if isinstance(cell, Cell) and cell.value is not None]


def shown(cell: Cell) -> str:
    """The text of a cell as Excel shows it; openpyxl takes its escape «_x005F_» away."""
    return str(cell.value)


def rare(text: str, taken: int, literals: Mapping[str, str] = LITERALS) -> dict[str, int]:
    """The literals that stand fewer times in a text than they were given, white space aside."""
    plain = squeezed(text)
    counted = {name: plain.count(squeezed(literal)) for name, literal in literals.items()}
    return {name: count for name, count in counted.items() if count < taken}


@pytest.mark.parametrize("form_id", IDS)
def test_every_literal_stands_in_word_as_it_was_given(client: FlaskClient, form_id: str) -> None:
    body, taken = filled(client, form_id, JOINED)
    content = rendered(client, form_id, body, "docx")
    text = "\n".join(LINES["docx"](content))
    assert rare(text, taken) == {}
    assert text.replace("\u00a0", " ").count(JOINED.replace("\u00a0", " ")) >= taken
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))


@pytest.mark.parametrize("form_id", IDS)
def test_every_literal_stands_in_a_sheet_as_text_and_never_as_a_formula(
    client: FlaskClient, form_id: str
) -> None:
    body, taken = filled(client, form_id, JOINED)
    content = rendered(client, form_id, body, "xlsx")
    assert rare("\n".join(map(shown, cells(content))), taken) == {}
    assert {cell.data_type for cell in cells(content)} <= {"s", "d", "n", "b"}
    with ZipFile(BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert sheets
    assert not [sheet for sheet in sheets if re.search(b"<f[ >/]", sheet)]


@pytest.mark.parametrize("form_id", IDS)
def test_every_literal_stands_in_a_pdf_as_it_was_given(client: FlaskClient, form_id: str) -> None:
    # A few at a time: the cells of a row that goes on over pages are read page by page.
    for some in (dict(list(LITERALS.items())[start::4]) for start in range(4)):
        body, taken = filled(client, form_id, " ¦ ".join(some.values()))
        text = whole(rendered(client, form_id, body, "pdf"), "pdf")
        assert rare(text, taken, some) == {}


@pytest.mark.parametrize("literal", LITERALS.values(), ids=LITERALS.keys())
def test_a_cell_that_begins_like_a_formula_or_a_number_stays_text(
    client: FlaskClient, literal: str
) -> None:
    body = sample("kz.plan") | {"notes": literal}
    content = rendered(client, "kz.plan", body, "xlsx")
    assert [cell.data_type for cell in cells(content) if shown(cell) == literal] == ["s"]


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pdf"])
def test_a_word_longer_than_its_line_is_printed_whole(client: FlaskClient, extension: str) -> None:
    body = sample("kz.plan") | {"notes": WORD}
    body["actions"][0]["action"] = body["guardians"][0]["contacts"] = WORD
    content = rendered(client, "kz.plan", body, extension)
    assert "".join(LINES[extension](content)).count("Ы") == 3 * len(WORD)


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("extension", ["docx", "xlsx", "pdf"])
def test_line_breaks_and_tabs_are_kept(client: FlaskClient, form_id: str, extension: str) -> None:
    body, taken = filled(client, form_id, "первая\nвторая\r\nтретья\rчетвёртая\n\nшестая\tслово")
    lines = "\n".join(LINES[extension](rendered(client, form_id, body, extension)))
    pattern = r"первая\s+вторая\s+третья\s+четвёртая\s+шестая\s+слово"
    assert len(re.findall(pattern, lines)) >= taken


def test_line_breaks_and_tabs_are_those_of_word_and_of_excel(client: FlaskClient) -> None:
    text = "первая\nвторая\tслово\n\nчетвёртая"
    body = sample("kz.plan")
    body["actions"][0]["action"] = text
    assert text in "\n".join(LINES["docx"](rendered(client, "kz.plan", body, "docx")))
    assert text in [shown(cell) for cell in cells(rendered(client, "kz.plan", body, "xlsx"))]
