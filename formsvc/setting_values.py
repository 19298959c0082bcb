"""Values of settings: what stands in a variable or in a file becomes a value of its type."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from formsvc.forms.calendar import read_overrides
from formsvc.forms.settings import CalendarFile, RuleSettings

TimeZone = Annotated[str, "name of a time zone"]
Secret = Annotated[str, "shown nowhere"]


def hints(kind: type) -> dict[str, Any]:
    """The types of the settings of a class by name; settings of rules have classes of their own."""
    told = get_type_hints(kind, include_extras=True)
    return {one.name: told[one.name] for one in fields(kind) if told[one.name] is not RuleSettings}


def read(hint: Any, given: Any) -> Any:
    """The value of the type; ValueError tells, in Russian, what is expected."""
    if get_origin(hint) is tuple:
        return tuple(read(get_args(hint)[0], one) for one in _parts(given))
    text = _text(given)
    if get_origin(hint) is Literal:
        return _one_of(get_args(hint), text)
    return _READERS[hint](text)


def _text(given: Any) -> str:
    """A value of a TOML file as it would stand in a variable."""
    if isinstance(given, bool):
        return str(given).lower()
    return str(given) if isinstance(given, str | int) else ""


def _parts(given: Any) -> list[Any]:
    if isinstance(given, list):
        return given
    text = _text(given)
    return [part.strip() for part in text.split(",")] if text else []


def _one_of(choices: tuple[Any, ...], text: str) -> Any:
    known = {str(choice): choice for choice in choices}
    if text not in known:
        raise ValueError(f"ожидается одно из: {', '.join(known)}")
    return known[text]


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("ожидается целое число больше нуля")
    return int(text)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("ожидается true или false")
    return text == "true"


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # unknown, outside the database, a folder of it
        raise ValueError("ожидается часовой пояс, например Asia/Almaty") from None
    return text


_READERS: Mapping[Any, Callable[[str], Any]] = {
    int: _number,
    bool: _flag,
    str: str,
    Secret: str,
    TimeZone: _zone,
    CalendarFile: lambda text: read_overrides(Path(text)),
}
