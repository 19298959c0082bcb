"""Лист ознакомления: who read a document, with date and signature [S0, after annex 4].

Field list: specification F7.1; layout: formal.md 5. The original names no document; a sheet is
worth little without it, so the document is named under the title, and only
`options.show_document = false` gives the bare sheet of the original.
"""

from datetime import date
from typing import Any

from formsvc.forms import dates
from formsvc.forms.blocks import Options, alphabetical_option, by_hand, fixed, joined, listed
from formsvc.forms.fields import Day, Flag, Line, Name, Printed, Text
from formsvc.forms.form import Form, InForce, Status
from formsvc.forms.groups import Aside, Group, Table
from formsvc.forms.office import _acknowledgement_rules as acknowledgement_rules
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Blank, Scope

ROWS, ROW_MM = 15, 11


class Document(FormSchema):
    """The document that was read."""

    title = Text(
        "Название документа",
        required=True,
        example="Положение об учетной политике учреждения",
    )
    date = Day("Дата документа", planned=True)
    number = Line("Номер документа")
    version = Line("Версия документа")


class Acknowledged(FormSchema):
    """Somebody who read the document; the signature, and mostly the date, is by hand."""

    full_name = Name("Ф.И.О.", required=True, width=32)
    position = Line("Должность", required=True, width=28)
    date = Day("Дата", width=15)
    signature = by_hand("Подпись", width=21)


class Readers(Table):
    """Those who read the document, numbered as they stand on the sheet."""

    def show(self, value: Any, scope: Scope) -> Any:
        """The rows in the order that was asked for."""
        return super().show(listed(value, scope), scope)


class SheetOptions(Options):
    """How to print the sheet."""

    alphabetical = alphabetical_option()

    show_document = Flag("документ назван под заголовком", load_default=True)


class SheetCase(FormSchema):
    """Facts for the rules that the paper lacks."""

    document_date = Day("дата документа, если он не назван на листе", planned=True)


def _document(scope: Scope) -> list[str]:
    """The title, and «от 25.04.2024 № 70, версия 2» below it, as far as given."""
    document = scope.data.get("document") or {}
    if scope.blank or not scope.options["show_document"]:
        return []
    day, number, version = (document.get(key) for key in ("date", "number", "version"))
    dated = f"от {dates.numeric(day)}" if day else ""
    numbered = f"№\u00a0{number}" if number else ""
    known = joined(f"{dated} {numbered}".strip(), version and f"версия {version}")
    return [document.get("title", Blank(1)), *([known] if known else [])]


class AcknowledgementSheet(FormSchema):
    """The paper from top to bottom."""

    title = fixed("Лист ознакомления", "title")
    document = Group("Документ", Document, option="show_document", via="document_lines")
    document_lines = Printed("", _document, style="document", option="show_document")
    rows = Readers(
        "Ознакомленные",
        Acknowledged,
        least=ROWS,
        numbered_blank=True,
        row_height=ROW_MM,
        main=True,
    )
    options = Aside("параметры печати", SheetOptions)
    case = Aside("сведения для проверок", SheetCase)


FORM = Form(
    id="office.acknowledgement_sheet",
    edition="sop-2018",
    title="Лист ознакомления",
    issuer="Стандарт операционных процедур (Республика Казахстан)",
    group="Делопроизводство",
    legal_basis=(
        "Стандарт операционных процедур «Работа социального работника (кейс – менеджмент) на уровне"
        " первичной медико-санитарной помощи», лист ознакомления",
        "РФ: ознакомление работников с документами под подпись, ст. 22 и 68 ТК РФ",
    ),
    # The standard bears no date: the latest one it names is the state of the Code, 04.07.2018.
    in_force=InForce(date(2018, 7, 4)),
    schema=AcknowledgementSheet,
    dated_by="document.date",
    layout="gost_2025",
    status={"": Status.OFFICIAL, "document_lines": Status.HOUSE},
    rules=acknowledgement_rules.RULES,
    deadlines=("ознакомление: не раньше даты документа",),
    signed_by=("каждый, кто ознакомлен",),
)
