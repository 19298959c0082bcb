"""Акт посещения семьи, рабочий образец учреждения.

Name here the law, the annex and the specification that the form follows. The schema below is
the paper from top to bottom; every label stands on it word for word.
"""

from collections.abc import Iterator
from datetime import date

from formsvc.forms.blocks import Options, Signatory, fixed, places_to_sign
from formsvc.forms.fields import Choice, Day, Line, LongText, Name, Text
from formsvc.forms.form import Form, InForce, Status
from formsvc.forms.groups import Aside, Group, Signers, Table
from formsvc.forms.rules import ERROR, WARNING, Checked, Hit, error, rule, warning
from formsvc.forms.schema import FormSchema


class Finding(FormSchema):
    """A row of the table; `width` is the column's share of the paper."""

    subject = Line("Что осмотрено", required=True, width=3)
    state = Text("Состояние", required=True, width=5)
    action = Text("Что сделать", width=4)


class VisitOptions(Options):
    """How to print; `extended` comes from Options, further options of the form go here."""


class VisitCase(FormSchema):
    """Facts for the rules that the paper lacks; they are never printed."""

    assigned_on = Day("дата поручения")


class Visit(FormSchema):
    """The paper from top to bottom."""

    title = fixed("Акт посещения семьи", "title")
    visited_on = Day("Дата посещения", required=True, example="2026-03-05")
    purpose = Choice("Цель посещения", choices=("плановое", "по обращению"), required=True)
    parent = Name("ФИО родителя или опекуна", required=True)
    address = Text("Адрес семьи", lines=2)
    findings = Table("Что установлено:", Finding, required=True)
    remarks = LongText("Пояснения семьи:")
    # Printed, and accepted, only with options.extended.
    next_visit_on = Day("Дата следующего посещения", planned=True, option="extended")
    # What the caller fills is printed elsewhere: `via` names the place.
    worker = Group("Специалист", Signatory, required=True, via="signature")
    signature = Signers(
        "Подпись специалиста",
        lambda scope: places_to_sign(scope.data.get("worker") and [scope.data["worker"]]),
    )
    options = Aside("параметры печати", VisitOptions)
    case = Aside("сведения для проверок", VisitCase)


# Rules see drafts and data with errors too, so any field may be absent.


@rule("VISIT-01", "здравый смысл", ERROR)
def next_visit_is_later(checked: Checked) -> Iterator[Hit]:
    """Следующее посещение позже того, о котором составлен акт."""
    visited, following = checked.data.get("visited_on"), checked.data.get("next_visit_on")
    if visited and following and following <= visited:
        yield error("Следующее посещение не позже этого.", "next_visit_on")


@rule("VISIT-02", "практика", WARNING)
def visit_follows_its_assignment(checked: Checked) -> Iterator[Hit]:
    """Посещение не раньше, чем поручено."""
    visited, assigned = checked.data.get("visited_on"), checked.case.get("assigned_on")
    if visited and assigned and visited < assigned:
        yield warning("Посещение раньше поручения.", "visited_on")


FORM = Form(
    id="starter.form",
    edition="2026",
    title="Акт посещения семьи",
    issuer="учреждение",
    group="Рабочие образцы",
    legal_basis=("рабочий образец учреждения",),
    in_force=InForce(date(2026, 1, 1)),
    status={"": Status.HOUSE},
    schema=Visit,
    dated_by="visited_on",
    layout="gost_2025",
    rules=(next_visit_is_later, visit_follows_its_assignment),
    signed_by=("специалист",),
)
