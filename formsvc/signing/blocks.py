"""Who signs a document by its own signature blocks: of a form with data, or of an embedded file."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from marshmallow import Schema

from formsvc.errors import FormsvcError, SignatureRefused
from formsvc.forms.form import Form
from formsvc.forms.groups import Group, Rows, Signers
from formsvc.forms.shown import Mode
from formsvc.pipeline import Service, Wanted
from formsvc.reopening import reopened
from formsvc.signing.plan import Slot


def of_form(form: Form, data: Mapping[str, Any], as_of: date) -> list[Slot]:
    """Role and name of each signature block, in the order of the paper; empty blocks are none."""
    return list(_found(form.fields, form.context(data, Mode.FILLED, as_of)))


def of_file(service: Service, content: bytes) -> list[Slot]:
    """The same of a file that carries its source; raises SignatureRefused where it has none."""
    try:
        source = reopened(service, content)
    except FormsvcError as fault:
        raise SignatureRefused(
            "Подписывающих не назвали (signers), а в файле нет исходных данных формы."
        ) from fault
    if source["edited"]:
        raise SignatureRefused("Файл изменён после создания: назовите подписывающих (signers).")
    wanted = Wanted(source["form"], "", date.fromisoformat(source["as_of"]), Mode(source["mode"]))
    form, loaded = service.check(wanted, source["data"])
    signers = of_form(form, loaded.data, wanted.as_of)
    if not signers:
        raise SignatureRefused("В документе нет имён подписывающих: назовите их (signers).")
    return signers


def _found(schema: Schema, shown: Mapping[str, Any]) -> Iterator[Slot]:
    for name, field in schema.fields.items():
        value = shown.get(name)
        if isinstance(field, Signers):
            for place in value or ():
                role, person = str(place["position"]).strip(), str(place["name"]).strip()
                if role or person:
                    yield Slot("", role or field.label.strip().rstrip(":"), person)
        elif isinstance(field, Group) and value:
            yield from _found(field.schema, value)
        elif isinstance(field, Rows):
            for row in value or ():
                yield from _found(field.schema, row)
