"""Rules of the family support card: N-02 … N-05, N-09, N-10 of the procedure [S1], G-02, G-10.

N-01 is in the schema, which also keeps the order of the six sections (N-09), prints the grounds
on which the case was opened (N-13), and lets only the commission approve (N-10).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from formsvc.forms import dates, names
from formsvc.forms.findings import Path
from formsvc.forms.general_rules import is_adult, repeated
from formsvc.forms.nso import _chain as chain
from formsvc.forms.nso import _kkss_plan_rules as plan_rules
from formsvc.forms.nso._kkss_assessment import SECTIONS
from formsvc.forms.nso._risk import HIGH, LOW, MIDDLE, THREAT
from formsvc.forms.rules import (
    COMPUTED,
    ERROR,
    PRINTED,
    WARNING,
    Checked,
    Hit,
    error,
    kept,
    rows,
    rule,
    warning,
)
from formsvc.forms.settings import RuleSettings

PLACES: Mapping[str, Path] = {
    "detected_on": ("case", "detected_on"),
    "diagnosed_on": ("case", "diagnosed_on"),
    "notified_on": ("assessment", "grounds", "notified_on"),
    "level_decided_on": ("assessment", "grounds", "level_decided_on"),
    "curator_appointed_on": ("case", "curator_appointed_on"),
    "card_filled_on": ("composed_on",),
    "council_on": ("plan", "council_on"),
}
"""Where the days of the procedure stand: parts I and II are complete when the card is dated."""

_RISK: Path = ("assessment", "grounds", "risk_level")


def at(data: Mapping[str, Any], path: Path) -> Any:
    """The value at a path through objects; None where there is none."""
    value: Any = data
    for step in path:
        value = (value or {}).get(step)
    return value


def facts(data: Mapping[str, Any]) -> dict[str, date]:
    """The known days of the procedure."""
    days = {name: at(data, path) for name, path in PLACES.items()}
    return {name: day for name, day in days.items() if day}


def computed(data: Mapping[str, Any], as_of: date, settings: RuleSettings) -> dict[str, Any]:
    """Chain of dates (N-05), monitoring and end of the plan (N-04, N-07), supervision (N-12)."""
    steps = chain.to_the_council(settings)
    return {"chain": chain.computed(facts(data), steps, settings)} | plan_rules.computed(data)


@rule("G-02", "закон (РФ)", ERROR)
def born_before_the_card(checked: Checked) -> Iterator[Hit]:
    """Дата рождения не позже даты карты; ребёнку в этот день меньше 18 лет."""
    day = checked.data.get("composed_on") or checked.as_of
    assessment = checked.data.get("assessment") or {}
    for kind in ("children", "representatives", "residents"):
        for place, person in rows(assessment, kind):
            birth, path = person.get("birth_date"), ("assessment", kind, place, "birth_date")
            if birth and birth > day:
                yield error("Дата рождения позже даты карты.", *path)
            elif birth and kind == "children" and is_adult(birth, day):
                yield error("На дату карты ребёнку уже 18 лет.", *path)


@rule("G-10", "практика", WARNING)
def nobody_signs_twice(checked: Checked) -> Iterator[Hit]:
    """Одни и те же имя и должность дважды среди подписей."""
    blocks: list[tuple[Path, Any, str]] = [
        (("plan", "council"), at(checked.data, ("plan", "council")), "position")
    ]
    for place, one in rows(checked.data, "monitoring"):
        blocks.append((("monitoring", place, "participants"), one.get("participants"), "role"))
    for path, people, position in blocks:
        for again in repeated(people or [], "full_name", position):
            yield warning("То же имя с той же должностью уже есть.", *path, again, "full_name")


@rule("N-02", "S1", ERROR)
def low_risk_opens_no_case(checked: Checked) -> Iterator[Hit]:
    """При низком риске случай не открывается: нужен План ведомственных мероприятий."""
    if at(checked.data, _RISK) == LOW:
        yield error(
            "При низком риске случай не открывается, куратор не назначается:"
            " составьте План ведомственных мероприятий.",
            *_RISK,
        )


@rule("N-03", "S1", WARNING)
def curator_is_of_the_social_service(checked: Checked) -> Iterator[Hit]:
    """Средний и высокий риск: куратор — сотрудник учреждения социального обслуживания."""
    if at(checked.data, _RISK) in (MIDDLE, HIGH) and _denied(checked, "curator_of_social_service"):
        yield warning(
            "Куратор — не сотрудник учреждения социального обслуживания.",
            "case",
            "curator_of_social_service",
        )


@rule("N-04", "S1", ERROR)
def threat_is_met_at_once(checked: Checked) -> Iterator[Hit]:
    """Угроза жизни: немедленное вмешательство и куратор из учреждения социального обслуживания."""
    if at(checked.data, _RISK) != THREAT:
        return
    if _denied(checked, "intervened_at_once"):
        yield error(
            "При угрозе жизни вмешательство должно быть немедленным.", "case", "intervened_at_once"
        )
    if _denied(checked, "curator_of_social_service"):
        yield error(
            "Куратор — не сотрудник учреждения социального обслуживания.",
            "case",
            "curator_of_social_service",
        )


def _denied(checked: Checked, fact: str) -> bool:
    """Whether a fact is known not to be so; an absent one says nothing."""
    return checked.case.get(fact) is False


@rule("N-05", "S1; приказ от 27.05.2022", WARNING)
def steps_in_time(checked: Checked) -> Iterator[Hit]:
    """Диагностика за 3 дня, извещение за 1 день, проверка за 3 рабочих дня, карта за 20 дней
    от назначения куратора, консилиум за 10 дней от даты карты.
    """
    known = facts(checked.data)
    steps = chain.to_the_council(checked.settings)
    for step, last in chain.terms(known, steps, checked.settings):
        done, event = known.get(step.name), known.get(step.since)
        if done and done > last:
            message = f"Срок нарушен: {step.words} — не позднее {dates.numeric(last)}."
            yield warning(message, *PLACES[step.name])
        if done and event and done < event:
            yield warning("Дата раньше предыдущего шага.", *PLACES[step.name])


@rule("N-09", "S1", ERROR, WARNING)
def six_sections_are_filled(checked: Checked) -> Iterator[Hit]:
    """Есть все шесть разделов, в каждом сильная или слабая сторона или «не выявлено»."""
    assessment = checked.data.get("assessment")
    if assessment is None:
        return
    analysis = assessment.get("analysis") or {}
    for code, name in SECTIONS.items():
        path, row = ("assessment", "analysis", code), analysis.get(code)
        if not row:
            yield error(f"Раздел «{name}» не заполнен.", *path)
        elif not row.get("strengths") and not row.get("weaknesses"):
            message = "Нет ни сильной, ни слабой стороны; если их нет — «не выявлено»."
            yield warning(message, *path)


@rule("N-10", "S1", ERROR)
def approval_follows_the_card(checked: Checked) -> Iterator[Hit]:
    """Карта утверждается не раньше, чем составлена."""
    composed, approved = (checked.data.get(name) for name in ("composed_on", "approved_on"))
    if composed and approved and approved < composed:
        yield error("Карта утверждена раньше, чем составлена.", "approved_on")


@rule("N-10", "S1", ERROR)
def commission_approves(checked: Checked) -> Iterator[Hit]:
    """Утверждает КДНиЗП по месту жительства (нахождения) ребёнка, а не те, кто составил карту."""
    signer = at(checked.data, ("kdn", "signer", "full_name"))
    authors = [at(checked.data, (one, "full_name")) for one in ("curator", "director")]
    if signer and _person(signer) in [_person(one) for one in authors if one]:
        yield error(
            "Утверждает комиссия, а не тот, кто составил карту.", "kdn", "signer", "full_name"
        )
    name = checked.data.get("institution")
    if name and name == at(checked.data, ("kdn", "name")):
        yield error("Утверждает комиссия, а не учреждение, которое составило карту.", "kdn", "name")


def _person(name: str) -> object:
    """A key under which full and short forms of a name are one."""
    return names.parse(name) or name


KEPT = (
    kept(
        "N-01",
        "S1",
        "Уровень риска — низкий, средний, высокий или угроза жизни и здоровью ребенка.",
        ERROR,
    ),
    kept("N-05", "S1", "Вычисляются последние дни шагов (`chain`).", COMPUTED),
    kept("N-09", "S1", "Шесть разделов стоят в постоянном порядке.", PRINTED),
    kept("N-10", "S1", "В графе «УТВЕРЖДЕНА» — КДНиЗП по месту жительства ребенка.", PRINTED),
    kept("N-13", "S1", "Отмеченные основания открытия случая стоят в части I.", PRINTED),
)
RULES = (
    *KEPT,
    born_before_the_card,
    nobody_signs_twice,
    low_risk_opens_no_case,
    curator_is_of_the_social_service,
    threat_is_met_at_once,
    steps_in_time,
    six_sections_are_filled,
    approval_follows_the_card,
    commission_approves,
    *plan_rules.RULES,
)
