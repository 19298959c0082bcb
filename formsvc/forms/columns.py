"""Columns of a printed table and its header, of one row or of two."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from marshmallow import Schema

from formsvc.forms.fields import Paper
from formsvc.forms.groups import Group, SubRows, Table
from formsvc.forms.parts import Grid
from formsvc.forms.walk import placed

_NUMBER = ("number",)


@dataclass(frozen=True)
class Column:
    """A column: the path of its value in a shown row, its words, its share of the width.

    `over` is the heading that it shares with its neighbours. The share of the column of numbers
    is 0: its width is that of a number. `within` names the sub-rows that it belongs to.
    """

    path: tuple[str, ...]
    label: str
    width: int
    over: str = ""
    within: str = ""

    @cached_property
    def is_number(self) -> bool:
        """Whether it holds the numbers of the rows."""
        return self.path == _NUMBER

    def value(self, row: Mapping[str, Any]) -> Any:
        """Its value in a shown row, or in a sub-row where it belongs to these."""
        value: Any = row
        for step in self.path:
            value = value[step]
        return value


@dataclass(frozen=True)
class Head:
    """A cell of the header over the columns `first` … `last` (from 1).

    Below a `tall` one there is no other.
    """

    label: str
    first: int
    last: int
    tall: bool = False


def columns(table: Table | Grid, options: Mapping[str, Any] | None = None) -> list[Column]:
    """The columns of the chosen variant, or, without options, of all variants."""
    if isinstance(table, Grid):
        names = Column(("label",), table.head, table.head_width)
        return [names, *_columns(table.row, options)]
    numbers = [Column(_NUMBER, table.numbers, 0)] if table.numbers else []
    return [*numbers, *_columns(table.schema, options)]


def _columns(schema: Schema, options: Mapping[str, Any] | None) -> Iterator[Column]:
    for name, field in placed(schema, options):
        if isinstance(field, Group):
            for inner, one in placed(field.schema, options):
                yield _column((name, inner), one, options, field.label)
        elif isinstance(field, SubRows):
            for inner, one in placed(field.schema, options):
                yield _column((inner,), one, options, within=name)
        else:
            yield _column((name,), field, options)


def _column(
    path: tuple[str, ...],
    field: Paper,
    options: Mapping[str, Any] | None,
    over: str = "",
    within: str = "",
) -> Column:
    label = field.label if options is None else field.worded(options)
    return Column(path, label, field.width, over, within)


def header(shown: Sequence[Column]) -> list[list[Head]]:
    """The rows of the header: a second one where columns share a heading."""
    numbered = list(enumerate(shown, 1))
    if not any(one.over for one in shown):
        return [[Head(one.label, at, at) for at, one in numbered]]
    upper = []
    for _, group in groupby(numbered, key=lambda pair: pair[1].over or pair[0]):
        places = list(group)
        (first, one), (last, _) = places[0], places[-1]
        upper.append(Head(one.over or one.label, first, last, tall=not one.over))
    return [upper, [Head(one.label, at, at) for at, one in numbered if one.over]]
