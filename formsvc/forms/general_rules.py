"""Rules of section 0 that hold for every form, found by the kinds of fields."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from formsvc.forms import dates, names, phones, walk
from formsvc.forms.blocks import ANOTHER_ORGANISATION
from formsvc.forms.copies import WHERE_KEPT
from formsvc.forms.fields import Day, Name, Phone
from formsvc.forms.rules import ERROR, WARNING, Checked, Hit, error, rule, warning

ADULT_AGE = 18


@rule("G-01", "здравый смысл", ERROR)
def no_event_in_the_future(checked: Checked) -> Iterator[Hit]:
    """Дата события не позже отчётной даты; плановые даты могут быть впереди."""
    for path, field, value in walk.leaves(checked.schema, checked.data):
        if isinstance(field, Day) and not field.planned and value > checked.as_of:
            yield error("Дата события позже отчётной даты.", *path)


@rule("G-05", "практика", WARNING)
def names_in_usual_letters(checked: Checked) -> Iterator[Hit]:
    """ФИО: кириллица с казахскими буквами, латиница, дефис, апостроф, пробел, точка."""
    for path, field, value in walk.leaves(checked.schema, checked.data):
        if isinstance(field, Name) and names.unusual_characters(value):
            yield warning("В имени есть знаки, которых в именах обычно не бывает.", *path)


@rule("G-12", "практика", WARNING)
def telephone_of_ten_digits(checked: Checked) -> Iterator[Hit]:
    """Телефон: +7 и десять цифр; иначе печатается как дан, с предупреждением."""
    for path, field, value in walk.leaves(checked.schema, checked.data):
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


RULES = (
    no_event_in_the_future,
    names_in_usual_letters,
    telephone_of_ten_digits,
    copy_tells_where_the_original_is,
)
