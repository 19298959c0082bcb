"""Limits on what is taken in and on what is told, beyond those of single fields."""

from typing import Any


def has_more_values_than(most: int, raw: Any) -> bool:
    """Whether raw JSON holds more objects, lists, texts and numbers together."""
    level, seen = [raw], 0
    while level and seen <= most:
        seen += len(level)
        holders = [one for one in level if isinstance(one, (dict, list))]
        level = [two for one in holders for two in (one.values() if isinstance(one, dict) else one)]
    return seen > most
