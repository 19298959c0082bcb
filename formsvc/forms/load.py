"""From raw JSON to checked data, or to all that is wrong with it, at once."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError

from formsvc.errors import BadRequest
from formsvc.forms import characters, general_rules, walk
from formsvc.forms.fields import Complaint, Paper
from formsvc.forms.findings import Finding, Path, Severity, errors, pointer
from formsvc.forms.form import Form
from formsvc.forms.groups import Aside, Group, Rows, inputs
from formsvc.forms.rules import Checked, Hit, error
from formsvc.forms.settings import DEFAULTS, RuleSettings
from formsvc.forms.shown import Mode
from formsvc.forms.unread import Unread
from formsvc.limits import levels

MAX_DEPTH = 32
MAX_FINDINGS = 1_000

Remark = tuple[str, Hit]  # the id of a rule, and its breach


@dataclass(frozen=True)
class Loaded:
    """What could be read of a body, with all findings; `ok` where a document may be made of it."""

    data: dict[str, Any]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing stops the document."""
        return not errors(self.findings)


def read_json(body: bytes) -> Any:
    """Any JSON value; raises BadRequest with line and column, and never drops a doubled key."""
    try:
        text = body.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError as fault:
        raise _unreadable("S-json", f"Не UTF-8, начиная с байта {fault.start + 1}.") from None
    except json.JSONDecodeError as fault:
        where = f"строка {fault.lineno}, знак {fault.colno}"
        raise _unreadable("S-json", f"JSON не разобрать: {where}.") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise _unreadable("S-json", "Число длиннее, чем можно прочесть.") from None
    _measure_depth(value)
    return value


def _unreadable(rule: str, message: str) -> BadRequest:
    return BadRequest(message, [Finding(Severity.ERROR, rule, "", "", message)])


def _too_deep() -> BadRequest:
    return _unreadable("S-depth", f"Вложенность больше {MAX_DEPTH} уровней.")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _unreadable("S-json", "Одно и то же имя поля стоит в объекте дважды.")
    if not characters.names_are_allowed(found):
        most = characters.LONGEST_NAME
        raise _unreadable(
            "S-json", f"Имя поля — не больше {most} знаков, которые есть в шрифтах документов."
        )
    return found


def _no_constant(_: str) -> Any:
    raise _unreadable("S-json", "NaN и Infinity не являются значениями JSON.")


def _measure_depth(value: Any) -> None:
    for depth, _ in enumerate(levels(value), 1):
        if depth > MAX_DEPTH:
            raise _too_deep()


def load(
    form: Form, raw: Any, mode: Mode, as_of: date, settings: RuleSettings = DEFAULTS
) -> Loaded:
    """Load and check a body. In a draft missing fields and broken rules are only warnings."""
    draft = mode is Mode.DRAFT
    data, remarks = _read(form, raw, draft=draft)
    unread = Unread(hit for _, hit in remarks)
    remarks += _unprinted(form, data)
    checked = Checked(data, as_of, form.fields, settings)
    remarks += (
        (rule, _tolerated(hit) if draft else hit)
        for rule, hit in _broken_rules(form, checked)
        if not unread.concerns(hit.path)
    )
    return Loaded(data, tuple(_findings(form.fields, remarks)))


def _read(form: Form, raw: Any, *, draft: bool) -> tuple[dict[str, Any], list[Remark]]:
    try:
        return form.fields.load(raw), []
    except ValidationError as fault:
        data = fault.valid_data if isinstance(fault.valid_data, dict) else {}
        remarks = list(_complaints(fault.messages, ()))
    if draft:  # what is missing is printed as a rule; what is wrong stays wrong
        remarks = [
            (rule, _tolerated(hit) if rule == "S-required" else hit) for rule, hit in remarks
        ]
    return data, remarks


def _tolerated(hit: Hit) -> Hit:
    return replace(hit, severity=Severity.WARNING)


def _complaints(messages: Any, path: Path) -> Iterator[Remark]:
    if isinstance(messages, dict):
        for step, inner in messages.items():
            yield from _complaints(inner, path if step == "_schema" else (*path, step))
        return
    for message in messages:
        said = message if isinstance(message, Complaint) else _UNREADABLE
        yield said.rule, error(str(said), *path)


# For what marshmallow says by itself, in English: null as a row of a list.
_UNREADABLE = Complaint("S-type", "Значение неверного вида.")


def _unprinted(form: Form, data: Mapping[str, Any]) -> Iterator[Remark]:
    """Values that the chosen variant would not print: refused by name, never lost in silence."""
    options = form.with_defaults(data)["options"]
    for path, option in _optional_values(form.fields, data, ()):
        if not options[option]:
            message = f"Это поле печатается только при options.{option} = true."
            yield "S-printed", error(message, *path)


def _optional_values(
    schema: Schema, data: Mapping[str, Any], path: Path
) -> Iterator[tuple[Path, str]]:
    for name, field in _optional(schema):
        value = data.get(name)
        if value is None:
            continue
        if field.option:
            yield (*path, name), field.option
        yield from _inside(field, value, (*path, name))


@cache
def _optional(schema: Schema) -> Sequence[tuple[str, Paper]]:
    """The fields that are printed under an option, or hold such ones."""
    return [
        (name, field)
        for name, field in inputs(schema).items()
        if not isinstance(field, Aside) and (field.option or _holds_optional(field))
    ]


def _holds_optional(field: Paper) -> bool:
    return isinstance(field, Group | Rows) and bool(_optional(field.schema))


def _inside(field: Paper, value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(field, Group):
        yield from _optional_values(field.schema, value, path)
    if isinstance(field, Rows):
        for place, row in enumerate(value):
            yield from _optional_values(field.schema, row, (*path, place))


def _broken_rules(form: Form, checked: Checked) -> Iterator[Remark]:
    for rule in (*general_rules.RULES, *form.rules):
        for hit in rule.check(checked):
            yield rule.id, hit


def read_object(schema: Schema, raw: Any) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """An object that is no form's, and all that cannot be read in it."""
    try:
        return schema.load(raw), ()
    except ValidationError as fault:
        remarks = list(_complaints(fault.messages, ()))
    return {}, tuple(_findings(schema, remarks))


def _findings(schema: Schema, remarks: Sequence[Remark]) -> Iterator[Finding]:
    """The first remarks in full, and one for all the others."""
    for rule, hit in remarks[:MAX_FINDINGS]:
        label = walk.label(schema, hit.path)
        yield Finding(hit.severity, rule, pointer(hit.path), label, hit.message)
    others = {hit.severity for _, hit in remarks[MAX_FINDINGS:]}
    if others:
        severity = Severity.ERROR if Severity.ERROR in others else Severity.WARNING
        message = f"Показаны первые {MAX_FINDINGS} замечаний из {len(remarks)}."
        yield Finding(severity, "S-more", "", "", message)


def jsonable(data: Any) -> Any:
    """Loaded data as JSON values again: dates and times in ISO 8601."""
    match data:
        case dict():
            return {key: jsonable(value) for key, value in data.items()}
        case list():
            return [jsonable(value) for value in data]
        case time():
            return data.strftime("%H:%M")
        case date():
            return data.isoformat()
        case _:
            return data
