"""Bodies with every field of a form in them, and the places where a text may stand."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marshmallow import Schema

from formsvc.forms.fields import Choice, Clock, Day, Due, Flag, Paper, Text, Whole
from formsvc.forms.findings import Path
from formsvc.forms.groups import Group, Rows, Several, inputs
from tests.hostile.values import Hostile

WORD, DAY, TIME = "слово", "2026-05-20", "09:30"


def full(schema: Schema) -> dict[str, Any]:
    """Every field has a value, every list one row; all that options print is printed."""
    return {name: _value(field) for name, field in inputs(schema).items()}


def _value(field: Paper) -> Any:
    match field:
        case Group():
            return full(field.schema)
        case Rows():
            return [full(field.schema)]
        case Several():
            return [_value(field.item)]
        case Text() | Due():
            return WORD
        case Choice():
            return field.choices[0]
        case Flag():
            return True
        case Whole():
            return field.least
        case Day():
            return DAY
        case Clock():
            return TIME
    raise NotImplementedError(type(field).__name__)


def texts(schema: Schema, path: Path = ()) -> Iterator[tuple[Path, Paper]]:
    """Every place of a full body that takes words, with its field."""
    for name, field in inputs(schema).items():
        yield from _texts(field, (*path, name))


def _texts(field: Paper, path: Path) -> Iterator[tuple[Path, Paper]]:
    match field:
        case Group():
            yield from texts(field.schema, path)
        case Rows():
            yield from texts(field.schema, (*path, 0))
        case Several():
            yield from _texts(field.item, (*path, 0))
        case Text() | Due():
            yield path, field


def at(data: Any, path: Path) -> Any:
    """What stands at a place, or None."""
    for step in path:
        if isinstance(data, Mapping):
            data = data.get(step)
        else:
            data = data[step] if data and len(data) > int(step) else None
    return data


def with_texts(body: Any, given: Mapping[Path, Hostile]) -> Any:
    """A copy of the body with a value at each place."""
    changed = copy.deepcopy(body)
    for path, value in given.items():
        at(changed, path[:-1])[path[-1]] = value.text
    return changed


def rotated(choices: Mapping[Path, Sequence[Hostile]], turn: int) -> dict[Path, Hostile]:
    """A value of its own for each place, another one in every turn."""
    return {
        path: values[(place + turn) % len(values)]
        for place, (path, values) in enumerate(choices.items())
    }
