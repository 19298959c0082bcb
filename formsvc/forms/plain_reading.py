"""Values read without what marshmallow does for each of them and no field here asks for.

It knows no rule of any field: what a field, or a schema in it, asks beyond its own reading is
left to marshmallow (a test compares the two).
"""

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError, fields

Read = Callable[[Any, str | None, Any], Any]
"""From a value, the name of its field and the object it stands in, to the value that is read;
ValidationError."""


def plain_read(field: fields.Field[Any]) -> Read:
    """What `deserialize` comes to for a value that is there and not null."""
    if _asks_more(field):
        return field.deserialize
    return _object_read(field) if _is_plain_object(field) else field._deserialize


def _asks_more(field: fields.Field[Any]) -> bool:
    """Whether more is done to a value than its field's own reading."""
    kind, general = type(field), fields.Field
    own = kind.deserialize is general.deserialize and kind._validate is general._validate
    return not own or bool(field.validators or field.pre_load or field.post_load)


def _is_plain_object(field: fields.Field[Any]) -> bool:
    own = type(field)._deserialize is fields.Nested._deserialize
    return isinstance(field, fields.Nested) and own and not (field.many or field.unknown)


def _object_read(field: Any) -> Read:
    load = field.schema.load
    return lambda value, name, data: load(value)


def read_list(inner: fields.Field[Any], read: Read, values: list[Any]) -> list[Any]:
    """Every entry of a list; ValidationError with what is wrong by place, and with the rest."""
    loaded: list[Any] = []
    wrong: dict[int, Any] = {}
    for place, value in enumerate(values):
        try:
            loaded.append(inner.deserialize(None) if value is None else read(value, None, None))
        except ValidationError as fault:
            wrong[place] = fault.messages
            if fault.valid_data is not None:
                loaded.append(fault.valid_data)
    if wrong:
        raise ValidationError(wrong, valid_data=loaded)
    return loaded
