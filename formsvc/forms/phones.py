"""Telephone numbers of Russia and Kazakhstan, in one writing (G-12)."""

import re

_NUMBER = re.compile(r"(?:\+7|8)([0-9]{3})([0-9]{3})([0-9]{2})([0-9]{2})")
_BETWEEN_DIGITS = re.compile(r"[\s()\u00a0-]")


def normalised(text: str) -> str | None:
    """«+7 701 555-01-42» of +7 or 8 and ten digits, however they are parted; None of another."""
    number = _NUMBER.fullmatch(_BETWEEN_DIGITS.sub("", text))
    return "+7 {} {}-{}-{}".format(*number.groups()) if number else None
