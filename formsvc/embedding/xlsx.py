"""XLSX: the source is the text of column A of a very hidden sheet, which Excel keeps when it saves.

All is done on the XML of the package. A workbook library would write the whole file anew, and
takes hours to read a hostile one in which all cells of a sheet are merged.

The visible parts are the sheets in their order, with names and states: cells that are not empty,
merged cells, hidden rows and columns, comments, pictures and shapes, texts of running headers.
Sizes, borders, fonts and number formats are none of it, unless they void, hide or date a value.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TypeVar
from xml.sax.saxutils import escape

from lxml import etree
from lxml.etree import _Element

from formsvc.embedding import MAX_SOURCE_BYTES, ExtractRefused, NothingEmbedded, VisibleDigest
from formsvc.renderers.archive import (
    RELATIONSHIP_KINDS,
    Package,
    attribute,
    child,
    children,
    local_name,
    to_xml,
    write_archive,
)

Token = list[object]

_Any = TypeVar("_Any")

SHEET = "formsvc"

_PART = "xl/worksheets/formsvc.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# A cell of Excel holds 32,767 UTF-16 units, and a character takes one or two.
_CHUNK = 16_000


def embed(content: bytes, source: bytes) -> bytes:
    """The workbook with one more sheet; ValueError if it has a sheet of that name."""
    package = Package(content)
    workbook, _ = package.main_part()
    root = package.xml(workbook)
    sheets = child(root, "sheets")
    if root is None or sheets is None or _sheet_named(sheets, SHEET) is not None:
        raise ValueError(f"The workbook has no sheets, or already has one named {SHEET}.")
    package.add_part(_PART, _carrier_xml(source), _SHEET_TYPE)
    _list_carrier(sheets, package.relate(workbook, "worksheet", _PART))
    package.members[workbook] = to_xml(root)
    return write_archive(package.members)


def _sheet_named(sheets: _Element, name: str) -> _Element | None:
    return next((s for s in sheets if attribute(s, "name").casefold() == name), None)


def _carrier_xml(source: bytes) -> bytes:
    # To Excel _x0041_ is an escaped A; JSON can do without underscores.
    text = source.decode().replace("_", r"\u005f")
    chunks = (text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK))
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escape(chunk)}</t></is></c></row>'
        for number, chunk in enumerate(chunks, 1)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def _list_carrier(sheets: _Element, relationship: str) -> None:
    number = max(int(attribute(sheet, "sheetId")) for sheet in sheets) + 1
    prefix = RELATIONSHIP_KINDS.rstrip("/")
    sheet = etree.SubElement(sheets, f"{{{_MAIN}}}sheet", nsmap={"r": prefix})
    sheet.set("name", SHEET)
    sheet.set("sheetId", str(number))
    sheet.set("state", "veryHidden")
    sheet.set(f"{{{prefix}}}id", relationship)


def read(content: bytes) -> bytes:
    """The source as embedded; NothingEmbedded if there is none."""
    workbook = _Workbook(Package(content))
    for sheet in workbook.sheets():
        if sheet.name.casefold() == SHEET:
            # An escaped half of a surrogate pair is no UTF-8, which the reader of JSON will say.
            return workbook.first_column(sheet).encode(errors="surrogatepass")
    raise NothingEmbedded("В файле нет исходных данных формы.")


def visible_digest(content: bytes) -> str:
    """Digest of what a reader of the workbook sees."""
    workbook = _Workbook(Package(content))
    digest = VisibleDigest()
    for sheet in workbook.sheets():
        if not sheet.is_carrier:
            for token in workbook.visible(sheet):
                digest.add(*token)
    return digest.text()


# --- What a reader sees ---------------------------------------------------------------------------

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_CELL = re.compile("([A-Z]{1,3})[0-9]+")
_DIGITS = re.compile("[0-9]{1,7}")
_FAINT_COLOR = re.compile("[0-9A-F]{2}([EF][0-9A-F]){3}", re.IGNORECASE)
# The first colour of a theme is that of the paper.
_PAPER_COLOR = "0"
_LONGEST_FORMAT = 255
_FORMAT_LITERALS = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]|General', re.IGNORECASE)
# Built-in number formats that are dates and times (ECMA-376 part 1, 18.8.30).
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
# Fonts, sizes and colours within a running header: LibreOffice writes its own.
_HEADER_STYLE = re.compile(r'&"[^"]*"|&\d+|&K[0-9A-F]{6}|&[BIUESXY]')
_SEEN_PARTS = {"comments", "threadedComment", "drawing"}
_SEEN_ELEMENTS = {"comment", "threadedComment", "sp", "pic", "graphicFrame", "cxnSp"}


@dataclass(frozen=True)
class _Sheet:
    name: str
    state: str
    part: str

    @property
    def is_carrier(self) -> bool:
        """Not if somebody shows it: then it is on view. LibreOffice makes it plainly hidden."""
        return self.name.casefold() == SHEET and self.state in ("hidden", "veryHidden")


@dataclass(frozen=True)
class _Text:
    """Text of a cell; the digest says also which of it is struck out or invisible."""

    text: str
    digest: str


_NO_TEXT = _Text("", "")


class _Workbook:
    def __init__(self, package: Package) -> None:
        self._package = package
        part, _ = package.main_part()
        self._root = package.xml(part)
        links = package.relationships(part)
        self._targets = {link.id: link.target for link in links}
        related = {link.kind: link.target for link in links}
        strings = package.xml(related.get("sharedStrings", ""))
        self._strings = [_text(item) for item in children(strings, "si")]
        self._pictures: dict[str, str] = {}
        self._styles = _styles(package.xml(related.get("styles", "")))

    def sheets(self) -> Iterator[_Sheet]:
        """Sheets in their order."""
        for sheet in children(child(self._root, "sheets"), "sheet"):
            name, state = attribute(sheet, "name"), attribute(sheet, "state", "visible")
            yield _Sheet(name, state, self._targets.get(attribute(sheet, "id"), ""))

    def first_column(self, sheet: _Sheet) -> str:
        """All texts of column A together."""
        texts, left = [], MAX_SOURCE_BYTES
        for _, column, cell in _cells(self._package.xml(sheet.part)):
            if column == 1:
                texts.append(self._text_of(cell).text)
                left -= len(texts[-1])
            # Many cells may share one long text.
            if left < 0:
                raise ExtractRefused("Исходные данные внутри файла слишком велики.")
        return "".join(texts)

    def visible(self, sheet: _Sheet) -> Iterator[Token]:
        """All that is seen of a sheet, always in the same order."""
        root = self._package.xml(sheet.part)
        is_1904 = _is(child(self._root, "workbookPr"), "date1904")
        yield ["sheet", sheet.name, sheet.state, is_1904]
        for row, column, cell in _cells(root):
            value = self._value(cell)
            if value:
                style = _at(self._styles, attribute(cell, "s"), [])
                yield ["cell", row, column, *value, style]
        yield ["all hidden", _is(child(root, "sheetFormatPr"), "zeroHeight")]
        merged = children(child(root, "mergeCells"), "mergeCell")
        yield ["merged", *sorted(attribute(cells, "ref") for cells in merged)]
        yield ["hidden rows", *_joined(_hidden_rows(root))]
        yield ["hidden columns", *_joined(_hidden_columns(root))]
        yield ["headers", *_running_headers(root)]
        for link in self._package.relationships(sheet.part):
            if link.kind in _SEEN_PARTS:
                yield from self._drawn(link.target)

    def _value(self, cell: _Element) -> Token:
        kind, formula, value = attribute(cell, "t", "n"), child(cell, "f"), _value_text(cell)
        if formula is not None:
            return ["formula", formula.text, value]
        if kind in ("s", "inlineStr"):
            text = self._text_of(cell)
            return ["text", text.digest] if text.text else []
        return [kind, _number(value) if kind == "n" else value] if value else []

    def _text_of(self, cell: _Element) -> _Text:
        if attribute(cell, "t") == "s":
            return _at(self._strings, _value_text(cell), _NO_TEXT)
        return _text(child(cell, "is"))

    def _drawn(self, part: str) -> Iterator[Token]:
        """Shapes, pictures and comments, with their texts."""
        targets = {link.id: link.target for link in self._package.relationships(part)}
        root = self._package.xml(part)
        for element in () if root is None else root.iter():
            name = local_name(element)
            if name == "t":
                yield ["text", element.text]
            elif name == "blip":
                yield ["picture", self._picture(targets.get(attribute(element, "embed"), ""))]
            elif name in _SEEN_ELEMENTS:
                yield [name]

    def _picture(self, name: str) -> str:
        if name not in self._pictures:
            content = self._package.members.get(name, b"")
            self._pictures[name] = hashlib.sha256(content).hexdigest()
        return self._pictures[name]


def _is(element: _Element | None, name: str) -> bool:
    return element is not None and attribute(element, name) in ("1", "true")


def _whole(text: str, default: int) -> int:
    return int(text) if _DIGITS.fullmatch(text) else default


def _at(items: Sequence[_Any], index: str, default: _Any) -> _Any:
    position = _whole(index, len(items))
    return items[position] if position < len(items) else default


def _rows(root: _Element | None) -> Iterator[tuple[int, _Element]]:
    number = 0
    for row in children(child(root, "sheetData"), "row"):
        number = _whole(attribute(row, "r"), number + 1)
        yield number, row


def _cells(root: _Element | None) -> Iterator[tuple[int, int, _Element]]:
    """Row, column and element of each cell, counted from one."""
    for row, element in _rows(root):
        column = 0
        for cell in children(element, "c"):
            column = _column(attribute(cell, "r")) or column + 1
            yield row, column, cell


def _column(reference: str) -> int:
    match = _CELL.fullmatch(reference)
    column = 0
    for letter in match[1] if match else "":
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _value_text(cell: _Element) -> str:
    value = child(cell, "v")
    return "" if value is None else value.text or ""


def _number(text: str) -> str:
    """A number to 15 digits: some programs write more of them, which mean nothing."""
    try:
        return f"{float(text):.15g}"
    except ValueError:
        return text


def _text(item: _Element | None) -> _Text:
    """Text of a shared or inline string without its phonetic reading."""
    runs = [(_characters(item), _void(None))]
    runs += [(_characters(run), _void(child(run, "rPr"))) for run in children(item, "r")]
    text, digest = "", VisibleDigest()
    for flags, group in groupby(runs, key=itemgetter(1)):
        joined = "".join(characters for characters, _ in group)
        digest.add(joined, flags)
        text += joined
    return _Text(text, digest.text())


def _characters(item: _Element | None) -> str:
    texts = []
    for element in children(item, "t"):
        text = element.text or ""
        texts.append(text if attribute(element, "space") == "preserve" else text.strip())
    unescaped = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(texts))
    return unescaped.replace("\r\n", "\n").replace("\r", "\n")


def _void(font: _Element | None) -> list[str]:
    """What of a font makes a text void or invisible."""
    flags = []
    for element in children(font):
        name = local_name(element)
        if name == "strike" and attribute(element, "val", "1") in ("1", "true"):
            flags.append("strike")
        elif name == "color" and _is_faint(element):
            flags.append("faint")
    return sorted(flags)


def _is_faint(color: _Element) -> bool:
    is_paper = attribute(color, "theme") == _PAPER_COLOR
    return is_paper or bool(_FAINT_COLOR.fullmatch(attribute(color, "rgb")))


def _styles(root: _Element | None) -> list[list[str]]:
    """Flags of each cell style in the order in which cells number them."""
    formats = {
        attribute(element, "numFmtId"): _format_flags(attribute(element, "formatCode"))
        for element in children(child(root, "numFmts"), "numFmt")
    }
    fonts = [_void(font) for font in children(child(root, "fonts"), "font")]
    return [
        _at(fonts, attribute(style, "fontId"), [])
        + formats.get(number := attribute(style, "numFmtId"), _built_in_flags(number))
        for style in children(child(root, "cellXfs"), "xf")
    ]


def _built_in_flags(number: str) -> list[str]:
    return ["date"] if _whole(number, 0) in _DATE_FORMATS else []


def _format_flags(code: str) -> list[str]:
    letters = _FORMAT_LITERALS.sub("", code[:_LONGEST_FORMAT])
    if letters and not letters.strip("; "):
        return ["unshown"]
    return ["date"] if re.search("[dmyhs]", letters, re.IGNORECASE) else []


def _hidden_rows(root: _Element | None) -> Iterator[tuple[int, int]]:
    for number, row in _rows(root):
        if _is(row, "hidden") or _number(attribute(row, "ht")) == "0":
            yield number, number


def _hidden_columns(root: _Element | None) -> Iterator[tuple[int, int]]:
    for column in children(child(root, "cols"), "col"):
        if _is(column, "hidden") or _number(attribute(column, "width")) == "0":
            yield _whole(attribute(column, "min"), 0), _whole(attribute(column, "max"), 0)


def _joined(ranges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Ranges in order, neighbours made one: programs cut them up differently."""
    joined: list[list[int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    return joined


def _running_headers(root: _Element | None) -> Iterator[list[str]]:
    for element in children(child(root, "headerFooter")):
        text = " ".join(_HEADER_STYLE.sub("", element.text or "").split())
        if text:
            yield [local_name(element), text]
