"""Карта комплексного сопровождения семьи (ККСС), Новосибирская область [S1].

Field list: specification F5. The title page is the official one. The grid of the analysis is a
training slide, and parts I … III are known only by name: these are layouts of the house. The
grid stands in part I as its section I.6, so that strengths and weaknesses are written once.
"""

from datetime import date

from formsvc.forms import dates
from formsvc.forms.blocks import (
    DATE_RULE,
    DoneMark,
    Options,
    Signatory,
    fixed,
    joined,
    place_to_sign,
    places_to_sign,
)
from formsvc.forms.fields import Day, Due, Flag, Line, LongText, Name, Printed, Text, Whole
from formsvc.forms.form import Form, Stage, Status
from formsvc.forms.groups import Aside, Group, Rows, Sections, Several, Signers, Table
from formsvc.forms.nso import _kkss_rules as kkss_rules
from formsvc.forms.nso import _procedure as procedure
from formsvc.forms.nso._kkss_assessment import Assessment
from formsvc.forms.nso._kkss_monitoring import Monitoring, last_risk
from formsvc.forms.nso._period import Period, from_to
from formsvc.forms.parts import Captioned, Part, Sides
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Mode, Scope

DIRECTOR = "Директор учреждения"
_GAP = "_" * 20


class Curator(FormSchema):
    """Who draws up the card, completes it and keeps it."""

    full_name = Name("ФИО", required=True)
    position = Line("должность", required=True)


class NamedPerson(FormSchema):
    """A person of whom the card gives only the name."""

    full_name = Name("ФИО", required=True)


class Approver(FormSchema):
    """Who signs for the commission."""

    position = Line("Должность")
    full_name = Name("ФИО")


class Commission(FormSchema):
    """The commission (КДНиЗП) of the place where the child lives or stays."""

    name = Text("наименование комиссии или её территория")
    signer = Group("кто подписывает за комиссию", Approver)


def _curator(scope: Scope) -> str:
    curator = scope.data.get("curator")
    if not curator:
        return ""
    values = [curator.get(key) for key in ("full_name", "position")]
    return joined(*(one or _GAP for one in values) if scope.mode is Mode.DRAFT else values)


def _director(scope: Scope) -> list[dict[str, str]]:
    person = {**(scope.data.get("director") or {}), "position": DIRECTOR}
    return [place_to_sign(person) | {"date": _dated(scope.data.get("composed_on"))}]


def _approver(scope: Scope) -> list[dict[str, str]]:
    person = (scope.data.get("kdn") or {}).get("signer")
    return [place_to_sign(person) | {"date": _dated(scope.data.get("approved_on"))}]


def _dated(day: date | None) -> str:
    return dates.quoted(day) if day else DATE_RULE


class TitlePage(FormSchema):
    """The two columns of the title page, by turns the left one and the right one."""

    composed = fixed("СОСТАВЛЕНА:", "label")
    approved = fixed("УТВЕРЖДЕНА:", "label")
    curator = Printed("Куратор семьи (ФИО/должность)", _curator, lines=2)
    commission = Printed(
        "КДНиЗП по месту жительства (нахождения) ребенка",
        lambda scope: (scope.data.get("kdn") or {}).get("name"),
        lines=3,
    )
    institution = Captioned(
        "(наименование учреждения)", lambda scope: scope.data.get("institution")
    )
    beside_institution = Printed("", lambda scope: None, lines=0, style="label")
    director = Signers("", _director)
    approver = Signers("", _approver)
    seal = fixed("М.П.", "label")
    seal_of_commission = fixed("М.П.", "label")


def _done(scope: Scope) -> str:
    mark = scope.data.get("done_mark") or {}
    day = mark.get("date")
    return joined(mark.get("status"), day and dates.numeric(day), mark.get("text"))


class PlanTask(FormSchema):
    """A row of the individual plan."""

    task = Text("Задача", required=True, width=34)
    measures_resources = Text("Мероприятие/ресурс", required=True, width=38)
    due = Due("Срок", required=True, width=26, example="2026-12-15")
    executors = Several("Исполнитель", required=True, width=31, example=["куратор семьи"])
    done_mark = Group("Отметка о выполнении", DoneMark, via="done")
    done = Printed("Отметка о выполнении", _done, width=31)


def _signed_together(scope: Scope) -> list[dict[str, str]]:
    signers = {"Куратор семьи": "curator", "Законный представитель": "legal_representative"}
    people = [{**(scope.root.get(name) or {}), "position": role} for role, name in signers.items()]
    return places_to_sign(people)


class IndividualPlan(FormSchema):
    """Part II from top to bottom."""

    period = Group("Период планирования", Period, required=True, via="months")
    months = Printed("Период планирования (на 3 месяца)", from_to)
    goal = LongText("Цель", required=True)
    tasks = Table("План мероприятий", PlanTask, required=True, by_hand=6)
    signatures = Signers("План составлен совместно с семьёй:", _signed_together)
    council_on = Day("Дата рассмотрения на Территориальном консилиуме", planned=True)
    council = Rows("Члены консилиума", Signatory, via="council_signatures")
    council_signatures = Signers(
        "Члены Территориального консилиума:",
        lambda scope: places_to_sign(scope.data.get("council")),
        least=3,
    )


class KkssOptions(Options):
    """How to print the card."""

    min_monitoring_sections = Whole(
        "наименьшее число разделов мониторинга", most=100, load_default=1
    )


class KkssCase(FormSchema):
    """Facts for the rules that the paper lacks."""

    detected_on = Day("дата обнаружения факторов риска")
    diagnosed_on = Day("дата первичной диагностики")
    curator_appointed_on = Day("дата назначения куратора")
    curator_of_social_service = Flag("куратор — сотрудник учреждения социального обслуживания")
    intervened_at_once = Flag("при угрозе жизни вмешательство было немедленным")
    supervisions = Several("даты супервизий", inner=Day(required=True))


class Kkss(FormSchema):
    """The paper from top to bottom."""

    curator = Group("Куратор семьи", Curator, required=True, via="title_page")
    institution = Text("Наименование учреждения", required=True, via="title_page")
    director = Group(DIRECTOR, NamedPerson, required=True, via="title_page")
    composed_on = Day("Дата составления", via="title_page")
    kdn = Group("КДНиЗП", Commission, via="title_page")
    approved_on = Day("Дата утверждения", via="title_page")
    title_page = Sides(TitlePage)
    title = fixed("Карта комплексного сопровождения семьи", "title")
    legal_representative = Group(
        "Законный представитель", NamedPerson, required=True, via="representative_named"
    )
    representative_named = Captioned(
        "(ФИО законного представителя)",
        lambda scope: (scope.data.get("legal_representative") or {}).get("full_name"),
    )
    address = Text("Адрес проживания", required=True, via="address_named")
    address_named = Captioned("(адрес проживания)", lambda scope: scope.data.get("address"))
    assessment = Part(
        "Часть I. Комплексная оценка семейного неблагополучия", Assessment, required=True
    )
    plan = Part(
        "Часть II. Индивидуальный план социального сопровождения (реабилитации) семьи на 3 месяца",
        IndividualPlan,
        required=True,
    )
    monitoring = Sections(
        "Мониторинг",
        Monitoring,
        title="{number}. Мониторинг ситуации в семье и выполнения мероприятий"
        " индивидуального плана",
        least_option="min_monitoring_sections",
        opens_with=last_risk,
        heading="Часть III. Результативная часть, мониторинг",
    )
    options = Aside("параметры печати", KkssOptions)
    case = Aside("сведения для проверок", KkssCase)


FORM = Form(
    id="nso.kkss",
    edition=procedure.EDITION,
    title="Карта комплексного сопровождения семьи",
    issuer=procedure.ISSUER,
    group=procedure.GROUP,
    legal_basis=procedure.LEGAL_BASIS,
    in_force=procedure.IN_FORCE,
    stage=Stage.SUPPORT,
    schema=Kkss,
    dated_by="composed_on",
    layout="gost_2025",
    status={
        "": Status.OFFICIAL,
        "assessment": Status.HOUSE,
        "assessment.analysis": Status.HOUSE,
        "plan": Status.HOUSE,
        "monitoring": Status.HOUSE,
    },
    rules=kkss_rules.RULES,
    computed=kkss_rules.computed,
    computed_labels={
        "chain": "Сроки по порядку",
        "step": "шаг",
        "due": "не позднее",
        "done": "сделано",
        "plan_to": "Три месяца плана истекают",
        "next_monitoring_due": "Следующий мониторинг — не позднее",
        "next_supervision_due": "Следующая супервизия — не позднее",
        "monitoring": "Как часто мониторинг",
    },
    deadlines=(
        "части I и II: 20 дней",
        "рассмотрение на Территориальном консилиуме: 10 дней",
        "мониторинг: 1 раз в 3 месяца, при угрозе жизни — по запросу",
        "супервизия: 1 раз в месяц",
    ),
    signed_by=(
        "титул: директор учреждения; КДНиЗП, с печатями",
        "часть II: куратор семьи и законный представитель; члены Территориального консилиума",
        "часть III: участники каждого мониторинга",
    ),
)
