"""The generated files: schemas/, the published contract of each form, and pages of docs/."""

import json
from pathlib import Path

from formsvc.forms.form import Form
from formsvc.forms.registry import Registry
from formsvc.publishing.forms_page import forms_page
from formsvc.publishing.rules_page import rules_page


def schema_file(form: Form) -> str:
    """The JSON Schema of a form as the file holds it."""
    return json.dumps(form.json_schema(), ensure_ascii=False, indent=2) + "\n"


def stale(forms: Registry) -> list[Path]:
    """Files that are not what their forms would write."""
    return [path for path, text in _generated(forms).items() if _differs(path, text)]


def write(forms: Registry) -> list[Path]:
    """Write the stale files; gives those that were written."""
    wanted = _generated(forms)
    written = stale(forms)
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], "utf-8")
    return written


def _generated(forms: Registry) -> dict[Path, str]:
    """All generated files with their texts; an installed package has no docs/."""
    roots = forms.roots
    files = {roots.schema(form.stem): schema_file(form) for form in forms.all()}
    if roots.docs.is_dir():
        files[roots.docs / "forms.md"] = forms_page(forms)
        files[roots.docs / "rules.md"] = rules_page(forms)
    return files


def _differs(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_text("utf-8") != text
