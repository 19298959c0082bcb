"""What the published JSON Schemas refer to by name."""

from typing import Any

from formsvc.forms import characters, emptiness
from formsvc.forms.fields import DAY, DAY_SCHEMA


def definitions() -> dict[str, Any]:
    """The definitions of texts, dates and of what says nothing, by name."""
    return {**characters.schemas(), DAY: DAY_SCHEMA, emptiness.NAME: emptiness.SCHEMA}
