"""Limits on what is taken in and on what is told, beyond those of single fields."""

from typing import Any

from formsvc.forms.findings import Finding, Severity, errors

MAX_FINDINGS = 1_000


def has_more_values_than(most: int, raw: Any) -> bool:
    """Whether raw JSON holds more objects, lists, texts and numbers together."""
    values, seen = [raw], 0
    while values and seen <= most:
        one = values.pop()
        seen += 1
        if isinstance(one, dict | list):
            values.extend(one.values() if isinstance(one, dict) else one)
    return seen > most


def capped(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """At most MAX_FINDINGS and one that counts the rest: nobody reads more, yet all are sent."""
    told, rest = findings[:MAX_FINDINGS], findings[MAX_FINDINGS:]
    if not rest:
        return told
    severity = Severity.ERROR if errors(rest) else Severity.WARNING
    return (*told, Finding(severity, "S-many", "", "", f"И ещё замечаний: {len(rest)}."))
