"""Documents bound into one file of PDF/A-3a and PDF/UA-1, in the engine's process.

Each document is laid out once, by itself, so it looks as it does alone: its own page numbers, its
own first page. Only then are the pages put together, which keeps tags, links and bookmarks.
"""

from collections.abc import Sequence

import weasyprint

from formsvc.errors import TooLarge
from formsvc.renderers import weasy
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.bundle import Bound, Bundle, Leaf, settled

_LABEL = "data-bookmark"
# The document is the first level of bookmarks: its title in print would say the same again.
_BOOKMARKS = f"""
body {{ bookmark-level: 1; bookmark-label: attr({_LABEL}) }}
h1 {{ bookmark-level: none }}
h2 {{ bookmark-level: 2 }}
h3 {{ bookmark-level: 3 }}
"""
# Above the page numbers of the documents themselves: the upper right corner, as archives do.
_SHEET_NUMBERS = """
@page {
  counter-increment: page sheet;
  @top-right-corner {
    content: counter(sheet); font: 11pt "FreeSerif"; text-align: center;
    vertical-align: bottom; padding-bottom: 4mm;
  }
}
@page :first { counter-reset: sheet %d }
"""

Laid = list[weasyprint.Document]


def bound(bundle: Bundle, settings: RenderSettings) -> Bound:
    """One file of all the documents and their frame; raises TooLarge, RenderFailed."""
    with weasy.nothing_amiss():
        documents = _documents(bundle, settings)
        pages = tuple(len(one.pages) for one in documents)
        front, back = settled(bundle.framing, pages, _laid_out, lambda one: len(one.pages))
        ordered = [*front, *documents, *back]
        whole = ordered[0].copy([page for one in ordered for page in one.pages])
        whole.metadata.title = bundle.title
        return Bound(weasy.written(whole, settings), pages, weasy.ENGINE)


def _documents(bundle: Bundle, settings: RenderSettings) -> Laid:
    laid: Laid = []
    sheets = 0
    for leaf in bundle.leaves:
        numbers = _SHEET_NUMBERS % (bundle.first - 1 + sheets)
        laid.append(_laid_out(leaf, (numbers,) if bundle.numbered else ()))
        sheets += len(laid[-1].pages)
        if sheets > settings.max_pages:
            raise TooLarge(f"Страниц больше, чем {settings.max_pages}.")
    return laid


def _laid_out(leaf: Leaf, styles: Sequence[str] = ()) -> weasyprint.Document:
    page = weasy.Page(leaf.source)
    body = page.etree_element.find("body")
    body.set("id", leaf.anchor)
    body.set(_LABEL, leaf.title)
    return weasy.laid_out(page, (_BOOKMARKS, *styles))
