"""Форма обращения за помощью [S0, annex 1].

Field list: specification F1. The official form, then a service block of the house, printed only
with `options.extended`: registration, degree of risk with the criteria of the standard, decision.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from formsvc.forms import dates
from formsvc.forms.blocks import Options, fixed, joined
from formsvc.forms.fields import Choice, Clock, Day, Flag, Line, LongText, Name, Printed, Text
from formsvc.forms.form import Form, InForce, Stage, Status
from formsvc.forms.groups import Aside, Group, Several
from formsvc.forms.kz import _appeal_rules as appeal_rules
from formsvc.forms.kz import _risk as standard
from formsvc.forms.kz._risk import HIGH, LOW, MIDDLE, RiskLevel
from formsvc.forms.schema import FormSchema
from formsvc.forms.settings import RuleSettings
from formsvc.forms.shown import Scope

SEXES = ("мужской", "женский", "не установлен")
CHANNELS = ("лично", "по телефону", "письменно")
SOURCES = (
    "член семьи",
    "родильный дом",
    "правоохранительные органы",
    "прокурор",
    "НПО",
    "иное",
)
_TICKED, _EMPTY = "☑\u00a0", "☐\u00a0"


def _ticks(choices: Sequence[str], chosen: Sequence[str]) -> list[str]:
    return [(_TICKED if choice in chosen else _EMPTY) + choice for choice in choices]


def ticked_choice(name: str, choices: Sequence[str]) -> Callable[[Scope], str]:
    """All choices on one line, each with its box."""
    return lambda scope: _on_one_line(choices, scope.data.get(name))


def _on_one_line(choices: Sequence[str], chosen: str | None) -> str:
    return "   ".join(_ticks(choices, [chosen or ""]))


def ticked_criteria(level: str) -> Callable[[Scope], list[str]]:
    """All criteria of a degree of risk, each with its box."""
    return lambda scope: _ticks(standard.BY_LEVEL[level], scope.data.get("criteria") or [])


class Subject(FormSchema):
    """The child for whom help is asked; a foundling's name is «неизвестно»."""

    full_name = Name("Имя и фамилия субъекта обращения за помощью", required=True)
    address = Text("Адрес")
    last_known_place = Text("Последнее известное место")
    birth_date = Day("Дата рождения")
    approx_age = Line("или приблизительный возраст", example="около 2 лет")
    sex = Choice("Пол", choices=SEXES, required=True)


class Applicant(FormSchema):
    """Who asks for help; the name of an anonymous one is «аноним»."""

    name = Name("Имя", required=True)
    position_or_status = Line("Должность или статус")
    contact = Text("Адрес/№ тел.")
    relation_to_child = Line("Отношение к ребенку", required=True)


class Mother(FormSchema):
    """What is known of the mother."""

    name = Name("Имя")
    location = Text("Место ее нахождения")
    occupation = Line("Род деятельности")


class Father(FormSchema):
    """What is known of the father."""

    name = Name("Имя")
    location = Text("Место его нахождения")
    occupation = Line("Род деятельности")


def _receiver(scope: Scope) -> str:
    """The heading names a social worker, so only another role stands beside the name (K-07)."""
    role = scope.data.get("role")
    return joined(scope.data.get("name"), role if role != appeal_rules.SOCIAL_WORKER else "")


class Receiver(FormSchema):
    """Who received the appeal; the signature is by hand."""

    name = Name("Имя", required=True, via="named")
    role = Choice("Должность", choices=appeal_rules.RECEIVERS, rule="K-07", via="named")
    named = Printed("Имя", _receiver)
    date = Day("Дата", required=True)
    time = Clock("Время", required=True)
    signature = Printed("Подпись", lambda scope: None)


class Moment(FormSchema):
    """A day and the time of the day."""

    date = Day("дата", required=True)
    time = Clock("время", required=True)


def _level(scope: Scope) -> str:
    """The degree as stated; where it is not, the one that the criteria ask for."""
    least = standard.level_of(scope.data.get("criteria") or [])
    return _on_one_line(standard.LEVELS, scope.data.get("level") or least)


class Risk(FormSchema):
    """Degree of risk with the criteria it follows from (K-01 … K-03)."""

    level = RiskLevel("Степень риска", via="level_ticks")
    level_ticks = Printed("Степень риска", _level)
    criteria = Several(
        "Критерии степени риска",
        inner=Choice(choices=standard.ALL, required=True),
        via="high_ticks",
    )
    high_ticks = Printed("", ticked_criteria(HIGH), style="list", heading="Ситуации высокого риска")
    middle_ticks = Printed(
        "", ticked_criteria(MIDDLE), style="list", heading="Ситуации среднего риска"
    )
    low_ticks = Printed("", ticked_criteria(LOW), style="list", heading="Ситуации низкого риска")
    reason = Text("Обоснование степени риска, если она ниже, чем по критериям")


def _consulted(scope: Scope) -> str:
    moment: Mapping[str, Any] = scope.data.get("consultation") or {}
    day, time = moment.get("date"), moment.get("time")
    return joined(day and dates.numeric(day), time and dates.clock(time))


class Service(FormSchema):
    """The house's own marks, demanded by the standard and absent from its form."""

    registration_number = Line("Регистрационный номер")
    registered_on = Day("Дата регистрации")
    channel = Choice("Канал обращения", choices=CHANNELS, via="channel_ticks")
    channel_ticks = Printed("Канал обращения", ticked_choice("channel", CHANNELS))
    source = Choice("Источник информации", choices=SOURCES, via="source_ticks")
    source_ticks = Printed("Источник информации", ticked_choice("source", SOURCES))
    risk = Group("Определение степени риска", Risk)
    decision = Choice("Принятое решение", choices=appeal_rules.DECISIONS, via="decision_ticks")
    decision_ticks = Printed("Принятое решение", ticked_choice("decision", appeal_rules.DECISIONS))
    consultation = Group(
        "Консультация с вышестоящим менеджером или супервизором", Moment, via="consulted"
    )
    consulted = Printed(
        "Консультация с вышестоящим менеджером или супервизором (дата, время)", _consulted
    )


class AppealCase(FormSchema):
    """Facts for the rules that the paper lacks; the first three where `service` has them not."""

    risk = Group("степень риска", Risk)
    decision = Choice("принятое решение", choices=appeal_rules.DECISIONS)
    consultation = Group("консультация с супервизором", Moment)
    anonymous = Flag("обращение анонимное")
    applicant_is_employee = Flag("обратился работник организации")
    measures_started_at = Group("начало срочных мер", Moment)
    police_informed = Flag("правоохранительные органы проинформированы")
    juvenile_inspection_informed = Flag("инспекция по делам несовершеннолетних проинформирована")
    case_file_opened = Flag("личное дело ребенка заведено")
    priority_grounds = Several(
        "основания первоочередной комплексной оценки",
        inner=Choice(choices=standard.PRIORITY_GROUNDS, required=True),
    )


class Appeal(FormSchema):
    """The paper from top to bottom."""

    annex = fixed("Приложение 1", "annex")
    title = fixed("Форма обращения за помощью", "title")
    subject = Group("", Subject, required=True)
    applicant = Group("Лицо, обращающееся за помощью", Applicant, required=True)
    mother = Group("Мать", Mother, heading="Данные о родителях ребенка")
    father = Group("Отец", Father)
    grounds = LongText(
        "Основание для обращения за помощью (краткое изложение из слов лица, обратившегося за"
        " помощью)",
        required=True,
        lines=4,
    )
    agreed_actions = LongText(
        "Последующие действия, согласованные социальным работником с лицом, обращающимся за"
        " помощью, с менеджером или супервизором",
        required=True,
        lines=3,
    )
    receiver = Group(
        "Социальный работник, принимающий обращение за помощью", Receiver, required=True
    )
    service = Group("Служебные отметки", Service, option="extended")
    options = Aside("параметры печати", Options)
    case = Aside("сведения для проверок", AppealCase)


def computed(data: Mapping[str, Any], as_of: date, settings: RuleSettings) -> dict[str, Any]:
    """The degree of risk by its criteria (K-02, K-03), and whether the case goes first (K-10)."""
    return {
        "risk_level": appeal_rules.risk_by_criteria(data),
        "priority_case": appeal_rules.is_priority_case(data, as_of),
    }


FORM = Form(
    id="kz.appeal",
    edition="sop-2018",
    title="Форма обращения за помощью",
    issuer="Стандарт операционных процедур (Республика Казахстан)",
    group="Казахстан: ведение случая в ПМСП",
    legal_basis=(
        "Стандарт операционных процедур «Работа социального работника (кейс – менеджмент) на уровне"
        " первичной медико-санитарной помощи», приложение 1",
    ),
    # The standard bears no date: the latest one it names is the state of the Code, 04.07.2018.
    in_force=InForce(date(2018, 7, 4)),
    stage=Stage.APPEAL,
    schema=Appeal,
    dated_by="receiver.date",
    numbered_by="service.registration_number",
    layout="kz",
    status={"": Status.OFFICIAL, "service": Status.HOUSE},
    rules=appeal_rules.RULES,
    computed=computed,
    computed_labels={
        "risk_level": "Степень риска по отмеченным критериям",
        "priority_case": "Случай первоочередной",
    },
    deadlines=("высокий риск: немедленные действия в течение одного часа",),
    signed_by=("социальный работник или психолог, принимающий обращение",),
)
