"""Rules of the assessment of 7(б): F2, K-05, K-06, K-08 … K-10, P-04 of the standard [S0],
G-01 … G-04, G-10.

K-01 is a choice of the schema.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from formsvc.forms import dates, names
from formsvc.forms.calendar import Term, Unit
from formsvc.forms.fields import last_day
from formsvc.forms.findings import Path
from formsvc.forms.general_rules import is_adult, repeated
from formsvc.forms.kz import _approximate_age as approximate_age
from formsvc.forms.kz import _family as family
from formsvc.forms.kz._settings import BEGINNING, DECISION, KzSettings
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
from formsvc.forms.settings import RuleSettings

SIX_WEEKS = Term(6, Unit.WEEKS)
_STARTS: Mapping[str, tuple[Path, ...]] = {
    DECISION: (("case", "decided_on"), ("case", "appealed_on"), ("timing", "started_on")),
    BEGINNING: (("timing", "started_on"),),
}
_CHILD = re.compile(r"\s*(ребенок|ребёнок|бала)\b", re.IGNORECASE)
_NEEDED: tuple[Path, ...] = (
    ("parental_care", "capacity"),
    ("parental_care", "understanding"),
    ("housing_environment", "text"),
    ("analysis", "strengths"),
    ("analysis", "concerns"),
    ("analysis", "likely_consequences"),
    ("analysis", "parents_response"),
    ("analysis", "capacity_to_protect"),
    ("analysis", "capacity_to_change"),
    ("analysis", "help_needed"),
)
_IN_ORDER: tuple[Path, ...] = (
    ("case", "appealed_on"),
    ("case", "decided_on"),
    ("timing", "started_on"),
    ("timing", "completed_on"),
    ("report_date",),
)

Members = Iterator[tuple[int, Mapping[str, Any]]]


def _at(data: Mapping[str, Any], path: Path) -> Any:
    found: Any = data
    for step in path:
        found = (found or {}).get(step)
    return found


def _members(data: Mapping[str, Any]) -> Members:
    return rows(_at(data, ("family_info",)) or {}, "members")


def _children(data: Mapping[str, Any]) -> Members:
    """The members of the family whom the assessment is about."""
    return ((at, one) for at, one in _members(data) if _CHILD.match(one.get("role", "")))


def _described(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The entries of box 5."""
    return list(_at(data, ("child_health_development", "children")) or [])


def _day(checked: Checked) -> date:
    """The day of the report."""
    completed: date | None = _at(checked.data, ("timing", "completed_on"))
    reported: date | None = checked.data.get("report_date")
    return reported or completed or checked.as_of


def term_end(data: Mapping[str, Any], settings: RuleSettings) -> date | None:
    """The last day of the assessment: as court or law set it, else six weeks (K-08)."""
    case = data.get("case") or {}
    told: date | None = case.get("court_deadline") or case.get("statutory_deadline")
    starts = (_at(data, path) for path in _STARTS[settings[KzSettings].k08_start])
    start = next((day for day in starts if day), None)
    return told or (settings.calendar("KZ").term_end(start, SIX_WEEKS) if start else None)


def computed(data: Mapping[str, Any], as_of: date, settings: RuleSettings) -> dict[str, Any]:
    """The end of the term (K-08), and whether the case is among the first (K-10)."""
    end = term_end(data, settings)
    return {
        "completion_due": end.isoformat() if end else None,
        "priority_case": bool(_at(data, ("case", "priority_grounds"))),
    }


@rule("F2", "S0", ERROR)
def family_has_a_child(checked: Checked) -> Iterator[Hit]:
    """Среди членов семьи есть ребенок, о котором отчет."""
    if any(_members(checked.data)) and not any(_children(checked.data)):
        yield error(
            "Нет ребенка: ничья роль не начинается со слова «ребенок».", "family_info", "members"
        )


@rule("F2", "S0", ERROR)
def history_is_told(checked: Checked) -> Iterator[Hit]:
    """История семьи изложена перечнем или текстом, хотя бы словами «не было»."""
    if not _at(checked.data, ("history",)):
        yield error(
            "История семьи не изложена; если вмешательства не было — «не было».", "history", "text"
        )


@rule("F2", "S0", ERROR, WARNING)
def dates_in_order(checked: Checked) -> Iterator[Hit]:
    """Обращение, решение, начало, завершение оценки и отчет следуют друг за другом."""
    known = [(path, day) for path in _IN_ORDER if (day := _at(checked.data, path))]
    for (before, earlier), (path, day) in pairwise(known):
        if day < earlier:
            of_the_paper = "case" not in (before[0], path[0])
            yield (error if of_the_paper else warning)("Дата раньше предыдущего шага.", *path)


@rule("F2", "S0", WARNING)
def contacts_during_the_assessment(checked: Checked) -> Iterator[Hit]:
    """Встречи и посещения приходятся на время оценки."""
    timing = _at(checked.data, ("timing",)) or {}
    first, last = timing.get("started_on"), timing.get("completed_on")
    for at, contact in rows(timing, "contacts"):
        day = contact.get("date")
        if day and ((first and day < first) or (last and day > last)):
            yield warning("Встреча вне времени оценки.", "timing", "contacts", at, "date")


@rule("F2", "S0", WARNING)
def history_in_order(checked: Checked) -> Iterator[Hit]:
    """Перечень событий семьи — хронологический."""
    for (_, earlier), (at, day) in pairwise(_event_days(checked)):
        if day < earlier:
            yield warning("Событие раньше предыдущего.", "history", "events", at, "when")


def _event_days(checked: Checked) -> Iterator[tuple[int, date]]:
    """Places of the events with the first day of each, where it is a date or a period."""
    for at, event in rows(_at(checked.data, ("history",)) or {}, "events"):
        when = event.get("when")
        day = when["from"] if isinstance(when, dict) else when
        if isinstance(day, date):
            yield at, day


@rule("G-01", "здравый смысл", ERROR)
def history_is_of_the_past(checked: Checked) -> Iterator[Hit]:
    """События истории семьи не позже отчётной даты."""
    for at, event in rows(_at(checked.data, ("history",)) or {}, "events"):
        day = last_day(event.get("when"))
        if day and day > checked.as_of:
            yield error("Дата события позже отчётной даты.", "history", "events", at, "when")


@rule("G-02", "закон (РК)", ERROR)
def births_before_the_report(checked: Checked) -> Iterator[Hit]:
    """Дата рождения не позже даты отчета; ребенку на эту дату меньше 18 лет."""
    day = _day(checked)
    children = {at for at, _ in _children(checked.data)}
    for at, member in _members(checked.data):
        birth, path = member.get("birth_date"), ("family_info", "members", at, "birth_date")
        if birth and birth > day:
            yield error("Дата рождения позже даты отчета.", *path)
        elif birth and at in children and is_adult(birth, day):
            yield error("На дату отчета ребенку уже 18 лет.", *path)


@rule("G-03", "S0", WARNING)
def children_up_to_five(checked: Checked) -> Iterator[Hit]:
    """Стандарт — для детей 0–5 лет: ребенок старше пяти полных лет."""
    oldest = checked.settings[KzSettings].g03_oldest
    for at, child in _children(checked.data):
        years = _full_years(child, _day(checked))
        if years is not None and years > oldest:
            where = "birth_date" if child.get("birth_date") else "age"
            message = f"Полных лет ребенку больше {oldest}."
            yield warning(message, "family_info", "members", at, where)


def _full_years(child: Mapping[str, Any], day: date) -> int | None:
    """By the birth date, else the least that the words tell."""
    birth, words = child.get("birth_date"), child.get("age")
    told = approximate_age.told(words) if words else None
    if birth:
        return dates.age_on(birth, day)
    return int(told[0] // 12) if told else None


@rule("G-04", "S0", ERROR, WARNING)
def age_is_known_once(checked: Checked) -> Iterator[Hit]:
    """У ребенка есть возраст или дата рождения; вместе они расходятся не больше чем на год."""
    for at, child in _children(checked.data):
        if not child.get("age") and not child.get("birth_date"):
            yield error("Нет ни возраста, ни даты рождения.", "family_info", "members", at, "age")
    for at, member in _members(checked.data):
        words, birth = member.get("age"), member.get("birth_date")
        if words and birth and not approximate_age.agrees(words, birth, _day(checked)):
            yield warning(
                "Возраст расходится с датой рождения больше чем на год.",
                "family_info",
                "members",
                at,
                "age",
            )


@rule("G-10", "практика", ERROR, WARNING)
def everybody_signs_once(checked: Checked) -> Iterator[Hit]:
    """Подписывают семья и, в расширенном варианте, специалисты; никто не подписывает дважды."""
    blocks: list[tuple[Path, str, bool]] = [
        (("family", "signers"), "role", True),
        (("workers",), "position", bool(checked.options.get("extended"))),
    ]
    for path, position, needed in blocks:
        people = _at(checked.data, path) or []
        if needed and not people:
            yield error("Не указано, кто подписывает.", *path)
        for at in repeated(people, "full_name", position):
            yield warning("То же имя в той же роли уже есть.", *path, at, "full_name")


@rule("K-05", "S0", ERROR)
def information_is_confirmed(checked: Checked) -> Iterator[Hit]:
    """Если информация не подтвердилась, комплексная оценка не проводится."""
    if checked.case.get("information_confirmed") is False:
        yield error(
            "Информация не подтвердилась: запись в журнале, а не отчет об оценке.",
            "case",
            "information_confirmed",
        )


@rule("K-06", "S0", WARNING)
def case_file_is_opened(checked: Checked) -> Iterator[Hit]:
    """При решении о комплексной оценке на ребенка заводят личное дело."""
    if checked.case.get("case_file_opened") is False:
        yield warning(
            "Комплексная оценка: на ребенка заводят личное дело.", "case", "case_file_opened"
        )


@rule("K-08", "S0", ERROR, WARNING)
def finished_in_time(checked: Checked) -> Iterator[Hit]:
    """Оценка длится до 6 недель либо до срока, установленного законом или судом."""
    end = term_end(checked.data, checked.settings)
    completed = _at(checked.data, ("timing", "completed_on"))
    if end and (completed or checked.as_of) > end:
        late = error if checked.settings[KzSettings].k08_strict else warning
        yield late(
            f"Комплексная оценка — не позднее {dates.numeric(end)}.", "timing", "completed_on"
        )


@rule("K-09", "S0", ERROR)
def nothing_is_left_out(checked: Checked) -> Iterator[Hit]:
    """Заполнены рамки 5–7 и 9 и все семь вопросов рамки 8."""
    if not _described(checked.data):
        yield error("Поле не заполнено.", "child_health_development", "children")
    for path in _NEEDED:
        if not _at(checked.data, path):
            yield error("Поле не заполнено.", *path)
    if not _at(checked.data, ("recommendations",)):
        yield error("Поле не заполнено.", "recommendations", "text")


@rule("K-09", "S0", ERROR, WARNING)
def every_child_is_described(checked: Checked) -> Iterator[Hit]:
    """О здоровье и развитии сказано о каждом ребенке; если детей несколько, с именем."""
    children, described = list(_children(checked.data)), _described(checked.data)
    several = len(children) > 1 or len(described) > 1
    for at, one in enumerate(described):
        path = ("child_health_development", "children", at)
        if not one.get("text"):
            yield error("Поле не заполнено.", *path, "text")
        if several and not one.get("full_name"):
            yield error("Детей несколько: не указано, о ком сказано.", *path, "full_name")
    if several:
        yield from _mismatched(children, described)


def _mismatched(
    children: list[tuple[int, Mapping[str, Any]]], described: list[Mapping[str, Any]]
) -> Iterator[Hit]:
    """Children of box 1 without an entry in box 5, and entries of nobody in box 1."""
    members = [(at, one["full_name"]) for at, one in children if "full_name" in one]
    entries = [(at, one["full_name"]) for at, one in enumerate(described) if "full_name" in one]
    for at, name in members:
        if not any(_same_child(name, other) for _, other in entries):
            yield error(
                "О здоровье и развитии этого ребенка не сказано.",
                "family_info",
                "members",
                at,
                "full_name",
            )
    for at, name in entries:
        if not any(_same_child(name, other) for _, other in members):
            yield warning(
                "Такого ребенка нет среди членов семьи.",
                "child_health_development",
                "children",
                at,
                "full_name",
            )


def _same_child(name: str, other: str) -> bool:
    """Whether two writings are of one child; brothers may have the same initials."""
    short = "." in name or "." in other
    return _plain(name) == _plain(other) or (
        short and family.same_person(name) == family.same_person(other)
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


@rule("P-04", "S0", WARNING)
def recipients_support_the_family(checked: Checked) -> Iterator[Hit]:
    """Конфиденциальный отчет получают только участники сопровождения и поддержки семьи."""
    if not checked.options.get("confidential"):
        return
    if not checked.data.get("recipients"):
        yield warning("Не указано, кому предоставляется отчет.", "recipients")
    known = _participants(checked)
    for at, one in rows(checked.data, "recipients"):
        named = [one[key] for key in ("full_name", "organisation") if key in one]
        if not known & {_key(name) for name in named}:
            yield warning(
                "Получатель не назван среди участников сопровождения семьи.", "recipients", at
            )


def _participants(checked: Checked) -> set[object]:
    """Those whom the report names, and those whom `case` adds: people and institutions."""
    data = checked.data
    people = [
        *(one for _, one in _members(data)),
        *(_at(data, ("timing", "involved")) or []),
        *(_at(data, ("family", "signers")) or []),
        *(data.get("workers") or []),
    ]
    named = (one.get(key) for one in people for key in ("full_name", "organisation"))
    told = checked.case.get("support_participants") or []
    return {_key(name) for name in (*named, *told) if name}


def _key(name: str) -> object:
    """One for all writings of a name: short and full, with small and capital letters."""
    return names.parse(name) or _plain(name)


KEPT = (
    kept("K-01", "S0", "Степень риска — одна из трех или, только здесь, ее отсутствие.", ERROR),
    kept("K-08", "S0", "Вычисляется последний день оценки (`completion_due`).", COMPUTED),
    kept("K-10", "S0", "Первоочередной случай по перечню стандарта (`priority_case`).", COMPUTED),
)
RULES = (
    *KEPT,
    family_has_a_child,
    history_is_told,
    dates_in_order,
    contacts_during_the_assessment,
    history_in_order,
    history_is_of_the_past,
    births_before_the_report,
    children_up_to_five,
    age_is_known_once,
    everybody_signs_once,
    information_is_confirmed,
    case_file_is_opened,
    finished_in_time,
    nothing_is_left_out,
    every_child_is_described,
    recipients_support_the_family,
)
