"""The content of a print template as a Typst document: the same words, tables and columns."""

from collections.abc import Iterator
from typing import Any

from lxml import html

_BLOCKS = {"p", "div", "table", "h1", "h2", "h3", "ul", "li", "section"}
_PAGE = """
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 10mm), numbering: "1")
#set text(font: ("FreeSerif", "DejaVu Sans"), size: 12pt, lang: "ru")
#set table(stroke: 0.25mm)
"""


def document(source: str) -> bytes:
    """The HTML of a form as Typst."""
    body = html.document_fromstring(source).find("body")
    return (_PAGE + "\n".join(_markup(body))).encode()


def _markup(element: Any) -> Iterator[str]:
    if element.tag == "table":
        yield _table(element)
    elif element.tag in ("h1", "h2", "h3"):
        yield f"#heading(level: {element.tag[1]})[{_words(element)}]"
    elif any(child.tag in _BLOCKS for child in element):
        for child in element:
            yield from _markup(child)
    elif element.text_content().strip():
        yield f"#par[{_words(element)}]"


def _table(table: Any) -> str:
    widths = [_width(column) for column in table.iter("col")]
    head = [_cell(cell) for row in table.iterfind("thead/tr") for cell in row]
    rows = [_cell(cell) for row in table.iterfind("tbody/tr") for cell in row]
    header = [f"table.header({', '.join(head)})"] if head else []
    return f"#table(columns: ({', '.join(widths)}), {', '.join(header + rows)})"


def _width(column: Any) -> str:
    width: str = column.get("style", "").partition("width: ")[2]
    return width or "1fr"


def _cell(cell: Any) -> str:
    spans = f"colspan: {cell.get('colspan', 1)}, rowspan: {cell.get('rowspan', 1)}"
    return f"table.cell({spans})[{_words(cell)}]"


def _words(element: Any) -> str:
    """The text as a string of Typst, in which nothing is markup."""
    quoted = element.text_content().replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{quoted}"'
