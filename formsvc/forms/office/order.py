"""Приказ: head, numbered items, lists of people, control, signatures, approved attachments [S2].

Field list: specification F6, F7.2; order of requisites: ГОСТ Р 7.0.97. The same form serves to
appoint and to relieve a curator, to make a working group, to change an earlier order.
"""

from datetime import date

from formsvc.forms import dates
from formsvc.forms.blocks import (
    DATE_RULE,
    PLACE_RULE,
    Options,
    Organisation,
    Paragraph,
    Signatory,
    alphabetical_option,
    at_both_ends,
    centred,
    listed,
    numbered,
    organisation_lines,
    paragraphs,
    place_to_sign,
    places_to_sign,
    ruled,
)
from formsvc.forms.fields import Choice, Day, Line, LongText, Name, Printed, Whole
from formsvc.forms.form import Form, InForce, Status
from formsvc.forms.groups import Aside, Blocks, Group, Rows, Sections, Signers, Spread
from formsvc.forms.office import _order_rules as order_rules
from formsvc.forms.office._order_attachments import Attachment
from formsvc.forms.office._order_items import BLANK_ITEMS, Control, Item, control_lines, short_name
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Blank, Scope

RUSSIAN, KAZAKH_RUSSIAN = "ru", "kk-ru"
KINDS = {RUSSIAN: "ПРИКАЗ", KAZAKH_RUSSIAN: "БҰЙРЫҚ / ПРИКАЗ"}
COMMANDS = {RUSSIAN: "ПРИКАЗЫВАЮ:", KAZAKH_RUSSIAN: "БҰЙЫРАМЫН: / ПРИКАЗЫВАЮ:"}
AS_IN_SEED, AS_IN_GOST = "seed", "gost"
WORDS, NUMERIC = "words", "numeric"
BLANK_PEOPLE = 6  # as many as the order of the source has
_PREAMBLE_LINES = 2


class Signer(FormSchema):
    """Who signs the order; its date is that of the order."""

    position = Line("Должность", required=True)
    full_name = Name("ФИО", required=True)


class Acquainted(FormSchema):
    """Somebody who is to know the order; signs and, as a rule, dates by hand."""

    full_name = Name("Фамилия И. О.", required=True)
    position = Line("должность")
    acquainted_on = Day("дата ознакомления")


def _acquainted(scope: Scope) -> list[dict[str, str]]:
    return [
        place_to_sign({**person, "signed_on": person.get("acquainted_on")})
        | {"name": short_name(person)}
        for person in listed(scope.data.get("acquainted"), scope)
    ]


class HrMark(FormSchema):
    """The mark of the personnel officer."""

    position = Line("Должность", required=True)
    full_name = Name("ФИО", required=True)
    date = Day("Дата")


def _hr_mark(scope: Scope) -> list[dict[str, str]]:
    mark = scope.data.get("hr_mark")
    if not mark and not scope.blank:
        return []
    day = (mark or {}).get("date")
    return [place_to_sign(mark) | {"date": dates.numeric(day) if day else DATE_RULE}]


class OrderOptions(Options):
    """How to print the order."""

    language = Choice("язык бланка", choices=tuple(KINDS), load_default=RUSSIAN)
    head_order = Choice(
        "порядок места, номера и даты", choices=(AS_IN_SEED, AS_IN_GOST), load_default=AS_IN_SEED
    )
    date_form = Choice("вид даты", choices=(WORDS, NUMERIC), load_default=WORDS)
    alphabetical = alphabetical_option()
    list_separator = Choice("знак между строками списка", choices=(",", ";"), load_default=",")


class Caseload(FormSchema):
    """How many families a curator has at once, with those that the order adds (L-01)."""

    full_name = Name("ФИО куратора")
    families_in_danger = Whole("семей в социально опасном положении", most=1000)
    families_in_hardship = Whole("семей в трудной жизненной ситуации", most=1000)
    families_in_need = Whole("семей, нуждающихся в поддержке", most=1000)


class OrderCase(FormSchema):
    """Facts for the rules that the paper lacks."""

    curators = Rows("нагрузка кураторов", Caseload)


def _higher_body(scope: Scope) -> list[str]:
    given = (scope.data.get("organisation") or {}).get("higher_body")
    return [given] if given else []


def _organisation_kk(scope: Scope) -> list[str]:
    """The name in Kazakh wherever it is given; in a two-language head its place is kept."""
    given = (scope.data.get("organisation") or {}).get("name_kk")
    wanted = scope.options["language"] == KAZAKH_RUSSIAN
    return [given] if given else [Blank(1)] * wanted


def _head_lines(scope: Scope) -> list[dict[str, str]]:
    """Place, number and date: under one another as in the source, or as ГОСТ Р 7.0.97 has them."""
    place = centred(scope.data.get("place") or PLACE_RULE)
    number, day = numbered(scope.data.get("number")), scope.data.get("date")
    numeric = scope.options["date_form"] == NUMERIC
    if scope.options["head_order"] == AS_IN_GOST:
        written = dates.numeric if numeric else dates.in_words
        return [at_both_ends(written(day) if day else DATE_RULE, number), place]
    written = dates.numeric if numeric else dates.quoted
    return [place, centred(number), centred(f"от {written(day) if day else DATE_RULE}")]


def _opening(scope: Scope) -> list[Paragraph]:
    command = COMMANDS[scope.options["language"]]
    if scope.blank:
        return ruled(_PREAMBLE_LINES) + paragraphs(command)
    return paragraphs(f"{scope.data.get('preamble', '').rstrip()} {command}".lstrip())


class Order(FormSchema):
    """The paper from top to bottom."""

    organisation = Group("Организация", Organisation, required=True, via="organisation_head")
    higher_body = Printed("", _higher_body, style="organisation")
    organisation_kk = Printed("", _organisation_kk, style="organisation")
    organisation_head = Printed(
        "",
        lambda scope: organisation_lines(scope.data.get("organisation") or {}),
        style="organisation",
    )
    kind = Printed("", lambda scope: KINDS[scope.options["language"]], style="title")
    place = Line("Место составления", required=True, via="head_lines", example="г. Льгов")
    number = Line("Номер", via="head_lines", example="70")
    date = Day("Дата", planned=True, written=dates.quoted, via="head_lines")
    head_lines = Spread("", _head_lines)
    title = Line(
        "Заголовок",
        required=True,
        via="subject",
        example="О назначении куратора семьи",
        hint="начинается с «О» или «Об», без точки в конце",
    )
    subject = Printed("", lambda scope: scope.data.get("title"), style="subject", lines=2)
    preamble = LongText("Преамбула", via="opening")
    opening = Printed("", _opening, style="body")
    items = Blocks("Пункты", Item, required=True, by_hand=BLANK_ITEMS)
    control = Group("Контроль", Control, required=True, via="control_item")
    control_item = Printed("", control_lines, style="body")
    signer = Group("Подпись", Signer, required=True, via="signature")
    signature = Signers(
        "",
        lambda scope: places_to_sign(scope.data.get("signer") and [scope.data["signer"]]),
        style="line",
    )
    endorsed = Rows("Визы", Signatory, option="extended", via="endorsements")
    endorsements = Signers(
        "СОГЛАСОВАНО",
        lambda scope: places_to_sign(scope.data.get("endorsed")),
        style="line",
        omit=True,
        option="extended",
    )
    acquainted = Rows("С приказом ознакомлены", Acquainted, via="acquaintance")
    acquaintance = Signers(
        "С приказом ознакомлены:", _acquainted, style="list", omit=True, least=BLANK_PEOPLE
    )
    hr_mark = Group("Отметка специалиста по кадрам", HrMark, via="hr_signature")
    hr_signature = Signers("", _hr_mark, style="line", omit=True)
    attachments = Sections("Приложение", Attachment, title="", least=1, omit=True)
    options = Aside("параметры печати", OrderOptions)
    case = Aside("сведения для проверок", OrderCase)


FORM = Form(
    id="office.order",
    edition="gost-r-7.0.97",
    title="Приказ",
    issuer="Организация, которая издает приказ",
    group="Делопроизводство",
    legal_basis=(
        "ГОСТ Р 7.0.97-2016, с 18.08.2025 ГОСТ Р 7.0.97-2025"
        " «Организационно-распорядительная документация. Требования к оформлению документов»",
        "Образец: приказ директора учреждения социального обслуживания от 25.04.2024 № 70"
        " с приложенным Положением",
    ),
    in_force=InForce(date(2018, 7, 1)),
    schema=Order,
    dated_by="date",
    numbered_by="number",
    headed_by="title",
    layout="gost_2025",
    status={
        "": Status.OFFICIAL,
        "endorsements": Status.HOUSE,
        "organisation_kk": Status.HOUSE,
    },
    rules=order_rules.RULES,
    deadlines=("ознакомление под подпись: не раньше даты приказа",),
    signed_by=(
        "тот, кто издает приказ",
        "визы (options.extended)",
        "ознакомленные",
        "специалист по кадрам",
    ),
)
