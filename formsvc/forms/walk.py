"""Walks over a schema beside its data: for rules about every date, every name, every text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from marshmallow import Schema

from formsvc.forms.fields import Paper
from formsvc.forms.findings import Path
from formsvc.forms.groups import Aside, Group, Rows, Sections, Several, inputs


def leaves(
    schema: Schema, data: Mapping[str, Any], path: Path = ()
) -> Iterator[tuple[Path, Paper, Any]]:
    """Every given value with its path and field, in the order of the paper."""
    for name, field in inputs(schema).items():
        value = data.get(name)
        if value is not None:
            yield from _below(field, value, (*path, name))


def _below(field: Paper, value: Any, path: Path) -> Iterator[tuple[Path, Paper, Any]]:
    if isinstance(field, Group):
        yield from leaves(field.schema, value, path)
    elif isinstance(field, Rows):
        for place, row in enumerate(value):
            yield from leaves(field.schema, row, (*path, place))
    elif isinstance(field, Several):
        for place, one in enumerate(value):
            yield (*path, place), field.item, one
    else:
        yield path, field, value


def printed(schema: Schema, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data without the objects that are never printed, `options` and `case`."""
    known = inputs(schema)
    return {name: value for name, value in data.items() if not isinstance(known[name], Aside)}


def label(schema: Schema, path: Sequence[str | int]) -> str:
    """A path in a clerk's words: «План действий, строка 3: Сроки»."""
    words: list[str] = []
    field: Any = None
    for step in path:
        if isinstance(step, int):
            words[-1:] = [_row_words(field, words[-1], step + 1)]
            continue
        field = schema.fields.get(step)
        words.append(_own_words(field, step))
        schema = field.schema if isinstance(field, Group | Rows) else schema
    return ": ".join(word for word in words if word)


def placed(schema: Schema, options: Mapping[str, Any] | None = None) -> Iterator[tuple[str, Paper]]:
    """The fields that have a place of their own on the paper, in its order.

    Of the variant that the options choose, or, without options, of all variants.
    """
    fields_of_paper = cast("Mapping[str, Paper]", schema.fields)
    for name, field in fields_of_paper.items():
        chosen = options is None or not field.option or options[field.option]
        if chosen and not isinstance(field, Aside) and not field.via:
            yield name, field


def _own_words(field: Any, name: str) -> str:
    if field is None:
        return name
    if isinstance(field, Group) and not field.label:
        return ""
    words = field.label or field.heading or name
    return str(words).strip().rstrip(":")


def _row_words(field: Any, words: str, place: int) -> str:
    if isinstance(field, Sections) and field.title:
        return field.title.format(number=place)
    return f"{words}, строка {place}"
