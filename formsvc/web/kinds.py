"""How a value is typed on a page, by type of field: text in, JSON value out, and back.

A text that cannot be read becomes the value as it stands: the check of the form then refuses it
under its name, and the page shows it again. Nothing that was typed is dropped here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import missing

from formsvc.forms import fields
from formsvc.forms.fields import Paper
from formsvc.forms.groups import Several
from formsvc.web.posted import Posted

_TYPED_DAY = r"(\d{1,2})[./](\d{1,2})[./](\d{4})"
_DAY = re.compile(_TYPED_DAY, re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_PERIOD = re.compile(rf"(?:с\s*)?({_TYPED_DAY})\s*(?:по|до|-|–|—)\s*({_TYPED_DAY})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})", re.ASCII)
NAME_PARTS = ("surname", "name", "patronymic")
YES, NO = "true", "false"


@dataclass(frozen=True)
class Kind:
    """A way to type: the macro that draws it, how it is read, and what it shows of a value."""

    control: str
    read: Callable[[Paper, Posted], Any]
    write: Callable[[Paper, Any], Any]


def kind_of(field: Paper) -> Kind:
    """The way in which values of a field are typed."""
    if isinstance(field, fields.Flag):
        return ANSWER if field.load_default in (None, missing) else TICK
    if isinstance(field, Several):
        return _of_several(field.item)
    return next(kind for of, kind in _KINDS if isinstance(field, of))


def _of_several(item: Paper) -> Kind:
    if isinstance(item, fields.Choice):
        return TICKS
    return LINES if isinstance(item, fields.Line) or not isinstance(item, fields.Text) else TEXTS


def shown_text(value: Any) -> str:
    """A value that fits no control, as text."""
    return "" if value is None else str(value)


def _typed(_: Paper, posted: Posted) -> str | None:
    return posted.text if posted.text.strip() else None


def _as_text(_: Paper, value: Any) -> str:
    return shown_text(value)


def iso_of(text: str) -> str:
    """«5.3.2024» as «2024-03-05»; any other text as it is."""
    typed = _DAY.fullmatch(text.strip())
    if not typed:
        return text.strip()
    day, month, year = typed.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def typed_day(value: Any) -> str:
    """«2024-03-05» as «05.03.2024»; any other value as text."""
    iso = _ISO_DAY.fullmatch(shown_text(value))
    return ".".join(reversed(iso.groups())) if iso else shown_text(value)


def _read_day(_: Paper, posted: Posted) -> str | None:
    return iso_of(posted.text) or None


def _read_clock(_: Paper, posted: Posted) -> str | None:
    typed = _CLOCK.fullmatch(posted.text.strip())
    return f"{typed[1]:0>2}:{typed[2]}" if typed else posted.text.strip() or None


def _read_whole(_: Paper, posted: Posted) -> int | str | None:
    text = posted.text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text or None


def _read_due(_: Paper, posted: Posted) -> Any:
    text = posted.text.strip()
    period = _PERIOD.fullmatch(text)
    if period:
        return {"from": iso_of(period[1]), "to": iso_of(period[5])}
    return iso_of(text) if _DAY.fullmatch(text) else _typed(_, posted)


def _write_due(_: Paper, value: Any) -> str:
    if isinstance(value, dict):
        return f"с {typed_day(value.get('from'))} по {typed_day(value.get('to'))}"
    return typed_day(value)


def _read_name(_: Paper, posted: Posted) -> str | None:
    parts = [posted.at(part).text for part in NAME_PARTS]
    return " ".join(" ".join(parts).split()) or None


def name_parts(value: Any) -> dict[str, str]:
    """Surname, name and the rest; the words of one name joined by spaces give it again."""
    words = shown_text(value).split()
    surname, name = [*words[:2], "", ""][:2]
    return dict(zip(NAME_PARTS, (surname, name, " ".join(words[2:])), strict=True))


def _read_answer(_: Paper, posted: Posted) -> Any:
    return {YES: True, NO: False}.get(posted.text, posted.text or None)


def _write_answer(_: Paper, value: Any) -> str:
    return (YES if value else NO) if isinstance(value, bool) else shown_text(value)


def _read_ticks(_: Paper, posted: Posted) -> list[str] | None:
    return [text for text in posted.texts if text] or None


def _write_ticks(_: Paper, value: Any) -> list[str]:
    return [shown_text(one) for one in _list(value)]


def _read_lines(field: Paper, posted: Posted) -> list[Any] | None:
    item = _item(field)
    lines = [line.strip() for line in posted.text.splitlines() if line.strip()]
    return [_of_line(item).read(item, Posted([line])) for line in lines] or None


def _write_lines(field: Paper, value: Any) -> str:
    item = _item(field)
    return "\n".join(_of_line(item).write(item, one) for one in _list(value))


def _of_line(item: Paper) -> Kind:
    return LINE if isinstance(item, fields.Line) else kind_of(item)


def _read_texts(_: Paper, posted: Posted) -> list[str] | None:
    return [one.text for one in posted.rows()] or None


def _write_texts(_: Paper, value: Any) -> list[str]:
    return [shown_text(one) for one in _list(value)]


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _item(field: Paper) -> Paper:
    assert isinstance(field, Several)
    return field.item


LINE = Kind("line", _typed, _as_text)
TICK = Kind("tick", _read_answer, _write_answer)
ANSWER = Kind("answer", _read_answer, _write_answer)
TICKS = Kind("ticks", _read_ticks, _write_ticks)
LINES = Kind("lines", _read_lines, _write_lines)
TEXTS = Kind("texts", _read_texts, _write_texts)
_KINDS: tuple[tuple[type[Paper], Kind], ...] = (
    (fields.Name, Kind("person", _read_name, lambda _, value: name_parts(value))),
    (fields.Phone, Kind("phone", _typed, _as_text)),
    (fields.Line, LINE),
    (fields.Text, Kind("text", _typed, _as_text)),
    (fields.Day, Kind("day", _read_day, lambda _, value: typed_day(value))),
    (fields.Clock, Kind("clock", _read_clock, _as_text)),
    (fields.Choice, Kind("choice", _typed, _as_text)),
    (fields.Whole, Kind("whole", _read_whole, _as_text)),
    (fields.Due, Kind("due", _read_due, _write_due)),
)
