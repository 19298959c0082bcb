"""Lines of a text in a column: every letter once, broken where the first word does not fit."""

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
