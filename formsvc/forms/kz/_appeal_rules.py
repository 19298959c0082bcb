"""Rules of the appeal: F1, G-02 … G-04, K-02 … K-06 and K-10 of the Kazakhstan SOP [S0].

K-01 and K-07 are choices of the schema. Degree of risk, decision and consultation stand in
`service` where the form prints them, else in `case`.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from formsvc.forms import dates
from formsvc.forms.findings import Path
from formsvc.forms.general_rules import is_adult
from formsvc.forms.kz import _approximate_age as approximate_age
from formsvc.forms.kz import _risk as standard
from formsvc.forms.kz._risk import HIGH, LOW, MIDDLE
from formsvc.forms.kz._settings import KzSettings
from formsvc.forms.rules import COMPUTED, ERROR, WARNING, Checked, Hit, error, kept, rule, warning

RECEIVERS = SOCIAL_WORKER, _PSYCHOLOGIST = ("социальный работник", "психолог")
DECISIONS = URGENT, PRIMARY, ONCE = ("срочные меры", "первичная оценка", "разовая помощь")
ANONYMOUS = "аноним"
PRIORITY_YEARS = 5  # of the list itself (K-10), whatever the office decides for G-03
URGENT_WITHIN = timedelta(hours=1)
_FACTS = ("risk", "decision", "consultation")


def _part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part: Mapping[str, Any] = data.get(name) or {}
    return part


def _fact(data: Mapping[str, Any], name: str) -> tuple[Path, Any]:
    """Where a fact stands, and what it is: printed in `service`, else told in `case`."""
    service, case = _part(data, "service"), _part(data, "case")
    if name not in service and name in case:
        return ("case", name), case[name]
    printed = _part(data, "options").get("extended")
    return ("service" if printed else "case", name), service.get(name)


def _criteria(data: Mapping[str, Any]) -> list[str]:
    return list((_fact(data, "risk")[1] or {}).get("criteria") or [])


def risk_by_criteria(data: Mapping[str, Any]) -> str | None:
    """The degree of risk that the ticked criteria ask for at least (K-02, K-03)."""
    return standard.level_of(_criteria(data))


def _level(data: Mapping[str, Any]) -> str | None:
    """The degree as stated, else as the criteria have it."""
    return (_fact(data, "risk")[1] or {}).get("level") or risk_by_criteria(data)


def is_priority_case(data: Mapping[str, Any], as_of: date) -> bool:
    """Whether the case is among the first for a comprehensive assessment (K-10)."""
    if _part(data, "case").get("priority_grounds"):
        return True
    years = _least_age(_part(data, "subject"), _received_on(data) or as_of)
    small = years is not None and years <= PRIORITY_YEARS
    return standard.is_first_priority(_criteria(data), up_to_five=small)


def _least_age(subject: Mapping[str, Any], day: date) -> int | None:
    """Full years by the birth date, else the least that the words tell."""
    birth, words = subject.get("birth_date"), subject.get("approx_age")
    if birth:
        return dates.age_on(birth, day)
    told = approximate_age.told(words) if words else None
    return int(told[0] // 12) if told else None


def _received_on(data: Mapping[str, Any]) -> date | None:
    return _part(data, "receiver").get("date")


@rule("F1", "S0", ERROR)
def place_is_known(checked: Checked) -> Iterator[Hit]:
    """Есть адрес или последнее известное место."""
    subject = _part(checked.data, "subject")
    if not subject.get("address") and not subject.get("last_known_place"):
        yield error("Нет ни адреса, ни последнего известного места.", "subject", "address")


@rule("F1", "S0", ERROR)
def applicant_can_be_found(checked: Checked) -> Iterator[Hit]:
    """Адрес или телефон обращающегося есть, если обращение не анонимное."""
    applicant = _part(checked.data, "applicant")
    anonymous = str(applicant.get("name", "")).casefold() == ANONYMOUS
    if not anonymous and not applicant.get("contact"):
        yield error("Поле не заполнено.", "applicant", "contact")


@rule("F1", "S0", ERROR)
def anonymous_applicant_is_not_named(checked: Checked) -> Iterator[Hit]:
    """Имя обращающегося в анонимном обращении — «аноним»."""
    name = str(_part(checked.data, "applicant").get("name", ANONYMOUS))
    if checked.case.get("anonymous") and name.casefold() != ANONYMOUS:
        yield error(f"Обращение анонимное: вместо имени пишут «{ANONYMOUS}».", "applicant", "name")


@rule("F1", "S0", ERROR)
def employee_has_a_position(checked: Checked) -> Iterator[Hit]:
    """У работника организации указана должность или статус."""
    given = _part(checked.data, "applicant").get("position_or_status")
    if checked.case.get("applicant_is_employee") and not given:
        yield error(
            "Обратился работник организации: должность не указана.",
            "applicant",
            "position_or_status",
        )


@rule("F1", "S0", ERROR)
def facts_stand_in_one_place(checked: Checked) -> Iterator[Hit]:
    """Степень риска, решение и консультация даны либо в служебном блоке, либо в `case`."""
    service = _part(checked.data, "service")
    for name in _FACTS:
        if name in service and name in checked.case:
            yield error("То же сведение уже есть в служебном блоке.", "case", name)


@rule("G-02", "закон (РК)", ERROR)
def child_is_a_minor(checked: Checked) -> Iterator[Hit]:
    """Дата рождения не позже даты обращения; ребенку на эту дату меньше 18 лет."""
    day = _received_on(checked.data) or checked.as_of
    birth = _part(checked.data, "subject").get("birth_date")
    if birth and birth > day:
        yield error("Дата рождения позже даты обращения.", "subject", "birth_date")
    elif birth and is_adult(birth, day):
        yield error("На дату обращения ребенку уже 18 лет.", "subject", "birth_date")


@rule("G-03", "S0", WARNING)
def child_is_up_to_five(checked: Checked) -> Iterator[Hit]:
    """Стандарт — для детей 0–5 лет: ребенок старше пяти полных лет."""
    subject = _part(checked.data, "subject")
    years = _least_age(subject, _received_on(checked.data) or checked.as_of)
    oldest = checked.settings[KzSettings].g03_oldest
    if years is not None and years > oldest:
        where = "birth_date" if subject.get("birth_date") else "approx_age"
        yield warning(f"Полных лет ребенку больше {oldest}.", "subject", where)


@rule("G-04", "S0", ERROR, WARNING)
def age_is_known_once(checked: Checked) -> Iterator[Hit]:
    """Есть дата рождения или приблизительный возраст; вместе они расходятся не больше года."""
    subject = _part(checked.data, "subject")
    birth, words = subject.get("birth_date"), subject.get("approx_age")
    if not birth and not words:
        yield error("Нет ни даты рождения, ни приблизительного возраста.", "subject", "birth_date")
    day = _received_on(checked.data) or checked.as_of
    if birth and words and not approximate_age.agrees(words, birth, day):
        yield warning(
            "Возраст расходится с датой рождения больше, чем на год.", "subject", "approx_age"
        )


@rule("K-02", "S0", ERROR)
def high_criteria_mean_high_risk(checked: Checked) -> Iterator[Hit]:
    """Любой критерий высокого риска означает высокую степень."""
    path, marked = _fact(checked.data, "risk")
    level = (marked or {}).get("level")
    if level and level != HIGH and risk_by_criteria(checked.data) == HIGH:
        yield error("Отмечен критерий высокого риска, а степень указана ниже.", *path, "level")


@rule("K-03", "S0", WARNING)
def lower_level_has_its_reason(checked: Checked) -> Iterator[Hit]:
    """Степень ниже, чем по критериям среднего риска, — с обоснованием."""
    path, marked = _fact(checked.data, "risk")
    level, least = (marked or {}).get("level"), risk_by_criteria(checked.data)
    lower = level and least == MIDDLE and standard.is_lower(level, MIDDLE)
    if lower and not marked.get("reason"):
        yield warning("Степень ниже, чем по отмеченным критериям, и не обоснована.", *path, "level")


@rule("K-03", "S0", WARNING)
def preconditions_hold(checked: Checked) -> Iterator[Hit]:
    """Средний риск — без данных об опасности, низкий — в надежных условиях."""
    path, ticked = _fact(checked.data, "risk")[0], _criteria(checked.data)
    by_criteria = risk_by_criteria(checked.data)
    needed = standard.PRECONDITIONS.get(by_criteria or "")
    if needed and needed not in ticked:
        yield warning(f"Не отмечено: «{needed}».", *path, "criteria")
    if by_criteria == HIGH and set(ticked) & set(standard.PRECONDITIONS.values()):
        yield warning(
            "Критерий высокого риска отмечен вместе с условием более низкой степени.",
            *path,
            "criteria",
        )


@rule("K-04", "S0", ERROR, WARNING)
def measures_start_within_an_hour(checked: Checked) -> Iterator[Hit]:
    """При высоком риске срочные меры начинаются в течение часа."""
    path = ("case", "measures_started_at")
    received = _moment(checked.data.get("receiver"))
    started = _moment(checked.case.get("measures_started_at"))
    if started and received and started < received:
        yield error("Срочные меры начаты раньше, чем принято обращение.", *path)
    elif _level(checked.data) != HIGH:
        return
    elif not started:
        yield warning("Высокий риск: не указано, когда начаты срочные меры.", *path)
    elif received and started - received > URGENT_WITHIN:
        yield warning("Высокий риск: срочные меры начаты позже, чем через час.", *path)


def _moment(part: Mapping[str, Any] | None) -> datetime | None:
    day, time = (part or {}).get("date"), (part or {}).get("time")
    return datetime.combine(day, time) if day and time else None


@rule("K-04", "S0", WARNING)
def high_risk_is_reported(checked: Checked) -> Iterator[Hit]:
    """При высоком риске: консультация с супервизором, извещены полиция и инспекция."""
    if _level(checked.data) != HIGH:
        return
    path, consultation = _fact(checked.data, "consultation")
    if not consultation:
        yield warning("Высокий риск: нет отметки о консультации с супервизором.", *path)
    if not checked.case.get("police_informed"):
        yield warning(
            "Высокий риск: не отмечено информирование правоохранительных органов.",
            "case",
            "police_informed",
        )
    if not checked.case.get("juvenile_inspection_informed"):
        yield warning(
            "Высокий риск: не отмечено информирование инспекции по делам несовершеннолетних.",
            "case",
            "juvenile_inspection_informed",
        )


@rule("K-04", "S0", WARNING)
def high_risk_needs_urgent_measures(checked: Checked) -> Iterator[Hit]:
    """Решение при высоком риске — срочные меры."""
    path, decision = _fact(checked.data, "decision")
    if decision and decision != URGENT and _level(checked.data) == HIGH:
        yield warning("Высокий риск: решение не о срочных мерах.", *path)


@rule("K-05", "S0", WARNING)
def middle_risk_needs_an_assessment(checked: Checked) -> Iterator[Hit]:
    """Решение при среднем риске — первичная оценка, одной разовой помощи мало."""
    path, decision = _fact(checked.data, "decision")
    if decision == ONCE and _level(checked.data) == MIDDLE:
        yield warning("Средний риск: нужна первичная оценка.", *path)


@rule("K-06", "S0", WARNING)
def file_is_opened_by_the_risk(checked: Checked) -> Iterator[Hit]:
    """Личное дело заводят при высоком и среднем риске; при разовой помощи оно не нужно."""
    level, opened = _level(checked.data), checked.case.get("case_file_opened")
    once = _fact(checked.data, "decision")[1] == ONCE
    if opened is False and level in (HIGH, MIDDLE):
        yield warning(
            "При высоком и среднем риске заводят личное дело.", "case", "case_file_opened"
        )
    if opened and level == LOW and once:
        yield warning(
            "При разовой помощи личное дело не нужно: запись в журнале посетителей.",
            "case",
            "case_file_opened",
        )


KEPT = (
    kept("K-01", "S0", "Степень риска — высокий, средний или низкий.", ERROR),
    kept(
        "K-02",
        "S0",
        "По отмеченным критериям вычисляется наименьшая степень риска (`risk_level`).",
        COMPUTED,
    ),
    kept("K-07", "S0", "Обращение принимает социальный работник или психолог.", ERROR),
    kept(
        "K-10",
        "S0",
        "Первоочередной случай по перечню стандарта (`priority_case`).",
        COMPUTED,
    ),
)
RULES = (
    *KEPT,
    place_is_known,
    applicant_can_be_found,
    anonymous_applicant_is_not_named,
    employee_has_a_position,
    facts_stand_in_one_place,
    child_is_a_minor,
    child_is_up_to_five,
    age_is_known_once,
    high_criteria_mean_high_risk,
    lower_level_has_its_reason,
    preconditions_hold,
    measures_start_within_an_hour,
    high_risk_is_reported,
    high_risk_needs_urgent_measures,
    middle_risk_needs_an_assessment,
    file_is_opened_by_the_risk,
)
