"""Word documents: docxtpl's template language, compiled once, rendered as strings.

A template is opened, patched by docxtpl and compiled by Jinja at first use; after that a
document is the rendered parts among static ones in a ZIP. The result is what docxtpl itself
gives (tests compare every part), without its parsing, patching and saving per document.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from importlib.metadata import version
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Template, nodes
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
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CREATED = re.compile(r"(<dcterms:created[^>]*>)[^<]*")
_PARAGRAPH_START = re.compile(r"<w:p([ >])")
_PARAGRAPH_MARK = re.compile(r"\n(?=<w:p[ >])")
_PARAGRAPH, _WITH_ATTRIBUTES = "<w:p>", "<w:p "
_PIECES = 500  # of a template and of values, some hundred kilobytes together
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


ENVIRONMENT = WordEnvironment(draw)


@dataclass(frozen=True, eq=False)
class Part:
    """A compiled part; `by_form_alone` where no value of the data is printed in it."""

    name: str
    template: Template
    whole: bool
    by_form_alone: bool

    def packed(self, context: Mapping[str, Any]) -> Member:
        """The part as docxtpl leaves it, ready for the archive."""
        if self.by_form_alone:
            return _packed_once(self, tuple(context["doc"].items()))
        return self._packed(context)

    def _packed(self, context: Mapping[str, Any]) -> Member:
        texts = _cut(self.template.generate(context), self.whole)
        pieces = (piece.encode() for text in texts for piece in _with_breaks(text))
        return Member.of(self.name, b"".join([_DECLARATION, *pieces]))


@lru_cache(maxsize=512)
def _packed_once(part: Part, document: tuple[tuple[str, Any], ...]) -> Member:
    return part._packed({"doc": dict(document)})


@dataclass(frozen=True)
class CompiledDocx:
    """A template's parts in their order: those to render, and the others packed for good."""

    parts: Sequence[Part | Member]

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The finished DOCX."""
        return joined(
            part if isinstance(part, Member) else part.packed(context) for part in self.parts
        )


def compile_docx(prepared: bytes) -> CompiledDocx:
    """Compile a prepared template (see docx_layout)."""
    parts = read_archive(prepared)
    return CompiledDocx([_compiled_part(name, content) for name, content in parts.items()])


def _compiled_part(name: str, content: bytes) -> Part | Member:
    if not RENDERED_PART.fullmatch(name):
        return Member.of(name, content)
    source = patched(content.decode(), name)
    parsed = ENVIRONMENT.parse(source)
    asked = {variable.name for variable in parsed.find_all(nodes.Name)}
    template = ENVIRONMENT.from_string(parsed)
    return Part(name, template, _PARAGRAPHS_INSIDE in source, by_form_alone=asked <= {"doc"})


def patched(xml: str, name: str) -> str:
    """A part as Jinja source: docxtpl's own cleaning, with its marks before paragraphs."""
    source = etree.tostring(etree.fromstring(xml.encode()), encoding="unicode")
    if name.startswith("docProps/"):
        return _CREATED.sub(r"\g<1>{{ doc.created }}", source)
    return _PARAGRAPH_START.sub(r"\n<w:p\1", _DOCXTPL.patch_xml(source))


def _cut(pieces: Iterator[str], whole: bool) -> Iterator[str]:
    """The text in handy lengths, each but the first begins with a paragraph; or all of it.

    A megabyte at a time would be asked of the system anew for every document.
    """
    rest = ""
    while several := list(islice(pieces, None if whole else _PIECES)):
        text = rest + "".join(several)
        cut = 0 if whole else _last_beginning(text, 0, len(text))
        yield text[:cut]
        rest = text[cut:]
    yield rest


def _with_breaks(xml: str) -> list[str]:
    """The text in pieces; line breaks and tabs of values are Word's own, by docxtpl's own rule.

    Only the paragraphs that have any are looked at, or all where one may lie in another.
    """
    if "\n" not in xml and "\t" not in xml:
        return [xml]
    if _PARAGRAPHS_INSIDE in xml:
        return [_resolved(xml)]
    pieces: list[str] = []
    done = 0
    for begin, end in _broken(xml):
        pieces += [xml[done:begin], _resolved(xml[begin:end])]
        done = end
    return [*pieces, xml[done:]]


def _broken(xml: str) -> Iterator[tuple[int, int]]:
    """Beginnings and ends of the paragraphs that have breaks, or of a few together."""
    end = 0
    for at in merge(_places(xml, "\n"), _places(xml, "\t")):
        if at >= end:
            begin = _last_beginning(xml, end, at)
            following = xml.find(_PARAGRAPH, at)
            end = len(xml) if following < 0 else following
            yield begin, end


def _last_beginning(xml: str, start: int, end: int) -> int:
    """Where the last paragraph between the places begins, else the first place."""
    plain = xml.rfind(_PARAGRAPH, start, end)
    return plain if plain >= 0 else max(xml.rfind(_WITH_ATTRIBUTES, start, end), start)


def _places(text: str, char: str) -> Iterator[int]:
    at = text.find(char)
    while at >= 0:
        yield at
        at = text.find(char, at + 1)


def _resolved(xml: str) -> str:
    resolved: str = _DOCXTPL.resolve_listing(xml)
    return resolved


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
