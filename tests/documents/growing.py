"""Samples grown to the sizes that every form takes: long texts, 200 rows, ten sections."""

from collections.abc import Mapping
from itertools import count, cycle, islice
from typing import Any

from marshmallow import Schema

from formsvc.forms.fields import LongText, Paper, Text
from formsvc.forms.groups import Aside, Group, Rows, Sections, Table, inputs

ROWS, SECTIONS = 200, 10
WORDS_A_PARAGRAPH = 60


class Grower:
    """Grows the data of any form by its fields; every text it writes has words of its own."""

    def __init__(self) -> None:
        self.texts = 0
        self.words: dict[int, list[str]] = {}

    def object(self, schema: Schema, data: Mapping[str, Any], *, first: bool = True) -> Any:
        """The object with long texts and many rows; `first` is no later row of a list."""
        fields = inputs(schema)
        return {name: self._field(fields[name], value, first) for name, value in data.items()}

    def _field(self, field: Paper, value: Any, first: bool) -> Any:
        match field:
            case _ if not value:
                return value
            case Aside():
                return value
            case Group():
                return self.object(field.schema, value, first=first)
            case Rows():
                rows = islice(cycle(value), _wanted(field, len(value)))
                return [
                    self.object(field.schema, row, first=first and place == 0)
                    for place, row in enumerate(rows)
                ]
            case LongText():
                return self._text(field.limit)
            case Text(one_line=False) if first:
                return self._text(field.limit)
            case _:
                return value

    def _text(self, length: int) -> str:
        """A text of that length; its words name it and their places: «т3-17,»."""
        self.texts += 1
        text = ""
        for place in count(1):
            word = f"т{self.texts}-{place}{',' if place % 7 else '.'}"
            if len(text) + len(word) > length:
                return text.rstrip()
            self.words.setdefault(self.texts, []).append(word)
            text += word + ("\n" if place % WORDS_A_PARAGRAPH == 0 else " ")
        raise AssertionError("count() has no end")


def _wanted(field: Rows, given: int) -> int:
    if isinstance(field, Sections):
        return max(given, SECTIONS)
    return max(given, ROWS) if isinstance(field, Table) else given
