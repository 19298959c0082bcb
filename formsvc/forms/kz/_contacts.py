"""How often the case worker sees the child: schedules of the Kazakhstan SOP [S0, K-18]."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from formsvc.forms import dates
from formsvc.forms.kz._settings import PHONE as BY_PHONE
from formsvc.forms.kz._settings import KzSettings


@dataclass(frozen=True)
class Frequency:
    """How often, and the last day for the next contact after one (None: no term)."""

    words: str
    next_due: Callable[[date], date] | None


WEEKLY = Frequency("не реже раза в неделю", partial(dates.add_weeks, weeks=1))
MONTHLY = Frequency("не реже раза в месяц", partial(dates.add_months, months=1))
AS_NEEDED = Frequency("по необходимости", None)


@dataclass(frozen=True)
class Stage:
    """A way of contact that is kept for some months from its beginning (None: to the end)."""

    how: str
    frequency: Frequency
    months: int | None = None


Stages = Sequence[Stage]
HOME, PHONE, ANY = "посещение на дому", "звонок по телефону", "посещение или звонок"
PATRONAGE = "патронатная семья"
_AT_HOME = (Stage(HOME, WEEKLY, 1), Stage(HOME, MONTHLY))
_BY_PHONE = (Stage(PHONE, MONTHLY),)
SCHEDULES: Mapping[str, Stages] = {
    "родители, опекуны": _AT_HOME,
    PATRONAGE: _AT_HOME,
    "расширенная семья": (Stage(HOME, MONTHLY, 3), Stage(HOME, AS_NEEDED)),
    "дом ребенка или другое учреждение интернатного типа": _BY_PHONE,
    "неправительственная или другая организация": (Stage(ANY, AS_NEEDED),),
}


def stages_of(whom: str | None, settings: KzSettings) -> Stages:
    """The schedule for one of SCHEDULES, as the office reads the standard; none for nobody."""
    if whom == PATRONAGE and settings.k18_patronage == BY_PHONE:
        return _BY_PHONE
    return SCHEDULES[whom] if whom else ()


def _dated(stages: Stages, begin: date) -> Iterator[tuple[date, date | None, Stage]]:
    """First day, last day and stage, one after another from the day of the plan."""
    first = begin
    for stage in stages:
        after = dates.add_months(first, stage.months) if stage.months else None
        yield first, after and after - timedelta(days=1), stage
        first = after or first


def schedule(whom: str | None, begin: date, settings: KzSettings) -> list[dict[str, Any]]:
    """The schedule as a table for a clerk; dates in ISO 8601."""
    return [
        {
            "whom": whom,
            "how": stage.how,
            "frequency": stage.frequency.words,
            "from": first.isoformat(),
            "to": last and last.isoformat(),
        }
        for first, last, stage in _dated(stages_of(whom, settings), begin)
    ]


def next_due(stages: Stages, begin: date, latest: date) -> date | None:
    """The last day for the contact after the one of `latest`, or None where there is no term.

    A term that would end after its stage is one of the next: the last week of the month of weekly
    visits asks for none in the week after it.
    """
    for _, last, stage in _dated(stages, begin):
        due = stage.frequency.next_due and stage.frequency.next_due(latest)
        if last is None or (due and due <= last):
            return due
    return None
