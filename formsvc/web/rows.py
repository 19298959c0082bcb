"""What is done to the rows of a list in a body, named by pointers: also without JavaScript."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from formsvc.errors import BadRequest
from formsvc.forms.form import Form
from formsvc.forms.groups import Group, Rows, Sections, Several, inputs


@dataclass
class Undo:
    """A row that was taken out, and where it stood."""

    pointer: str
    row: Any


@dataclass
class _Place:
    """A list of the body, and the place of a row in it."""

    rows: list[Any]
    at: int


def add(form: Form, body: dict[str, Any], pointer: str) -> str:
    """A new row at the end of the list; gives its pointer."""
    rows = _list(body, pointer)
    rows.append(opening(form, body, pointer))
    return f"{pointer}/{len(rows) - 1}"


def opening(form: Form, body: Mapping[str, Any], pointer: str) -> Any:
    """What a new row of the list begins with."""
    field = _field(form, pointer)
    if isinstance(field, Sections) and field.opens_with:
        return field.opens_with(body)
    return "" if isinstance(field, Several) else {}


def remove(body: dict[str, Any], pointer: str) -> Undo:
    """Take a row out."""
    place = _place(body, pointer)
    return Undo(pointer, place.rows.pop(place.at))


def restore(body: dict[str, Any], undo: Undo) -> str:
    """Put a row back where it stood; gives its pointer."""
    above, _, at = undo.pointer.rpartition("/")
    if not at.isdecimal():
        raise _no_such_row()
    _list(body, above).insert(int(at), undo.row)
    return undo.pointer


def up(body: dict[str, Any], pointer: str) -> str:
    """Change places with the row above; gives the new pointer."""
    return _moved(body, pointer, -1)


def down(body: dict[str, Any], pointer: str) -> str:
    """Change places with the row below; gives the new pointer."""
    return _moved(body, pointer, 1)


def copy(body: dict[str, Any], pointer: str) -> str:
    """The same row once more below; gives its pointer."""
    place = _place(body, pointer)
    place.rows.insert(place.at + 1, place.rows[place.at])
    return _beside(pointer, place.at + 1)


MOVES: Mapping[str, Callable[[dict[str, Any], str], str]] = {"up": up, "down": down, "copy": copy}


def _moved(body: dict[str, Any], pointer: str, by: int) -> str:
    place = _place(body, pointer)
    to = min(max(place.at + by, 0), len(place.rows) - 1)
    place.rows.insert(to, place.rows.pop(place.at))
    return _beside(pointer, to)


def _beside(pointer: str, at: int) -> str:
    return f"{pointer.rpartition('/')[0]}/{at}"


def _place(body: dict[str, Any], pointer: str) -> _Place:
    above, _, at = pointer.rpartition("/")
    rows = _list(body, above)
    if not at.isdecimal() or int(at) >= len(rows):
        raise _no_such_row()
    return _Place(rows, int(at))


def _list(body: dict[str, Any], pointer: str) -> list[Any]:
    """The list under a pointer; made where the body has none yet."""
    *steps, last = pointer.split("/")[1:] or [""]
    inner: Any = body
    for step in steps:
        if isinstance(inner, list):
            inner = inner[int(step)] if step.isdecimal() and int(step) < len(inner) else None
        else:
            inner = inner.setdefault(step, {}) if isinstance(inner, dict) else None
    rows = inner.setdefault(last, []) if isinstance(inner, dict) else None
    if not isinstance(rows, list):
        raise _no_such_row()
    return rows


def _field(form: Form, pointer: str) -> Any:
    """The list of the form under a pointer; raises BadRequest where there is none."""
    schema: Schema = form.fields
    field: Any = None
    for step in pointer.split("/")[1:]:
        if step.isdecimal() and isinstance(field, Rows):
            continue
        field = inputs(schema).get(step)
        schema = field.schema if isinstance(field, Group | Rows) else schema
    if not isinstance(field, Rows | Several):
        raise _no_such_row()
    return field


def _no_such_row() -> BadRequest:
    return BadRequest("Такой строки в форме нет.")
