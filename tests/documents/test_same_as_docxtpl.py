"""The compiled renderer gives what docxtpl itself gives, part by part (C14N)."""

import copy
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from formsvc.forms import walk
from formsvc.forms.fields import Text
from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.shown import Mode
from formsvc.renderers.archive import read_archive, write_archive
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.docx import ENVIRONMENT, DocxRenderer, Part, compile_docx
from formsvc.renderers.docx_layout import prepare
from tests.documents.support import AS_OF, EDITIONS, FORMS, SAMPLES, form_of, loaded

CASES = [(*sample, "kz", "filled") for sample in SAMPLES] + [
    (*edition, "typical", layout, mode)
    for edition in EDITIONS
    for layout in LAYOUTS
    for mode in ("draft", "blank")
]


PROPERTIES = "docProps/core.xml"
NAMED = ("Id", "PartName", "Extension")


def canonical(parts: dict[str, bytes]) -> dict[str, Any]:
    """Every XML part in canonical form; lists of relations and types in the order of names."""
    known = {name: _canonical(xml) for name, xml in parts.items() if name != PROPERTIES}
    return known | {PROPERTIES: _properties(parts[PROPERTIES])}


def _canonical(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    if root.tag.endswith(("Relationships", "Types")):
        root[:] = sorted(root, key=lambda one: [one.get(name, "") for name in NAMED])
    return etree.tostring(root, method="c14n")


def _properties(xml: bytes) -> dict[str, str | None]:
    """Non-empty texts: docxtpl adds empty ones, and leaves the time to python-docx."""
    return {
        str(one.tag): one.text
        for one in etree.fromstring(xml)
        if one.text and not str(one.tag).endswith("created")
    }


@cache
def prepared(stem: str, layout: str, *, by_hand: bool) -> bytes:
    """The template of a form, its blocks and the layout in place."""
    template = FORMS.roots.docx(stem).read_bytes()
    return prepare(template, LAYOUTS[layout].stitched(), by_hand=by_hand)


@pytest.mark.parametrize(("form_id", "edition", "case", "layout", "mode"), CASES)
def test_every_part_is_what_docxtpl_gives(
    form_id: str, edition: str, case: str, layout: str, mode: str
) -> None:
    form = form_of(form_id, edition)
    data = {} if mode == "blank" else loaded(form_id, edition, case)
    settings = RenderSettings(LAYOUTS[layout].stitched(), Mode(mode), AS_OF, FORMS.roots)
    context = form.context(data, Mode(mode), AS_OF)

    content = DocxRenderer().render(form, context, settings).content
    template = prepared(form.stem, layout, by_hand=mode == "blank")
    assert_same(content, by_docxtpl(template, {**context, "doc": settings.document(form)}))


def by_docxtpl(template: bytes, context: dict[str, Any]) -> bytes:
    """The document as docxtpl makes it."""
    plain = DocxTemplate(BytesIO(template))
    plain.render(context, jinja_env=ENVIRONMENT)
    saved = BytesIO()
    plain.save(saved)
    return saved.getvalue()


def assert_same(content: bytes, theirs: bytes) -> None:
    """Part by part."""
    ours, expected = canonical(read_archive(content)), canonical(read_archive(theirs))
    assert ours.keys() == expected.keys()
    assert [name for name in ours if ours[name] != expected[name]] == []


def broken(schema: Any, data: dict[str, Any]) -> dict[str, Any]:
    """The data with breaks, tabs and what XML escapes in every second of its longer texts."""
    texts = [leaf for leaf in walk.leaves(schema, data) if type(leaf[1]) is Text]
    for path, _, text in texts[::2]:
        *way, last = path
        inside: Any = data
        for step in way:
            inside = inside[step]
        inside[last] = f"\n{text}\t<&>'\"\n\n\tконец\n"
    return data


PARAGRAPH, BODY = "<w:p>", "<w:body>"
TEXT_BOX = (
    "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{ title }}</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>{{ notes }}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
)
SHAPES = {
    "as it is": (BODY, BODY),
    "paragraphs with attributes": (PARAGRAPH, '<w:p w:rsidR="00A10001">'),
    "paragraphs in paragraphs": (BODY, BODY + TEXT_BOX),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_breaks_in_many_values_are_what_docxtpl_makes_of_them(shape: str) -> None:
    form = form_of("kz.plan", FORMS.get("kz.plan").edition)
    data = broken(form.fields, copy.deepcopy(loaded(form.id, form.edition, "large")))
    parts = read_archive(prepared(form.stem, "kz", by_hand=False))
    body = parts["word/document.xml"].decode().replace(*SHAPES[shape])
    template = write_archive({**parts, "word/document.xml": body.encode()})
    settings = RenderSettings(LAYOUTS["kz"].stitched(), Mode.FILLED, AS_OF, FORMS.roots)
    context = {**form.context(data, Mode.FILLED, AS_OF), "doc": settings.document(form)}

    content = compile_docx(template).render(context)
    assert read_archive(content)["word/document.xml"].count(b"<w:br/>") > 100
    assert_same(content, by_docxtpl(template, context))


RUN = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"
USUAL = {
    "a text as it is": RUN.format("{{ one }}"),
    "two values in a text": RUN.format("{{ one }} и {{ two }}"),
    "a run without properties": "<w:r><w:t>{{ one }}</w:t></w:r>",
    "a run with attributes": '<w:r w:rsidR="00A1"><w:t xml:space="preserve"> {{ one }}</w:t></w:r>',
    "a value after a tab": "<w:r><w:rPr><w:i/></w:rPr><w:tab/><w:t>{{ one }}</w:t></w:r>",
    "two texts in a run": "<w:r><w:t>{{ one }}</w:t><w:br/><w:t>{{ two }}</w:t></w:r>",
    "values in runs of two kinds": RUN.format("{{ one }}") + "<w:r><w:t>{{ two }}</w:t></w:r>",
    "a condition in a text": RUN.format("{% if one %}{{ one }}{% else %}{{ two }}{% endif %}!"),
    "a loop in a text": RUN.format("{% for two in many %}{{ two }}, {% endfor %}{{ one }}"),
    "a condition around a run": "{% if one %}" + RUN.format("{{ one }}") + "{% endif %}",
    "a number and an expression": RUN.format("{{ 2 * 3 }}{{ one if one else two }}"),
}
UNUSUAL = {
    "a break and a tab of the template": RUN.format("\n{{ one }}\t"),
    "a value that is formatting": '<w:r><w:rPr><w:color w:val="{{ red }}"/></w:rPr>'
    "<w:t>{{ one }}</w:t></w:r>",
    "a condition in formatting": "<w:r><w:rPr>{% if one %}<w:b/>{% endif %}</w:rPr>"
    "<w:t>{{ one }}</w:t></w:r>",
    "a condition that ends in another run": "<w:r><w:t>{% if one %}{{ two }}</w:t></w:r>"
    + RUN.format("{% endif %}{{ one }}"),
    "a text that is kept": RUN.format("{% set kept %}{{ one }}{% endset %}{{ kept }}"),
    "a macro": RUN.format("{% macro m(x) %}-{{ x }}-{% endmacro %}{{ m(one) }}{{ two }}"),
    "loops in a loop": RUN.format(
        "{% for one in many recursive %}{{ one }}{{ loop([]) }}{% endfor %}{{ two }}"
    ),
}
BODIES = USUAL | UNUSUAL


@pytest.mark.parametrize("shape", BODIES)
def test_breaks_are_what_docxtpl_makes_of_them_wherever_a_value_stands(shape: str) -> None:
    parts = read_archive(prepared("kz/plan", "kz", by_hand=False))
    head = parts["word/document.xml"].decode().partition(BODY)[0]
    body = f"{head}{BODY}<w:p>{BODIES[shape]}</w:p></w:body></w:document>"
    template = write_archive({**parts, "word/document.xml": body.encode()})
    compiled = compile_docx(template)
    doc = {"title": "Д", "id": "x", "edition": "", "created": "", "draft_mark": "", "by_hand": ""}
    for texts in (("a\n\tb\n", "<&>\n"), ("", "\t'\"")):
        context = {"one": texts[0], "two": texts[1], "many": texts, "red": "FF0000", "doc": doc}
        assert_same(compiled.render(context), by_docxtpl(template, context))
    usual = {part.name: part.usual for part in compiled.parts if isinstance(part, Part)}
    assert usual["word/document.xml"] is (shape in USUAL)


@pytest.mark.parametrize("stem", sorted({form_of(*edition).stem for edition in EDITIONS}))
def test_the_templates_of_the_forms_are_written_at_once(stem: str) -> None:
    parts = compile_docx(prepared(stem, "kz", by_hand=False)).parts
    assert all(part.usual for part in parts if isinstance(part, Part))
