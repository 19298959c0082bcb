"""Limits on what is taken in and on what is told, beyond those of single fields."""

from typing import Any


def has_more_values_than(most: int, raw: Any) -> bool:
    """Whether raw JSON holds more objects, lists, texts and numbers together."""
    values, seen = [raw], 0
    while values and seen <= most:
        one = values.pop()
        seen += 1
        if isinstance(one, dict | list):
            values.extend(one.values() if isinstance(one, dict) else one)
    return seen > most
