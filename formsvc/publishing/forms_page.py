"""docs/forms.md: every form with its law, its fields, its deadlines, and who signs it."""

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, missing

from formsvc.forms import fields
from formsvc.forms.fields import Choice, Paper, Whole
from formsvc.forms.form import Form, Status
from formsvc.forms.groups import Aside, Group, Rows, Several, inputs
from formsvc.forms.parts import Grid
from formsvc.forms.registry import Registry
from formsvc.publishing.markdown import WRITTEN, page, table
from formsvc.setting_docs import written

_KINDS: dict[type, str] = {
    fields.Clock: "time HH:MM",
    fields.Day: "date",
    fields.Due: "date, period or words",
    fields.Flag: "true or false",
    fields.Name: "name",
    fields.Phone: "telephone",
    fields.Line: "line",
    fields.LongText: "long text",
    fields.Text: "text",
    Aside: "not printed",
    Grid: "object by row",
    Group: "object",
    Rows: "list of objects",
}
_LONGEST_CHOICES = 160  # characters; longer lists are in the JSON Schema


def forms_page(forms: Registry) -> str:
    """The text of the page."""
    return page(_lines(forms))


def _lines(forms: Registry) -> Iterator[str]:
    yield "# Forms"
    yield ""
    yield WRITTEN
    yield ""
    yield (
        "A field is named as in the JSON: `a.b` is a field of an object, `a[].b` of every object"
        " of a list, `a.*.b` of every row of a grid. A field with an option is printed, and"
        " accepted, only with it. Every paper also takes `copy_mark`, the mark of a certified copy,"
        " which the one who certifies it signs; fields of `case` are facts for the rules"
        " ([rules.md](rules.md)), never printed."
    )
    yield ""
    for form in forms.all():
        yield from _form(form)


def _form(form: Form) -> Iterator[str]:
    yield f"## {form.id}: {form.title}"
    yield ""
    yield from (f"- {name}: {text}" for name, text in _particulars(form) if text)
    yield ""
    rows = (_row(path, field) for path, field in _fields(form.fields, ""))
    yield from table(("field", "label", "type", "required", "notes"), rows)


def _particulars(form: Form) -> Iterator[tuple[str, str]]:
    until = form.in_force.until
    force = f"from {form.in_force.since.isoformat()}"
    yield "edition", f"`{form.edition}`, in force {force}" + (f" to {until}" if until else "")
    yield "repealed by", form.repealed_by
    yield "issuer", form.issuer
    yield from (("legal basis", law) for law in form.legal_basis)
    yield "status", str(form.status.get("", Status.HOUSE))
    house = [
        f"`{place}`" for place, status in form.status.items() if place and status == "house layout"
    ]
    yield "house layout", ", ".join(house)
    yield "deadlines", "; ".join(form.deadlines)
    yield "signed by", "; ".join(form.signed_by)
    yield "page layout", f"`{form.layout}`"


def _fields(schema: Schema, above: str) -> Iterator[tuple[str, Paper]]:
    for name, field in inputs(schema).items():
        path = above + name
        if name == "copy_mark" and not above:
            continue  # told once for all forms
        yield path, field
        if isinstance(field, Grid):
            yield from _fields(field.row, f"{path}.*.")
        elif isinstance(field, Group):
            yield from _fields(field.schema, f"{path}.")
        elif isinstance(field, Rows):
            yield from _fields(field.schema, f"{path}[].")


def _row(path: str, field: Paper) -> tuple[str, ...]:
    label = field.label.strip() or field.heading
    return f"`{path}`", label, _kind(field), "yes" if field.required else "", _notes(field)


def _kind(field: Paper) -> str:
    if isinstance(field, Several):
        return f"list: {_kind(field.item)}"
    if isinstance(field, Whole):
        return f"whole number {field.least}–{field.most}"
    if isinstance(field, Choice):
        words = ", ".join(f"«{choice}»" for choice in field.choices)
        return f"one of {words if len(words) <= _LONGEST_CHOICES else len(field.choices)}"
    kinds: list[Any] = [kind for kind in type(field).mro() if kind in _KINDS]
    return _KINDS[kinds[0]]


def _notes(field: Paper) -> str:
    option = f"with `options.{field.option}`" if field.option else ""
    names = field.schema.fields if isinstance(field, Grid) else ()
    rows = "rows " + ", ".join(f"`{name}`" for name in names) if names else ""
    return "; ".join(part for part in (option, _default(field), field.hint, rows) if part)


def _default(field: Paper) -> str:
    default = getattr(field, "load_default", missing)
    return "" if default is missing or default is None else f"by default `{written(default)}`"
