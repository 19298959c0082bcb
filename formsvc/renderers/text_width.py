"""How wide a text is and how it wraps in Times New Roman, without the font itself.

Excel does not tell how high a row must be, so it is worked out here; too high is ugly, too low
hides words, and the estimate stays on the safe side.
"""

import codecs
from collections.abc import Sequence

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
# An encoding of the usual characters, and their widths by it: nearly all texts have no others,
# and are measured by it three times as fast as letter by letter.
_ESTIMATED = "\0\u00a0\u2009\u202fЗ{}^•₸₽"  # the NUL is no text's, but an encoding begins with it
_USUAL = _ESTIMATED + "".join(char for char, width in _WIDTH.items() if width < 256)
_CODE = codecs.charmap_build(_USUAL.ljust(256, "\ufffe"))  # which stands for no character
_WIDTHS_BY_CODE = bytes(map(_WIDTH.__getitem__, _USUAL)).ljust(256, b"\0")
_SPACE, _LETTER = b" ", b"x"
_SPACES_BY_CODE = b"".join(_SPACE if char.isspace() else _LETTER for char in _USUAL).ljust(256)


def wrapped(text: str, capacity: float, bold: bool = False) -> list[str]:
    """Lines of a text in a column of so many ems; joined they are the text again."""
    ends = line_ends(text, room(capacity, bold))
    return list(map(text.__getitem__, map(slice, [0, *ends], ends)))


def room(capacity: float, bold: bool = False) -> int:
    """What a column of so many ems holds, in hundredths of an em of usual letters."""
    return max(0, int(capacity / _BOLD * 100 if bold else capacity * 100))


def line_ends(text: str, room: int) -> list[int]:
    """Where the lines of a text end in so much `room`; a line feed is part of the line it ends."""
    if "\n" not in text:
        is_short = len(text) * _WIDEST <= room and "\t" not in text
        return [len(text)] if is_short else _ends(text, room)
    ends, begin = [], 0
    for paragraph in text.split("\n"):
        ends += [begin + end for end in _ends(paragraph, room)]
        begin += len(paragraph) + 1
        ends[-1] = begin
    ends[-1] = len(text)
    return ends


def _ends(paragraph: str, room: int) -> list[int]:
    """Where its lines end; white space at the end of a line hangs out and takes no room."""
    letters, spaces = _measured(paragraph)
    whole = sum(letters)
    if whole <= room or sum(letters[: len(paragraph.rstrip())]) <= room:
        return [len(paragraph)]
    usual = room * len(letters) // whole
    begin, ends = 0, []
    while begin < len(paragraph):
        begin = _end(letters, spaces, begin, room, usual)
        ends.append(begin)
    return ends


def _measured(text: str) -> tuple[Sequence[int], bytes]:
    """The width of each letter, and a text of spaces where it has white space of any kind."""
    try:
        codes = codecs.charmap_encode(text, "strict", _CODE)[0]
    except UnicodeEncodeError:
        spaces = b"".join(_SPACE if char.isspace() else _LETTER for char in text)
        return list(map(_WIDTH.__getitem__, text)), spaces
    return codes.translate(_WIDTHS_BY_CODE), codes.translate(_SPACES_BY_CODE)


def _end(letters: Sequence[int], spaces: bytes, begin: int, room: int, usual: int) -> int:
    """Where the next line begins: with the first word that has no room in this one.

    The end is looked for from where a `usual` line ends.
    """
    over = min(begin + usual, len(letters))
    left = room - sum(letters[begin:over])
    while left < 0:
        over -= 1
        left += letters[over]
    while over < len(letters) and letters[over] <= left:
        left -= letters[over]
        over += 1
    if over == len(letters) or spaces.startswith(_SPACE, over):
        return _next_word(spaces, over)
    start = spaces.rfind(_SPACE, begin, over) + 1 or begin
    return _in_a_word(letters, spaces, begin, start, over, room)


def _in_a_word(
    letters: Sequence[int], spaces: bytes, begin: int, start: int, over: int, room: int
) -> int:
    """Where a line ends whose room is used up in the word that begins at `start`.

    A word that is longer than a line goes on in pieces, as long as surely fits.
    """
    longest = max(1, room // _WIDTH["Ж"])
    piece = over - (over - start) % longest
    if piece == start > begin:
        return start
    after = spaces.find(_SPACE, over)
    end = after if after >= 0 else len(spaces)
    if start > begin and sum(letters[start:end]) <= room:
        return start
    if piece > begin:
        return piece
    return begin + longest if begin + longest < end else _next_word(spaces, end)


def _next_word(spaces: bytes, at: int) -> int:
    """Where the first word from the place on begins, else the end."""
    while spaces.startswith(_SPACE, at):
        at += 1
    return at
