"""Which characters a document may hold, and that the fonts of the PDF engine have them all."""

import unicodedata
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from formsvc.forms.characters import ALLOWED, LINE_BREAK, TAB, describe, first_refused

FONTS = Path("/usr/share/fonts/truetype")  # Debian's fonts-freefont-ttf and fonts-dejavu-core
# fonts-dejavu-core has no slanted faces: the engine slants the upright one.
FACES = {
    "regular": ("freefont/FreeSerif.ttf", "dejavu/DejaVuSans.ttf"),
    "bold": ("freefont/FreeSerifBold.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    "italic": ("freefont/FreeSerifItalic.ttf", "dejavu/DejaVuSans.ttf"),
    "bold italic": ("freefont/FreeSerifBoldItalic.ttf", "dejavu/DejaVuSans-Bold.ttf"),
}


@cache
def glyphs(face: str) -> frozenset[str]:
    """Characters that a font file has a glyph for."""
    with TTFont(FONTS / face, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@pytest.mark.parametrize("style", FACES)
def test_every_allowed_character_has_a_glyph_in_each_style(style: str) -> None:
    serif, sans = FACES[style]
    assert not ALLOWED - glyphs(serif) - glyphs(sans) - {LINE_BREAK, TAB}


@pytest.mark.parametrize("style", FACES)
def test_russian_and_kazakh_letters_are_all_of_one_font(style: str) -> None:
    letters = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі"
    assert set(letters + letters.upper() + "№«»—") <= glyphs(FACES[style][0])


@pytest.mark.parametrize(
    "text",
    [
        "Съешь ещё этих мягких французских булок",
        "Әбдіғалиева Үміт Өмірбекқызы, Һәкімов Іңкәр, Ұлжан, Қуаныш",
        "№ 7(г), «кавычки», „лапки“, тире — и – минус −5 °C, 40 000 ₸, § 3, 1½",
        "☐ нет ☑ да ☒ ✓ № • … ‰ ≤ ≥ ≈",
        "строка\nвторая\tс табуляцией",
        "{{ 7*7 }} <w:p> &amp; =HYPERLINK(\"x\") 'O' %_$#@!^`|~\\",
        "Café Zürich Łódź Ørsted",
        "неразрывный\u00a0пробел, тонкий\u2009и\u202fузкий",
    ],
)
def test_texts_of_documents_are_allowed(text: str) -> None:
    assert first_refused(text) is None


REFUSED = {
    "NUL": "\0",
    "C0 control": "\x1b",
    "carriage return": "\r",
    "DEL": "\x7f",
    "C1 control": "\x85",
    "soft hyphen": "\u00ad",
    "lone high surrogate": "\ud83d",
    "lone low surrogate": "\ude00",
    **{
        f"bidi U+{code:04X}": chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
    },
    "left-to-right mark": "\u200e",
    "zero-width space": "\u200b",
    "zero-width non-joiner": "\u200c",
    "zero-width joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "emoji": "\U0001f600",
    "variation selector": "\ufe0f",
    "private use": "\ue000",
    "private use of plane 15": "\U000f0000",
    "noncharacter": "\uffff",
    "replacement character": "\ufffd",
    "stress mark": "\u0301",
    "Chinese": "\u4e2d",
    "Arabic": "\u0627",
}


@pytest.mark.parametrize("char", REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_printed_is_refused_with_its_position(char: str) -> None:
    assert first_refused(f"имя{char}") == (3, char)


@pytest.mark.parametrize("letter", "йЙёЁїўéñ")
def test_a_letter_put_together_of_two_characters_is_refused(letter: str) -> None:
    apart = unicodedata.normalize("NFD", letter)
    assert first_refused(apart) == (1, apart[1])
    assert first_refused(letter) is None


def test_nothing_invisible_unassigned_or_combining_is_allowed() -> None:
    kinds = {unicodedata.category(char) for char in ALLOWED - {LINE_BREAK, TAB}}
    assert not kinds & {"Cc", "Cf", "Cn", "Co", "Cs", "Mc", "Me", "Mn", "Zl", "Zp"}


def test_every_allowed_character_goes_through_xml_unchanged() -> None:
    element = etree.Element("text")
    element.text = "".join(sorted(ALLOWED))
    assert etree.fromstring(etree.tostring(element)).text == element.text


@pytest.mark.parametrize("char", REFUSED.values(), ids=REFUSED.keys())
def test_a_refused_character_is_described_by_its_code_and_not_shown(char: str) -> None:
    told = describe(char)
    assert told.startswith(f"U+{ord(char):04X} (")
    assert told.isprintable() and char not in told
