"""Working days of Russia and Kazakhstan, and the ends of terms (G-08, G-09).

Known years follow the decrees that move days off, working Saturdays among them. A year whose
decree is not out yet has its weekends and the holidays fixed by law (in Kazakhstan with an
estimated Құрбан айт); before 1991 and after 2100 there are weekends only, and so in every year
for an office that chose it. A file of overrides corrects any of it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from formsvc.forms import dates
from formsvc.toml_files import read_toml

Country = Literal["RU", "KZ"]
Overrides = Mapping[Country, Mapping[date, bool]]

_DAY = timedelta(days=1)
_SATURDAY = 5
_WORKING = {"working": True, "day off": False}
_YEARS_KEPT = 256  # a bound on memory, far above the years that documents speak of


class Unit(Enum):
    """What a term is counted in; the value has its Russian forms for 1, 2 and 5."""

    DAYS = ("день", "дня", "дней")
    WORKING_DAYS = ("рабочий день", "рабочих дня", "рабочих дней")
    WEEKS = ("неделя", "недели", "недель")
    MONTHS = ("месяц", "месяца", "месяцев")


@dataclass(frozen=True)
class Term:
    """A length of time that a rule allows: «3 рабочих дня», «6 месяцев»."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        """A term of nothing is a mistake of whoever wrote the rule."""
        if self.amount < 1:
            raise ValueError("a term has an amount of at least 1")

    def __str__(self) -> str:
        """In Russian, in the nominative case."""
        return f"{self.amount} {self.unit.value[_plural_form(self.amount)]}"


def _plural_form(amount: int) -> int:
    """0 as in «1 день», 1 as in «2 дня», 2 as in «5 дней»."""
    if amount % 100 in range(11, 15):
        return 2
    return {1: 0, 2: 1, 3: 1, 4: 1}.get(amount % 10, 2)


def _add_days(event: date, amount: int) -> date:
    return event + timedelta(days=amount)


_CALENDAR_UNITS: Mapping[Unit, Callable[[date, int], date]] = {
    Unit.DAYS: _add_days,
    Unit.WEEKS: dates.add_weeks,
    Unit.MONTHS: dates.add_months,
}


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days of a country; an override is True for a working day, False for a day off.

    `weekends_only` leaves out the holidays and the moved days of the law.
    """

    country: Country
    overrides: Mapping[date, bool] = field(default_factory=dict)
    weekends_only: bool = False

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on the day."""
        known = self.overrides.get(day)
        if known is not None:
            return known
        if self.weekends_only:
            return is_weekday(day)
        return day in _working_days(self.country, day.year)

    def exceptions(self, year: int) -> Iterator[tuple[date, bool]]:
        """The days of a year that differ from plain weeks: whether each is a working day."""
        for day in _days_of(year):
            working = self.is_working_day(day)
            if working != is_weekday(day):
                yield day, working

    def next_working_day(self, day: date) -> date:
        """The day itself when it is a working one, else the first working day after it."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def term_end(self, event: date, term: Term) -> date:
        """Last day of a term that starts on the day after the event.

        A term in calendar units that ends on a day off ends on the next working day.
        ГК РФ ст. 191–193; ГК РК ст. 172–176.
        """
        if term.unit is Unit.WORKING_DAYS:
            return self._working_day_after(event, term.amount)
        return self.next_working_day(_CALENDAR_UNITS[term.unit](event, term.amount))

    def _working_day_after(self, event: date, amount: int) -> date:
        day = event
        for _ in range(amount):
            day = self.next_working_day(day + _DAY)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`, counted as a term; 0 if none."""
        days = (start + _DAY * step for step in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))


def is_weekday(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < _SATURDAY


@lru_cache(maxsize=_YEARS_KEPT)
def _working_days(country: Country, year: int) -> frozenset[date]:
    from holidays import country_holidays  # not at start-up: few documents ask for a calendar

    # The package's own calendar grows as it is asked, which threads must not share; a set of a
    # whole year never changes.
    known = country_holidays(country, years=year, expand=False)
    return frozenset(filter(known.is_working_day, _days_of(year)))


def _days_of(year: int) -> Iterator[date]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return (first + _DAY * step for step in range((last - first).days + 1))


def read_overrides(path: Path) -> dict[Country, dict[date, bool]]:
    """Overrides of each country from a TOML file with a table a country, a line a day.

    `[RU]` and below it `2026-01-09 = "working"` or `2026-01-10 = "day off"`. ValueError names
    the file and the line or key that is not so, in Russian.
    """
    try:
        return _overrides(read_toml(path))
    except ValueError as wrong:
        raise ValueError(f"{path.name}: {wrong}") from wrong


def _overrides(tables: Mapping[str, Any]) -> dict[Country, dict[date, bool]]:
    countries: tuple[Country, ...] = get_args(Country)
    if unknown := sorted(tables.keys() - set(countries)):
        raise ValueError(f"{unknown[0]} — не страна; известны {', '.join(countries)}")
    return {country: _overrides_of(country, tables.get(country, {})) for country in countries}


def _overrides_of(country: Country, table: Any) -> dict[date, bool]:
    if not isinstance(table, dict):
        raise ValueError(f"{country} — не таблица дней")
    return {_day(country, key): _is_working(country, key, table[key]) for key in table}


def _day(country: Country, key: str) -> date:
    with suppress(ValueError):
        day = date.fromisoformat(key)
        if day.isoformat() == key:  # one spelling a day, so that no day is told twice
            return day
    raise ValueError(f"{country}.{key} — не дата вида 2026-01-09")


def _is_working(country: Country, key: str, value: Any) -> bool:
    if not isinstance(value, str) or value not in _WORKING:
        raise ValueError(f'{country}.{key} — не "working" и не "day off"')
    return _WORKING[value]
