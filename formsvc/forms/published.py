"""The generated files: schemas/, the published contract of each form."""

import json
from pathlib import Path

from formsvc.forms.form import Form
from formsvc.forms.registry import Registry


def published(form: Form) -> str:
    """The JSON Schema of a form as the file holds it."""
    return json.dumps(form.json_schema(), ensure_ascii=False, indent=2) + "\n"


def stale(forms: Registry) -> list[Path]:
    """Files that are not what their forms would write."""
    return [
        path
        for form in forms.all()
        if not (path := forms.roots.schema(form.stem)).is_file()
        or path.read_text("utf-8") != published(form)
    ]


def write(forms: Registry) -> list[Path]:
    """Write the stale files; gives those that were written."""
    written = stale(forms)
    for form in forms.all():
        path = forms.roots.schema(form.stem)
        if path in written:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(published(form), "utf-8")
    return written
