"""DOCX: the source is a customXml part of the main document, which Word keeps when it saves.

The visible parts are the body with its headers, footers, notes and comments in reading order: what
a reader sees, with what makes it void or invisible, and the boundaries of paragraphs and cells. How
the text is cut into runs, revision ids, bookmarks, languages, proofing marks, fonts and page layout
are none of it.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from xml.sax.saxutils import escape

from lxml.etree import _Element

from formsvc.embedding import NothingEmbedded, VisibleDigest
from formsvc.renderers.archive import (
    Package,
    attribute,
    child,
    children,
    local_name,
    write_archive,
)

Look = dict[str, bool]

NAMESPACE = "urn:formsvc:source:1"

_CUSTOM_PART = re.compile(r"customXml/[^/]+\.xml", re.IGNORECASE)
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
# Word knows a custom part by this id; a fixed one, so that the same input gives the same bytes.
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<ds:datastoreItem ds:itemID="{6F726D73-7663-4A53-8F4E-736F75726365}"'
    ' xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
    f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
).encode()


def embed(content: bytes, source: bytes) -> bytes:
    """The document with the source in it; a source that its template brought along is replaced."""
    package = Package(content)
    text = escape(source.decode())
    carrier = f'<source xmlns="{NAMESPACE}">{text}</source>'.encode()
    name, _ = _carrier(package)
    if name:
        package.members[name] = carrier
    else:
        _add_carrier(package, carrier)
    return write_archive(package.members)


def read(content: bytes) -> bytes:
    """The source as embedded; NothingEmbedded if there is none."""
    name, text = _carrier(Package(content))
    if not name:
        raise NothingEmbedded("В файле нет исходных данных формы.")
    return text.encode()


def visible_digest(content: bytes) -> str:
    """Digest of what a reader of the document sees."""
    return _Reader(Package(content)).digest()


def _carrier(package: Package) -> tuple[str, str]:
    """Name and text of the part that carries the source; both empty if there is none."""
    for name in filter(_CUSTOM_PART.fullmatch, package.members):
        root = package.xml(name)
        if root is not None and root.tag == f"{{{NAMESPACE}}}source":
            return name, root.text or ""
    return "", ""


def _add_carrier(package: Package, carrier: bytes) -> None:
    taken = package.members
    number = next(n for n in range(1, len(taken) + 2) if f"customXml/item{n}.xml" not in taken)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    document, _ = package.main_part()
    package.add_part(item, carrier, "application/xml")
    package.add_part(properties, _PROPERTIES, _PROPERTIES_TYPE)
    package.relate(document, "customXml", item)
    package.relate(item, "customXmlProps", properties)


# --- What a reader sees ---------------------------------------------------------------------------

_OFF = ("0", "false", "off")
_TOGGLES = {"strike", "dstrike", "vanish", "webHidden", "specVanish"}
_FAINT_COLOR = re.compile("([EF][0-9A-F]){3}", re.IGNORECASE)
_TINY_BELOW_HALF_POINTS = 8
_STYLE_GENERATIONS = 32
# Numbers that a program counts anew when it lays out the pages.
_RECOUNTED_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_TRACKED = {"ins": "ins", "moveTo": "ins", "del": "del", "moveFrom": "del"}
_STATES = {"hidden", "ins", "del", "cellIns", "cellDel", "cellMerge"}
_NOTES = {
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
}
# What is seen without being text, and the attributes that tell one from another.
_ITEMS = {"tab", "ptab", "br", "cr", "noBreakHyphen", "softHyphen", "pgNum", "sym", "drawing"}
_ITEMS |= {"extent", "pict", "textpath", "object", "altChunk", "checkBox", "checked", "default"}
_ITEM_ATTRIBUTES = ("type", "font", "char", "cx", "cy", "string", "val")
_UNSEEN = {"pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sdtEndPr"}


@dataclass(frozen=True)
class _Setting:
    """What surrounds a text: the tracked change it is in, and what its styles say of it."""

    tracked: frozenset[str] = frozenset()
    look: Look = field(default_factory=dict)

    def flags(self) -> list[str]:
        """What makes a text void or invisible."""
        return sorted(self.tracked | {name for name, is_on in self.look.items() if is_on})


class _Field:
    """A field that is being read: its instruction up to the separator, its result after it."""

    def __init__(self) -> None:
        self.instruction: list[str] = []
        self.in_result = False
        self._is_recounted = False

    def start_result(self) -> list[str]:
        """The words of the instruction, which is complete now."""
        instruction = "".join(self.instruction)
        self.in_result = True
        self._is_recounted = bool(_RECOUNTED_FIELD.match(instruction))
        return instruction.split()

    def recounts(self, text: str) -> bool:
        """Whether a text is a number that changes without anyone changing it."""
        return self._is_recounted and text.strip().isdecimal()


class _Styles:
    """What the styles say of struck out, hidden, faint, tiny and numbered text."""

    def __init__(self, root: _Element | None) -> None:
        styles = list(children(root, "style"))
        self._elements = {attribute(style, "styleId"): style for style in styles}
        self._looks: dict[str, Look] = {}
        self._defaults = _look(child(child(root, "docDefaults"), "rPrDefault"))
        self._usual = next((attribute(s, "styleId") for s in styles if _is_usual(s)), "")

    def of_paragraph(self, paragraph: _Element) -> Look:
        """Look of a paragraph before its runs have their say."""
        style = _value(child(paragraph, "pPr"), "pStyle") or self._usual
        return {**self._defaults, **self._of(style), **_look(paragraph)}

    def of_run(self, run: _Element) -> Look:
        """What a run changes in the look of its paragraph."""
        return {**self._of(_value(child(run, "rPr"), "rStyle")), **_look(run)}

    def _of(self, style: str, generation: int = 0) -> Look:
        if style not in self._looks:
            element = self._elements.get(style)
            if element is None or generation == _STYLE_GENERATIONS:
                return {}
            inherited = self._of(_value(element, "basedOn"), generation + 1)
            self._looks[style] = {**inherited, **_look(element)}
        return self._looks[style]


def _is_usual(style: _Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true")


def _look(parent: _Element | None) -> Look:
    """What a style, a paragraph or a run says itself."""
    look: Look = {}
    for numbering in children(child(child(parent, "pPr"), "numPr"), "numId"):
        look["numbered"] = attribute(numbering, "val") != "0"
    for element in children(child(parent, "rPr")):
        name, value = local_name(element), attribute(element, "val")
        if name in _TOGGLES:
            look[name] = value not in _OFF
        elif name == "color":
            look["faint"] = bool(_FAINT_COLOR.fullmatch(value))
        elif name == "sz":
            look["tiny"] = value.isdecimal() and int(value[:6]) < _TINY_BELOW_HALF_POINTS
    return look


def _value(parent: _Element | None, name: str) -> str:
    return next((attribute(element, "val") for element in children(parent, name)), "")


class _Reader:
    """Reads the stories of a document (body, header, footer, note, comment), each only once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._document, _ = package.main_part()
        self._targets: dict[str, dict[str, str]] = {}
        self._notes: dict[str, dict[str, _Element]] = {}
        self._digests: dict[tuple[str, str], str] = {}
        links = package.relationships(self._document)
        self._related = {link.kind: link.target for link in links}
        self.styles = _Styles(package.xml(self._related.get("styles", "")))

    def digest(self) -> str:
        """Digest of the whole document."""
        return self._part(self._document)

    def part(self, source: str, relationship: str) -> str:
        """Digest of the header or footer that a relationship leads to."""
        return self._part(self._target(source, relationship))

    def note(self, kind: str, identifier: str) -> str:
        """Digest of a footnote, endnote or comment."""
        name = self._related.get(kind, "")
        if name not in self._notes:
            notes = children(self._package.xml(name))
            self._notes[name] = {attribute(note, "id"): note for note in notes}
        note = self._notes[name].get(identifier)
        return self._once((name, identifier), lambda: self._story(name, note))

    def picture(self, source: str, relationship: str) -> str:
        """Digest of the picture that a relationship leads to."""
        name = self._target(source, relationship)
        content = self._package.members.get(name, b"")
        return self._once((name, "picture"), lambda: hashlib.sha256(content).hexdigest())

    def _part(self, name: str) -> str:
        return self._once((name, ""), lambda: self._story(name, self._package.xml(name)))

    def _story(self, part: str, root: _Element | None) -> str:
        return "" if root is None else _Story(self, part).digest(root)

    def _once(self, key: tuple[str, str], digest: Callable[[], str]) -> str:
        if key not in self._digests:
            # What a story is worth that refers to itself.
            self._digests[key] = ""
            self._digests[key] = digest()
        return self._digests[key]

    def _target(self, source: str, identifier: str) -> str:
        if source not in self._targets:
            links = self._package.relationships(source)
            self._targets[source] = {link.id: link.target for link in links}
        return self._targets[source].get(identifier, "")


class _Story:
    """One walk through a body, header, footer, note or comment."""

    def __init__(self, reader: _Reader, part: str) -> None:
        self._reader = reader
        self._part = part
        self._digest = VisibleDigest()
        self._fields: list[_Field] = []
        self._texts: list[str] = []
        self._text_flags: list[str] = []

    def digest(self, root: _Element) -> str:
        """Digest of all below an element."""
        self._walk(root, _Setting())
        self._emit("end")
        return self._digest.text()

    def _walk(self, parent: _Element, setting: _Setting) -> None:
        for element in parent:
            name = local_name(element)
            if name in _STEPS:
                _STEPS[name](self, element, setting)
            elif name in _ITEMS:
                values = [attribute(element, key) for key in _ITEM_ATTRIBUTES]
                self._emit(name, values, setting.flags())
                self._walk(element, setting)
            elif name in _NOTES:
                self._emit(name, self._reader.note(_NOTES[name], attribute(element, "id")))
            elif name not in _UNSEEN:
                self._walk(element, setting)

    def _emit(self, *token: Any) -> None:
        self._end_text()
        self._digest.add(*token)

    def _end_text(self) -> None:
        if self._texts:
            self._digest.add("text", "".join(self._texts), self._text_flags)
            self._texts = []

    def _read_text(self, element: _Element, setting: _Setting) -> None:
        text = (element.text or "").replace("\n", " ")
        if attribute(element, "space") != "preserve":
            text = text.strip()
        if not text or (self._fields and self._fields[-1].recounts(text)):
            return
        if setting.flags() != self._text_flags:
            self._end_text()
            self._text_flags = setting.flags()
        self._texts.append(text)

    def _read_paragraph(self, paragraph: _Element, setting: _Setting) -> None:
        properties = child(paragraph, "pPr")
        look = {**setting.look, **self._reader.styles.of_paragraph(paragraph)}
        is_numbered = look.pop("numbered", False)
        self._emit("paragraph", is_numbered, _states(child(properties, "rPr")))
        self._walk(paragraph, replace(setting, look=look))
        self._emit("paragraph end")
        for section in children(properties, "sectPr"):
            self._read_section(section, setting)

    def _read_section(self, section: _Element, setting: _Setting) -> None:
        """Headers and footers; in which order a file names them means nothing."""
        stories = [
            [name, attribute(link, "type"), self._reader.part(self._part, attribute(link, "id"))]
            for name in ("headerReference", "footerReference")
            for link in children(section, name)
        ]
        has_title_page = any(attribute(e, "val") not in _OFF for e in children(section, "titlePg"))
        self._emit("section", sorted(stories), has_title_page)

    def _read_run(self, run: _Element, setting: _Setting) -> None:
        look = {**setting.look, **self._reader.styles.of_run(run)}
        self._walk(run, replace(setting, look=look))

    def _read_table_part(self, element: _Element, setting: _Setting) -> None:
        name = local_name(element)
        properties = child(element, f"{name}Pr")
        merged = [attribute(e, "val", "continue") for e in children(properties, "vMerge")]
        self._emit(name, _value(properties, "gridSpan") or "1", merged, _states(properties))
        self._walk(element, setting)
        self._emit(name, "end")

    def _read_tracked(self, element: _Element, setting: _Setting) -> None:
        tracked = setting.tracked | {_TRACKED[local_name(element)]}
        self._walk(element, replace(setting, tracked=tracked))

    def _read_field_mark(self, mark: _Element, setting: _Setting) -> None:
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
            self._walk(mark, setting)
        elif kind == "separate" and self._fields and not self._fields[-1].in_result:
            self._start_result()
        elif kind == "end" and self._fields:
            self._end_field()

    def _read_instruction(self, element: _Element, setting: _Setting) -> None:
        if self._fields:
            self._fields[-1].instruction.append(element.text or "")

    def _read_simple_field(self, element: _Element, setting: _Setting) -> None:
        self._fields.append(_Field())
        self._fields[-1].instruction.append(attribute(element, "instr"))
        self._start_result()
        self._walk(element, setting)
        self._end_field()

    def _start_result(self) -> None:
        self._emit("field", self._fields[-1].start_result())

    def _end_field(self) -> None:
        self._emit("field end", self._fields.pop().in_result)

    def _read_picture(self, element: _Element, setting: _Setting) -> None:
        link = attribute(element, "embed") or attribute(element, "id")
        self._emit("picture", self._reader.picture(self._part, link), setting.flags())

    def _read_alternatives(self, element: _Element, setting: _Setting) -> None:
        """One thing in a form for newer and one for older programs: a reader sees the first."""
        self._walk(next(iter(element), element), setting)


def _states(properties: _Element | None) -> list[str]:
    """What sets a row, a cell or a paragraph mark apart from a plain one."""
    return sorted({local_name(child) for child in children(properties)} & _STATES)


_STEPS: dict[str, Callable[[_Story, _Element, _Setting], None]] = {
    "p": _Story._read_paragraph,
    "sectPr": _Story._read_section,
    "r": _Story._read_run,
    **dict.fromkeys(("t", "delText"), _Story._read_text),
    **dict.fromkeys(("tbl", "tr", "tc"), _Story._read_table_part),
    **dict.fromkeys(_TRACKED, _Story._read_tracked),
    "fldChar": _Story._read_field_mark,
    **dict.fromkeys(("instrText", "delInstrText"), _Story._read_instruction),
    "fldSimple": _Story._read_simple_field,
    **dict.fromkeys(("blip", "imagedata"), _Story._read_picture),
    "AlternateContent": _Story._read_alternatives,
}
