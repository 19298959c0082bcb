"""Types of fields: each says how it is read, shown on paper and described in JSON Schema.

A field is marshmallow's, with what the paper needs beside: the verbatim label, the heading
above it, the number of ruled lines, the option under which it is printed, and the printed
sibling (`via`) into which it goes when the paper has one place for several values.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, cast

from marshmallow import ValidationError, fields

from formsvc.forms import characters, dates, phones
from formsvc.forms.shown import Dated, Scope

_LIKE_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEARS = range(1900, 2201)
DAY = "day"
DAY_SCHEMA = {
    "title": "дата",
    "type": "string",
    "format": "date",
    "pattern": "^(19|20|21)[0-9]{2}-|^2200-",  # YEARS
}
_A_DAY = {"$ref": f"#/$defs/{DAY}"}
CHARACTERS_A_LINE = 20  # fewer on the average is no text but a way to fill pages
LINE_LENGTH, TEXT_LENGTH, LONG_LENGTH = 300, 4_000, 20_000


class Complaint(str):
    """Text of an error that knows its rule."""

    rule: str

    def __new__(cls, rule: str, text: str) -> "Complaint":
        """`text` in Russian, without the rejected value."""
        complaint = super().__new__(cls, text)
        complaint.rule = rule
        return complaint


def complain(rule: str, text: str) -> ValidationError:
    """The error to raise when a value cannot be read."""
    return ValidationError([Complaint(rule, text)])


class Paper:
    """What every field of a form has: its place and its words on the paper."""

    required: bool
    load_default: Any

    def __init__(
        self,
        label: str = "",
        *args: Any,
        hint: str = "",
        heading: str = "",
        lines: int = 1,
        via: str = "",
        option: str = "",
        boxed: bool = False,
        width: int = 1,
        landscape: bool = False,
        wording: Mapping[str, str] | None = None,
        example: Any = None,
        required: bool = False,
        **more: Any,
    ) -> None:
        """`width` is the column's share of a table, `option` the one that prints the field,
        `landscape` turns the page, on which the field then stands by itself, `boxed` puts label and
        value side by side in the cells of a table of two columns.

        `wording` names the words of a column's label that an option replaces, by that option.
        """
        # The next class is marshmallow's field, which every kind names beside this one.
        super().__init__(*args, required=required, allow_none=not required, **more)  # type: ignore[call-arg]
        self.label = label
        self.hint = hint
        self.heading = heading
        self.lines = lines
        self.via = via
        self.option = option
        self.boxed = boxed
        self.width = width
        self.landscape = landscape
        self.wording = wording or {}
        self.example = example

    def make_error(self, key: str, **_: Any) -> ValidationError:
        """marshmallow's own complaints, in our words."""
        return complain(*_COMPLAINTS[key])

    def show(self, value: Any, scope: Scope) -> Any:
        """The value as it stands on the paper, or the rules for a missing one."""
        return scope.empty(self.lines) if value is None else self.text(value)

    def worded(self, options: Mapping[str, Any]) -> str:
        """The label in the words of the chosen options."""
        label = self.label
        for option, words in self.wording.items():
            label = label.replace(words, str(options[option]))
        return label

    def text(self, value: Any) -> str:
        """A present value as printed."""
        return str(value)

    def json_schema(self) -> dict[str, Any]:
        """JSON Schema (2020-12) of the value, without title and null."""
        raise NotImplementedError(type(self).__name__)

    def skeleton(self) -> Any:
        """The empty value that a skeleton JSON shows."""
        return None


_COMPLAINTS = {
    "required": ("S-required", "Поле не заполнено."),
    "null": ("S-required", "Поле не заполнено."),
    "type": ("S-type", "Ожидается объект с полями."),
    "invalid": ("S-type", "Значение неверного вида."),
    "validator_failed": ("S-type", "Значение неверного вида."),
}


class Text(Paper, fields.Field[str]):
    """Free text; line breaks and tabs are kept as given (G-11)."""

    limit = TEXT_LENGTH
    one_line = False

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> str:
        if not isinstance(value, str):
            raise complain("S-type", "Ожидается текст в кавычках.")
        if len(value) > self.limit:
            raise complain("S-length", f"Текст длиннее {self.limit} знаков.")
        if characters.is_one_line(value):
            return value
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        if text.count("\n") > self.limit // CHARACTERS_A_LINE:
            raise complain("S-length", f"Строк больше, чем {self.limit // CHARACTERS_A_LINE}.")
        self._refuse_characters(text)
        return text

    def _refuse_characters(self, text: str) -> None:
        refused = characters.first_refused(text)
        if refused is None and self.one_line and ("\n" in text or "\t" in text):
            raise complain("G-11", "В этом поле одна строка: без переводов строки и табуляции.")
        if refused is not None:
            at, char = refused
            kind = characters.describe(char)
            raise complain("G-11", f"Знак номер {at + 1} нельзя напечатать: {kind}.")

    def json_schema(self) -> dict[str, Any]:
        """Text of the allowed characters, with its limit of length."""
        kind = characters.ONE_LINE if self.one_line else characters.LINES
        return {"$ref": f"#/$defs/{kind}", "maxLength": self.limit}

    def skeleton(self) -> Any:
        """An empty string."""
        return ""


class LongText(Text):
    """Text of several paragraphs."""

    limit = LONG_LENGTH

    def __init__(self, label: str = "", *, lines: int = 3, **more: Any) -> None:
        super().__init__(label, lines=lines, **more)


class Line(Text):
    """Text of one line: a number, a place, a position."""

    limit = LINE_LENGTH
    one_line = True


class Name(Line):
    """Full name of a person, as typed: «Фамилия Имя Отчество», the last one optional (G-05)."""


class Phone(Line):
    """Telephone number; of Russia or Kazakhstan in the usual writing, another as given (G-12)."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        return phones.normalised(text) or text


class Day(Paper, fields.Field[date]):
    """A calendar date, ISO 8601 in JSON, «05.06.2024» on paper; `planned` ones may lie ahead."""

    def __init__(
        self,
        label: str = "",
        *,
        planned: bool = False,
        written: Callable[[date], str] = dates.numeric,
        **more: Any,
    ) -> None:
        super().__init__(label, **more)
        self.planned = planned
        self.written = written

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> date:
        day = iso_day(value)
        if day is None:
            raise complain("S-date", "Ожидается дата вида ГГГГ-ММ-ДД, например 2026-03-05.")
        return day

    def text(self, value: date) -> str:
        """The date as the form writes it."""
        return Dated(self.written(value), value)

    def json_schema(self) -> dict[str, Any]:
        """A date of the years that papers know."""
        return _A_DAY


def iso_day(value: Any) -> date | None:
    """The date of an ISO string «2026-03-05» of a year that papers know, or None."""
    if not isinstance(value, str) or not _LIKE_ISO.fullmatch(value):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year in YEARS else None


class Clock(Paper, fields.Field[time]):
    """Time of day, «HH:MM»."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> time:
        try:
            if isinstance(value, str) and len(value) == 5 and value.isascii():
                return datetime.strptime(value, "%H:%M").time()
        except ValueError:
            pass  # told below, with the same words as a value of another type
        raise complain("S-time", "Ожидается время вида ЧЧ:ММ, например 09:30.")

    def text(self, value: time) -> str:
        """Hours and minutes."""
        return dates.clock(value)

    def json_schema(self) -> dict[str, Any]:
        """A string with its pattern."""
        return {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}


class Choice(Paper, fields.Field[str]):
    """One of fixed words, printed as they are; another one breaks `rule`."""

    def __init__(
        self, label: str = "", *, choices: Sequence[str], rule: str = "S-choice", **more: Any
    ) -> None:
        super().__init__(label, **more)
        self.choices = tuple(choices)
        self.rule = rule

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> str:
        if not isinstance(value, str) or value not in self.choices:
            allowed = ", ".join(f"«{choice}»" for choice in self.choices)
            raise complain(self.rule, f"Допустимо одно из: {allowed}.")
        return value

    def json_schema(self) -> dict[str, Any]:
        """The words."""
        return {"type": "string", "enum": list(self.choices)}


class Flag(Paper, fields.Field[bool]):
    """Yes or no."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> bool:
        if not isinstance(value, bool):
            raise complain("S-type", "Ожидается true или false.")
        return value

    def text(self, value: bool) -> str:
        """A ticked or an empty box."""
        return "☑" if value else "☐"

    def json_schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


class Whole(Paper, fields.Field[int]):
    """A whole number in a range."""

    def __init__(
        self, label: str = "", *, least: int = 0, most: int = 1_000_000, **more: Any
    ) -> None:
        super().__init__(label, **more)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # JSON knows one kind of numbers: 2.0 is 2
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not self.least <= value <= self.most:
            raise complain("S-range", f"Ожидается целое число от {self.least} до {self.most}.")
        return int(value)

    def json_schema(self) -> dict[str, Any]:
        """An integer with its bounds."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


_WORDS = Text()


class Due(Paper, fields.Field[Any]):
    """A term: a date, a period {from, to}, or words («ежемесячно»)."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> Any:
        if isinstance(value, dict):
            return _period(value)
        if isinstance(value, str) and _LIKE_ISO.fullmatch(value) and iso_day(value) is None:
            raise complain("S-date", "Такой даты нет в календаре.")
        return iso_day(value) or _WORDS.deserialize(value)

    def text(self, value: Any) -> str:
        """«05.06.2024», «с 01.06.2024 по 05.06.2024» or the words."""
        if isinstance(value, dict):
            return f"с {dates.numeric(value['from'])} по {dates.numeric(value['to'])}"
        return Dated(dates.numeric(value), value) if isinstance(value, date) else str(value)

    def json_schema(self) -> dict[str, Any]:
        """A date, words that are not like one, or a period."""
        words = _WORDS.json_schema() | {"not": {"pattern": f"^{_LIKE_ISO.pattern}$"}}
        period = {
            "type": "object",
            "properties": {"from": _A_DAY, "to": _A_DAY},
            "required": ["from", "to"],
            "additionalProperties": False,
        }
        return {"anyOf": [_A_DAY, words, period]}

    def skeleton(self) -> Any:
        """An empty string."""
        return ""


def _period(value: Mapping[str, Any]) -> dict[str, date]:
    days = {key: iso_day(day) for key, day in value.items()}
    if days.keys() != {"from", "to"} or None in days.values():
        raise complain("S-date", "Период: {«from», «to»}, даты вида ГГГГ-ММ-ДД.")
    period = cast("dict[str, date]", days)
    if period["from"] > period["to"]:
        raise complain("S-date", "Начало периода позже его конца.")
    return period


def last_day(due: Any) -> date | None:
    """The last day of a term, or None where it is told in words."""
    if isinstance(due, dict):
        return cast("date", due["to"])
    return due if isinstance(due, date) else None


class Printed(Paper, fields.Field[Any]):
    """A place on the paper that no caller fills: computed from its object, or fixed words."""

    def __init__(
        self, label: str, compute: Callable[[Scope], Any], *, style: str = "", **more: Any
    ) -> None:
        """`compute` gives a text, a list of texts or of paragraphs (see blocks.py), a dict or
        nothing; `style` is its role.
        """
        super().__init__(label, dump_only=True, **more)
        self.compute = compute
        self.style = style

    def show(self, value: Any, scope: Scope) -> Any:
        """What is computed, or the rules for nothing."""
        shown = self.compute(scope)
        return scope.empty(self.lines) if shown in (None, "") else shown
