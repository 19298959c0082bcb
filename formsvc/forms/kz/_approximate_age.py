"""Ages as people tell them: «около 2 лет», «8–9 месяцев», «полтора года», «новорожденный»."""

import re
from datetime import date

from formsvc.forms import dates

Months = tuple[float, float]

_MONTHS_IN_UNIT = {"г": 12.0, "л": 12.0, "м": 1.0, "н": 12 / 52, "д": 12 / 365, "с": 12 / 365}
_UNIT = r"(?P<unit>год|лет|г\b|мес|нед|ден|дн|сут)"
_NUMBER = r"\d{1,2}(?:[.,]\d)?"
_AMOUNT = re.compile(rf"(?<!\d)(?P<low>{_NUMBER})(?:\s*[-–—]\s*(?P<high>{_NUMBER}))?\s*{_UNIT}")
_IN_WORDS = (
    (re.compile(r"новорожд"), 0),
    (re.compile(r"полгода|полугода"), 6),
    (re.compile(r"полтора\s+года|полутора\s+лет"), 18),
    (re.compile(r"(?<!\d )\b(?:года?|годик\w*)\b"), 12),  # not «2023 года рождения»
)
_TOLERANCE = 12
_LONGEST = 100 * 12.0


def told(text: str) -> Months | None:
    """The least and the greatest age in months that the words tell, None where they are unclear."""
    text = text.casefold()
    amounts = list(_AMOUNT.finditer(text))
    if amounts:
        low, high = sum(map(_low, amounts)), sum(map(_high, amounts))
        return min(low, _LONGEST), min(high, _LONGEST)
    return next(((months, months) for words, months in _IN_WORDS if words.search(text)), None)


def _low(amount: re.Match[str]) -> float:
    return _number(amount["low"]) * _MONTHS_IN_UNIT[amount["unit"][0]]


def _high(amount: re.Match[str]) -> float:
    return _number(amount["high"] or amount["low"]) * _MONTHS_IN_UNIT[amount["unit"][0]]


def _number(figures: str) -> float:
    return float(figures.replace(",", "."))


def agrees(text: str, birth: date, day: date) -> bool:
    """Whether the age told on the day is within a year of the birth date (G-04)."""
    age = told(text)
    if age is None:
        return True
    oldest = dates.add_months(day, -round(age[1]) - _TOLERANCE)
    youngest = dates.add_months(day, -round(age[0]) + _TOLERANCE)
    return oldest <= birth <= youngest
