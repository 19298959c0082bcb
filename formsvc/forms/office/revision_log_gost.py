"""Лист регистрации изменений in the form of the standards on design documents.

ГОСТ Р 21.1101-2013, приложение М (form 10); ГОСТ 2.503-2013, приложение В; specification F8,
formal.md 6. It is the last sheet of the document: counted among its pages, not in its contents.
"""

from datetime import date
from typing import Any

from formsvc.forms.blocks import Options, by_hand, fixed
from formsvc.forms.fields import Day, Flag, Line, Printed, Text, Whole
from formsvc.forms.form import Form, InForce, Status
from formsvc.forms.groups import Aside, Group, Table
from formsvc.forms.office import _revision_rules as revision_rules
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Scope

ROWS, ROW_MM = 15, 10
DASH = "–"


class SheetNumbers(Line):
    """Numbers of sheets; a dash where the change concerns none, by option."""

    def show(self, value: Any, scope: Scope) -> Any:
        """The numbers, a dash, or, in the rows that are left to the hand, nothing."""
        written = scope.numbers[-1] <= len(scope.root.get("rows") or [])
        unused = value is None and written and scope.options["dash_unused"]
        return DASH if unused else super().show(value, scope)


class Sheets(FormSchema):
    """What a change did to the sheets (pages) of the document; «Все» where all were replaced."""

    changed = SheetNumbers("измененных", width=22, example="3, 4")
    replaced = SheetNumbers("замененных", width=22, example="Все")
    new = SheetNumbers("новых", width=15, example="12")
    cancelled = SheetNumbers("аннулированных", width=30, example="9")


class Change(FormSchema):
    """One change of the document."""

    change = Whole("Изм.", least=1, most=9999, required=True, width=11)
    sheets = Group("Номера листов (страниц)", Sheets, required=True)
    total = Whole("Всего листов (страниц) в док.", least=1, most=99999, required=True, width=18)
    document_no = Line("Номер док.", required=True, width=17, example="12-26")
    signature = by_hand("Подп.", width=14)
    date = Day("Дата", required=True, width=21)


class LogOptions(Options):
    """How to print the log."""

    dash_unused = Flag("прочерк в незаполненных графах листов", load_default=True)


class RevisionLog(FormSchema):
    """The paper from top to bottom."""

    title = fixed("Лист регистрации изменений", "title")
    document_title = Text("Название документа", via="document_line")
    document_line = Printed(
        "",
        lambda scope: [title] if (title := scope.data.get("document_title")) else [],
        style="document",
    )
    rows = Table(
        "Изменения",
        Change,
        required=True,
        least=ROWS,
        numbers="",
        row_height=ROW_MM,
        main=True,
    )
    options = Aside("параметры печати", LogOptions)


FORM = Form(
    id="office.revision_log_gost",
    edition="gost-r-21.1101-2013",
    title="Лист регистрации изменений (ГОСТ)",
    issuer="Росстандарт",
    group="Делопроизводство",
    legal_basis=(
        "ГОСТ Р 21.1101-2013, приложение М, форма 10",
        "ГОСТ 2.503-2013, приложение В; ГОСТ Р 2.503-2023, приложение Б",
    ),
    in_force=InForce(date(2014, 1, 1)),
    schema=RevisionLog,
    dated_by="",
    layout="gost_2025",
    status={"": Status.OFFICIAL, "document_line": Status.HOUSE},
    rules=revision_rules.OF_THE_STANDARD,
    signed_by=("лицо, внесшее изменения",),
)
