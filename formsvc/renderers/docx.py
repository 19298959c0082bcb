"""Word documents: docxtpl's template language, compiled once, rendered as strings.

A template is opened, patched by docxtpl and compiled by Jinja at first use; after that a
document is the rendered parts among static ones in a ZIP. The result is what docxtpl itself
gives (tests compare every part), without its parsing, patching and saving per document.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Template
from jinja2.exceptions import TemplateError
from lxml import etree

from formsvc.errors import RenderFailed
from formsvc.forms.form import Form
from formsvc.forms.layouts import PageLayout
from formsvc.forms.shown import Blank, Mode
from formsvc.renderers.archive import read_archive, write_archive
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.docx_layout import prepare
from formsvc.renderers.environment import DataEnvironment, told

RENDERED_PART = re.compile(r"word/(document|header\d*|footer\d*)\.xml|docProps/core\.xml")
_DOCUMENT = "word/document.xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CREATED = re.compile(r"(<dcterms:created[^>]*>)[^<]*")
_PARAGRAPH_START = re.compile(r"<w:p([ >])")
_MARKED_PARAGRAPH_START = re.compile(r"\n<w:p([ >])")


def draw(value: Any) -> Any:
    """An empty place as ruled lines: the right tab stop of the style draws them."""
    if isinstance(value, Blank):
        return "\n".join(["\t"] * value.lines)
    return value


ENVIRONMENT = DataEnvironment(draw)


@dataclass(frozen=True)
class CompiledDocx:
    """A template's parts in their order: compiled ones and static ones."""

    compiled: Mapping[str, Template]
    parts: Mapping[str, bytes]

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The finished DOCX."""
        rendered = {
            name: _after_docxtpl(template.render(context), name)
            for name, template in self.compiled.items()
        }
        return write_archive({name: rendered.get(name, part) for name, part in self.parts.items()})


def compile_docx(prepared: bytes) -> CompiledDocx:
    """Compile a prepared template (see docx_layout)."""
    parts = read_archive(prepared)
    compiled = {
        name: ENVIRONMENT.from_string(patched(xml.decode(), name))
        for name, xml in parts.items()
        if RENDERED_PART.fullmatch(name)
    }
    return CompiledDocx(compiled, parts)


def patched(xml: str, name: str) -> str:
    """A part as Jinja source: docxtpl's own cleaning, with its marks before paragraphs."""
    source = etree.tostring(etree.fromstring(xml.encode()), encoding="unicode")
    if name.startswith("docProps/"):
        return _CREATED.sub(r"\g<1>{{ doc.created }}", source)
    patched_xml = DocxTemplate(BytesIO()).patch_xml(source)
    return _PARAGRAPH_START.sub(r"\n<w:p\1", patched_xml)


def _after_docxtpl(rendered: str, name: str) -> bytes:
    """Line breaks and tabs of values become Word's own, by docxtpl's own rule."""
    if name.startswith("docProps/"):
        return (_DECLARATION + rendered).encode()
    xml = _MARKED_PARAGRAPH_START.sub(r"<w:p\1", rendered)
    if "\n" in xml or "\t" in xml:
        xml = DocxTemplate(BytesIO()).resolve_listing(xml)
    return (_DECLARATION + xml).encode()


@lru_cache(maxsize=256)
def _compiled(path: Path, layout: PageLayout, by_hand: bool) -> CompiledDocx:
    return compile_docx(prepare(path.read_bytes(), layout, by_hand=by_hand))


class DocxRenderer:
    """Word 2007 and later."""

    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    extension = "docx"
    engine = f"docxtpl {version('docxtpl')}"

    def render(self, form: Form, context: Mapping[str, Any], settings: RenderSettings) -> bytes:
        """The form's Word template with the context in it."""
        path, by_hand = settings.roots.docx(form.stem), settings.mode is Mode.BLANK
        try:
            template = _compiled(path, settings.layout, by_hand)
            return template.render({**context, "doc": settings.document(form)})
        except TemplateError as fault:
            raise RenderFailed(f"Шаблон Word формы {form.id}: {told(fault, path.name)}.") from fault
