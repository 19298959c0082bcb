"""JSON as it leaves the service and the command line: UTF-8, Russian letters as they are."""

import json
from typing import Any


def encoded(value: Any, indent: int | None = None) -> bytes:
    """The value in UTF-8. Half a surrogate pair has no UTF-8 and is written as its JSON escape:
    it may stand in the name of an unknown field, and so in the pointer to it."""
    separators = None if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return text.encode("utf-8", "backslashreplace")
