"""Base of all schemas of forms: what counts as empty, and what is refused."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, cast

from marshmallow import RAISE, Schema, ValidationError, missing, pre_load
from marshmallow.exceptions import SCHEMA
from marshmallow.fields import Field

from formsvc.forms.emptiness import empty
from formsvc.forms.fields import Complaint
from formsvc.forms.plain_reading import Read, plain_read


class FormSchema(Schema):
    """Fields in the order of the paper; unknown ones are refused, empty ones count as missing."""

    class Meta:
        """Nothing that was sent may be dropped in silence."""

        unknown = RAISE

    error_messages: dict[str, str] = {  # noqa: RUF012 — declared so by marshmallow
        "unknown": Complaint("S-unknown", "Такого поля в форме нет."),
        "type": Complaint("S-type", "Ожидается объект с полями."),
    }

    def load(self, data: Any, **how: Any) -> dict[str, Any]:
        """Read an object field by field; ValidationError with all that is wrong with it.

        What marshmallow's own driver gives for schemas that look no further than their fields,
        at a fifth of its cost; a test compares the two. Schemas that do are read by marshmallow.
        """
        chosen = how and any(value is not None for value in how.values())
        if chosen or self._looks_further or not isinstance(data, dict):
            return cast("dict[str, Any]", super().load(data, **how))
        given = self.drop_empty(data)
        loaded: dict[str, Any] = {}
        wrong: dict[str, Any] = {}
        for name, read, read_missing in self._readings:
            try:
                if name in given:
                    loaded[name] = read(given[name], name, given)
                elif read_missing is not None:
                    loaded[name] = read_missing(missing, name, given)
            except ValidationError as fault:
                wrong[name] = fault.messages
                if fault.valid_data:
                    loaded[name] = fault.valid_data
        for name in given:
            if name not in self.load_fields:
                wrong[name] = [self.error_messages["unknown"]]
        if wrong:
            raise ValidationError(wrong, SCHEMA, data, loaded)
        return loaded

    @cached_property
    def _readings(self) -> Sequence[tuple[str, Read, Read | None]]:
        """For every field its name and what reads its value, and what tells that it is missing."""
        return [
            (name, plain_read(field), field.deserialize if _tells_missing(field) else None)
            for name, field in self.load_fields.items()
        ]

    @cached_property
    def _looks_further(self) -> bool:
        """Whether the schema asks more of marshmallow than to read fields under their names."""
        called = [name for hooks in self._hooks.values() for name, *_ in hooks]
        renamed = any(one.data_key or one.attribute for one in self.load_fields.values())
        strict = self.unknown == RAISE and not self.many and not self.partial
        return called != ["drop_empty"] or renamed or not strict

    @pre_load
    def drop_empty(self, raw: Any, **_: Any) -> Any:
        """Treat null, empty and blank text, and groups of nothing else, as not given.

        A blank entry of a list becomes null, which keeps the places of the others.
        """
        if not isinstance(raw, dict):
            return raw
        known = self.load_fields
        return {
            key: _with_blanks_as_null(value) if isinstance(value, list) else value
            for key, value in raw.items()
            if key not in known or not empty(value)
        }


def _tells_missing(field: Field[Any]) -> bool:
    return field.required or field.load_default is not missing


def _with_blanks_as_null(values: list[Any]) -> list[Any]:
    return [None if isinstance(one, str) and empty(one) else one for one in values]
