"""How often the case worker sees the child: schedules of the Kazakhstan SOP [S0, K-18]."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from formsvc.forms import dates


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


HOME, PHONE, ANY = "посещение на дому", "звонок по телефону", "посещение или звонок"
_AT_HOME = (Stage(HOME, WEEKLY, 1), Stage(HOME, MONTHLY))
SCHEDULES: Mapping[str, tuple[Stage, ...]] = {
    "родители, опекуны": _AT_HOME,
    # The SOP names patronage families twice, with different terms: the stricter one stands
    # unless an office chooses the other.
    "патронатная семья": _AT_HOME,
    "патронатная семья (только по телефону)": (Stage(PHONE, MONTHLY),),
    "расширенная семья": (Stage(HOME, MONTHLY, 3), Stage(HOME, AS_NEEDED)),
    "дом ребенка или другое учреждение интернатного типа": (Stage(PHONE, MONTHLY),),
    "неправительственная или другая организация": (Stage(ANY, AS_NEEDED),),
}


def stages(whom: str | None, begin: date) -> Iterator[tuple[date, date | None, Stage]]:
    """First day, last day and stage, one after another from the day of the plan."""
    first = begin
    for stage in SCHEDULES[whom] if whom else ():
        after = dates.add_months(first, stage.months) if stage.months else None
        yield first, after and after - timedelta(days=1), stage
        first = after or first


def schedule(whom: str | None, begin: date) -> list[dict[str, Any]]:
    """The schedule as a table for a clerk; dates in ISO 8601."""
    return [
        {
            "whom": whom,
            "how": stage.how,
            "frequency": stage.frequency.words,
            "from": first.isoformat(),
            "to": last and last.isoformat(),
        }
        for first, last, stage in stages(whom, begin)
    ]


def next_due(whom: str | None, begin: date, latest: date) -> date | None:
    """The last day for the contact after the one of `latest`, or None where there is no term."""
    for _, last, stage in stages(whom, begin):
        if last is None or latest <= last:
            return stage.frequency.next_due and stage.frequency.next_due(latest)
    return None
