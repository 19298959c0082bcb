"""How wide a text is and how it wraps, estimated for a Times face, without the font itself.

Excel does not tell how high a row must be, so it is worked out here; too high is ugly, too low
hides words, and the estimate stays on the safe side.
"""

import re
from functools import lru_cache

_WORDS = re.compile(r"\S+\s*|\s+")
_WIDE_SMALL = frozenset("жмшщюфыъwm№—…%@")
_TAB_EMS = 4.0


@lru_cache(maxsize=4096)
def character_ems(char: str) -> float:
    """Width of one character in ems."""
    if char == "\t":
        return _TAB_EMS
    if char.isspace():
        return 0.26
    if char in _WIDE_SMALL:
        return 0.72
    if char.isupper():
        return 0.74
    return 0.5 if char.isalnum() else 0.4


def ems(text: str) -> float:
    """Width of a text in ems."""
    return sum(map(character_ems, text))


def wrapped(text: str, capacity: float) -> list[str]:
    """Lines of a text in a column of so many ems; joined they are the text again."""
    paragraphs = [_lines(paragraph, capacity) for paragraph in text.split("\n")]
    lines: list[str] = []
    for cut in paragraphs:
        lines += [*cut[:-1], f"{cut[-1]}\n"]
    lines[-1] = lines[-1].removesuffix("\n")
    return lines


def _lines(paragraph: str, capacity: float) -> list[str]:
    lines, used = [""], 0.0
    for word in _WORDS.findall(paragraph):
        for piece in _pieces(word, capacity):
            # White space at the end of a line hangs out and takes no room.
            if lines[-1] and used + ems(piece.rstrip()) > capacity:
                lines.append("")
                used = 0.0
            lines[-1] += piece
            used += ems(piece)
    return lines


def _pieces(word: str, capacity: float) -> list[str]:
    """A word, or the pieces of one that is longer than a line."""
    if ems(word.rstrip()) <= capacity:
        return [word]
    at = max(1, int(capacity / character_ems("Ж")))
    return [word[start : start + at] for start in range(0, len(word), at)]
