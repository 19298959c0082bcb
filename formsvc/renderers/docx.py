"""Word documents: docxtpl's template language, compiled once, rendered as bytes.

A template is opened, patched by docxtpl and compiled by Jinja at first use; after that a
document is the rendered parts among static ones in a ZIP. The result is what docxtpl itself
gives (tests compare every part), without its parsing, patching and saving per document.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Template, nodes
from jinja2.exceptions import TemplateError
from lxml import etree

from formsvc.errors import RenderFailed
from formsvc.forms.form import Form
from formsvc.forms.layouts import PageLayout
from formsvc.forms.shown import Blank, Mode
from formsvc.paths import Roots
from formsvc.renderers.archive import read_archive
from formsvc.renderers.base import Rendered, RenderSettings
from formsvc.renderers.deadline import NONE, Deadline
from formsvc.renderers.docx_layout import prepare
from formsvc.renderers.docx_pieces import PieceGenerator, Unusual, placing
from formsvc.renderers.environment import DataEnvironment, told
from formsvc.renderers.zip_writing import Member, joined

RENDERED_PART = re.compile(r"word/(document|header\d*|footer\d*)\.xml|docProps/core\.xml")
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
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


class WordEnvironment(DataEnvironment):
    """Jinja counts lines by docxtpl's marks before paragraphs; the texts are free of them."""

    def _generate(self, source: nodes.Template, *place: Any, **how: Any) -> str:
        for data in source.find_all(nodes.TemplateData):
            data.data = _PARAGRAPH_MARK.sub("", data.data)
        return super()._generate(source, *place, **how)


class QuickEnvironment(WordEnvironment):
    """For templates of the usual shape (see docx_pieces)."""

    code_generator_class = PieceGenerator

    def __init__(self) -> None:
        super().__init__(draw)
        self.placed = placing(draw)


ENVIRONMENT, _QUICK = WordEnvironment(draw), QuickEnvironment()


@dataclass(frozen=True, eq=False)
class Part:
    """A compiled part; `by_form_alone` where no value of the data is printed in it."""

    name: str
    template: Template
    by_form_alone: bool

    @property
    def usual(self) -> bool:
        """Whether its values are written with their breaks at once."""
        return self.template.environment is _QUICK

    def packed(self, context: Mapping[str, Any], deadline: Deadline) -> Member:
        """The part as docxtpl leaves it, ready for the archive."""
        if self.by_form_alone:
            return _packed_once(self, tuple(context["doc"].items()))
        return self._packed(context, deadline)

    def _packed(self, context: Mapping[str, Any], deadline: Deadline = NONE) -> Member:
        pieces = deadline.kept_by(self.template.generate(context))
        return Member.of(self.name, self._written(pieces))

    def _written(self, pieces: Iterator[Any]) -> bytes:
        if self.usual:
            return b"".join((_DECLARATION, *pieces))
        resolved: str = _DOCXTPL.resolve_listing("".join(pieces))
        return _DECLARATION + resolved.encode()


@lru_cache(maxsize=512)
def _packed_once(part: Part, document: tuple[tuple[str, Any], ...]) -> Member:
    return part._packed({"doc": dict(document)})


@dataclass(frozen=True)
class CompiledDocx:
    """A template's parts in their order: those to render, and the others packed for good."""

    parts: Sequence[Part | Member]

    def render(self, context: Mapping[str, Any], deadline: Deadline = NONE) -> bytes:
        """The finished DOCX; raises Overloaded once the time is over."""
        return joined(
            part if isinstance(part, Member) else part.packed(context, deadline)
            for part in self.parts
        )


def compile_docx(prepared: bytes) -> CompiledDocx:
    """Compile a prepared template (see docx_layout)."""
    parts = read_archive(prepared)
    return CompiledDocx([_compiled_part(name, content) for name, content in parts.items()])


def _compiled_part(name: str, content: bytes) -> Part | Member:
    if not RENDERED_PART.fullmatch(name):
        return Member.of(name, content)
    source = patched(content.decode(), name)
    parsed = _QUICK.parse(source)
    asked = {variable.name for variable in parsed.find_all(nodes.Name)}
    return Part(name, _template(source, parsed), by_form_alone=asked <= {"doc"})


def _template(source: str, parsed: nodes.Template) -> Template:
    try:
        if _PARAGRAPHS_INSIDE not in source:
            return _QUICK.from_string(parsed)
    except Unusual:
        pass
    return ENVIRONMENT.from_string(source)


def patched(xml: str, name: str) -> str:
    """A part as Jinja source: docxtpl's own cleaning, with its marks before paragraphs."""
    source = etree.tostring(etree.fromstring(xml.encode()), encoding="unicode")
    if name.startswith("docProps/"):
        return _CREATED.sub(r"\g<1>{{ doc.created }}", source)
    return _PARAGRAPH_START.sub(r"\n<w:p\1", _DOCXTPL.patch_xml(source))


@lru_cache(maxsize=256)
def _compiled(roots: Roots, stem: str, layout: PageLayout, by_hand: bool) -> CompiledDocx:
    return compile_docx(prepare(roots.docx(stem).read_bytes(), layout, by_hand=by_hand))


class DocxRenderer:
    """Word 2007 and later."""

    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    extension = "docx"
    engine = f"docxtpl {version('docxtpl')}"

    def render(self, form: Form, context: Mapping[str, Any], settings: RenderSettings) -> Rendered:
        """The form's Word template with the context in it."""
        by_hand = settings.mode is Mode.BLANK
        try:
            template = _compiled(settings.roots, form.stem, settings.layout, by_hand)
            whole = {**context, "doc": settings.document(form)}
            content = template.render(whole, Deadline.of(settings))
        except TemplateError as fault:
            place = told(fault, settings.roots.docx(form.stem).name)
            raise RenderFailed(f"Шаблон Word формы {form.id}: {place}.") from fault
        return Rendered(content, self.engine)
