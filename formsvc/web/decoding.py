"""A posted form as the very JSON that the API takes, by a walk over the same fields."""

from typing import Any

from marshmallow import Schema

from formsvc.forms.emptiness import empty
from formsvc.forms.form import Form
from formsvc.forms.groups import Group, Rows, inputs
from formsvc.web.kinds import kind_of
from formsvc.web.posted import Posted


def read(form: Form, posted: Posted) -> dict[str, Any]:
    """The body, with every row that stands on the page, the empty ones too."""
    return object_of(form.fields, posted)


def object_of(schema: Schema, posted: Posted) -> dict[str, Any]:
    """What was posted for an object of a schema, with what the schema does not know."""
    known = inputs(schema)
    read = {name: _value(field, posted.at(name)) for name, field in known.items()}
    # A page of an older version may post what the form has no more: the check refuses it by name.
    strange = {name: _strange(one) for name, one in posted.inner.items() if name not in known}
    return {name: value for name, value in (read | strange).items() if value not in (None, {}, [])}


def _value(field: Any, posted: Posted) -> Any:
    if isinstance(field, Group):
        return object_of(field.schema, posted)
    if isinstance(field, Rows):
        return [object_of(field.schema, row) for row in posted.rows()]
    return kind_of(field).read(field, posted)


def _strange(posted: Posted) -> Any:
    texts = [*posted.texts, *(_strange(one) for one in posted.inner.values())]
    return " ".join(filter(None, texts)) or None


def finished(data: Any) -> Any:
    """The body without the empty rows at the ends of lists: they wait for more, and say nothing.

    An empty row between others stays, so that the numbers of rows are those of the page.
    """
    if isinstance(data, dict):
        return {name: finished(value) for name, value in data.items()}
    if not isinstance(data, list):
        return data
    rows = [finished(row) for row in data]
    while rows and empty(rows[-1]):
        rows.pop()
    return rows
