"""The table of objects of a PDF, read at once: pyHanko reads it line by line, the longest part of a
signature of a pack.

Only a table that is written to the letter of ISO 32000-1, 7.5.4 is read here. About any other
pyHanko itself says what is wrong with it.
"""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pyhanko.pdf_utils import misc, xref
from pyhanko.pdf_utils.xref import XRefEntry, XRefType

_HEAD = re.compile(rb"(\d{1,9}) (\d{1,9}) ?\r?\n")
_HEAD_BYTES, _LINE_BYTES = 24, 20
_LINE = re.compile(rb"(\d{10}) (\d{5}) ([fn])(?: \n| \r|\r\n)")
_IN_USE, _TRAILER = b"n", b"trailer"
_line_by_line: Callable[[Any, bool], Iterator[XRefEntry]] = xref.parse_xref_table


class _Entry(NamedTuple):
    """What pyHanko asks of an entry (`XRefEntry`), made in a third of the time."""

    xref_type: XRefType
    location: int | None
    idnum: int
    generation: int


def use() -> None:
    """From now on pyHanko reads tables by this; it offers no other place for it."""
    xref.parse_xref_table = entries


def entries(stream: Any, strict: bool) -> Iterator[Any]:
    """The entries of the table that begins here; the stream is left at the trailer behind it."""
    start = stream.tell()
    found = _at_once(stream)
    if found is not None:
        return iter(found)
    stream.seek(start)
    return _line_by_line(stream, strict)


def _at_once(stream: Any) -> list[_Entry] | None:
    found: list[_Entry] = []
    while section := _section(stream):
        found += section
        misc.read_non_whitespace(stream, seek_back=True)
        if stream.read(len(_TRAILER)) == _TRAILER:
            misc.read_non_whitespace(stream, seek_back=True)
            return found
        stream.seek(-len(_TRAILER), os.SEEK_CUR)
    return None


def _section(stream: Any) -> list[_Entry]:
    """The entries of a section; none where it is empty or not as it should be."""
    misc.read_non_whitespace(stream, seek_back=True)
    start = stream.tell()
    head = _HEAD.match(stream.read(_HEAD_BYTES))
    if head is None:
        return []
    first, size = int(head[1]), int(head[2])
    stream.seek(start + head.end())
    lines = _LINE.findall(stream.read(size * _LINE_BYTES))
    if len(lines) != size:
        return []
    return [
        _Entry(XRefType.STANDARD, int(place), number, int(generation))
        if kind == _IN_USE
        else _Entry(XRefType.FREE, None, number, int(generation))
        for number, (place, generation, kind) in enumerate(lines, first)
    ]
