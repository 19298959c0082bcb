"""Levels of risk of the Novosibirsk procedure, verbatim [S1]: N-01."""

from typing import Any

from formsvc.forms.fields import Choice

LEVELS = LOW, MIDDLE, HIGH, THREAT = (
    "низкий",
    "средний",
    "высокий",
    "угроза жизни и здоровью ребенка",
)


class RiskLevel(Choice):
    """One of the four levels (N-01)."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, choices=LEVELS, rule="N-01", **more)
