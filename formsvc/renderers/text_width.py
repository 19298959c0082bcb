"""How wide a text is and how it wraps in Times New Roman, without the font itself.

Excel does not tell how high a row must be, so it is worked out here; too high is ugly, too low
hides words, and the estimate stays on the safe side.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

_WORDS = re.compile(r"\S+")
_BOLD = 1.08  # bold letters are wider by that much on the average
# Advance widths of the face in hundredths of an em, rounded up; other letters are estimated.
_WIDTHS = {
    25: " ,.'|",
    28: "/:;\\ijltіїј",
    34: "!()-I[]`frІЇ‘’‚›‹",
    41: 'Jsјѕзгґ°"',
    46: "?acezаеёстэє“”„ьятә",
    50: "#$*0123456789_bdghknopquvxy§«»кламвчору–ғө",
    54: "бдийнпхцъ~ўһқң",
    58: "+<=>FPSБЬГРү",
    62: "ELTZЁЕТұҒ",
    69: "BCRВКСЯЭмжфыЛДЧҚ",
    73: "ADGHKNOQUVXYwАИЙНОПХЦУЪҢӨҺҮҰ",
    79: "шщюm&Ф",
    91: "MМЖЫ%Әѩѭѹ",
    103: "@W№ШЩЮ—―…‰™←→↔☐☑☒✓Ҧ",
    130: "ѨѬѸ",
    400: "\t",
}


class _CharacterWidths(dict[str, int]):
    """Widths of characters in hundredths of an em; those that the table lacks are estimated."""

    def __missing__(self, char: str) -> int:
        if char.isspace():
            return 25
        return 100 if char.isupper() else 77


_WIDEST = 130  # of all but the tab
_WIDTH = _CharacterWidths({char: width for width, chars in _WIDTHS.items() for char in chars})


def wrapped(text: str, capacity: float, bold: bool = False) -> list[str]:
    """Lines of a text in a column of so many ems; joined they are the text again."""
    room = int(capacity / _BOLD * 100 if bold else capacity * 100)
    if len(text) * _WIDEST <= room and "\n" not in text and "\t" not in text:
        return [text]
    paragraphs = [_lines(paragraph, room) for paragraph in text.split("\n")]
    lines: list[str] = []
    for cut in paragraphs:
        lines += [*cut[:-1], f"{cut[-1]}\n"]
    lines[-1] = lines[-1].removesuffix("\n")
    return lines


def _lines(paragraph: str, room: int) -> list[str]:
    """White space at the end of a line hangs out and takes no room."""
    reached = [0, *accumulate(map(_WIDTH.__getitem__, paragraph))]
    whole = len(paragraph.rstrip())
    lines, begin = [], 0
    while reached[whole] - reached[begin] > room:
        end = _next_line(paragraph, reached, begin, room)
        if not end:
            break
        lines.append(paragraph[begin:end])
        begin = end
    return [*lines, paragraph[begin:]]


def _next_line(paragraph: str, reached: list[int], begin: int, room: int) -> int:
    """Where the first word begins, or piece of a word, that ends beyond the line from `begin`.

    0 where there is none: a last letter that is wider than the column stays as it is.
    """
    fitting = bisect_right(reached, reached[begin] + room) - 1
    word = fitting
    while word and not paragraph[word - 1].isspace():
        word -= 1
    for start, end in _words(paragraph, word, reached, room):
        if start > begin and end > fitting:
            return start
    return 0


def _words(paragraph: str, first: int, reached: list[int], room: int) -> Iterator[tuple[int, int]]:
    """Where the words begin and end, or the pieces of one that is longer than a line."""
    longest = max(1, room // _WIDTH["Ж"])
    for word in _WORDS.finditer(paragraph, first):
        start, end = word.span()
        step = longest if reached[end] - reached[start] > room else end - start
        for at in range(start, end, step):
            yield at, min(at + step, end)
