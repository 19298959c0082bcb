"""Which characters a document may hold: those that are legal in XML and that the fonts show.

The repertoire is data, not a look at the font files of one machine, so that the same JSON is
valid everywhere; a test proves that the fonts of the PDF engine have a glyph for all of it.
"""

import re
import unicodedata
from collections.abc import Collection
from typing import Any

LINE_BREAK, TAB = "\n", "\t"

_RANGES = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x00AC),  # Latin-1 up to the soft hyphen, which is invisible and so left out
    (0x00AE, 0x00FF),
    (0x0100, 0x017F),  # Latin Extended-A
    (0x0400, 0x0481),  # Cyrillic without the combining signs of old script
    (0x048A, 0x04FF),  # Kazakh and other Cyrillic
    (0x2010, 0x2015),  # hyphens and dashes
    (0x2018, 0x201E),  # quotation marks
)
_SINGLES = (
    "ʼ†‡•…‰′″‹›⁄€₴₸₽№™←↑→↓↔−∞≈≠≤≥■□▪▫○●☐☑☒✓"
    "\u2009\u202f"  # thin spaces between digits
)

ALLOWED = frozenset(
    {chr(code) for first, last in _RANGES for code in range(first, last + 1)}
    | set(_SINGLES)
    | {LINE_BREAK, TAB}
)


ONE_LINE, LINES = "line", "text"
LONGEST_NAME = 100
NAME = {"$ref": f"#/$defs/{ONE_LINE}", "maxLength": LONGEST_NAME}
"""JSON Schema of the name of a field: a finding names it, so an answer must be able to carry it."""


def schemas() -> dict[str, dict[str, Any]]:
    """JSON Schemas of the texts that fields of one line and of several lines take."""
    return {
        ONE_LINE: {"title": "текст в одну строку", "type": "string", "pattern": _pattern("")},
        LINES: {"title": "текст", "type": "string", "pattern": _pattern(r"\t\r\n")},
    }


def _pattern(breaks: str) -> str:
    ranges = "".join(f"{_escaped(first)}-{_escaped(last)}" for first, last in _RANGES)
    singles = "".join(_escaped(ord(char)) for char in _SINGLES)
    return f"^[{breaks}{ranges}{singles}]*$"


def _escaped(code: int) -> str:
    return f"\\u{code:04x}"


# A pattern is ten times faster than to look up each character in a set.
_TEXT, _TEXT_OF_ONE_LINE = re.compile(_pattern(r"\t\n")), re.compile(_pattern(""))


def first_refused(text: str) -> tuple[int, str] | None:
    """Position (from 0) and character of the first one that a document cannot hold."""
    if _TEXT.fullmatch(text):
        return None
    return next((at, char) for at, char in enumerate(text) if char not in ALLOWED)


def is_one_line(text: str) -> bool:
    """Whether a document can hold all of it in one line."""
    return _TEXT_OF_ONE_LINE.fullmatch(text) is not None


def names_are_allowed(names: Collection[str]) -> bool:
    """Whether these may be names of fields, known or not."""
    joined = "".join(names)
    short = len(joined) <= LONGEST_NAME or max(map(len, names)) <= LONGEST_NAME
    return short and is_one_line(joined)


def describe(char: str) -> str:
    """What to tell a clerk about a refused character: its code, its kind, and the way out."""
    code = f"U+{ord(char):04X}"
    kind = _KINDS.get(unicodedata.category(char), "знак, которого нет в шрифтах документа")
    return f"{code} ({kind})"


_KINDS = {
    "Cc": "управляющий знак",
    "Cf": "невидимый знак",
    "Cs": "половина составного знака",
    "Mn": "знак над буквой отдельно от буквы: наберите её заново одним знаком, без ударения",
    "Zl": "разделитель строк, замените переводом строки",
    "Zp": "разделитель абзацев, замените переводом строки",
}
