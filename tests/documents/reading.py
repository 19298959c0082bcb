"""Documents read back by other libraries than those that wrote them, as plain text.

`squeezed` texts have no white space at all: a line break of a PDF says nothing about a space.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from pypdf import PdfReader

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
    return [line for page in pdf_pages(content) for line in page.split("\n")]


def pdf_pages(content: bytes) -> list[str]:
    """Text of each page, without the page numbers and draft marks of the upper margin."""
    pages = []
    for number, page in enumerate(PdfReader(BytesIO(content)).pages, 1):
        text: str = page.extract_text().rstrip()
        text = text.removesuffix("ПРОЕКТ").rstrip()
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
    return squeezed("".join(LINES[extension](content)).replace(" | ", ""))
