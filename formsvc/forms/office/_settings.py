"""What the Kursk order No. 70 [S2] leaves to the office."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class OfficeSettings:
    """Decisions on rules of orders."""

    l01_mixed: Literal["warning", "error", "off"] = "warning"
    """L-01: what a mixed caseload gives whose shares of the three limits, a/6 + b/12 + c/24,
    come to more than one."""
    l08_same_day: bool = True
    """L-08: whether the mark of the personnel officer may bear the date of the last
    acquaintance; else it must be later."""


SETTINGS = OfficeSettings
