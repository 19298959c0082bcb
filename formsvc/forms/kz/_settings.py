"""What the Kazakhstan SOP [S0] leaves to the office, or tells twice."""

from dataclasses import dataclass
from typing import Literal

DECISION, BEGINNING = "decision", "beginning"
PHONE = "phone"


@dataclass(frozen=True)
class KzSettings:
    """Decisions on rules of the standard."""

    g03_oldest: int = 5
    """G-03: the last full year of age for which the standard is meant; an older child gives a
    warning."""
    k08_strict: bool = False
    """K-08: whether an assessment of more than six weeks is an error; else it is a warning."""
    k08_start: Literal["decision", "beginning"] = "decision"
    """K-08: from when the six weeks run: the decision to assess, without it the appeal
    (`decision`), or the beginning of the assessment (`beginning`)."""
    k17_obligatory: tuple[Literal[1, 2, 3, 4, 5, 6, 7], ...] = (1, 2, 3, 4)
    """K-17: which of the seven criteria of closing, by their numbers, must all be met; where none
    is named, any one criterion is enough."""
    k18_patronage: Literal["visits", "phone"] = "visits"
    """K-18: how a patronage family is kept in touch with: the standard tells both, visits as at
    parents (`visits`, the stricter), and a call a month (`phone`)."""


SETTINGS = KzSettings
