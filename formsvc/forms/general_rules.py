"""Rules of section 0 that hold for every form, found by the kinds of fields."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from formsvc.forms import dates, names, phones
from formsvc.forms.blocks import ANOTHER_ORGANISATION
from formsvc.forms.copies import WHERE_KEPT
from formsvc.forms.fields import Day, Name, Phone
from formsvc.forms.rules import (
    COMPUTED,
    ERROR,
    PRINTED,
    WARNING,
    Checked,
    Hit,
    error,
    kept,
    rule,
    warning,
)

ADULT_AGE = 18


@rule("G-01", "здравый смысл", ERROR)
def no_event_in_the_future(checked: Checked) -> Iterator[Hit]:
    """Дата события не позже отчётной даты; плановые даты могут быть впереди."""
    for path, field, value in checked.leaves:
        if isinstance(field, Day) and not field.planned and value > checked.as_of:
            yield error("Дата события позже отчётной даты.", *path)


@rule("G-05", "практика", WARNING)
def names_in_usual_letters(checked: Checked) -> Iterator[Hit]:
    """ФИО: кириллица с казахскими буквами, латиница, дефис, апостроф, пробел, точка."""
    for path, field, value in checked.leaves:
        if isinstance(field, Name) and names.unusual_characters(value):
            yield warning("В имени есть знаки, которых в именах обычно не бывает.", *path)


@rule("G-12", "практика", WARNING)
def telephone_of_ten_digits(checked: Checked) -> Iterator[Hit]:
    """Телефон РФ и РК пишется одинаково, +7 и десять цифр; другой — как дан, с предупреждением."""
    for path, field, value in checked.leaves:
        if isinstance(field, Phone) and phones.normalised(value) is None:
            yield warning("Телефон не вида +7 и десять цифр: напечатан как дан.", *path)


@rule("P-06", "ГОСТ Р 7.0.97, отметка о заверении копии", ERROR)
def copy_tells_where_the_original_is(checked: Checked) -> Iterator[Hit]:
    """Копия для другой организации: «Верно», где хранится подлинник (дело, год), место печати."""
    if not checked.options.get(ANOTHER_ORGANISATION):
        return
    mark = checked.data.get("copy_mark")
    if not mark:
        yield error("Нет отметки о заверении копии.", "copy_mark")
        return
    for name in WHERE_KEPT:
        if name not in mark:
            yield error("Не указано, где хранится подлинник.", "copy_mark", name)


def is_adult(birth: date, day: date) -> bool:
    """Whether a person is 18 or older on the day (G-02)."""
    return dates.age_on(birth, day) >= ADULT_AGE


def repeated(people: Iterable[Mapping[str, Any]], *keys: str) -> Iterator[int]:
    """Places of those whose name and position already stood in the list (G-10)."""
    seen: set[tuple[str, ...]] = set()
    for place, person in enumerate(people):
        known = tuple(str(person.get(key, "")).casefold() for key in keys)
        if known in seen:
            yield place
        seen.add(known)


_TERMS = "ГК РФ ст. 191–193; ГК РК ст. 172–176"
KEPT = (
    kept(
        "G-05",
        "практика",
        "Краткое имя («Фамилия И. О.») печатается, только если части имени не вызывают сомнений,"
        " иначе — имя целиком.",
        PRINTED,
    ),
    kept("G-07", "практика", "Незаполненное место печатается линейкой или пустой графой.", PRINTED),
    kept(
        "G-08",
        _TERMS,
        "Срок начинается на следующий день; если кончается в нерабочий, то в ближайший за ним"
        " рабочий.",
        COMPUTED,
    ),
    kept(
        "G-09",
        _TERMS,
        "Месяц — календарный, до последнего числа, если такого числа нет; неделя — 7 дней; полтора"
        " месяца — месяц и 15 дней.",
        COMPUTED,
    ),
    kept(
        "G-11",
        "безопасность",
        "Знаки, которых нет в XML или в шрифтах, не принимаются; строки и табуляция сохраняются;"
        " в Excel текст не становится формулой.",
        ERROR,
    ),
    kept(
        "P-05",
        "конфиденциальность",
        "Имен и адресов нет в именах файлов, журнале, текстах ошибок и свойствах файлов.",
        PRINTED,
    ),
)
RULES = (
    *KEPT,
    no_event_in_the_future,
    names_in_usual_letters,
    telephone_of_ten_digits,
    copy_tells_where_the_original_is,
)
