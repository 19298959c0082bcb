"""Computed values of a form as a clerk reads them: labelled, dates in figures, lists as tables."""

from collections.abc import Iterator, Mapping
from typing import Any

from formsvc.forms.form import Form
from formsvc.web.kinds import typed_day


def shown(form: Form, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each known value as {label, text} or as {label, head, rows}."""
    return list(_shown(form.computed_labels, values))


def _shown(labels: Mapping[str, str], values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, value in values.items():
        if value in (None, "", []):
            continue
        if isinstance(value, list):
            keys = list(value[0])
            rows = [[_text(row[key]) for key in keys] for row in value]
            yield {"label": labels[name], "head": [labels[key] for key in keys], "rows": rows}
        else:
            yield {"label": labels[name], "text": _text(value)}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    return typed_day(value)
