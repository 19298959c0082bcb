"""The engine of archive PDF: WeasyPrint, PDF/A-3a and PDF/UA-1 in one file.

WeasyPrint writes one of the two standards; the identification of PDF/UA, with the extension
schema that PDF/A asks for, is added inside its own RDF, because validators read only the first.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from formsvc.errors import RenderFailed, TooLarge
from formsvc.renderers.base import Rendered, RenderSettings

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
ENGINE = f"weasyprint {weasyprint.__version__}"
_UA_IDENTIFICATION = """
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
"""


# PDF/A knows these by their prefixes too, not only by their names (ISO 19005-3, 6.6.2.3.3).
for prefix, name in (
    ("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
    ("pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
    ("pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
):
    ElementTree.register_namespace(prefix, name)


class _Warnings(logging.Handler):
    """Collects what the engine warns of: a missing font, glyph or image is a failure."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the text without its arguments, which could be of the document."""
        self.messages.append(str(record.msg))


class NoFetcher(URLFetcher):  # type: ignore[misc]
    """Templates need nothing from outside: no file and no network is ever read."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Stop the rendering; WeasyPrint would make of any other error a hole in the page."""
        raise FatalURLFetchingError


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """One per process: each new one costs memory that is never given back."""
    return FontConfiguration()


def typeset(source: str, settings: RenderSettings) -> Rendered:
    """HTML to PDF/A-3a + PDF/UA-1, dated with `as_of`; raises TooLarge, RenderFailed."""
    with nothing_amiss():
        document = laid_out(Page(source))
        if len(document.pages) > settings.max_pages:
            raise TooLarge(f"Страниц больше, чем {settings.max_pages}.")
        return Rendered(written(document, settings), ENGINE, pages=len(document.pages))


@contextmanager
def nothing_amiss() -> Iterator[None]:
    """Makes RenderFailed of what the engine warns of, and of all that it would fetch."""
    warnings = _Warnings()
    weasyprint.LOGGER.addHandler(warnings)
    try:
        yield
    except FatalURLFetchingError:
        raise RenderFailed("Шаблон печати обращается к файлу или к сети.") from None
    finally:
        weasyprint.LOGGER.removeHandler(warnings)
    if warnings.messages:
        raise RenderFailed(f"Вёрстка PDF: {warnings.messages[0]}")


class Page(weasyprint.HTML):  # type: ignore[misc]
    """HTML that reads nothing from outside, and its own style sheets apart from it."""

    def __init__(self, source: str) -> None:
        self.styles = _STYLE.findall(source)
        super().__init__(string=_STYLE.sub("", source), url_fetcher=NoFetcher())


@lru_cache(maxsize=32)
def _sheet(style: str) -> weasyprint.CSS:
    """A style sheet, parsed once a process: the documents of a form in a layout share it."""
    return weasyprint.CSS(string=style, url_fetcher=NoFetcher(), font_config=_fonts())


def laid_out(page: Page, styles: Sequence[str] = ()) -> weasyprint.Document:
    """Its pages, with further style sheets."""
    sheets = [_sheet(style) for style in (*page.styles, *styles)]
    return page.render(
        font_config=_fonts(), pdf_variant="pdf/a-3a", pdf_tags=True, stylesheets=sheets
    )


def written(document: weasyprint.Document, settings: RenderSettings) -> bytes:
    """The pages as PDF/A-3a + PDF/UA-1, dated with `as_of`."""
    _describe(document.metadata, settings)
    content: bytes = document.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True)
    return content


def _describe(metadata: Any, settings: RenderSettings) -> None:
    metadata.created = metadata.modified = f"{settings.as_of.isoformat()}T00:00:00Z"
    own_rdf = metadata.generate_rdf_metadata

    def with_ua(*variant: Any) -> bytes:
        rdf = ElementTree.fromstring(own_rdf(*variant))
        rdf.extend(ElementTree.fromstring(_UA_IDENTIFICATION))
        described: bytes = ElementTree.tostring(rdf, encoding="utf-8")
        return described

    metadata.generate_rdf_metadata = with_ua
