"""Personal words of the samples, and a watch over all that services under test tell of a call.

The watch lasts for the whole run of a process of pytest: log lines, metrics, headers with their
names of files, and errors. It keeps the words that it finds, and where; nothing may be kept.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response
from prometheus_client import generate_latest

import formsvc
from formsvc.operations.logs import JsonLines
from tests.api.support import FORMS, SAMPLES, sample

ECHOED = "Formsvc-As-Of"
"""The day for which the caller asked; rules are tried on days that samples have, too."""
PERSONAL = re.compile("name|address|contact|phone|iin|location|full|fio|child|guardian|birth")
_WORD = re.compile(r"[\w-]{6,}")
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


@cache
def personal() -> frozenset[str]:
    """Words of names, addresses and telephones of all samples that no form or message has."""
    values = (value for one in SAMPLES for value in _values(sample(*one), named=False))
    words = {word for value in values for word in _WORD.findall(value)}
    # A day of this year is one of the office's work, as in a header, and not of a birth.
    return frozenset(word for word in words - _own() if not word.startswith("2026-"))


def _own() -> set[str]:
    """Words of the forms and of the program, whose messages and settings may be told."""
    roots = FORMS.roots
    paths = [*roots.schemas.rglob("*.json"), *Path(formsvc.__file__).parent.rglob("*.py")]
    texts = (path.read_text("utf-8") for path in paths)
    return {word for text in texts for word in (*_WORD.findall(text), *re.findall(r"\w+", text))}


def _values(value: Any, named: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(inner, named or bool(PERSONAL.search(key)))
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, named)
    elif isinstance(value, str) and named:
        yield value


def leaked(text: str) -> set[str]:
    """Personal words in a text, also where it is JSON in ASCII."""
    plain = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    return set(_WORD.findall(plain)) & personal()


class Watch(logging.Handler):
    """What was found, as pairs of a place and a word."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.found: set[tuple[str, str]] = set()

    def look(self, place: str, text: str) -> None:
        """Remember the personal words of a text."""
        self.found |= {(place, word) for word in leaked(text)}

    def emit(self, record: logging.LogRecord) -> None:
        """A line of the service's own log, as operators would read it."""
        self.look("log", self.format(record))

    def answered(self, _: Any, response: Response, **__: Any) -> None:
        """An answer of an application within this process."""
        unread = response.status_code < 400 or response.direct_passthrough
        body = b"" if unread else response.get_data()
        self.look_at_answer(response.status_code, dict(response.headers), body)

    def look_at_answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Headers in any case; the body where it is an error for programs."""
        told = {name: value for name, value in headers.items() if name != ECHOED}
        self.look("headers", json.dumps(told, ensure_ascii=False))
        if status >= 400 and "json" in headers.get("Content-Type", ""):
            self.look("error", body.decode("utf-8", "replace"))

    def look_at_numbers(self) -> None:
        """The metrics of this process."""
        self.look("metrics", generate_latest().decode())


WATCH = Watch()
