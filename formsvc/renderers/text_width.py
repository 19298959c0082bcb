"""How wide a text is and how it wraps in Times New Roman, without the font itself.

Excel does not tell how high a row must be, so it is worked out here; too high is ugly, too low
hides words, and the estimate stays on the safe side.
"""

import re
from functools import lru_cache

_WORDS = re.compile(r"\S+\s*|\s+")
_TAB_EMS = 4.0
_BOLD = 1.08  # bold letters are wider by that much on the average
# Advance widths of the face in ems, rounded up; letters that are missing here are estimated.
_WIDTHS = {
    0.25: " ,.'|",
    0.28: "/:;\\ijltіїј",
    0.34: "!()-I[]`frІЇ‘’‚›‹",
    0.41: 'Jsјѕзгґ°"',
    0.46: "?acezаеёстэє“”„ьятә",
    0.5: "#$*0123456789_bdghknopquvxy§«»кламвчору–ғө",
    0.54: "бдийнпхцъ~ўһқң",
    0.58: "+<=>FPSБЬГРү",
    0.62: "ELTZЁЕТұҒ",
    0.69: "BCRВКСЯЭмжфыЛДЧҚ",
    0.73: "ADGHKNOQUVXYwАИЙНОПХЦУЪҢӨҺҮҰ",
    0.79: "шщюm&Ф",
    0.91: "MМЖЫ%Әѩѭѹ",
    1.03: "@W№ШЩЮ—―…‰™←→↔☐☑☒✓Ҧ",
    1.3: "ѨѬѸ",
}
_EMS = {char: width for width, chars in _WIDTHS.items() for char in chars}


@lru_cache(maxsize=4096)
def character_ems(char: str) -> float:
    """Width of one character in ems."""
    if char == "\t":
        return _TAB_EMS
    if char.isspace():
        return 0.25
    return _EMS.get(char) or (1.0 if char.isupper() else 0.77)


def ems(text: str) -> float:
    """Width of a text in ems."""
    return sum(map(character_ems, text))


def wrapped(text: str, capacity: float, *, bold: bool = False) -> list[str]:
    """Lines of a text in a column of so many ems; joined they are the text again."""
    capacity = capacity / _BOLD if bold else capacity
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
