"""What the slides on the Novosibirsk procedure [S1] leave to the office."""

from dataclasses import dataclass
from typing import Literal

WORKING, DECISION, TERM = "working", "decision", "term"


@dataclass(frozen=True)
class NsoSettings:
    """Decisions on rules of the procedure."""

    n05_days: Literal["calendar", "working"] = "calendar"
    """N-05: the days of the terms of which no kind is told; the check by «Единое окно» takes
    working days by the order itself."""
    n05_card_from: Literal["appointment", "decision"] = "appointment"
    """N-05: from when the 20 days for parts I and II of the card run: the appointment of the
    curator, or the decision about the level of risk."""
    n05_council_from: Literal["card", "term"] = "card"
    """N-05: from when the 10 days to the council run: the day on which parts I and II are filled,
    or the last day of the term for them."""


SETTINGS = NsoSettings
