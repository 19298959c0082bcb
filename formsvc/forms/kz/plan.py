"""Индивидуальный план сопровождения семьи, приложение № 7(г) к приказу № 907 [S0, annex 4].

Field list: specification F3. The plan, then reviews numbered 1, 2, 3 … without limit, each with
its own action table and the signatures of those who took part in the meeting.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from formsvc.forms import dates
from formsvc.forms.blocks import (
    ActionRow,
    Options,
    Signatory,
    fixed,
    joined,
    joined_values,
    optional_words,
    places_to_sign,
)
from formsvc.forms.fields import Choice, Day, Flag, Line, LongText, Name, Printed, Text, Whole
from formsvc.forms.form import Form, InForce, Stage, Status
from formsvc.forms.groups import (
    Aside,
    Blocks,
    Group,
    Items,
    Rows,
    Sections,
    Several,
    Signers,
    Table,
)
from formsvc.forms.kz import _carrying as carrying
from formsvc.forms.kz import _contacts as contacts
from formsvc.forms.kz import _plan_rules as plan_rules
from formsvc.forms.kz import _review_rules as review_rules
from formsvc.forms.kz._risk import RiskLevel
from formsvc.forms.kz._settings import KzSettings
from formsvc.forms.schema import FormSchema
from formsvc.forms.settings import RuleSettings
from formsvc.forms.shown import Mode, Scope

NEEDS = ("развитие", "семейное окружение", "способность родителей")

_GAP = "_" * 12


def _with_gaps(scope: Scope, *keys: str) -> str:
    """The values with commas; in a draft, rules for those that are missing beside others."""
    values = [scope.data.get(key) for key in keys]
    drawn = scope.mode is Mode.DRAFT and any(values)
    return joined(*(value or _GAP for value in values) if drawn else values)


class Guardian(FormSchema):
    """A parent or guardian."""

    full_name = Name("ФИО родителей или опекунов", required=True)
    age = Line("возраст", via="particulars", required=True)
    social_status = Line("социальный статус", via="particulars", required=True)
    contacts = Text("контактная информация", via="particulars", required=True)
    particulars = Printed(
        "Данные (возраст, социальный статус, контактная информация)",
        lambda scope: _with_gaps(scope, "age", "social_status", "contacts"),
        lines=3,
    )


class Child(FormSchema):
    """A child; a plan is for the family, so there may be several."""

    full_name = Name("ФИО ребенка", required=True)
    age = Line("возраст", via="particulars", required=True)
    sex = Choice("пол", via="particulars", choices=("мужской", "женский"), required=True)
    location = Text("место нахождения", via="particulars", required=True)
    particulars = Printed(
        "Данные (возраст, пол, место нахождения)",
        lambda scope: _with_gaps(scope, "age", "sex", "location"),
    )


def _need(scope: Scope) -> str:
    kind, text = scope.data.get("kind"), scope.data.get("text", "")
    return f"{scope.number}. {kind}: {text}" if kind else f"{scope.number}. {text}"


class Need(FormSchema):
    """One need; the order of the list is the order of priority."""

    kind = Choice("вид потребности", choices=NEEDS, via="line")
    text = Text("потребность", required=True, via="line")
    line = Printed("", _need)


class Specialist(FormSchema):
    """Another specialist who takes part."""

    full_name = Name("ФИО", required=True, via="line")
    organisation = Line("организация", via="line")
    contacts = Text("контактная информация", via="line")
    line = Printed("", joined_values("full_name", "organisation", "contacts"))


class Participant(FormSchema):
    """Somebody who took part in a review meeting."""

    full_name = Name("ФИО", required=True)
    role = Line("роль или должность")
    organisation = Line("организация")


def _meeting(scope: Scope) -> str:
    day, people = scope.data.get("meeting_date"), scope.data.get("participants") or []
    shown = {
        "day": day and dates.numeric(day),
        "people": "; ".join(
            joined(one.get("full_name"), one.get("role"), one.get("organisation")) for one in people
        ),
    }
    return _with_gaps(scope.inside(shown), "day", "people")


def _signed_by_participants(scope: Scope) -> list[dict[str, str]]:
    people = scope.data.get("participants") or []
    return places_to_sign([{**person, "position": person.get("role")} for person in people])


class Review(FormSchema):
    """One numbered review of the plan."""

    meeting_date = Day("Дата совещания", required=True, via="meeting")
    participants = Rows(
        "участники совещания по пересмотру плана действий",
        Participant,
        required=True,
        via="meeting",
    )
    meeting = Printed(
        "Дата совещания, участники совещания по пересмотру плана действий",
        _meeting,
        lines=2,
    )
    absence_reason = Text("Причина отсутствия родителя или опекуна", option="extended")
    actions = Table("Пересмотренный план действий:", ActionRow)
    decision = Choice("Решение", choices=review_rules.DECISIONS, rule="K-16", option="extended")
    next_review_on = Day("Дата следующего пересмотра", planned=True, option="extended")
    signatures = Signers("Имена и подписи участников совещания:", _signed_by_participants, least=3)


class PlanOptions(Options):
    """How to print the plan."""

    min_review_sections = Whole("наименьшее число разделов пересмотра", most=100, load_default=2)
    subtitle = Line("строка под заголовком", load_default=None)


class Closing(FormSchema):
    """Facts of the closing of the case (K-17)."""

    closed_on = Day("дата закрытия дела")
    criteria = Several(
        "критерии закрытия",
        inner=Choice(choices=review_rules.CLOSING_CRITERIA, required=True),
    )
    family_informed = Flag("семья знает, как обратиться снова")
    followup_until = Day("срок наблюдения после закрытия", planned=True)


class Contacts(FormSchema):
    """Visits and calls that were made (K-18)."""

    whom = Choice("с кем", choices=tuple(contacts.SCHEDULES), required=True)
    dates = Several("даты посещений и звонков", inner=Day(required=True))


class PlanCase(FormSchema):
    """Facts for the rules that the paper lacks."""

    assessment_completed_on = Day("дата завершения комплексной оценки")
    information_confirmed = Flag("информация подтвердилась при первичной оценке")
    risk_level = RiskLevel("степень риска")
    birth_dates = Several("даты рождения детей по порядку", inner=Day(required=True))
    measures = Several(
        "назначение мер плана", inner=Choice(choices=plan_rules.MEASURES, required=True)
    )
    contacts = Rows("посещения и звонки", Contacts)
    next_review_on = Day("согласованная дата следующего пересмотра", planned=True)
    commission_recommendation = Line("рекомендация Комиссии")
    guardianship_decision = Line("решение органа опеки")
    special_needs = Flag("особые потребности ребенка")
    pmpk_recommendation = Line("рекомендация ПМПК")
    closing = Group("закрытие дела", Closing)


class Plan(FormSchema):
    """The paper from top to bottom."""

    annex = fixed("Приложение 4", "annex")
    title = fixed("Индивидуальный план сопровождения семьи", "title")
    subtitle = optional_words("subtitle", "(приложение №7(г) к приказу №907, МЗ РК)", "subtitle")
    guardians = Blocks("Родители или опекуны", Guardian, required=True)
    children = Blocks("Дети", Child, required=True)
    filled_on = Day("Дата заполнения", required=True)
    needs = Items(
        "Основные потребности семьи и ребенка: (потребности в развитии, потребности в семейном"
        " окружении, способность родителей реализовать потребности ребенка)",
        Need,
        required=True,
        lines=3,
    )
    specialists = Items(
        "Участие других специалистов в сопровождении семьи (ФИО, организация, контактная"
        " информация)",
        Specialist,
        lines=2,
    )
    actions = Table("План действий:", ActionRow, required=True)
    notes = LongText("Примечания, дополнения:")
    worker = Group("Социальный работник", Signatory, required=True, via="worker_signature")
    worker_signature = Signers(
        "Подпись социального работника ответственного за личное дело ребенка",
        lambda scope: places_to_sign(scope.data.get("worker") and [scope.data["worker"]]),
    )
    family = Rows("Члены семьи", Signatory, option="extended", via="family_signatures")
    family_signatures = Signers(
        "С планом ознакомлены и согласны члены семьи:",
        lambda scope: places_to_sign(scope.data.get("family")),
        option="extended",
    )
    reviews = Sections(
        "Пересмотр индивидуального плана сопровождения семьи",
        Review,
        title="{number}. Пересмотр индивидуального плана сопровождения семьи",
        least_option="min_review_sections",
        opens_with=carrying.open_actions,
    )
    options = Aside("параметры печати", PlanOptions)
    case = Aside("сведения для проверок", PlanCase)


def computed(data: Mapping[str, Any], as_of: date, settings: RuleSettings) -> dict[str, Any]:
    """When the next review is due (K-14), how often to visit or call, and when next (K-18)."""
    due = review_rules.next_review_due(data)
    known = (data.get("case") or {}).get("contacts") or []
    decided, begin = settings[KzSettings], data.get("filled_on")
    return {
        "next_review_due": due.isoformat() if due else None,
        "contacts": [
            stage
            for one in known
            if begin
            for stage in contacts.schedule(one.get("whom"), begin, decided)
        ],
        "next_contacts": [
            {"whom": one.get("whom"), "due": day and day.isoformat()}
            for one, day in zip(known, plan_rules.next_contacts(data, decided), strict=True)
        ],
    }


FORM = Form(
    id="kz.plan",
    edition="order-907-2010",
    title="Индивидуальный план сопровождения семьи",
    issuer="Министерство здравоохранения Республики Казахстан",
    group="Казахстан: ведение случая в ПМСП",
    legal_basis=(
        "Приказ и.о. Министра здравоохранения РК от 23.11.2010 № 907, приложение № 7(г)",
        "Стандарт операционных процедур социального работника ПМСП, приложение 4",
    ),
    in_force=InForce(date(2010, 11, 23), date(2020, 10, 30)),
    repealed_by="приказ и.о. Министра здравоохранения РК от 30.10.2020 № ҚР ДСМ-175/2020",
    stage=Stage.PLAN,
    schema=Plan,
    dated_by="filled_on",
    layout="kz",
    status={
        "": Status.OFFICIAL,
        "actions.expected_result": Status.HOUSE,
        "family_signatures": Status.HOUSE,
        "reviews.absence_reason": Status.HOUSE,
        "reviews.decision": Status.HOUSE,
        "reviews.next_review_on": Status.HOUSE,
    },
    rules=plan_rules.RULES,
    computed=computed,
    computed_labels={
        "next_review_due": "Следующий пересмотр — не позднее",
        "contacts": "Посещения и звонки по стандарту",
        "next_contacts": "Ближайшие посещения и звонки",
        "whom": "с кем",
        "how": "как",
        "frequency": "как часто",
        "from": "с",
        "to": "по",
        "due": "не позднее",
    },
    deadlines=("пересмотр плана: каждые шесть месяцев, при повышенном риске раньше",),
    signed_by=(
        "социальный работник, ответственный за личное дело ребенка",
        "участники каждого совещания по пересмотру",
        "члены семьи (options.extended)",
    ),
)
