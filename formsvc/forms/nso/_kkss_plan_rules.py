"""Parts II and III of the family support card: N-04, N-07, N-12 of the procedure [S1]."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from formsvc.forms import dates
from formsvc.forms.findings import Path
from formsvc.forms.nso._kkss_monitoring import ENDING
from formsvc.forms.nso._period import MONTHS, end_of_period, is_outside
from formsvc.forms.nso._risk import THREAT
from formsvc.forms.rules import COMPUTED, WARNING, Checked, Hit, kept, rows, rule, warning

REGULAR, ON_REQUEST = "1 раз в 3 месяца", "по запросу"
_PERIOD: Path = ("plan", "period")


def _period(data: Mapping[str, Any]) -> tuple[date | None, date | None]:
    period = (data.get("plan") or {}).get("period") or {}
    return period.get("from"), period.get("to")


def risk(data: Mapping[str, Any]) -> str | None:
    """The level of risk as it is now: after the last monitoring, else of the decision."""
    grounds = (data.get("assessment") or {}).get("grounds") or {}
    after = [one.get("risk_after") for _, one in rows(data, "monitoring")]
    levels = [grounds.get("risk_level"), *after]
    return next((level for level in reversed(levels) if level), None)


def is_closed(data: Mapping[str, Any]) -> bool:
    """Whether a monitoring closed the case or handed it over."""
    return any(one.get("decision") in ENDING for _, one in rows(data, "monitoring"))


def _timeline(data: Mapping[str, Any]) -> list[tuple[Path, date]]:
    """The beginning of the plan and the days of the monitorings, with their paths."""
    days: list[tuple[Path, date | None]] = [((*_PERIOD, "from"), _period(data)[0])]
    for place, one in rows(data, "monitoring"):
        days.append((("monitoring", place, "monitored_on"), one.get("monitored_on")))
    return [(path, day) for path, day in days if day]


def next_monitoring_due(data: Mapping[str, Any]) -> date | None:
    """Three months after the last monitoring or the beginning of the plan (N-07); None for a
    closed case and under a threat to life, where it is made on request (N-04).
    """
    last = max((day for _, day in _timeline(data)), default=None)
    if last is None or is_closed(data) or risk(data) == THREAT:
        return None
    return dates.add_months(last, MONTHS)


def next_supervision_due(data: Mapping[str, Any]) -> date | None:
    """A month after the last supervision or the curator's appointment (N-12)."""
    case = data.get("case") or {}
    appointed = case.get("curator_appointed_on")
    known = [*(case.get("supervisions") or []), *([appointed] if appointed else [])]
    return dates.add_months(max(known), 1) if known and not is_closed(data) else None


def computed(data: Mapping[str, Any]) -> dict[str, Any]:
    """End of the plan, monitoring and supervision; days in ISO 8601."""
    begin, _ = _period(data)
    days = {
        "plan_to": end_of_period(begin) if begin else None,
        "next_monitoring_due": next_monitoring_due(data),
        "next_supervision_due": next_supervision_due(data),
    }
    monitoring = ON_REQUEST if risk(data) == THREAT else REGULAR
    shown = {name: day.isoformat() if day else None for name, day in days.items()}
    return {**shown, "monitoring": monitoring}


@rule("N-07", "S1", WARNING)
def plan_of_three_months(checked: Checked) -> Iterator[Hit]:
    """Индивидуальный план — на 3 месяца, считая день окончания или без него."""
    begin, end = _period(checked.data)
    if begin and end and (end - dates.add_months(begin, MONTHS)).days not in (-1, 0):
        yield warning("Период не равен 3 месяцам.", *_PERIOD, "to")


@rule("N-07", "S1", WARNING)
def terms_lie_within_the_plan(checked: Checked) -> Iterator[Hit]:
    """Сроки мероприятий — внутри периода плана."""
    begin, end = _period(checked.data)
    for place, task in rows(checked.data.get("plan") or {}, "tasks"):
        if is_outside(task.get("due"), begin, end):
            yield warning("Срок вне периода плана.", "plan", "tasks", place, "due")


@rule("N-07", "S1", WARNING)
def monitoring_in_order(checked: Checked) -> Iterator[Hit]:
    """Каждый мониторинг позже предыдущего и не раньше начала плана."""
    for (_, before), (path, day) in pairwise(_timeline(checked.data)):
        if day <= before:
            yield warning("Мониторинг не позже предыдущего или начала плана.", *path)


@rule("N-07", "S1", WARNING)
def monitoring_every_three_months(checked: Checked) -> Iterator[Hit]:
    """Мониторинг 1 раз в 3 месяца; при угрозе жизни — по запросу."""
    if risk(checked.data) == THREAT:
        return
    for (_, before), (path, day) in pairwise(_timeline(checked.data)):
        if day > dates.add_months(before, MONTHS):
            yield warning("С прошлого мониторинга или начала плана прошло больше 3 месяцев.", *path)


@rule("N-07", "S1", WARNING)
def next_monitoring_is_agreed_in_time(checked: Checked) -> Iterator[Hit]:
    """Следующий мониторинг назначен позже этого, не дальше 3 месяцев."""
    for place, one in rows(checked.data, "monitoring"):
        done, following = one.get("monitored_on"), one.get("next_on")
        path = ("monitoring", place, "next_on")
        if done and following and following <= done:
            yield warning("Следующий мониторинг назначен не позже этого.", *path)
        elif done and following and following > dates.add_months(done, MONTHS):
            yield warning("До следующего мониторинга больше 3 месяцев.", *path)


@rule("N-07", "S1", WARNING)
def next_monitoring_in_time(checked: Checked) -> Iterator[Hit]:
    """Следующий мониторинг не просрочен."""
    due = next_monitoring_due(checked.data)
    if due and due < checked.as_of:
        message = f"Следующий мониторинг был нужен не позднее {dates.numeric(due)}."
        yield warning(message, "monitoring")


KEPT = (
    kept("N-04", "S1", "При угрозе жизни мониторинг — по запросу (`monitoring`).", COMPUTED),
    kept(
        "N-07",
        "S1",
        "Вычисляются последний день плана и следующий мониторинг (`plan_to`,"
        " `next_monitoring_due`).",
        COMPUTED,
    ),
    kept(
        "N-12",
        "S1",
        "Супервизия раз в месяц: напоминание о следующей (`next_supervision_due`).",
        COMPUTED,
    ),
)
RULES = (
    *KEPT,
    plan_of_three_months,
    terms_lie_within_the_plan,
    monitoring_in_order,
    monitoring_every_three_months,
    next_monitoring_is_agreed_in_time,
    next_monitoring_in_time,
)
