"""Levels of risk of the Novosibirsk procedure, verbatim [S1]: N-01."""

from typing import Any

from formsvc.forms.fields import Choice, complain

LEVELS = LOW, MIDDLE, HIGH, THREAT = (
    "низкий",
    "средний",
    "высокий",
    "угроза жизни и здоровью ребенка",
)


class RiskLevel(Choice):
    """One of the four levels (N-01)."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, choices=LEVELS, **more)

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> str:
        if value not in LEVELS:
            raise complain("N-01", f"Уровень риска: {', '.join(LEVELS)}.")
        return str(value)
