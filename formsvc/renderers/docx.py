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
from formsvc.renderers.archive import read_archive
from formsvc.renderers.base import Rendered, RenderSettings
from formsvc.renderers.docx_layout import prepare
from formsvc.renderers.environment import DataEnvironment, told
from formsvc.renderers.zip_writing import Member, joined

RENDERED_PART = re.compile(r"word/(document|header\d*|footer\d*)\.xml|docProps/core\.xml")
_DOCUMENT = "word/document.xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CREATED = re.compile(r"(<dcterms:created[^>]*>)[^<]*")
_PARAGRAPH_START = re.compile(r"<w:p([ >])")
_PARAGRAPH_MARK = re.compile(r"\n(?=<w:p[ >])")
_PARAGRAPHS_INSIDE = "<w:txbxContent"
_DOCXTPL = DocxTemplate(BytesIO())  # for its rules about text, which keep no state


def draw(value: Any) -> Any:
    """An empty place as ruled lines: the right tab stop of the style draws them."""
    if isinstance(value, Blank):
        return "\n".join(["\t"] * value.lines)
    return value


ENVIRONMENT = DataEnvironment(draw)


@dataclass(frozen=True)
class CompiledDocx:
    """A template's parts in their order: those to render, and the others packed for good."""

    parts: Mapping[str, Template | Member]

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The finished DOCX."""
        return joined(
            part if isinstance(part, Member) else Member.of(name, _rendered(part, name, context))
            for name, part in self.parts.items()
        )


def compile_docx(prepared: bytes) -> CompiledDocx:
    """Compile a prepared template (see docx_layout)."""
    parts = read_archive(prepared)
    return CompiledDocx({name: _compiled_part(name, content) for name, content in parts.items()})


def _compiled_part(name: str, content: bytes) -> Template | Member:
    if RENDERED_PART.fullmatch(name):
        return ENVIRONMENT.from_string(patched(content.decode(), name))
    return Member.of(name, content)


def patched(xml: str, name: str) -> str:
    """A part as Jinja source: docxtpl's own cleaning, with its marks before paragraphs."""
    source = etree.tostring(etree.fromstring(xml.encode()), encoding="unicode")
    if name.startswith("docProps/"):
        return _CREATED.sub(r"\g<1>{{ doc.created }}", source)
    return _PARAGRAPH_START.sub(r"\n<w:p\1", _DOCXTPL.patch_xml(source))


def _rendered(part: Template, name: str, context: Mapping[str, Any]) -> bytes:
    """A part as docxtpl leaves it."""
    xml = part.render(context)
    if not name.startswith("docProps/"):
        xml = "".join(_with_breaks(piece) for piece in _paragraphs(xml))
    return (_DECLARATION + xml).encode()


def _paragraphs(xml: str) -> list[str]:
    """The text of a part cut before each paragraph; in one where they lie in another."""
    if _PARAGRAPHS_INSIDE in xml:
        return [_PARAGRAPH_MARK.sub("", xml)]
    return _PARAGRAPH_MARK.split(xml)


def _with_breaks(xml: str) -> str:
    """Line breaks and tabs of values become Word's own, by docxtpl's own rule."""
    if "\n" in xml or "\t" in xml:
        resolved: str = _DOCXTPL.resolve_listing(xml)
        return resolved
    return xml


@lru_cache(maxsize=256)
def _compiled(path: Path, layout: PageLayout, by_hand: bool) -> CompiledDocx:
    return compile_docx(prepare(path.read_bytes(), layout, by_hand=by_hand))


class DocxRenderer:
    """Word 2007 and later."""

    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    extension = "docx"
    engine = f"docxtpl {version('docxtpl')}"

    def render(self, form: Form, context: Mapping[str, Any], settings: RenderSettings) -> Rendered:
        """The form's Word template with the context in it."""
        path, by_hand = settings.roots.docx(form.stem), settings.mode is Mode.BLANK
        try:
            template = _compiled(path, settings.layout, by_hand)
            content = template.render({**context, "doc": settings.document(form)})
        except TemplateError as fault:
            raise RenderFailed(f"Шаблон Word формы {form.id}: {told(fault, path.name)}.") from fault
        return Rendered(content, self.engine)
