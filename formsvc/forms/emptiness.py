"""What says nothing: values that count as not given, in the reading and in the published schema."""

from collections.abc import Mapping
from typing import Any

from formsvc.forms import characters

BLANK = " \t\r\n\u00a0\u2009\u202f"
"""White space: a text of nothing else says nothing. Any other white space is refused (G-11)."""

NAME = "empty"
_ITSELF = {"$ref": f"#/$defs/{NAME}"}
_BLANK_TEXT = r"^[ \t\r\n\u00a0\u2009\u202f]*$"
SCHEMA: dict[str, Any] = {
    "title": "не заполнено",
    "anyOf": [
        {"type": "null"},
        {"type": "string", "pattern": _BLANK_TEXT},
        {"type": "array", "items": _ITSELF},
        {"type": "object", "propertyNames": characters.NAME, "additionalProperties": _ITSELF},
    ],
}


def empty(value: Any) -> bool:
    """Whether a JSON value says nothing: null, blank text, or only such values inside."""
    if isinstance(value, str):
        return not value.strip(BLANK)
    if isinstance(value, list):
        return all(map(empty, value))
    if isinstance(value, dict):
        return all(map(empty, value.values()))
    return value is None


def or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a value that may be left out."""
    told = {key: schema[key] for key in ("title", "description") if key in schema}
    own = {key: part for key, part in schema.items() if key not in told}
    choices = own["anyOf"] if own.keys() == {"anyOf"} else [own]
    return told | {"anyOf": [*choices, _ITSELF]}


def never_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a value that must be given, where it would let an empty one pass."""
    return schema | {"not": _ITSELF} if _lets_empty_pass(schema) else schema


def _lets_empty_pass(schema: Mapping[str, Any]) -> bool:
    if "anyOf" in schema:
        return any(map(_lets_empty_pass, schema["anyOf"]))
    match schema.get("type"):
        case "object":
            return not schema.get("required")
        case "array":
            return not schema.get("minItems") or _lets_empty_pass(schema["items"])
        case "string":
            return "enum" not in schema and "pattern" not in schema
    return "maxLength" in schema  # a reference to the definition of texts
