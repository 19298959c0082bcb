"""Working days of Russia and Kazakhstan, terms, and the file of overrides (G-08, G-09)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formsvc.forms.calendar import Term, Unit, WorkingCalendar, read_overrides
from formsvc.forms.settings import DEFAULTS, CommonSettings, RuleSettings

RUSSIA = WorkingCalendar("RU")
KAZAKHSTAN = WorkingCalendar("KZ")

any_calendar = st.sampled_from([RUSSIA, KAZAKHSTAN])
any_day = st.dates(date(1995, 1, 1), date(2040, 12, 31))


# Постановления Правительства РФ о переносе выходных дней на 2024–2027 годы.
@pytest.mark.parametrize(
    "saturday",
    [date(2024, 4, 27), date(2024, 11, 2), date(2024, 12, 28), date(2025, 11, 1)],
)
def test_a_saturday_made_working_by_decree_counts_in_russia(saturday: date) -> None:
    assert saturday.weekday() == 5
    assert RUSSIA.is_working_day(saturday)
    assert not RUSSIA.is_working_day(saturday + timedelta(days=7))


# Постановления Правительства РК и приказы Министра труда о переносе дней отдыха.
@pytest.mark.parametrize(
    "weekend_day",
    [date(2013, 12, 28), date(2023, 7, 1), date(2024, 5, 4), date(2025, 1, 5)],
)
def test_a_weekend_day_made_working_counts_in_kazakhstan(weekend_day: date) -> None:
    assert weekend_day.weekday() >= 5
    assert KAZAKHSTAN.is_working_day(weekend_day)
    assert not RUSSIA.is_working_day(weekend_day)


@pytest.mark.parametrize(
    "day_off",
    [
        date(2024, 4, 29),
        date(2024, 12, 31),
        date(2025, 5, 2),
        date(2025, 6, 13),
        date(2026, 1, 9),
        date(2026, 3, 9),
        date(2026, 5, 11),
    ],
)
def test_a_weekday_freed_by_decree_is_off_in_russia(day_off: date) -> None:
    assert day_off.weekday() < 5
    assert not RUSSIA.is_working_day(day_off)


@pytest.mark.parametrize(
    "day_off",
    [
        date(2024, 5, 8),
        date(2025, 1, 3),
        date(2025, 3, 24),
        date(2025, 6, 6),
        date(2025, 9, 1),
        date(2025, 10, 27),
    ],
)
def test_a_moved_or_religious_holiday_is_off_in_kazakhstan(day_off: date) -> None:
    assert day_off.weekday() < 5
    assert not KAZAKHSTAN.is_working_day(day_off)


def test_nauryz_is_a_day_off_only_in_kazakhstan() -> None:
    nauryz = date(2024, 3, 22)
    assert not KAZAKHSTAN.is_working_day(nauryz)
    assert RUSSIA.is_working_day(nauryz)


@pytest.mark.parametrize(("year", "working_days"), [(2024, 248), (2025, 247), (2026, 247)])
def test_russian_years_have_the_working_days_of_the_production_calendar(
    year: int, working_days: int
) -> None:
    before, last = date(year - 1, 12, 31), date(year, 12, 31)
    assert RUSSIA.working_days_between(before, last) == working_days


def test_a_year_without_a_decree_has_weekends_and_fixed_holidays() -> None:
    assert not RUSSIA.is_working_day(date(2045, 5, 9))
    assert not KAZAKHSTAN.is_working_day(date(2045, 12, 16))
    assert not RUSSIA.is_working_day(date(2045, 7, 1))
    assert RUSSIA.is_working_day(date(2045, 7, 3))


@pytest.mark.parametrize("calendar", [RUSSIA, KAZAKHSTAN])
@pytest.mark.parametrize("year", [1, 1980, 2101, 9998])
def test_a_year_that_nobody_knows_has_its_weekends(calendar: WorkingCalendar, year: int) -> None:
    week = [date(year, 7, 1) + timedelta(days=step) for step in range(7)]
    assert sum(map(calendar.is_working_day, week)) == 5


def test_an_override_makes_a_day_working_or_off() -> None:
    friday, saturday = date(2026, 7, 17), date(2026, 7, 18)
    calendar = WorkingCalendar("RU", {friday: False, saturday: True})
    assert not calendar.is_working_day(friday)
    assert calendar.is_working_day(saturday)
    assert calendar.next_working_day(friday) == saturday
    assert RUSSIA.is_working_day(friday)


def test_a_working_day_is_its_own_next_working_day() -> None:
    assert RUSSIA.next_working_day(date(2025, 12, 30)) == date(2025, 12, 30)
    assert RUSSIA.next_working_day(date(2025, 12, 31)) == date(2026, 1, 12)


@pytest.mark.parametrize(
    ("event", "term", "end"),
    [
        # The day of the event itself is not counted.
        (date(2026, 7, 6), Term(1, Unit.DAYS), date(2026, 7, 7)),
        (date(2026, 7, 6), Term(1, Unit.WORKING_DAYS), date(2026, 7, 7)),
        (date(2026, 7, 6), Term(6, Unit.WEEKS), date(2026, 8, 17)),
        (date(2026, 7, 6), Term(3, Unit.MONTHS), date(2026, 10, 6)),
        # A calendar term that ends on a day off ends on the next working day.
        (date(2026, 7, 8), Term(3, Unit.DAYS), date(2026, 7, 13)),
        (date(2026, 7, 11), Term(1, Unit.WEEKS), date(2026, 7, 20)),
        (date(2025, 11, 30), Term(1, Unit.MONTHS), date(2025, 12, 30)),
        (date(2025, 12, 1), Term(1, Unit.MONTHS), date(2026, 1, 12)),
        # The end of a short month, 28 February 2026, is a Saturday.
        (date(2026, 1, 31), Term(1, Unit.MONTHS), date(2026, 3, 2)),
        # Working days pass over the weekend, count a working Saturday, pass over holidays.
        (date(2026, 7, 9), Term(3, Unit.WORKING_DAYS), date(2026, 7, 14)),
        (date(2025, 10, 31), Term(1, Unit.WORKING_DAYS), date(2025, 11, 1)),
        (date(2025, 10, 31), Term(2, Unit.WORKING_DAYS), date(2025, 11, 5)),
        (date(2025, 12, 30), Term(1, Unit.WORKING_DAYS), date(2026, 1, 12)),
        # A calendar term may end on a working Saturday.
        (date(2025, 10, 25), Term(1, Unit.WEEKS), date(2025, 11, 1)),
    ],
)
def test_a_term_in_russia_ends_on_its_day(event: date, term: Term, end: date) -> None:
    assert RUSSIA.term_end(event, term) == end


@pytest.mark.parametrize(
    ("event", "term", "end"),
    [
        (date(2024, 5, 3), Term(1, Unit.WORKING_DAYS), date(2024, 5, 4)),
        (date(2024, 5, 3), Term(3, Unit.WORKING_DAYS), date(2024, 5, 10)),
        (date(2025, 3, 19), Term(2, Unit.DAYS), date(2025, 3, 26)),
        (date(2025, 2, 28), Term(6, Unit.MONTHS), date(2025, 8, 28)),
    ],
)
def test_a_term_in_kazakhstan_ends_on_its_day(event: date, term: Term, end: date) -> None:
    assert KAZAKHSTAN.term_end(event, term) == end


@settings(max_examples=50, deadline=None)  # the first question of a process builds a year
@given(any_calendar, any_day, st.builds(Term, st.integers(1, 40), st.sampled_from(Unit)))
def test_every_term_ends_on_a_working_day_after_the_event(
    calendar: WorkingCalendar, event: date, term: Term
) -> None:
    end = calendar.term_end(event, term)
    assert end > event
    assert calendar.is_working_day(end)


@settings(max_examples=50, deadline=None)  # the first question of a process builds a year
@given(any_calendar, any_day, st.integers(1, 40))
def test_a_term_of_working_days_has_just_as_many_of_them(
    calendar: WorkingCalendar, event: date, amount: int
) -> None:
    end = calendar.term_end(event, Term(amount, Unit.WORKING_DAYS))
    assert calendar.working_days_between(event, end) == amount


def test_no_working_days_lie_between_a_day_and_itself_or_an_earlier_one() -> None:
    assert RUSSIA.working_days_between(date(2026, 7, 6), date(2026, 7, 6)) == 0
    assert RUSSIA.working_days_between(date(2026, 7, 6), date(2026, 7, 1)) == 0


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (Term(1, Unit.WORKING_DAYS), "1 рабочий день"),
        (Term(3, Unit.WORKING_DAYS), "3 рабочих дня"),
        (Term(5, Unit.WORKING_DAYS), "5 рабочих дней"),
        (Term(1, Unit.DAYS), "1 день"),
        (Term(11, Unit.DAYS), "11 дней"),
        (Term(12, Unit.DAYS), "12 дней"),
        (Term(14, Unit.DAYS), "14 дней"),
        (Term(20, Unit.DAYS), "20 дней"),
        (Term(21, Unit.DAYS), "21 день"),
        (Term(24, Unit.DAYS), "24 дня"),
        (Term(112, Unit.DAYS), "112 дней"),
        (Term(6, Unit.WEEKS), "6 недель"),
        (Term(1, Unit.WEEKS), "1 неделя"),
        (Term(2, Unit.WEEKS), "2 недели"),
        (Term(1, Unit.MONTHS), "1 месяц"),
        (Term(3, Unit.MONTHS), "3 месяца"),
        (Term(6, Unit.MONTHS), "6 месяцев"),
    ],
)
def test_a_term_is_told_in_russian_with_the_right_plural(term: Term, words: str) -> None:
    assert str(term) == words


@pytest.mark.parametrize("amount", [0, -1])
def test_a_term_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Term(amount, Unit.DAYS)


def test_an_office_may_count_weekends_only() -> None:
    plain = WorkingCalendar("RU", {date(2026, 7, 18): True}, weekends_only=True)
    days = [date(2026, 1, 5), date(2026, 1, 10), date(2026, 7, 18)]
    assert [plain.is_working_day(day) for day in days] == [True, False, True]
    assert dict(plain.exceptions(2026)) == {date(2026, 7, 18): True}


def test_the_settings_of_the_office_make_its_calendar() -> None:
    own = CommonSettings("weekends", {"KZ": {date(2026, 7, 20): False}})
    calendar = RuleSettings.of(own).calendar("KZ")
    assert calendar == WorkingCalendar("KZ", {date(2026, 7, 20): False}, weekends_only=True)
    assert DEFAULTS.calendar("RU") == WorkingCalendar("RU")


def overrides_file(folder: Path, text: str) -> Path:
    path = folder / "overrides.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_overrides_are_read_for_each_country(tmp_path: Path) -> None:
    path = overrides_file(
        tmp_path,
        """
        [RU]
        2026-07-17 = "day off"   # with a note of the clerk
        "2026-07-18" = "working"
        """,
    )
    assert read_overrides(path) == {
        "RU": {date(2026, 7, 17): False, date(2026, 7, 18): True},
        "KZ": {},
    }


def test_overrides_saved_by_a_windows_editor_are_read(tmp_path: Path) -> None:
    path = tmp_path / "overrides.toml"
    path.write_bytes('\ufeff[KZ]\r\n2026-07-17 = "day off"\r\n'.encode())
    assert read_overrides(path)["KZ"] == {date(2026, 7, 17): False}


def test_an_override_read_from_a_file_moves_the_end_of_a_term(tmp_path: Path) -> None:
    path = overrides_file(tmp_path, '[KZ]\n2026-07-20 = "day off"\n')
    calendar = WorkingCalendar("KZ", read_overrides(path)["KZ"])
    term = Term(1, Unit.WORKING_DAYS)
    assert KAZAKHSTAN.term_end(date(2026, 7, 17), term) == date(2026, 7, 20)
    assert calendar.term_end(date(2026, 7, 17), term) == date(2026, 7, 21)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[RU]\n2026-13-01 = "working"', "RU.2026-13-01"),
        ('[RU]\n20260109 = "working"', "RU.20260109"),
        ('[RU]\n2026-01-09 = "holiday"', "RU.2026-01-09"),
        ("[RU]\n2026-01-09 = true", "RU.2026-01-09"),
        ('[KZ]\n2026-01-09 = ["working"]', "KZ.2026-01-09"),
        ('[UZ]\n2026-01-09 = "working"', "UZ"),
        ('RU = "working"', "RU"),
        ('2026-01-09 = "working"', "2026-01-09"),
        ("[RU]\n2026-01-09 = working", "line 2"),
        ('[RU]\n2026-01-09 = "working"\n2026-01-09 = "day off"\n', "line 3"),
    ],
)
def test_anything_else_in_the_file_is_refused_by_name_and_place(
    tmp_path: Path, text: str, place: str
) -> None:
    with pytest.raises(ValueError, match=rf"overrides\.toml: .*{place}"):
        read_overrides(overrides_file(tmp_path, text))


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "overrides.toml"
    path.write_bytes("[RU] # праздник".encode("cp1251"))
    with pytest.raises(ValueError, match=r"overrides\.toml: .*utf-8"):
        read_overrides(path)
