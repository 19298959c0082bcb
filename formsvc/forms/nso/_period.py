"""The three months of a plan of the Novosibirsk procedure [S1]: N-06, N-07."""

from datetime import date, timedelta
from typing import Any

from formsvc.forms import dates
from formsvc.forms.fields import Day, last_day
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Scope

MONTHS = 3
_GAP = "_" * 16
_DAY = timedelta(days=1)

# «from» is a word of Python itself, so this schema is not written as a class.
Period = FormSchema.from_dict(
    {
        "from": Day("с", required=True, planned=True),
        "to": Day("до", required=True, planned=True),
    },
    name="Period",
)


def from_to(scope: Scope) -> str:
    """«с 05.06.2026 до 04.09.2026», with rules for what is missing."""
    period = scope.data.get("period") or {}
    begin, end = (period.get(key) for key in ("from", "to"))
    first, last = (dates.numeric(day) if day else _GAP for day in (begin, end))
    return f"с\u00a0{first} до\u00a0{last}"


def end_of_period(begin: date) -> date:
    """The last day of the three months that begin on the day."""
    return dates.add_months(begin, MONTHS) - _DAY


def is_outside(due: Any, begin: date | None, end: date | None) -> bool:
    """Whether a term begins before a period or ends after it; terms told in words never do."""
    last = last_day(due)
    first = due["from"] if isinstance(due, dict) else last
    return bool((begin and first and first < begin) or (end and last and last > end))
