"""Lines of a text in a column: every letter once, broken where the first word does not fit."""

import random
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formsvc.renderers.text_width import wrapped

_ROOMY = 10_000
_TEXTS = st.text(alphabet="абЖЩшwi, .-\u00a0\t\n☐Ѩ  ", max_size=120)
_ROOMS = st.floats(0.5, 30)


@given(_TEXTS, _ROOMS, st.booleans())
def test_joined_lines_are_the_text(text: str, room: float, bold: bool) -> None:
    assert "".join(wrapped(text, room, bold)) == text


@given(_TEXTS)
def test_a_wide_column_breaks_at_line_feeds_only(text: str) -> None:
    assert [line.removesuffix("\n") for line in wrapped(text, _ROOMY)] == text.split("\n")


@given(
    st.lists(st.text("абЖЩwi", min_size=1, max_size=4), min_size=1, max_size=30), st.floats(5, 20)
)
def test_a_line_takes_as_many_words_as_fit(words: list[str], room: float) -> None:
    expected = [words[0]]
    for word in words[1:]:
        longer = f"{expected[-1]} {word}"
        if len(wrapped(longer, room)) == 1:
            expected[-1] = longer
        else:
            expected.append(word)
    assert [line.rstrip() for line in wrapped(" ".join(words), room)] == expected


def test_a_word_longer_than_the_line_goes_on_in_the_next() -> None:
    lines = wrapped("Жжж " + "Ж" * 10, 4)
    assert len(lines) > 2
    assert all(len(line) <= 5 for line in lines)


def test_a_letter_wider_than_the_column_stands_alone() -> None:
    assert wrapped("Ѩ", 0.5) == ["Ѩ"]
    assert wrapped("ѨѨ", 0.5) == ["Ѩ", "Ѩ"]


# Letters of all widths, white space of every kind, and letters that the table of widths lacks.
LETTERS = "абжшщЖМW—il.,ӘҚ№ \u00a0\t\u202f"
ALPHABETS = (LETTERS, "абвгдежз ", "ЖШ—", "il ", "а б\n", LETTERS + "\nŸ\u0e01\ue000")


def width(text: str) -> int:
    """In hundredths of an em: the least room in which the text is one line."""
    low, high = 0, 401 * len(text) + 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(wrapped(text, middle / 100)) == 1 else (middle + 1, high)
    return low


WIDTHS = {char: width(f"{char}..") - width("..") for char in "".join(ALPHABETS) if char != "\n"}


def words(text: str, room: int) -> Iterator[tuple[int, int]]:
    """Where words begin and end, or the pieces of one that is longer than a line."""
    longest = max(1, room // WIDTHS["Ж"])
    for word in re.finditer(r"\S+", text):
        start, end = word.span()
        fits = sum(map(WIDTHS.__getitem__, word[0])) <= room
        step = end - start if fits else longest
        for at in range(start, end, step):
            yield at, min(at + step, end)


def by_words(text: str, room: int) -> list[str]:
    """The lines of a text without line breaks."""
    lines, begin = [], 0
    for start, end in words(text, room):
        if start > begin and sum(map(WIDTHS.__getitem__, text[begin:end])) > room:
            lines.append(text[begin:start])
            begin = start
    return [*lines, text[begin:]]


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_lines_are_those_of_the_words_one_after_another(alphabet: str) -> None:
    chance = random.Random(alphabet)
    for _ in range(1000):
        text = "".join(chance.choices(alphabet, k=chance.randrange(60)))
        room = chance.randrange(10, 2500)
        lines = [line for part in text.split("\n") for line in by_words(part, room)]

        told = wrapped(text, (room + 0.5) / 100)
        assert [line.removesuffix("\n") for line in told] == lines
        assert "".join(told) == text
