"""Лист регистрации изменений: what was changed in a document, when and by whom [S0].

Field list: specification F8. The original serves a standard; `options.document_kind` makes it
serve another kind of document. The sheet of ГОСТ 2.503 is a form of its own, revision_log_gost.
"""

from datetime import date

from formsvc.forms.blocks import Options, by_hand, fixed
from formsvc.forms.fields import Choice, Day, Line, Name, Printed, Text
from formsvc.forms.form import Form, InForce, Status
from formsvc.forms.groups import Aside, Table
from formsvc.forms.office import _revision_rules as revision_rules
from formsvc.forms.schema import FormSchema

KINDS = ("стандарта", "положения", "инструкции", "порядка")
ROWS, ROW_MM = 13, 11


class Revision(FormSchema):
    """One change; the columns that the original lacks come with `options.extended`."""

    clause = Line(
        "№ раздела, пункта стандарта, в которое внесено изменение",
        required=True,
        width=30,
        wording={"document_kind": "стандарта"},
        example="3.2",
    )
    summary = Line("Краткое содержание изменения", option="extended", width=40)
    date = Day("Дата внесения изменения", required=True, width=21)
    author = Name("ФИО лица, внесшего изменения", required=True, width=28)
    signature = by_hand("Подпись", option="extended", width=20)


class LogOptions(Options):
    """How to print the log."""

    document_kind = Choice(
        "вид документа в родительном падеже", choices=KINDS, load_default=KINDS[0]
    )


class RevisionLog(FormSchema):
    """The paper from top to bottom."""

    title = fixed("Лист регистрации изменений", "title")
    document_title = Text("Название документа", via="document_line")
    document_line = Printed(
        "",
        lambda scope: [title] if (title := scope.data.get("document_title")) else [],
        style="document",
    )
    rows = Table("Изменения", Revision, required=True, least=ROWS, row_height=ROW_MM, main=True)
    options = Aside("параметры печати", LogOptions)


FORM = Form(
    id="office.revision_log",
    edition="sop-2018",
    title="Лист регистрации изменений",
    issuer="Стандарт операционных процедур (Республика Казахстан)",
    group="Делопроизводство",
    legal_basis=(
        "Стандарт операционных процедур «Работа социального работника (кейс – менеджмент) на уровне"
        " первичной медико-санитарной помощи», лист регистрации изменений",
    ),
    # The standard bears no date: the latest one it names is the state of the Code, 04.07.2018.
    in_force=InForce(date(2018, 7, 4)),
    schema=RevisionLog,
    dated_by="",
    layout="gost_2025",
    status={
        "": Status.OFFICIAL,
        "document_line": Status.HOUSE,
        "rows.summary": Status.HOUSE,
        "rows.signature": Status.HOUSE,
    },
    rules=revision_rules.OF_THE_LOG,
    signed_by=("лицо, внесшее изменения (options.extended)",),
)
