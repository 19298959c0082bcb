"""A Word document as plain text, so that `git diff` shows what changed in a template.

A paragraph is a line with its style in brackets unless that is the normal one, a row of a table
is a line «cell | cell»; a content control and a header stand between lines with their names.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, cast
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import nsmap, qn
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.parts.story import StoryPart
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from formsvc.errors import UnsupportedMedia

_HEADERS = {
    "header": "верхний колонтитул",
    "first_page_header": "верхний колонтитул первой страницы",
    "even_page_header": "верхний колонтитул чётных страниц",
    "footer": "нижний колонтитул",
    "first_page_footer": "нижний колонтитул первой страницы",
    "even_page_footer": "нижний колонтитул чётных страниц",
}
_NOT_WORD = (BadZipFile, KeyError, ValueError, etree.XMLSyntaxError)


def as_text(content: bytes) -> str:
    """The text of a DOCX, headers and footers first; raises UnsupportedMedia for another file."""
    try:
        document = Document(BytesIO(content))
    except _NOT_WORD as wrong:
        raise UnsupportedMedia("Это не документ Word (.docx).") from wrong
    return "\n".join((*_headers(document), *_lines(document.element.body, document.part)))


def _headers(document: WordDocument) -> Iterator[str]:
    for section in document.sections:
        for kind, words in _HEADERS.items():
            story = getattr(section, kind)
            if not story.is_linked_to_previous:
                yield from _named(words, _lines(story._element, story.part))


def _named(words: str, lines: Iterator[str]) -> Iterator[str]:
    yield f"<{words}>"
    yield from lines
    yield f"</{words}>"


def _lines(story: etree._Element, part: StoryPart) -> Iterator[str]:
    for element in story:
        if isinstance(element, CT_P):
            yield _paragraph(element, part)
        elif isinstance(element, CT_Tbl):
            yield from (_row(row, part) for row in _children(element, "w:tr"))
        elif element.tag == qn("w:sdt"):
            yield from _control(element, part)


def _paragraph(element: CT_P, part: StoryPart) -> str:
    paragraph = Paragraph(element, part)
    style = paragraph.style.name if paragraph.style else None
    prefix = "" if style in (None, "Normal") else f"[{style}] "
    return (prefix + _text(element, part)).rstrip()


def _text(element: CT_P, part: StoryPart) -> str:
    """All runs, those inside of links and tracked insertions too, on one line."""
    runs = (Run(run, Paragraph(element, part)) for run in _found(element, ".//w:r"))
    return "".join(run.text for run in runs).replace("\n", "↵")


def _row(row: etree._Element, part: StoryPart) -> str:
    cells = (_found(cell, ".//w:p") for cell in _children(row, "w:tc"))
    return " | ".join("↵".join(_text(one, part) for one in cell) for cell in cells).rstrip()


def _control(control: etree._Element, part: StoryPart) -> Iterator[str]:
    tags = _found(control, "w:sdtPr/w:tag/@w:val")
    contents = _found(control, "w:sdtContent")
    lines = (line for content in contents for line in _lines(content, part))
    return _named(tags[0], lines) if tags else lines


def _children(element: etree._Element, tag: str) -> list[Any]:
    """Children of a tag, those inside of a content control too."""
    return _found(element, f"{tag} | w:sdt/w:sdtContent/{tag}")


def _found(element: etree._Element, path: str) -> list[Any]:
    return cast("list[Any]", etree.XPath(path, namespaces=nsmap)(element))
