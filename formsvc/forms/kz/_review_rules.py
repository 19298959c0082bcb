"""Reviews of the plan of 7(г) and the end of the case: K-14 … K-17 of the Kazakhstan SOP [S0].

K-15 also asks that those who sign are those who took part: the form makes one of the other.
That a decision is one of four (K-16) is in the schema.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from formsvc.forms import dates
from formsvc.forms.findings import Path
from formsvc.forms.kz import _family as family
from formsvc.forms.kz._risk import HIGH
from formsvc.forms.kz._settings import KzSettings
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

CONTINUED = "продолжение сопровождения с корректировкой плана"
EXTENDED = "продление срока пребывания ребенка в доме ребенка / учреждении интернатного типа"
SEPARATED = "разлучение с семьей"
CLOSED = "закрытие дела"
DECISIONS = (CONTINUED, EXTENDED, SEPARATED, CLOSED)

CLOSING_CRITERIA = (
    "риск для ребенка сократился до приемлемого уровня (не представляют опасности и не"
    " способствуют возникновению других рисков)",
    "семья находится в ситуации относительной стабильности",
    "основные потребности ребенка удовлетворены",
    "у родителей сформированы способности по уходу за ребенком и для создания условий для его"
    " оптимального развития",
    "улучшилась материальная ситуация семьи",
    "улучшились взаимоотношения в семье",
    "другое",
)
MONTHS_BETWEEN_REVIEWS = 6
MONTHS_OF_FOLLOWUP = (3, 6)
_PLANNED: Path = ("filled_on",)


def _timeline(data: Mapping[str, Any]) -> list[tuple[Path, date | None]]:
    """The day of the plan and those of the reviews, with their paths; a draft may lack some."""
    days: list[tuple[Path, date | None]] = [(_PLANNED, data.get("filled_on"))]
    for place, review in rows(data, "reviews"):
        days.append((("reviews", place, "meeting_date"), review.get("meeting_date")))
    return days


def closes(data: Mapping[str, Any], place: int) -> bool:
    """Whether a review ends the case: it decides so, or the last one is followed by the facts."""
    reviews, case = data["reviews"], data.get("case") or {}
    last = place == len(reviews) - 1
    return reviews[place].get("decision") == CLOSED or bool(last and case.get("closing"))


def is_closed(data: Mapping[str, Any]) -> bool:
    """Whether nothing more has to be reviewed."""
    reviews = data.get("reviews") or []
    closing = bool((data.get("case") or {}).get("closing"))
    return closing or any(closes(data, place) for place in range(len(reviews)))


def next_review_due(data: Mapping[str, Any]) -> date | None:
    """Six months after the last review or the plan, or the earlier day agreed upon (K-14)."""
    days = [day for _, day in _timeline(data)]
    last = max(filter(None, days), default=None)
    if last is None or None in days or is_closed(data):
        return None
    latest, agreed = dates.add_months(last, MONTHS_BETWEEN_REVIEWS), _agreed_review(data)
    return min(latest, agreed) if agreed and agreed > last else latest


def _agreed_review(data: Mapping[str, Any]) -> date | None:
    """The day that the last meeting named, on the paper or beside it."""
    last, case = (data.get("reviews") or [{}])[-1], data.get("case") or {}
    day: date | None = last.get("next_review_on") or case.get("next_review_on")
    return day


@rule("K-14", "S0", ERROR)
def reviews_in_order(checked: Checked) -> Iterator[Hit]:
    """Первый пересмотр не раньше даты плана, каждый следующий позже предыдущего."""
    known = [(path, day) for path, day in _timeline(checked.data) if day]
    for (previous, before), (path, day) in pairwise(known):
        if day < before or (day == before and previous != _PLANNED):
            yield error("Дата совещания не позже предыдущей.", *path)


@rule("K-14", "S0", ERROR, WARNING)
def next_review_after_the_meeting(checked: Checked) -> Iterator[Hit]:
    """Дата следующего пересмотра позже совещания, не дальше шести месяцев."""
    for place, review in rows(checked.data, "reviews"):
        met, agreed = review.get("meeting_date"), review.get("next_review_on")
        path = ("reviews", place, "next_review_on")
        if met and agreed and agreed <= met:
            yield error("Следующий пересмотр назначен не позже совещания.", *path)
        elif met and agreed and agreed > dates.add_months(met, MONTHS_BETWEEN_REVIEWS):
            yield warning("До следующего пересмотра больше 6 месяцев.", *path)


@rule("K-14", "S0", WARNING)
def reviews_every_six_months(checked: Checked) -> Iterator[Hit]:
    """Пересмотр каждые шесть месяцев."""
    for (_, before), (path, day) in pairwise(_timeline(checked.data)):
        if before and day and day > dates.add_months(before, MONTHS_BETWEEN_REVIEWS):
            yield warning("С прошлого пересмотра прошло больше 6 месяцев.", *path)


@rule("K-14", "S0", WARNING)
def next_review_in_time(checked: Checked) -> Iterator[Hit]:
    """Следующий пересмотр не просрочен; при высоком риске о более ранней дате договорились."""
    due = next_review_due(checked.data)
    if due and due < checked.as_of:
        yield warning(f"Следующий пересмотр был нужен не позднее {dates.numeric(due)}.", "reviews")
    if due and checked.case.get("risk_level") == HIGH and not _agreed_review(checked.data):
        yield warning("Риск высокий: назначьте пересмотр раньше шести месяцев.", "reviews")


@rule("K-15", "S0", WARNING)
def review_has_its_people(checked: Checked) -> Iterator[Hit]:
    """В пересмотре не меньше двух участников: родитель или опекун, социальный работник, ведущий."""
    guardians = family.known_as(checked.data.get("guardians"))
    worker = family.known_as([checked.data.get("worker") or {}])
    for place, review in rows(checked.data, "reviews"):
        people = review.get("participants")
        if not people:
            continue
        present, roles = family.known_as(people), "; ".join(one.get("role", "") for one in people)
        path = ("reviews", place, "participants")
        if len(people) < 2:
            yield warning("Участников совещания меньше двух.", *path)
        parents = present & guardians or family.PARENT.search(roles)
        if not parents and not review.get("absence_reason"):
            yield warning("Нет родителя или опекуна и не указана причина отсутствия.", *path)
        if not present & worker and not family.CASE_WORKER.search(roles):
            yield warning("Среди участников нет социального работника.", *path)
        if not family.CHAIR.search(roles):
            yield warning("Среди участников нет менеджера или супервизора.", *path)


@rule("K-16", "S0", WARNING)
def heavy_decisions_have_their_grounds(checked: Checked) -> Iterator[Hit]:
    """Разлучение и продление — по рекомендации Комиссии, разлучение — по решению опеки."""
    case = checked.case
    for place, review in rows(checked.data, "reviews"):
        decision, path = review.get("decision"), ("reviews", place, "decision")
        if decision not in (EXTENDED, SEPARATED):
            continue
        if not case.get("commission_recommendation"):
            yield warning("Нет ссылки на рекомендацию Комиссии.", *path)
        if case.get("special_needs") and not case.get("pmpk_recommendation"):
            yield warning("Особые потребности ребенка: нет рекомендации ПМПК.", *path)
        if decision == SEPARATED and not case.get("guardianship_decision"):
            yield warning("Нет решения органа опеки.", *path)


@rule("K-17", "S0", WARNING)
def closing_is_grounded(checked: Checked) -> Iterator[Hit]:
    """Закрытие: обязательные критерии, семья знает, как обратиться снова, срок наблюдения."""
    if not is_closed(checked.data):
        return
    closing, path = checked.case.get("closing") or {}, ("case", "closing")
    met, obligatory = set(closing.get("criteria") or []), _obligatory_criteria(checked)
    if not met:
        yield warning("Не отмечен ни один критерий закрытия.", *path, "criteria")
    elif not obligatory <= met:
        yield warning("Не все обязательные критерии закрытия отмечены.", *path, "criteria")
    if not closing.get("family_informed"):
        message = "Не отмечено, что семья знает, как обратиться снова."
        yield warning(message, *path, "family_informed")
    if not closing.get("followup_until"):
        yield warning("Не указан срок наблюдения после закрытия.", *path, "followup_until")


def _obligatory_criteria(checked: Checked) -> set[str]:
    """Those of the list that this office asks for always."""
    numbers = checked.settings[KzSettings].k17_obligatory
    return {CLOSING_CRITERIA[number - 1] for number in numbers}


@rule("K-17", "S0", ERROR)
def followup_of_three_to_six_months(checked: Checked) -> Iterator[Hit]:
    """Наблюдение после закрытия — от 3 до 6 месяцев."""
    closing = checked.case.get("closing") or {}
    closed, until = closing.get("closed_on"), closing.get("followup_until")
    if closed and until:
        first, last = (dates.add_months(closed, months) for months in MONTHS_OF_FOLLOWUP)
        if not first <= until <= last:
            message = "Срок наблюдения не от 3 до 6 месяцев."
            yield error(message, "case", "closing", "followup_until")


KEPT = (
    kept("K-14", "S0", "Вычисляется срок следующего пересмотра (`next_review_due`).", COMPUTED),
    kept("K-15", "S0", "Места для подписей печатаются по списку участников совещания.", PRINTED),
    kept(
        "K-16",
        "S0",
        "Решение пересмотра — одно из трех или закрытие дела.",
        ERROR,
    ),
)
RULES = (
    *KEPT,
    reviews_in_order,
    next_review_after_the_meeting,
    reviews_every_six_months,
    next_review_in_time,
    review_has_its_people,
    heavy_decisions_have_their_grounds,
    closing_is_grounded,
    followup_of_three_to_six_months,
)
