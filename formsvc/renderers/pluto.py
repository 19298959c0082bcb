"""The engine of mass print and previews: PlutoPrint, some twenty times faster than WeasyPrint.

It sets the same HTML; what it lacks is put right here: it knows no named pages, so landscape
sections are books of their own, and of `break-after: avoid` it knows nothing (see _print.css).
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO

import plutoprint
from PIL import Image

from formsvc.errors import RenderFailed, TooLarge
from formsvc.forms.characters import first_refused
from formsvc.forms.layouts import PageLayout
from formsvc.renderers.base import Rendered, RenderSettings
from formsvc.renderers.breakable import breakable
from formsvc.renderers.pdfa import lifted

ENGINE = f"plutoprint {plutoprint.__version__}"
PIXELS_AN_INCH = 110
"""Of a picture of a page, which is grey as papers are: its smallest captions can be read."""
_CSS_PIXELS_AN_INCH = 96
_STDERR = 2
PRINT_STYLE = "_print.css"
_LANDSCAPE = '<div class="landscape">'
_NUMBERED = """
@page :first {{ counter-reset: page {}; @top-center {{ content: counter(page) }} }}
"""
_EDGE_MM = 0.25
"""The engine sets half of a table's right rule outside the text and cuts what is outside off."""
_EDGE = "@page {{ margin-right: {}mm }} body {{ margin-right: {}mm }}"
_DIV = re.compile(r"<(/?)div\b[^>]*>")


class NoFetcher(plutoprint.ResourceFetcher):
    """Templates need nothing from outside: no file and no network is ever read."""

    def fetch_url(self, url: str) -> plutoprint.ResourceData:
        """Refuse; the engine writes that down as a warning, and a warning is a failure."""
        raise PermissionError


def typeset(source: str, settings: RenderSettings) -> Rendered:
    """HTML to PDF/A-3u, dated with `as_of`; raises TooLarge, RenderFailed."""
    made = part(source, settings)
    return replace(made, content=lifted(made.content, source, settings))


def part(source: str, settings: RenderSettings) -> Rendered:
    """HTML to a part of a larger file, which is made PDF/A as a whole; raises as typeset."""
    with _no_warnings():
        books = _books(source, settings)
        written = BytesIO()
        with plutoprint.PDFCanvas.create_for_stream(written, plutoprint.PAGE_SIZE_A4) as canvas:
            for book, index in _pages(books):
                canvas.set_size(book.get_page_size_at(index))
                _draw(book, index, canvas, plutoprint.UNITS_PX)
                canvas.show_page()
    return Rendered(written.getvalue(), ENGINE, pages=len(list(_pages(books))))


def picture(source: str, settings: RenderSettings) -> Rendered:
    """One page as PNG, the last one where there are fewer; raises TooLarge, RenderFailed."""
    with _no_warnings():
        pages = list(_pages(_books(source, settings)))
        page = min(settings.page, len(pages))
        content = _png(*pages[page - 1])
    return Rendered(content, ENGINE, pages=len(pages), page=page)


def _png(book: plutoprint.Book, index: int) -> bytes:
    size, png = book.get_page_size_at(index), BytesIO()
    scale = PIXELS_AN_INCH / _CSS_PIXELS_AN_INCH
    width, height = (
        round(side / plutoprint.UNITS_PX * scale) for side in (size.width, size.height)
    )
    with plutoprint.ImageCanvas(width, height, plutoprint.IMAGE_FORMAT_RGB24) as canvas:
        canvas.clear_surface(1, 1, 1)
        _draw(book, index, canvas, scale)
        pixels = bytes(canvas.get_data()), "raw", "BGRX", canvas.get_stride(), 1
    Image.frombuffer("RGB", (width, height), *pixels).convert("L").save(
        png, "PNG", compress_level=1
    )
    return png.getvalue()


def _draw(book: plutoprint.Book, index: int, canvas: plutoprint.Canvas, scale: float) -> None:
    canvas.save_state()
    canvas.scale(scale, scale)
    book.render_page(canvas, index)
    canvas.restore_state()


def _pages(books: Sequence[plutoprint.Book]) -> Iterator[tuple[plutoprint.Book, int]]:
    return ((book, index) for book in books for index in range(book.get_page_count()))


def _books(source: str, settings: RenderSettings) -> list[plutoprint.Book]:
    """The document as books whose pages all lie the same way, numbered through."""
    if first_refused(source):
        # The engine would draw boxes for them and say nothing.
        raise RenderFailed("В документе есть знаки, которых нет в шрифтах.")
    style = (settings.roots.templates_html / PRINT_STYLE).read_text("utf-8")
    books: list[plutoprint.Book] = []
    pages = 0
    for section in _sections(breakable(source, settings.layout)):
        book = plutoprint.Book(plutoprint.PAGE_SIZE_A4, plutoprint.PAGE_MARGINS_NONE)
        book.custom_resource_fetcher = NoFetcher()
        book.load_html(section.html(style, settings.layout, pages + 1), base_url="template:/")
        pages += book.get_page_count()
        if pages > settings.max_pages:
            raise TooLarge(f"Страниц больше, чем {settings.max_pages}.")
        books.append(book)
    return books


@dataclass(frozen=True)
class _Section:
    """A part of a document: what comes before its body, the body, and how its pages lie."""

    head: str
    body: str
    turned: bool

    def html(self, style: str, layout: PageLayout, first_page: int) -> str:
        """A document of its own, whose first page bears its number in the whole."""
        head, own = self.head, layout.turned() if self.turned else layout
        if self.turned:
            head = head.replace("@page landscape {", "@page {")
        style += _EDGE.format(own.right - _EDGE_MM, _EDGE_MM)
        if first_page > 1:
            style += _NUMBERED.format(first_page)
        head = head.replace("</head>", f"<style>{style}</style></head>")
        return f"{head}{self.body}</body></html>"


def _sections(source: str) -> Iterator[_Section]:
    """The portrait and landscape parts; text cannot look like a tag, for it is escaped."""
    start = re.search(r"<body[^>]*>", source)
    if start is None:
        raise RenderFailed("В шаблоне печати нет body.")
    head, rest = source[: start.end()], source[start.end() :].partition("</body>")[0]
    while rest.strip():
        before, opening, after = rest.partition(_LANDSCAPE)
        if before.strip():
            yield _Section(head, before, turned=False)
        end = _end_of_div(after) if opening else 0
        if opening:
            yield _Section(head, opening + after[:end], turned=True)
        rest = after[end:]


def _end_of_div(text: str) -> int:
    """Where the div ends in which a text begins."""
    depth = 1
    for tag in _DIV.finditer(text):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    raise RenderFailed("В шаблоне печати не закрыт div.")


@contextmanager
def _no_warnings() -> Iterator[None]:
    """What the engine complains of on standard error is a failure, and not seen in any log."""
    kept, heard = os.dup(_STDERR), os.memfd_create("warnings")
    os.dup2(heard, _STDERR)
    try:
        yield
    finally:
        os.dup2(kept, _STDERR)
        complained = os.fstat(heard).st_size
        os.close(kept)
        os.close(heard)
    if complained:
        raise RenderFailed("Шаблон печати обращается к файлу, к сети или содержит негодное.")
