"""План ведомственных мероприятий, Новосибирская область [S1].

Field list: specification F4. A head of two columns, the table of tasks with several measures
each, its footnote; with `options.extended` the legal representative and the places to sign,
which the official form lacks.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from formsvc.forms import dates
from formsvc.forms.blocks import Options, Signatory, fixed, joined, place_to_sign, places_to_sign
from formsvc.forms.fields import Choice, Day, Due, Flag, Line, Name, Phone, Printed, Text, Whole
from formsvc.forms.form import Form, Stage, Status
from formsvc.forms.groups import Aside, Group, Rows, Several, Signers, SubRows, Table
from formsvc.forms.nso import _chain as chain
from formsvc.forms.nso import _departmental_plan_rules as plan_rules
from formsvc.forms.nso import _procedure as procedure
from formsvc.forms.nso._period import MONTHS, Period, end_of_period, from_to
from formsvc.forms.nso._risk import RiskLevel
from formsvc.forms.schema import FormSchema
from formsvc.forms.settings import RuleSettings
from formsvc.forms.shown import Mode, Scope

FACTOR_KINDS = ("показатель неблагополучия ребёнка", "фактор риска семейного неблагополучия")
TASKS_ON_PAPER = 5

_GAP = "_" * 16


def _told(scope: Scope, person: Mapping[str, Any] | None, *keys: str) -> str:
    """What is known of a person, with commas; in a draft, rules for what is missing beside it."""
    if not person:
        return ""
    values = [person.get(key) for key in keys]
    texts = [dates.numeric(one) if isinstance(one, date) else one for one in values]
    return joined(*(one or _GAP for one in texts) if scope.mode is Mode.DRAFT else texts)


def told(name: str, *keys: str) -> Callable[[Scope], str]:
    """A compute function: what is known of the person under that name."""
    return lambda scope: _told(scope, scope.data.get(name), *keys)


class Responsible(FormSchema):
    """The specialist who answers for the plan."""

    full_name = Name("ФИО", required=True)
    position = Line("должность", required=True)
    phone = Phone("телефон", required=True)


class Child(FormSchema):
    """A child of the family; one who goes nowhere has neither class nor school."""

    full_name = Name("ФИО", required=True)
    birth_date = Day("дата рождения", required=True)
    school_class = Line("класс", example="3 «Б» класс")
    school = Line("школа, ДОУ", example="МБОУ СОШ № 12")


def _children(scope: Scope) -> str:
    keys = ("full_name", "birth_date", "school_class", "school")
    return "\n".join(_told(scope, child, *keys) for child in scope.data.get("children") or [])


class Parent(FormSchema):
    """Mother or father."""

    full_name = Name("ФИО", required=True)
    birth_date = Day("дата рождения")
    phone = Phone("телефон")


class Representative(Parent):
    """Another legal representative, and by what he is one."""

    basis = Text("основание", required=True, example="постановление об опеке от 11.02.2026 № 40")


class Factor(FormSchema):
    """What was found in the primary diagnosis."""

    kind = Choice("вид", choices=FACTOR_KINDS, required=True)
    code = Line("код", example="2.4")
    text = Text("фактор", required=True)


def _factors(scope: Scope) -> str:
    factors = scope.data.get("factors") or []
    return "\n".join(f"{place}. {_factor(one)}" for place, one in enumerate(factors, 1))


def _factor(factor: Mapping[str, Any]) -> str:
    kind, code = factor.get("kind", _GAP), factor.get("code")
    lead = f"{kind} ({code})" if code else kind
    return f"{lead}: {factor.get('text', _GAP)}"


class Measure(FormSchema):
    """One measure of a task."""

    measure = Text("Мероприятия", required=True, width=34, lines=3)
    due = Due("Сроки", required=True, width=28, example="2026-10-15")
    responsible = Several(
        "Ответственные", required=True, width=33, example=["классный руководитель"]
    )
    results = Text("Результаты", width=30)


class Task(FormSchema):
    """A task with its measures."""

    task = Text(
        "Наименование задачи*, на решение которой направлено проведение мероприятий",
        required=True,
        width=35,
    )
    measures = SubRows("мероприятия", Measure, required=True)


class Consenting(FormSchema):
    """A legal representative of the child who has read the plan."""

    full_name = Name("ФИО", required=True)
    status = Line("кем приходится ребёнку", example="мать")
    signed_on = Day("Дата подписи")


def _consents(scope: Scope) -> list[dict[str, str]]:
    people = scope.data.get("consents") or []
    return places_to_sign([{**one, "position": one.get("status")} for one in people])


def _by(name: str) -> Callable[[Scope], list[dict[str, str]]]:
    """The place of the one person under that name."""
    return lambda scope: [place_to_sign(scope.data[name])] if scope.data.get(name) else []


class Grounds(FormSchema):
    """From which factors a task follows (N-08); numbers from 1, as on the paper."""

    task = Whole("номер задачи", least=1, most=500, required=True)
    factors = Several("номера факторов", inner=Whole(least=1, most=500, required=True))


class PlanCase(FormSchema):
    """Facts for the rules that the paper lacks."""

    risk_level = RiskLevel("уровень риска")
    family_consents = Flag("семья согласна на сопровождение")
    case_opened = Flag("случай открыт, назначен куратор")
    track = Choice("кто сопровождает семью", choices=plan_rules.TRACKS)
    detected_on = Day("дата обнаружения факторов риска")
    diagnosed_on = Day("дата первичной диагностики")
    notified_on = Day("дата поступления извещения в «Единое окно»")
    level_decided_on = Day("дата решения об уровне риска")
    grounds = Rows("основания задач", Grounds)


class DepartmentalPlan(FormSchema):
    """The paper from top to bottom."""

    title = fixed("План ведомственных мероприятий", "title")
    agency = Text(
        "Наименование органа(учреждения) системы профилактики :",
        required=True,
        lines=2,
        boxed=True,
    )
    responsible = Group("Ответственный специалист", Responsible, required=True, via="specialist")
    specialist = Printed(
        "ФИО/должность/телефон ответственного специалиста:",
        told("responsible", "full_name", "position", "phone"),
        lines=2,
        boxed=True,
    )
    period = Group("Период планирования", Period, required=True, via="months")
    months = Printed("Период планирования (на 3 месяца)", from_to, boxed=True)
    children = Rows("Дети", Child, required=True, via="children_told")
    children_told = Printed(
        "ФИО, дата рождения ребёнка, класс, школа, ДОУ:", _children, lines=2, boxed=True
    )
    mother = Group("Мать", Parent, via="mother_told")
    mother_told = Printed(
        "ФИО матери, дата рождения, телефон:",
        told("mother", "full_name", "birth_date", "phone"),
        lines=2,
        boxed=True,
    )
    father = Group("Отец", Parent, via="father_told")
    father_told = Printed(
        "ФИО отца, дата рождения, телефон:",
        told("father", "full_name", "birth_date", "phone"),
        lines=2,
        boxed=True,
    )
    legal_representative = Group(
        "Законный представитель", Representative, option="extended", via="representative_told"
    )
    representative_told = Printed(
        "ФИО законного представителя, дата рождения, телефон, основание:",
        told("legal_representative", "full_name", "birth_date", "phone", "basis"),
        lines=2,
        boxed=True,
        option="extended",
    )
    factors = Rows("Выявленные факторы", Factor, required=True, via="factors_told")
    factors_told = Printed("Выявленные факторы неблагополучия", _factors, lines=3, boxed=True)
    tasks = Table(
        "Задачи и мероприятия",
        Task,
        required=True,
        least=1,
        by_hand=TASKS_ON_PAPER,
        numbers="№ п/п",
        captioned=False,
    )
    footnote = fixed(
        "* Задачи и мероприятия планируются в соответствии с выявленными:\n"
        "- показателями неблагополучия ребёнка,\n"
        "- факторами риска семейного неблагополучия (см. Раннее выявление семейного"
        " неблагополучия)",
        "footnote",
    )
    specialist_signature = Signers(
        "Ответственный специалист", _by("responsible"), option="extended"
    )
    head = Group("Руководитель", Signatory, option="extended", via="head_signature")
    head_signature = Signers("Руководитель органа (учреждения)", _by("head"), option="extended")
    consents = Rows(
        "Законные представители", Consenting, option="extended", via="consent_signatures"
    )
    consent_signatures = Signers(
        "С планом ознакомлен(а), согласен(на):", _consents, option="extended"
    )
    options = Aside("параметры печати", Options)
    case = Aside("сведения для проверок", PlanCase)


def computed(data: Mapping[str, Any], as_of: date, settings: RuleSettings) -> dict[str, Any]:
    """Chain of dates (N-05), end of the three months (N-06), monitoring, track (N-11)."""
    begin = (data.get("period") or {}).get("from")
    end = end_of_period(begin) if begin else None
    return {
        "chain": chain.computed(data.get("case") or {}, chain.TO_THE_LEVEL, settings),
        "period_to": end and end.isoformat(),
        "monitoring_due": begin and dates.add_months(begin, MONTHS).isoformat(),
        "track": plan_rules.track(data),
    }


FORM = Form(
    id="nso.departmental_plan",
    edition=procedure.EDITION,
    title="План ведомственных мероприятий",
    issuer=procedure.ISSUER,
    group=procedure.GROUP,
    legal_basis=procedure.LEGAL_BASIS,
    in_force=procedure.IN_FORCE,
    stage=Stage.PLAN,
    schema=DepartmentalPlan,
    dated_by="period.from",
    layout="gost_2025",
    status={
        "": Status.OFFICIAL,
        "legal_representative": Status.HOUSE,
        "specialist_signature": Status.HOUSE,
        "head_signature": Status.HOUSE,
        "consent_signatures": Status.HOUSE,
    },
    rules=plan_rules.RULES,
    computed=computed,
    computed_labels={
        "chain": "Сроки по порядку",
        "step": "шаг",
        "due": "не позднее",
        "done": "сделано",
        "period_to": "Три месяца плана истекают",
        "monitoring_due": "Мониторинг — не позднее",
        "track": "Кто сопровождает семью",
    },
    deadlines=("период планирования: 3 месяца", "мониторинг: 1 раз в 3 месяца"),
    signed_by=(
        "ответственный специалист (options.extended)",
        "руководитель органа или учреждения (options.extended)",
        "законные представители (options.extended)",
    ),
)
