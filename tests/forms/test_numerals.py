"""Numbers in words, as totals are written."""

import pytest

from formsvc.forms import numerals


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "ноль"),
        (1, "один"),
        (12, "двенадцать"),
        (40, "сорок"),
        (100, "сто"),
        (219, "двести девятнадцать"),
        (1_000, "одна тысяча"),
        (2_002, "две тысячи два"),
        (11_011, "одиннадцать тысяч одиннадцать"),
        (21_321, "двадцать одна тысяча триста двадцать один"),
        (112_500, "сто двенадцать тысяч пятьсот"),
        (999_999, "девятьсот девяносто девять тысяч девятьсот девяносто девять"),
    ],
)
def test_numbers_are_written_in_words(number: int, words: str) -> None:
    assert numerals.in_words(number) == words


def test_every_number_has_words_of_its_own() -> None:
    numbers = range(25_000)
    assert len({numerals.in_words(number) for number in numbers}) == len(numbers)


@pytest.mark.parametrize("number", [-1, numerals.MOST + 1])
def test_other_numbers_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        numerals.in_words(number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1 (один) лист"),
        (3, "3 (три) листа"),
        (5, "5 (пять) листов"),
        (11, "11 (одиннадцать) листов"),
        (21, "21 (двадцать один) лист"),
        (114, "114 (сто четырнадцать) листов"),
    ],
)
def test_nouns_agree_with_numbers(number: int, words: str) -> None:
    assert numerals.counted(number, ("лист", "листа", "листов")) == words
