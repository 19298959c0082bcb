"""Rules of the plan of 7(г): K-05, K-11 … K-13, K-18 of the Kazakhstan SOP [S0], G-02 … G-04, G-10.

K-01 and what K-11 requires of every plan and action are in the schema.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from formsvc.forms import dates
from formsvc.forms.fields import last_day
from formsvc.forms.findings import Path
from formsvc.forms.general_rules import is_adult, repeated
from formsvc.forms.kz import _approximate_age as approximate_age
from formsvc.forms.kz import _contacts as contacts
from formsvc.forms.kz import _family as family
from formsvc.forms.kz import _review_rules as review_rules
from formsvc.forms.kz._settings import KzSettings
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

_NEEDED_BY = "Посещение или звонок были нужны не позднее {}."
MEASURES = ("безопасность", "потребности", "изменение ситуации")


def _children(checked: Checked) -> Iterator[tuple[int, date, date]]:
    """Place, birth and day of the plan, for children whose birth is known."""
    day = checked.data.get("filled_on")
    if day:
        for place, birth in enumerate(checked.case.get("birth_dates") or []):
            yield place, birth, day


@rule("G-02", "закон (РК)", ERROR)
def children_are_minors(checked: Checked) -> Iterator[Hit]:
    """Дата рождения не позже даты плана; ребенку на дату плана меньше 18 лет."""
    for place, birth, day in _children(checked):
        if birth > day:
            yield error("Дата рождения позже даты плана.", "case", "birth_dates", place)
        elif is_adult(birth, day):
            yield error("На дату плана ребенку уже 18 лет.", "case", "birth_dates", place)


@rule("G-03", "S0", WARNING)
def children_up_to_five(checked: Checked) -> Iterator[Hit]:
    """Стандарт — для детей 0–5 лет: ребенок старше пяти полных лет."""
    oldest = checked.settings[KzSettings].g03_oldest
    for place, birth, day in _children(checked):
        if dates.age_on(birth, day) > oldest:
            message = f"Полных лет ребенку больше {oldest}."
            yield warning(message, "case", "birth_dates", place)


@rule("G-04", "S0", WARNING)
def age_agrees_with_birth(checked: Checked) -> Iterator[Hit]:
    """Возраст ребенка и дата рождения расходятся не больше чем на год."""
    ages = {place: child.get("age", "") for place, child in rows(checked.data, "children")}
    for place, birth, day in _children(checked):
        if not approximate_age.agrees(ages.get(place, ""), birth, day):
            yield warning(
                "Возраст расходится с датой рождения больше чем на год.", "children", place, "age"
            )


@rule("K-05", "S0", ERROR)
def information_is_confirmed(checked: Checked) -> Iterator[Hit]:
    """Если информация не подтвердилась, случай не ведется и план не составляется."""
    if checked.case.get("information_confirmed") is False:
        yield error(
            "Информация не подтвердилась: план не составляется.", "case", "information_confirmed"
        )


@rule("K-11", "S0", ERROR)
def plan_follows_the_assessment(checked: Checked) -> Iterator[Hit]:
    """План не раньше завершения комплексной оценки."""
    assessed, planned = checked.case.get("assessment_completed_on"), checked.data.get("filled_on")
    if assessed and planned and planned < assessed:
        yield error("Дата плана раньше завершения комплексной оценки.", "filled_on")


@rule("K-11", "S0", ERROR)
def actions_end_after_the_plan_begins(checked: Checked) -> Iterator[Hit]:
    """Сроки действий не раньше даты плана."""
    begin = checked.data.get("filled_on")
    for path, action in _actions(checked.data):
        end = last_day(action.get("due"))
        if begin and end and end < begin:
            yield error("Срок раньше даты плана.", *path, "due")


def _actions(data: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Rows of the plan and of each review, with their paths."""
    for place, action in rows(data, "actions"):
        yield ("actions", place), action
    for at, review in rows(data, "reviews"):
        for place, action in rows(review, "actions"):
            yield ("reviews", at, "actions", place), action


@rule("K-11", "S0", ERROR)
def review_has_actions_unless_it_closes(checked: Checked) -> Iterator[Hit]:
    """Пересмотренный план действий нужен, если дело не закрывается."""
    for place, review in rows(checked.data, "reviews"):
        if not review.get("actions") and not review_rules.closes(checked.data, place):
            yield error("Пересмотренный план действий не заполнен.", "reviews", place, "actions")


@rule("K-12", "S0", WARNING)
def family_has_a_task(checked: Checked) -> Iterator[Hit]:
    """Хотя бы одно действие выполняет семья, родитель или опекун."""
    guardians = family.known_as(checked.data.get("guardians"))
    responsible = [
        one for _, row in rows(checked.data, "actions") for one in row.get("responsible") or []
    ]
    if responsible and not any(
        family.FAMILY.search(one) or family.same_person(one) in guardians for one in responsible
    ):
        yield warning("В плане нет действия, за которое отвечает семья.", "actions")


@rule("K-13", "S0", WARNING)
def all_kinds_of_measures(checked: Checked) -> Iterator[Hit]:
    """В плане есть меры безопасности, удовлетворения потребностей и изменения ситуации."""
    given = checked.case.get("measures") or MEASURES
    for kind in MEASURES:
        if kind not in given:
            yield warning(f"В плане нет мер вида «{kind}».", "actions")


@rule("K-18", "S0", WARNING)
def contacts_in_time(checked: Checked) -> Iterator[Hit]:
    """Посещения и звонки не реже, чем велит стандарт."""
    begin: date | None = checked.data.get("filled_on")
    if begin is None:
        return
    for place, row in rows(checked.case, "contacts"):
        stages = contacts.stages_of(row.get("whom"), checked.settings[KzSettings])
        for at, due in _late(stages, begin, row.get("dates") or []):
            yield warning(_NEEDED_BY.format(dates.numeric(due)), *_contact(place), at)


def _late(stages: contacts.Stages, begin: date, made: Sequence[date]) -> Iterator[tuple[int, date]]:
    """Places of the contacts that came too late, each with the last day that was in time."""
    later = sorted((day, at) for at, day in enumerate(made) if day >= begin)
    for (before, _), (day, at) in pairwise([(begin, 0), *later]):
        due = contacts.next_due(stages, begin, before)
        if due and day > due:
            yield at, due


def _contact(place: int) -> Path:
    return "case", "contacts", place, "dates"


@rule("K-18", "S0", WARNING)
def next_contact_in_time(checked: Checked) -> Iterator[Hit]:
    """Следующее посещение или звонок не просрочены."""
    for place, due in enumerate(next_contacts(checked.data, checked.settings[KzSettings])):
        known = checked.case["contacts"][place].get("dates")
        if known and due and due < checked.as_of:
            yield warning(_NEEDED_BY.format(dates.numeric(due)), *_contact(place))


def next_contacts(data: Mapping[str, Any], settings: KzSettings) -> Iterator[date | None]:
    """For each row of contacts the last day of the next one; None where there is no term."""
    begin: date | None = data.get("filled_on")
    closed = review_rules.is_closed(data)
    for _, row in rows(data.get("case") or {}, "contacts"):
        if begin is None or closed:
            yield None
        else:
            stages = contacts.stages_of(row.get("whom"), settings)
            yield contacts.next_due(stages, begin, max([begin, *(row.get("dates") or [])]))


@rule("G-10", "практика", WARNING)
def nobody_signs_twice(checked: Checked) -> Iterator[Hit]:
    """Одни и те же имя и должность дважды среди подписей."""
    blocks: list[tuple[Path, Any, str]] = [(("family",), checked.data.get("family"), "position")]
    for place, review in rows(checked.data, "reviews"):
        blocks.append((("reviews", place, "participants"), review.get("participants"), "role"))
    for path, people, position in blocks:
        for at in repeated(people or [], "full_name", position):
            yield warning("То же имя с той же должностью уже есть.", *path, at, "full_name")


KEPT = (
    kept("K-01", "S0", "Степень риска — высокий, средний или низкий.", ERROR),
    kept(
        "K-11",
        "S0",
        "В плане есть хотя бы одно действие, у каждого срок и ответственный: обязательные поля"
        " (S-required).",
        ERROR,
    ),
    kept(
        "K-18",
        "S0",
        "Вычисляются график посещений и звонков (`contacts`) и срок следующих (`next_contacts`).",
        COMPUTED,
    ),
)
RULES = (
    *KEPT,
    children_are_minors,
    children_up_to_five,
    age_agrees_with_birth,
    information_is_confirmed,
    plan_follows_the_assessment,
    actions_end_after_the_plan_begins,
    review_has_actions_unless_it_closes,
    family_has_a_task,
    all_kinds_of_measures,
    contacts_in_time,
    next_contact_in_time,
    nobody_signs_twice,
    *review_rules.RULES,
)
