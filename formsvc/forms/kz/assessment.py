"""Отчет о комплексной оценке, приложение № 7 (б) к приказу № 907 [S0, annex 3].

Field list: specification F2. Ten boxes, each with its verbatim heading, its hint and free text;
what the official form lacks (number, date, signatures of the workers) with `options.extended`.
"""

from datetime import date

from formsvc.forms.blocks import (
    DATE_RULE,
    Options,
    Signatory,
    at_both_ends,
    fixed,
    joined_values,
    numbered,
    optional_words,
    places_to_sign,
)
from formsvc.forms.fields import Choice, Day, Flag, Line, Name, Printed
from formsvc.forms.form import Form, InForce, Stage, Status
from formsvc.forms.groups import Aside, Items, Rows, Several, Signers, Spread
from formsvc.forms.kz import _assessment_boxes as boxes
from formsvc.forms.kz import _assessment_rules as assessment_rules
from formsvc.forms.kz import _risk as standard
from formsvc.forms.kz._risk import RiskLevel
from formsvc.forms.parts import Box
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Scope


class Recipient(FormSchema):
    """A person or an institution that may see a confidential report (P-04)."""

    full_name = Name("ФИО", via="line")
    position = Line("должность или роль", via="line")
    organisation = Line("организация", via="line")
    line = Printed("", joined_values("full_name", "position", "organisation"))


def _registration(scope: Scope) -> list[dict[str, str]]:
    day = boxes.written(scope.data.get("report_date")) or DATE_RULE
    return [at_both_ends(day, numbered(scope.data.get("report_number")))]


class AssessmentOptions(Options):
    """How to print the report."""

    hints = Flag("пояснения под заголовками", load_default=False)
    corrected_labels = Flag("пояснения без описок оригинала", load_default=False)
    confidential = Flag("отметка «Конфиденциально»", load_default=False)
    subtitle = Line("строка под заголовком", load_default=None)


class AssessmentCase(FormSchema):
    """Facts for the rules that the paper lacks."""

    appealed_on = Day("дата обращения за помощью")
    decided_on = Day("дата решения о комплексной оценке")
    information_confirmed = Flag("информация подтвердилась при первичной оценке")
    case_file_opened = Flag("личное дело ребенка заведено")
    statutory_deadline = Day("срок оценки, установленный законодательством", planned=True)
    court_deadline = Day("срок оценки, установленный судом", planned=True)
    risk_level = RiskLevel("степень риска", choices=(*standard.LEVELS, standard.ABSENT))
    priority_grounds = Several(
        "основания первоочередной комплексной оценки",
        inner=Choice(choices=standard.PRIORITY_GROUNDS, required=True),
    )
    support_participants = Several("лица и учреждения, включенные в сопровождение семьи")


class Assessment(FormSchema):
    """The paper from top to bottom."""

    confidential_mark = Printed(
        "", lambda scope: "Конфиденциально", style="annex", option="confidential"
    )
    annex = fixed("Приложение 3", "annex")
    title = fixed("Отчет о комплексной оценке потребностей ребенка и семьи", "title")
    subtitle = optional_words("subtitle", "(приложение № 7 (б) к приказу 907, МЗ РК)", "subtitle")
    report_date = Day("Дата отчета", option="extended", via="registration")
    report_number = Line("Номер отчета", option="extended", via="registration")
    registration = Spread("", _registration, option="extended")
    family_info = Box("Информация о ребенке и семье", boxes.FamilyInfo, required=True)
    reason = Box("Причина для проведения комплексной оценки", boxes.Reason, required=True)
    timing = Box(
        "Время проведения комплексной оценки и кто, дополнительно, был вовлечен в оценку"
        " потребностей (расписывать подробно в произвольной форме):",
        boxes.Timing,
        required=True,
    )
    history = Box(
        "Общее представление об истории семьи и предыдущем профессиональном вмешательстве (если"
        " это вмешательство ранее было).",
        boxes.History,
    )
    child_health_development = Box("Здоровье и развитие ребенка/детей", boxes.HealthDevelopment)
    parental_care = Box("Родительская забота о ребенке/детях", boxes.ParentalCare)
    housing_environment = Box("Жилищные условия и окружение ребенка/детей", boxes.Environment)
    analysis = Box("Анализ текущей ситуации", boxes.Analysis)
    recommendations = Box("Рекомендации", boxes.Recommendations)
    family = Box("Подпись и комментарии (от семьи)", boxes.Family)
    workers = Rows("Специалисты", Signatory, option="extended", via="worker_signatures")
    worker_signatures = Signers(
        "Отчет составили:",
        lambda scope: places_to_sign(scope.data.get("workers")),
        option="extended",
        least=2,
    )
    recipients = Items(
        "Отчет предоставляется только лицам и учреждениям, включенным в сопровождение семьи:",
        Recipient,
        option="confidential",
        lines=2,
    )
    options = Aside("параметры печати", AssessmentOptions)
    case = Aside("сведения для проверок", AssessmentCase)


FORM = Form(
    id="kz.assessment",
    edition="order-907-2010",
    title="Отчет о комплексной оценке потребностей ребенка и семьи",
    issuer="Министерство здравоохранения Республики Казахстан",
    group="Казахстан: ведение случая в ПМСП",
    legal_basis=(
        "Приказ и.о. Министра здравоохранения РК от 23.11.2010 № 907, приложение № 7 (б)",
        "Стандарт операционных процедур социального работника ПМСП, приложение 3",
    ),
    in_force=InForce(date(2010, 11, 23), date(2020, 10, 30)),
    repealed_by="приказ и.о. Министра здравоохранения РК от 30.10.2020 № ҚР ДСМ-175/2020",
    stage=Stage.ASSESSMENT,
    schema=Assessment,
    dated_by="timing.completed_on",
    numbered_by="report_number",
    layout="kz",
    status={
        "": Status.OFFICIAL,
        "confidential_mark": Status.HOUSE,
        "registration": Status.HOUSE,
        "family_info.members": Status.HOUSE,
        "timing.started_on": Status.HOUSE,
        "timing.completed_on": Status.HOUSE,
        "timing.contacts": Status.HOUSE,
        "timing.involved": Status.HOUSE,
        "worker_signatures": Status.HOUSE,
        "recipients": Status.HOUSE,
    },
    rules=assessment_rules.RULES,
    computed=assessment_rules.computed,
    computed_labels={
        "completion_due": "Комплексную оценку завершить не позднее",
        "priority_case": "Случай первоочередной",
    },
    deadlines=(
        "комплексная оценка: не больше 6 недель или в порядке, установленном законодательством;"
        " по распоряжению суда — в установленный им срок",
    ),
    signed_by=(
        "члены семьи",
        "специалисты, которые составили отчет (options.extended)",
    ),
)
