"""Limits on what is taken in and on what is told, beyond those of single fields."""

from collections.abc import Iterator
from typing import Any

_HOLDERS = (dict, list)


def levels(raw: Any) -> Iterator[list[Any]]:
    """The values of raw JSON by their depth: the value, what it holds, what that holds."""
    level = [raw]
    while level:
        yield level
        holders = [one for one in level if one.__class__ in _HOLDERS]
        level = [two for one in holders for two in (one.values() if isinstance(one, dict) else one)]


def has_more_values_than(most: int, raw: Any) -> bool:
    """Whether raw JSON holds more objects, lists, texts and numbers together."""
    seen = 0
    for level in levels(raw):
        seen += len(level)
        if seen > most:
            return True
    return False
