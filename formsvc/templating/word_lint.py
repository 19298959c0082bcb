"""The parts of a Word template as lint sees them: tags, formatting, and the XML around the tags.

Templates use styles only, so that a change of the house style is one edit; and whatever the
data, the XML around the tags must stay whole, or Word offers to repair the document.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from jinja2 import DictLoader, TemplateSyntaxError, nodes
from lxml import etree

from formsvc.renderers.archive import read_archive
from formsvc.renderers.docx import RENDERED_PART, patched
from formsvc.renderers.environment import DataEnvironment
from formsvc.templating.reading import Fault, Reader
from formsvc.templating.shapes import Shape
from formsvc.templating.sync import W, parse
from formsvc.templating.tags import tag_on

# What Word or an earlier document may leave in a file: every document would carry it out.
_FOREIGN_PART = re.compile(r"customXml/.*|docProps/custom\.xml|word/(comments|people).*\.xml")
_RUN_PROPERTIES = {f"{W}rStyle", f"{W}lang"}
_PARAGRAPH_PROPERTIES = {f"{W}pStyle", f"{W}keepNext", f"{W}rPr", f"{W}sectPr"}
_SHOWN_WORDS = 60


def read_word(content: bytes, names: Mapping[str, Shape]) -> Reader:
    """A reader that has read every part; ArchiveRefused or XMLSyntaxError for a broken file."""
    parts = read_archive(content)
    filled = {name: xml for name, xml in parts.items() if RENDERED_PART.fullmatch(name)}
    sources = {name: patched(xml.decode(), name) for name, xml in filled.items()}
    reader = Reader(DataEnvironment(lambda value: value, DictLoader(sources)), {})
    for name, xml in filled.items():
        reader.read(name, names)
        reader.faults += _formatting(name, xml)
        reader.faults += _nesting(name, sources[name], reader)
    reader.faults += (
        Fault(name, 0, "", "тег в части документа, которая не заполняется")
        for name in parts.keys() - filled.keys()
        if b"{{" in parts[name] or b"{%" in parts[name]
    )
    reader.faults += (
        Fault(name, 0, "", "посторонние данные: попали бы в каждый документ")
        for name in parts
        if _FOREIGN_PART.fullmatch(name)
    )
    return reader


def _formatting(part: str, xml: bytes) -> Iterator[Fault]:
    """Runs and paragraphs that are formatted by hand instead of by a style."""
    for paragraph in parse(xml).iter(f"{W}p"):
        direct = sorted({f"w:{etree.QName(one).localname}" for one in _direct(paragraph)})
        if direct:
            words = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
            message = f"оформление помимо стилей: {', '.join(direct)}"
            yield Fault(part, 0, words.strip()[:_SHOWN_WORDS], message)


def _direct(paragraph: etree._Element) -> Iterator[etree._Element]:
    for one in paragraph.iterfind(f"{W}pPr/*"):
        if one.tag not in _PARAGRAPH_PROPERTIES and not _switches_numbering_off(one):
            yield one
    for properties in paragraph.iter(f"{W}rPr"):
        yield from (one for one in properties if one.tag not in _RUN_PROPERTIES)


def _switches_numbering_off(one: etree._Element) -> bool:
    number = one.find(f"{W}numId")
    return one.tag == f"{W}numPr" and number is not None and number.get(f"{W}val") == "0"


def _nesting(part: str, source: str, reader: Reader) -> Iterator[Fault]:
    """Loops and conditions that would leave the XML broken for some data."""
    try:
        body = reader.environment.parse(source).body
    except TemplateSyntaxError:
        return  # told by the reader
    for node in nodes.Template(body).find_all((nodes.For, nodes.If)):
        variants = range(len(_alternatives(node)))
        if not all(_well_formed(_markup(body, node, chosen)) for chosen in variants):
            message = "XML рвётся: тег и его конец стоят на разных уровнях разметки"
            yield Fault(part, node.lineno, tag_on(source, node.lineno), message)


def _well_formed(xml: str) -> bool:
    try:
        etree.fromstring(xml.encode())
    except etree.XMLSyntaxError:
        return False
    return True


def _alternatives(node: nodes.Node) -> list[Sequence[nodes.Node]]:
    """What may come of a loop or a condition; the first is the usual one."""
    if isinstance(node, nodes.If):
        return [node.body, *(one.body for one in node.elif_), node.else_]
    if isinstance(node, nodes.For):
        return [node.body, [*node.body, *node.body], node.else_]
    return [[]]


def _markup(body: Sequence[nodes.Node], other: nodes.Node, chosen: int) -> str:
    """The XML with each loop run once and each condition true, but one of them as chosen."""
    pieces = []
    for node in body:
        if isinstance(node, nodes.Output):
            pieces += [one.data for one in node.nodes if isinstance(one, nodes.TemplateData)]
        else:
            branch = _alternatives(node)[chosen if node is other else 0]
            pieces.append(_markup(branch, other, chosen))
    return "".join(pieces)
