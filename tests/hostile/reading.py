"""Documents read back with nothing but an XML reader, for there are thousands of them.

Every part has to be well-formed; a sheet has no formula and no cell of an error.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZipFile

from lxml import etree
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

from tests.documents.reading import pages_by_poppler

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DAYS_AND_TEXTS = {"s", "n", None}


def docx_texts(content: bytes) -> list[str]:
    """The text of the body, with the line breaks and tabs of Word as such."""
    body = _parts(content)["word/document.xml"]
    return ["".join(_word_pieces(body))]


def _word_pieces(body: etree._Element) -> Iterator[str]:
    for element in body.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}p"):
        if element.tag == f"{_WORD}t":
            yield element.text or ""
        elif element.tag != f"{_WORD}tab":
            yield "\n"
        elif getattr(element.getparent(), "tag", "") == f"{_WORD}r":  # else it is a tab stop
            yield "\t"


def xlsx_texts(content: bytes) -> list[str]:
    """The texts of each column of the sheets, as Excel shows them, going on from row to row."""
    parts = _parts(content)
    shared = [_text(one) for one in parts["xl/sharedStrings.xml"]]
    columns: dict[tuple[str, str], list[str]] = {}
    for name, sheet in parts.items():
        if "/worksheets/" in name:
            assert sheet.find(f".//{_SHEET}f") is None
            for cell in sheet.iter(f"{_SHEET}c"):
                column = cell.get("r", "").rstrip("0123456789")
                columns.setdefault((name, column), []).append(_cell_text(cell, shared))
    return ["\n".join(filter(None, texts)) for texts in columns.values()]


def _cell_text(cell: etree._Element, shared: list[str]) -> str:
    """Its text; a number is a day, for there are no others."""
    assert cell.get("t") in _DAYS_AND_TEXTS
    value = cell.findtext(f"{_SHEET}v")
    if value is None:
        return ""
    return shared[int(value)] if cell.get("t") == "s" else f"{from_excel(float(value)):%d.%m.%Y}"


def _text(entry: etree._Element) -> str:
    return unescape("".join(text.text or "" for text in entry.iter(f"{_SHEET}t")))


def _parts(content: bytes) -> Mapping[str, etree._Element]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


TEXTS = {"docx": docx_texts, "xlsx": xlsx_texts, "pdf": pages_by_poppler}


def goes_on(text: str, pages: list[str]) -> bool:
    """Whether a text stands on one page, or goes on from page to page: a cell does, beside others.

    All of them are squeezed.
    """
    if any(text in page for page in pages):
        return True
    for page in pages:
        text = text[_longest_prefix(text, page) :]
    return not text


def in_pieces(text: str, lines: list[str]) -> bool:
    """Whether a text stands in whole lines, in order, between which others may stand.

    All of them are squeezed; the first and the last may be shared with another text.
    """
    begins = [place for place, line in enumerate(lines) if _shared(line, text)]
    return any(_followed(text, lines[place:]) for place in begins)


def _shared(line: str, text: str) -> int:
    """How much of the text the end of the line has."""
    return next((size for size in range(len(line), 0, -1) if line[-size:] == text[:size]), 0)


def _followed(text: str, lines: list[str]) -> bool:
    text = text[_shared(lines[0], text) :]
    for line in filter(None, lines[1:]):
        if text in line:
            return True
        text = text.removeprefix(line)
    return False


def _longest_prefix(text: str, page: str) -> int:
    found, most = 0, len(text)
    while found < most:
        middle = (found + most + 1) // 2
        found, most = (middle, most) if text[:middle] in page else (found, middle - 1)
    return found
