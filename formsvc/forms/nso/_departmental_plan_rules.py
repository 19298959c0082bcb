"""Rules of the departmental plan: F4, N-02 … N-06, N-08, N-11 of the procedure [S1], G-02, G-10.

N-01 and what every task must have are in the schema.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from formsvc.forms import dates
from formsvc.forms.general_rules import is_adult, repeated
from formsvc.forms.nso import _chain as chain
from formsvc.forms.nso._period import MONTHS, is_outside
from formsvc.forms.nso._risk import HIGH, MIDDLE, THREAT
from formsvc.forms.rules import (
    COMPUTED,
    ERROR,
    WARNING,
    Checked,
    Hit,
    error,
    kept,
    rows,
    rule,
    warning,
)

TRACKS = EDUCATION, SOCIAL_SERVICE = (
    "образовательная организация",
    "организация социального обслуживания",
)
_FAMILY = ("mother", "father", "legal_representative")


def track(data: Mapping[str, Any]) -> str:
    """Who supports the family: the school or nursery if a child goes to one (N-11)."""
    attends = any(child.get("school") for child in data.get("children") or [])
    return EDUCATION if attends else SOCIAL_SERVICE


def _period(data: Mapping[str, Any]) -> tuple[date | None, date | None]:
    period = data.get("period") or {}
    return period.get("from"), period.get("to")


@rule("F4", "S1", ERROR)
def family_is_named(checked: Checked) -> Iterator[Hit]:
    """Назван хотя бы один из родителей или законный представитель."""
    if not any(checked.data.get(name) for name in _FAMILY):
        yield error("Не назван ни один из родителей и нет законного представителя.", "mother")


@rule("G-02", "закон (РФ)", ERROR)
def children_are_minors(checked: Checked) -> Iterator[Hit]:
    """Дата рождения не позже начала плана; ребёнку в этот день меньше 18 лет."""
    begin, _ = _period(checked.data)
    for place, child in rows(checked.data, "children"):
        birth, path = child.get("birth_date"), ("children", place, "birth_date")
        if birth and begin and birth > begin:
            yield error("Дата рождения позже начала плана.", *path)
        elif birth and begin and is_adult(birth, begin):
            yield error("К началу плана ребёнку уже 18 лет.", *path)


@rule("G-02", "закон (РФ)", ERROR)
def parents_are_born_before_the_plan(checked: Checked) -> Iterator[Hit]:
    """Дата рождения родителя или законного представителя не позже начала плана."""
    begin, _ = _period(checked.data)
    for name in _FAMILY:
        birth = (checked.data.get(name) or {}).get("birth_date")
        if birth and begin and birth > begin:
            yield error("Дата рождения позже начала плана.", name, "birth_date")


@rule("G-10", "практика", WARNING)
def nobody_signs_twice(checked: Checked) -> Iterator[Hit]:
    """Одни и те же имя и степень родства дважды среди подписей."""
    for place in repeated(checked.data.get("consents") or [], "full_name", "status"):
        yield warning("То же имя среди подписей уже есть.", "consents", place, "full_name")


@rule("N-02", "S1", ERROR)
def low_risk_opens_no_case(checked: Checked) -> Iterator[Hit]:
    """При низком риске случай не открывается, куратор не назначается."""
    if checked.case.get("case_opened"):
        yield error(
            "Случай открыт: вместо этого плана составляется карта комплексного"
            " сопровождения семьи.",
            "case",
            "case_opened",
        )


@rule("N-02", "S1", ERROR)
def family_agrees(checked: Checked) -> Iterator[Hit]:
    """Сопровождение в рамках плана ведомственных мероприятий — с согласия семьи."""
    if checked.case.get("family_consents") is False:
        yield error(
            "Семья не согласна: план составляется с её согласия.", "case", "family_consents"
        )


@rule("N-03", "S1", ERROR)
def middle_and_high_risk_need_a_card(checked: Checked) -> Iterator[Hit]:
    """Средний и высокий риск: открывается случай, куратор, карта комплексного сопровождения."""
    if checked.case.get("risk_level") in (MIDDLE, HIGH):
        yield error(
            "При среднем и высоком риске открывается случай и составляется карта"
            " комплексного сопровождения семьи.",
            "case",
            "risk_level",
        )


@rule("N-04", "S1", ERROR)
def threat_needs_a_card_at_once(checked: Checked) -> Iterator[Hit]:
    """Угроза жизни: немедленное вмешательство, куратор и карта комплексного сопровождения."""
    if checked.case.get("risk_level") == THREAT:
        yield error(
            "При угрозе жизни нужны немедленное вмешательство, куратор и карта"
            " комплексного сопровождения семьи.",
            "case",
            "risk_level",
        )


@rule("N-05", "S1; приказ от 27.05.2022", WARNING)
def steps_in_time(checked: Checked) -> Iterator[Hit]:
    """Диагностика за 3 дня, извещение за 1 день, проверка за 3 рабочих дня."""
    yield from chain.late(checked, chain.TO_THE_LEVEL)


@rule("N-05", "S1", WARNING)
def plan_follows_the_decision(checked: Checked) -> Iterator[Hit]:
    """План начинается не раньше решения об уровне риска."""
    begin, decided = _period(checked.data)[0], checked.case.get("level_decided_on")
    if begin and decided and begin < decided:
        yield warning("План начинается раньше решения об уровне риска.", "period", "from")


@rule("N-06", "S1", ERROR, WARNING)
def plan_of_three_months(checked: Checked) -> Iterator[Hit]:
    """Период планирования — 3 месяца, считая день окончания или без него; иначе не больше дня."""
    begin, end = _period(checked.data)
    if not begin or not end:
        return
    days_over = (end - dates.add_months(begin, MONTHS)).days
    if days_over == 1:
        yield warning("Период на день длиннее 3 месяцев.", "period", "to")
    elif days_over not in (-1, 0):
        yield error("Период не равен 3 месяцам.", "period", "to")


@rule("N-06", "S1", WARNING)
def terms_lie_within_the_period(checked: Checked) -> Iterator[Hit]:
    """Сроки мероприятий — внутри периода планирования."""
    begin, end = _period(checked.data)
    for place, task in rows(checked.data, "tasks"):
        for at, measure in rows(task, "measures"):
            if is_outside(measure.get("due"), begin, end):
                yield warning(
                    "Срок вне периода планирования.", "tasks", place, "measures", at, "due"
                )


@rule("N-08", "S1, сноска", WARNING)
def tasks_follow_from_factors(checked: Checked) -> Iterator[Hit]:
    """Каждая задача следует из выявленного показателя или фактора."""
    if "grounds" not in checked.case:
        return
    grounded = {one.get("task") for _, one in rows(checked.case, "grounds") if one.get("factors")}
    for place, _ in rows(checked.data, "tasks"):
        if place + 1 not in grounded:
            yield warning(
                "Задача не связана ни с одним выявленным фактором.", "tasks", place, "task"
            )


@rule("N-08", "S1, сноска", WARNING)
def grounds_name_what_is_on_the_paper(checked: Checked) -> Iterator[Hit]:
    """Основания называют задачи и факторы, которые есть в плане."""
    tasks, factors = (len(checked.data.get(name) or []) for name in ("tasks", "factors"))
    for place, one in rows(checked.case, "grounds"):
        if (one.get("task") or 0) > tasks:
            yield warning("Задачи с таким номером нет.", "case", "grounds", place, "task")
        for at, factor in enumerate(one.get("factors") or []):
            if factor > factors:
                yield warning(
                    "Фактора с таким номером нет.", "case", "grounds", place, "factors", at
                )


@rule("N-11", "S1", WARNING)
def right_track(checked: Checked) -> Iterator[Hit]:
    """Дети посещают образовательную организацию — сопровождает она, иначе социальная служба."""
    chosen = checked.case.get("track")
    if chosen and checked.data.get("children") and chosen != track(checked.data):
        yield warning(f"Приоритет — {track(checked.data)}.", "case", "track")


KEPT = (
    kept(
        "N-01",
        "S1",
        "Уровень риска — низкий, средний, высокий или угроза жизни и здоровью ребенка.",
        ERROR,
    ),
    kept("N-05", "S1", "Вычисляются последние дни шагов (`chain`).", COMPUTED),
    kept(
        "N-06",
        "S1",
        "Вычисляются последний день плана и срок мониторинга (`period_to`, `monitoring_due`).",
        COMPUTED,
    ),
    kept("N-11", "S1", "Вычисляется, кто сопровождает семью (`track`).", COMPUTED),
)
RULES = (
    *KEPT,
    family_is_named,
    children_are_minors,
    parents_are_born_before_the_plan,
    nobody_signs_twice,
    low_risk_opens_no_case,
    family_agrees,
    middle_and_high_risk_need_a_card,
    threat_needs_a_card_at_once,
    steps_in_time,
    plan_follows_the_decision,
    plan_of_three_months,
    terms_lie_within_the_period,
    tasks_follow_from_factors,
    grounds_name_what_is_on_the_paper,
    right_track,
)
