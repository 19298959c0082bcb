"""The text of each page of a PDF made here, to find the page on which something stands."""

import re
from io import BytesIO

from pypdf import PdfReader

_WHITE = re.compile(r"\s+")


def squeezed(text: str) -> str:
    """Without white space: where lines break says nothing."""
    return _WHITE.sub("", text)


def page_texts(content: bytes) -> list[str]:
    """Squeezed texts of the pages, in order."""
    return [squeezed(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]
