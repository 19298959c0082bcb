"""Documents read back by other libraries than those that wrote them, as plain text.

`squeezed` texts have no white space at all: a line break of a PDF says nothing about a space.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from docx import Document
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.judges.command import run

_SECONDS = 60
_REFERENCE = re.compile(r"см\. лист «(.+)»")


def docx_lines(content: bytes) -> list[str]:
    """Paragraphs and table rows of the body, in order; cells are divided by « | »."""
    return list(_blocks(Document(BytesIO(content))))


def _blocks(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            for row in block.rows:
                cells = [_Cell(element, block) for element in row._tr.tc_lst]
                yield " | ".join("\n".join(p.text for p in cell.paragraphs) for cell in cells)


def xlsx_lines(content: bytes) -> list[str]:
    """Rows of the first sheet, with the other sheets where it refers to them."""
    book = load_workbook(BytesIO(content))
    sheets = {sheet.title: sheet for sheet in book.worksheets if sheet.sheet_state == "visible"}
    return list(_sheet_lines(book.worksheets[0], sheets))


def _sheet_lines(sheet: Any, sheets: Mapping[str, Any]) -> Iterator[str]:
    for row in sheet.iter_rows():
        texts = [_cell_text(cell.value) for cell in row if cell.value is not None]
        refers = _REFERENCE.fullmatch(texts[0]) if len(texts) == 1 else None
        if refers:
            yield from _sheet_lines(sheets[refers[1]], sheets)
        else:
            yield " | ".join(texts)


def _cell_text(value: Any) -> str:
    return value.strftime("%d.%m.%Y") if isinstance(value, datetime) else str(value)


def pdf_lines(content: bytes) -> list[str]:
    """Lines of all pages."""
    return _lines_of(pdf_pages(content))


def _lines_of(pages: list[str]) -> list[str]:
    return [line for page in pages for line in page.split("\n")]


def pdf_pages(content: bytes) -> list[str]:
    """Text of each page, without the page numbers and draft marks of the upper margin."""
    return _without_margins(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def _without_margins(texts: Iterable[str]) -> list[str]:
    pages = []
    for number, whole_text in enumerate(texts, 1):
        text = whole_text.rstrip().removesuffix("ПРОЕКТ").rstrip()
        if number > 1:
            assert text.endswith(f"\n{number}"), f"page {number} does not bear its number"
            text = text.removesuffix(f"\n{number}")
        pages.append(text)
    return pages


LINES = {"docx": docx_lines, "xlsx": xlsx_lines, "pdf": pdf_lines, "print": pdf_lines}


def squeezed(text: str) -> str:
    """The text without any white space."""
    return re.sub(r"\s+", "", text)


def whole(content: bytes, extension: str) -> str:
    """All text of a document, squeezed, without the cell marks of the readers."""
    lines = (_QUICK.get(extension) or LINES[extension])(content)
    return squeezed("".join(lines).replace(" | ", ""))


def pages_by_poppler(content: bytes) -> list[str]:
    """As pdf_pages, with other white space than pypdf's, in a thirtieth of its time."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(content)
        output, _ = run(["pdftotext", "-raw", file.name, "-"], _SECONDS)
    *pages, _ = output.decode().split("\f")
    return _without_margins(pages)


def _by_poppler(content: bytes) -> list[str]:
    return _lines_of(pages_by_poppler(content))


_QUICK = {"pdf": _by_poppler, "print": _by_poppler}
