"""The text of each page of a PDF made here, to find the page on which something stands."""

import re
from io import BytesIO

from pypdf import PdfReader

_WHITE = re.compile(r"\s+")


def squeezed(text: str) -> str:
    """Without white space: where lines break says nothing."""
    return _WHITE.sub("", text)


class PageTexts:
    """Squeezed texts of the pages by their numbers from 0, each read when it is asked for."""

    def __init__(self, content: bytes) -> None:
        self._pages = PdfReader(BytesIO(content)).pages
        self._read: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def __getitem__(self, number: int) -> str:
        if number not in self._read:
            self._read[number] = squeezed(self._pages[number].extract_text())
        return self._read[number]
