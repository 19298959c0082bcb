"""Walks over a schema beside its data: for rules about every date, every name, every text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from marshmallow import Schema

from formsvc.forms.fields import Paper
from formsvc.forms.findings import Path
from formsvc.forms.groups import Aside, Group, Rows, Sections, Several, inputs

Leaf = tuple[Path, Paper, Any]
"""A value with its path and field."""


def leaves(schema: Schema, data: Mapping[str, Any]) -> list[Leaf]:
    """Every given value with its path and field, in the order of the paper."""
    found: list[Leaf] = []
    _gather(schema, data, (), found)
    return found


def _gather(schema: Schema, data: Mapping[str, Any], path: Path, found: list[Leaf]) -> None:
    known = inputs(schema)
    for name, value in data.items():  # which were read in the order of the paper
        field, below = known[name], (*path, name)
        if isinstance(value, list):
            _gather_list(field, value, below, found)
        elif isinstance(value, dict) and isinstance(field, Group):
            _gather(field.schema, value, below, found)
        elif value is not None:
            found.append((below, field, value))


def _gather_list(field: Paper, values: list[Any], path: Path, found: list[Leaf]) -> None:
    if isinstance(field, Rows):
        schema = field.schema
        for place, row in enumerate(values):
            _gather(schema, row, (*path, place), found)
    elif isinstance(field, Several):
        item = field.item
        found += [((*path, place), item, one) for place, one in enumerate(values)]


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
