"""Base of all schemas of forms: what counts as empty, and what is refused."""

from typing import Any

from marshmallow import RAISE, Schema, pre_load

from formsvc.forms.emptiness import empty
from formsvc.forms.fields import Complaint


class FormSchema(Schema):
    """Fields in the order of the paper; unknown ones are refused, empty ones count as missing."""

    class Meta:
        """Nothing that was sent may be dropped in silence."""

        unknown = RAISE

    error_messages: dict[str, str] = {  # noqa: RUF012 — declared so by marshmallow
        "unknown": Complaint("S-unknown", "Такого поля в форме нет."),
        "type": Complaint("S-type", "Ожидается объект с полями."),
    }

    @pre_load
    def drop_empty(self, raw: Any, **_: Any) -> Any:
        """Treat null, empty and blank text, and groups of nothing else, as not given.

        A blank entry of a list becomes null, which keeps the places of the others.
        """
        if not isinstance(raw, dict):
            return raw
        return {
            key: _with_blanks_as_null(value)
            for key, value in raw.items()
            if key not in self.load_fields or not empty(value)
        }


def _with_blanks_as_null(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [None if isinstance(one, str) and empty(one) else one for one in value]
