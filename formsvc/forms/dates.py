"""Dates as Russian and Kazakh documents write them, ages, and steps along the calendar."""

from calendar import monthrange
from datetime import date, time, timedelta

_NBSP = "\u00a0"
_MONTHS_RU = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
_MONTHS_KK = (
    *("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым"),
    *("шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
)
_DAYS_IN_HALF_A_MONTH = 15


def numeric(day: date) -> str:
    """«05.06.2024»."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def quoted(day: date) -> str:
    """««5» июня 2024 г.», as above signatures; the «г.» stays on the line of the year."""
    return f"«{day.day}» {_month(day)} {day.year}{_NBSP}г."


def in_words(day: date) -> str:
    """«5 июня 2024 г.»; the «г.» stays on the line of the year."""
    return f"{day.day} {_month(day)} {day.year}{_NBSP}г."


def in_words_full(day: date) -> str:
    """«5 июня 2024 года»."""
    return f"{day.day} {_month(day)} {day.year} года"


def in_words_kk(day: date) -> str:
    """«2024 жылғы 5 маусым»."""
    return f"{day.year} жылғы {day.day} {_MONTHS_KK[day.month - 1]}"


def clock(moment: time) -> str:
    """«09:30»."""
    return f"{moment.hour:02}:{moment.minute:02}"


def _month(day: date) -> str:
    return _MONTHS_RU[day.month - 1]


def age_on(birth: date, day: date) -> int:
    """Full years; below zero before the birth. Born on 29 February, a year is full on 1 March."""
    had_birthday = (day.month, day.day) >= (birth.month, birth.day)
    return day.year - birth.year - (not had_birthday)


def add_weeks(day: date, weeks: int) -> date:
    """«6 недель» are 42 days (G-09)."""
    return day + timedelta(weeks=weeks)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day: 31.01 + 1 is 28/29.02 (G-09)."""
    years, month0 = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month0 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_month_and_a_half(day: date) -> date:
    """«1,5 месяца» are one calendar month and 15 days (G-09, ГК РФ ст. 192)."""
    return add_months(day, 1) + timedelta(days=_DAYS_IN_HALF_A_MONTH)
