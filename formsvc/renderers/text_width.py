"""How wide a text is and how it wraps in Times New Roman, without the font itself.

Excel does not tell how high a row must be, so it is worked out here; too high is ugly, too low
hides words, and the estimate stays on the safe side.
"""

import codecs
import re
from collections.abc import Sequence

_SPACE, _NO_SPACE = re.compile(r"\s"), re.compile(r"\S")
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


_WIDEST, _USUALLY = 130, 48  # of all but the tab, and on the average
_WIDTH = _CharacterWidths({char: width for width, chars in _WIDTHS.items() for char in chars})
# An encoding of the usual characters, and their widths by it: nearly all texts have no others,
# and are measured by it three times as fast as letter by letter.
_ESTIMATED = "\0\u00a0\u2009\u202fЗ{}^•₸₽"  # the NUL is no text's, but an encoding begins with it
_USUAL = _ESTIMATED + "".join(char for char, width in _WIDTH.items() if width < 256)
_CODE = codecs.charmap_build(_USUAL.ljust(256, "\ufffe"))  # which stands for no character
_WIDTHS_BY_CODE = bytes(map(_WIDTH.__getitem__, _USUAL)).ljust(256, b"\0")


def wrapped(text: str, capacity: float, bold: bool = False) -> list[str]:
    """Lines of a text in a column of so many ems; joined they are the text again."""
    room = capacity / _BOLD * 100 if bold else capacity * 100
    if "\n" not in text:
        short = len(text) * _WIDEST <= room and "\t" not in text
        return [text] if short else _lines(text, room)
    paragraphs = [_lines(paragraph, room) for paragraph in text.split("\n")]
    lines: list[str] = []
    for cut in paragraphs:
        lines += [*cut[:-1], f"{cut[-1]}\n"]
    lines[-1] = lines[-1].removesuffix("\n")
    return lines


def _lines(paragraph: str, room: float) -> list[str]:
    """White space at the end of a line hangs out and takes no room."""
    letters = _letters(paragraph)
    if sum(letters[: len(paragraph.rstrip())]) <= room:
        return [paragraph]
    longest = max(1, int(room / _WIDTH["Ж"]))
    lines, begin = [], 0
    while begin < len(paragraph):
        end = _end(paragraph, letters, begin, int(room), longest)
        lines.append(paragraph[begin:end])
        begin = end
    return lines


def _letters(text: str) -> Sequence[int]:
    """The width of each letter."""
    try:
        return codecs.charmap_encode(text, "strict", _CODE)[0].translate(_WIDTHS_BY_CODE)
    except UnicodeEncodeError:
        return list(map(_WIDTH.__getitem__, text))


def _end(paragraph: str, letters: Sequence[int], begin: int, room: int, longest: int) -> int:
    """Where the next line begins: with the first word that has no room in this one.

    A word that is longer than a line goes on in pieces of the `longest` that surely fits.
    """
    over = _over(letters, begin, room)
    if over == len(paragraph) or paragraph[over].isspace():
        return _next_word(paragraph, over)
    start = over
    while start > begin and not paragraph[start - 1].isspace():
        start -= 1
    piece = over - (over - start) % longest
    if piece == start > begin:
        return start
    after = _SPACE.search(paragraph, over)
    end = after.start() if after else len(paragraph)
    if start > begin and sum(letters[start:end]) <= room:
        return start
    if piece > begin:
        return piece
    return begin + longest if begin + longest < end else _next_word(paragraph, end)


def _over(letters: Sequence[int], begin: int, room: int) -> int:
    """The first letter for which there is no room: guessed, and found from there."""
    over = min(begin + room // _USUALLY, len(letters))
    used = sum(letters[begin:over])
    while used > room:
        over -= 1
        used -= letters[over]
    while over < len(letters) and used + letters[over] <= room:
        used += letters[over]
        over += 1
    return over


def _next_word(paragraph: str, at: int) -> int:
    """Where the first word from the place on begins, else the end."""
    word = _NO_SPACE.search(paragraph, at)
    return word.start() if word else len(paragraph)
