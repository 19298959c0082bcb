"""What a pack is made of, as JSON: read strictly, and described for OpenAPI."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import fields

from formsvc.errors import InvalidData
from formsvc.forms import characters
from formsvc.forms.definitions import definitions
from formsvc.forms.fields import Choice, Day, Flag, Line, LongText, Name, Paper, Whole
from formsvc.forms.findings import errors
from formsvc.forms.groups import Group, Rows, Several, object_schema
from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.load import read_object
from formsvc.forms.schema import FormSchema
from formsvc.packs import orders
from formsvc.renderers.base import PdfKind
from formsvc.signing.plan import Mark

MOST_ITEMS, MOST_SIGNERS = 10_000, 50
OUTPUTS = ("pdf", "zip")


_JSON = "json"
_OBJECT: dict[str, Any] = {
    "type": "object",
    "propertyNames": characters.NAME,
    "additionalProperties": {"$ref": f"#/$defs/{_JSON}"},
}
_LIST = {"type": "array", "items": {"$ref": f"#/$defs/{_JSON}"}}
DEFINITIONS = definitions() | {
    _JSON: {
        "title": "JSON",
        "anyOf": [{"type": ["null", "boolean", "number", "string"]}, _LIST, _OBJECT],
    }
}
"""What the schema of a request refers to by name: JSON of any form is known by its names only."""


class Data(Paper, fields.Raw):
    """The body of a form, checked by the form itself."""

    def json_schema(self) -> dict[str, Any]:
        """Any object; its schema is that of the form."""
        return _OBJECT

    def skeleton(self) -> Any:
        """An empty object."""
        return {}


class Item(FormSchema):
    """One document: of a form, or a PDF that comes with the request."""

    form = Line("Форма", hint="Номер формы, например kz.plan")
    edition = Line("Редакция формы", hint="Без неё действующая на дату документа")
    data = Data("Данные формы")
    mode = Choice("Готовность", choices=("filled", "draft"), hint="Без неё filled")
    file = Line("Файл PDF", hint="Имя части запроса; в командной строке путь от файла пакета")
    attach = Flag("Приложить как есть", hint="Файл не вшивается, а вкладывается без изменений")
    title = Line("Заголовок документа", hint="В описи и закладках; у файла обязателен")
    date = Day("Дата документа", hint="В описи; без неё дата из данных формы")
    number = Line("Номер документа", hint="В описи; без него номер из данных формы")
    note = Line("Примечание", hint="В описи")
    section = Line("Раздел дела", hint="Код раздела готового порядка (order)")


class Person(FormSchema):
    """Whom the case is about."""

    full_name = Name("ФИО", required=True)
    born_on = Day("Дата рождения")


class Worker(FormSchema):
    """Who keeps the case."""

    position = Line("Должность")
    full_name = Name("ФИО")


class Cover(FormSchema):
    """The cover of a case file (F10)."""

    organisation = LongText("Наименование организации")
    title = Line("Название дела", hint="Без него «Личное дело» или название готового порядка")
    number = Line("Номер дела")
    people = Rows("О ком дело", Person)
    begun_on = Day("Начато")
    finished_on = Day("Окончено")
    worker = Group("Кто ведет дело", Worker)


class Signer(FormSchema):
    """One who is to sign the pack."""

    role = Line("Должность или роль")
    name = Name("Имя подписывающего")
    step = Whole("Очередь", least=1, most=MOST_SIGNERS, hint="С одним числом — в любом порядке")


class Signers(Rows):
    """Those who sign."""

    most = MOST_SIGNERS


class Items(Rows):
    """The documents in their order."""

    most = MOST_ITEMS


class PackRequest(FormSchema):
    """A pack."""

    items = Items("Документы", Item, required=True)
    order = Choice("Готовый порядок", choices=tuple(orders.ORDERS), hint="Без него как дано")
    cover = Group("Обложка", Cover, hint="Без неё пакет без обложки")
    inventory = Flag("Внутренняя опись", hint="Без него true")
    numbering = Flag("Номера листов", hint="Без него true")
    output = Choice("Вид пакета", choices=OUTPUTS, hint="Без него pdf")
    pdf = Choice(
        "Вид PDF",
        choices=tuple(PdfKind),
        hint="archive: для архива; print: быстро",
    )
    layout = Choice("Разметка страницы", choices=tuple(LAYOUTS), hint="Без неё своя у каждой формы")
    as_of = Day("Отчётная дата", hint="Без неё сегодня")
    embed = Flag("Вложить исходные данные", hint="Без него false")
    signers = Signers("Кто подписывает", Signer, hint="Добавляет «Лист подписей»")
    required = Several(
        "Сколько подписей нужно в каждой очереди",
        inner=Whole(least=1, most=MOST_SIGNERS, required=True),
        hint="Без него все",
    )
    mark = Choice("Отметка об электронной подписи", choices=tuple(Mark), hint="Без неё ru")


@dataclass(frozen=True)
class Wish:
    """A request that was read."""

    items: Sequence[Mapping[str, Any]]
    order: orders.Order | None
    cover: Mapping[str, Any] | None
    inventory: bool
    numbering: bool
    output: str
    pdf: PdfKind
    layout: str | None
    as_of: date
    embed: bool
    signers: Sequence[Mapping[str, Any]]
    required: Sequence[int]
    mark: Mark


def read(raw: Any, today: date) -> Wish:
    """The request; raises InvalidData with all that cannot be read in it."""
    data, findings = read_object(PackRequest(), raw)
    if errors(findings):
        raise InvalidData(findings=findings)
    order = data.get("order")
    return Wish(
        items=data["items"],
        order=orders.ORDERS[order] if order else None,
        cover=data.get("cover"),
        inventory=data.get("inventory", True),
        numbering=data.get("numbering", True),
        output=data.get("output", "pdf"),
        pdf=PdfKind(data.get("pdf", PdfKind.ARCHIVE)),
        layout=data.get("layout"),
        as_of=data.get("as_of") or today,
        embed=data.get("embed", False),
        signers=data.get("signers", ()),
        required=data.get("required", ()),
        mark=Mark(data.get("mark", Mark.RU)),
    )


def json_schema() -> dict[str, Any]:
    """The published contract (JSON Schema 2020-12) of a request."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:formsvc:pack",
        "title": "Пакет документов",
        **object_schema(PackRequest()),
        "$defs": DEFINITIONS,
    }
