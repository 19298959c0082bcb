"""Dates on paper, ages, and steps along the calendar (G-09)."""

from calendar import monthrange
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formsvc.forms import dates

NBSP = "\u00a0"
FIFTH_OF_JUNE = date(2024, 6, 5)

any_day = st.dates(date(1900, 1, 1), date(2100, 12, 31))
some_months = st.integers(min_value=0, max_value=120)


def test_a_date_in_figures_has_two_two_and_four_of_them() -> None:
    assert dates.numeric(FIFTH_OF_JUNE) == "05.06.2024"


def test_the_day_stands_in_quotes_and_the_year_keeps_its_mark() -> None:
    assert dates.quoted(FIFTH_OF_JUNE) == f"«5» июня 2024{NBSP}г."
    assert dates.quoted(date(2024, 4, 25)) == f"«25» апреля 2024{NBSP}г."


def test_a_date_in_words_is_written_short_or_in_full() -> None:
    assert dates.in_words(date(2024, 4, 25)) == f"25 апреля 2024{NBSP}г."
    assert dates.in_words_full(date(2024, 4, 25)) == "25 апреля 2024 года"


def test_a_kazakh_date_begins_with_the_year() -> None:
    assert dates.in_words_kk(date(2024, 4, 25)) == "2024 жылғы 25 сәуір"


@pytest.mark.parametrize(
    ("month", "russian", "kazakh"),
    [
        (1, "января", "қаңтар"),
        (2, "февраля", "ақпан"),
        (3, "марта", "наурыз"),
        (4, "апреля", "сәуір"),
        (5, "мая", "мамыр"),
        (6, "июня", "маусым"),
        (7, "июля", "шілде"),
        (8, "августа", "тамыз"),
        (9, "сентября", "қыркүйек"),
        (10, "октября", "қазан"),
        (11, "ноября", "қараша"),
        (12, "декабря", "желтоқсан"),
    ],
)
def test_every_month_has_its_name_in_both_languages(month: int, russian: str, kazakh: str) -> None:
    day = date(2026, month, 1)
    assert dates.in_words_full(day) == f"1 {russian} 2026 года"
    assert dates.in_words_kk(day) == f"2026 жылғы 1 {kazakh}"


def test_a_time_has_two_figures_for_hours_and_minutes() -> None:
    assert dates.clock(time(9, 5)) == "09:05"
    assert dates.clock(time(23, 59, 59)) == "23:59"


def test_a_year_of_life_is_full_on_the_birthday_and_not_before() -> None:
    birth = date(2020, 6, 15)
    assert dates.age_on(birth, date(2025, 6, 14)) == 4
    assert dates.age_on(birth, date(2025, 6, 15)) == 5
    assert dates.age_on(birth, birth) == 0


def test_who_was_born_on_the_leap_day_grows_older_on_the_first_of_march() -> None:
    birth = date(2020, 2, 29)
    assert dates.age_on(birth, date(2021, 2, 28)) == 0
    assert dates.age_on(birth, date(2021, 3, 1)) == 1
    assert dates.age_on(birth, date(2024, 2, 29)) == 4


def test_an_age_before_the_birth_is_below_zero() -> None:
    assert dates.age_on(date(2024, 6, 1), date(2024, 5, 31)) == -1


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int, expected: date) -> None:
    assert dates.add_months(day, months) == expected


@given(any_day, some_months)
def test_months_later_it_is_that_month_and_its_same_or_last_day(day: date, months: int) -> None:
    later = dates.add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])


@given(any_day, some_months)
def test_an_earlier_day_never_overtakes_a_later_one(day: date, months: int) -> None:
    next_day = day + timedelta(days=1)
    assert dates.add_months(day, months) <= dates.add_months(next_day, months)


def test_a_month_and_a_half_is_a_calendar_month_and_fifteen_days() -> None:
    assert dates.add_month_and_a_half(date(2026, 3, 10)) == date(2026, 4, 25)
    assert dates.add_month_and_a_half(date(2026, 1, 31)) == date(2026, 3, 15)


def test_six_weeks_are_forty_two_days() -> None:
    assert dates.add_weeks(date(2026, 3, 2), 6) == date(2026, 4, 13)
