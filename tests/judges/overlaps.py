"""Whether words of a printed page lie on one another, as what is too long for its place does."""

import re
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from tests.judges.command import run

_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)
_SECONDS = 60
_BAND = 40  # points: words are compared with those at about their height
_FORGIVEN = 0.35  # of a word's height: descenders and the small words below a rule come close


class Word(NamedTuple):
    """A word and its box, in points from the upper left corner of its page."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def overlapping(pdf: Path) -> list[str]:
    """Pairs of words that lie on one another, with the numbers of their pages."""
    return [
        f"page {number}: {one.text} / {other.text}"
        for number, words in enumerate(words_of_pages(pdf), 1)
        for one, other in _near(words)
        if _overlap(one, other)
    ]


def words_of_pages(pdf: Path) -> list[list[Word]]:
    """The words of each page with their places."""
    output, _ = run(["pdftotext", "-bbox", pdf, "-"], _SECONDS)
    return [_words(page) for page in output.decode().split("<page ")[1:]]


def _words(page: str) -> list[Word]:
    return [
        Word(float(left), float(top), float(right), float(bottom), text)
        for left, top, right, bottom, text in _WORD.findall(page)
    ]


def _near(words: list[Word]) -> set[tuple[Word, Word]]:
    bands: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        for band in range(int(word.top // _BAND), int(word.bottom // _BAND) + 1):
            bands[band].append(word)
    return {pair for band in bands.values() for pair in combinations(band, 2)}


def _overlap(one: Word, other: Word) -> bool:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return width > 1 and height > _FORGIVEN * lower
