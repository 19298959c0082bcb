"""The compiled renderer gives what docxtpl itself gives, part by part (C14N)."""

from functools import cache
from io import BytesIO
from typing import Any

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.shown import Mode
from formsvc.renderers.archive import read_archive
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.docx import ENVIRONMENT, DocxRenderer
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

    plain = DocxTemplate(BytesIO(prepared(form.stem, layout, by_hand=mode == "blank")))
    plain.render({**context, "doc": settings.document(form)}, jinja_env=ENVIRONMENT)
    saved = BytesIO()
    plain.save(saved)

    ours = canonical(read_archive(DocxRenderer().render(form, context, settings).content))
    theirs = canonical(read_archive(saved.getvalue()))
    assert ours.keys() == theirs.keys()
    different = [name for name in ours if ours[name] != theirs[name]]
    assert different == []
