"""Rules of an order: L-01, L-04 … L-09 of the Kursk order No. 70 [S2], G-01 and G-10."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import pairwise
from typing import Any

from formsvc.forms import names
from formsvc.forms.fields import Name, Text
from formsvc.forms.findings import Path
from formsvc.forms.office._settings import OfficeSettings
from formsvc.forms.rules import (
    ERROR,
    PRINTED,
    WARNING,
    Checked,
    Hit,
    error,
    kept,
    rows,
    rule,
    warning,
)

OWN_CONTROL, GIVEN_CONTROL = "оставляю за собой", "возложить на"
CONTROLS = (GIVEN_CONTROL, OWN_CONTROL)
CASELOAD_LIMITS = {
    "families_in_danger": 6,
    "families_in_hardship": 12,
    "families_in_need": 24,
}
_OF_THE_ORDER = {
    "date": "Дата в грифе — не дата приказа.",
    "number": "Номер в грифе — не номер приказа.",
}
_MIXED = {"error": error, "warning": warning}
_WORD = re.compile(r"\w+(?:-\w+)*")
_TITLE_START = re.compile(r"О([Бб][Оо]?)?\s")
_TYPED_NUMBER = re.compile(r"\d+(\.\d+)*[.)]\s")
_ENDING = 3  # letters that declension changes at most
_SHORT_WORD, _LIKENESS = 5, 0.8
_LEAST_STEM = 2
_PAIRS_OF_A_NAME = 24  # a name has fewer; more would only cost time


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Items and their sub-items, with their paths."""
    for place, item in rows(data, "items"):
        yield ("items", place), item
        for below, sub_item in rows(item, "sub_items"):
            yield ("items", place, "sub_items", below), sub_item


@rule("G-01", "F6: дата приказа", WARNING)
def order_date_in_the_future(checked: Checked) -> Iterator[Hit]:
    """Дата приказа позже отчётной даты — предупреждение: приказы готовят заранее."""
    day = checked.data.get("date")
    if day and day > checked.as_of:
        yield warning("Дата приказа позже отчётной даты.", "date")


@rule("L-01", "S2, п. 1.8 Положения", ERROR)
def each_kind_of_families_within_its_limit(checked: Checked) -> Iterator[Hit]:
    """Куратор ведет одновременно не более 6 семей в СОП, 12 в ТЖС, 24 нуждающихся в поддержке."""
    for place, load in rows(checked.case, "curators"):
        for kind, limit in CASELOAD_LIMITS.items():
            if load.get(kind, 0) > limit:
                path = ("case", "curators", place, kind)
                yield error(f"Семей этой категории больше {limit}.", *path)


@rule("L-01", "S2, п. 1.8 Положения", ERROR, WARNING)
def mixed_caseload_within_one_curator(checked: Checked) -> Iterator[Hit]:
    """Смешанная нагрузка: сумма долей от трех пределов не больше единицы."""
    told = _MIXED.get(checked.settings[OfficeSettings].l01_mixed)
    for place, load in rows(checked.case, "curators"):
        shares = [Fraction(load.get(kind, 0), limit) for kind, limit in CASELOAD_LIMITS.items()]
        if told and sum(shares) > 1 and max(shares) <= 1:
            yield told("Смешанная нагрузка куратора больше полной.", "case", "curators", place)


@rule("L-04", "S2", ERROR)
def approval_is_that_of_the_order(checked: Checked) -> Iterator[Hit]:
    """Дата и номер в грифе утверждения приложения — дата и номер приказа."""
    for place, attachment in rows(checked.data, "attachments"):
        approval = attachment.get("approval") or {}
        for key, told in _OF_THE_ORDER.items():
            if key in approval and approval[key] != checked.data.get(key):
                yield error(told, "attachments", place, "approval", key)


@rule("L-04", "S2", ERROR)
def organisation_is_spelt_alike(checked: Checked) -> Iterator[Hit]:
    """Название организации одинаково в заголовке, тексте и грифах («Львовский» — «Льговский»)."""
    pairs = [pair for name in _organisation_names(checked.data) for pair in _word_pairs(name)]
    known = _by_beginnings(pairs[:_PAIRS_OF_A_NAME])
    for path, field, value in checked.leaves:
        if isinstance(field, Text) and not isinstance(field, Name) and _misspells(value, known):
            yield error("Название организации отличается от названия в заголовке.", *path)


@rule("L-04", "S2", ERROR)
def approved_by_this_organisation(checked: Checked) -> Iterator[Hit]:
    """В грифе утверждения названа та же организация, что в заголовке приказа."""
    known = {pair for name in _organisation_names(checked.data) for pair in _word_pairs(name)}
    for place, attachment in rows(checked.data, "attachments"):
        by = (attachment.get("approval") or {}).get("by", "")
        named = _word_pairs(by.partition("«")[2])
        if named and not any(_same_pair(one, other) for one in named for other in known):
            yield error(
                "В грифе названа другая организация.", "attachments", place, "approval", "by"
            )


def _organisation_names(data: Mapping[str, Any]) -> list[str]:
    """What stands in quotation marks in the names of the head: it is never declined."""
    organisation = data.get("organisation") or {}
    known = [organisation.get(key, "") for key in ("full_name", "short_name")]
    return [name.partition("«")[2] or name for name in known if name]


WordPair = tuple[str, str]


def _word_pairs(text: str) -> list[WordPair]:
    return list(pairwise(_WORD.findall(text.casefold())))


def _by_beginnings(pairs: Sequence[WordPair]) -> Mapping[str, set[WordPair]]:
    """Pairs of a name by the first letters of either word: words of one stem share these."""
    found: dict[str, set[WordPair]] = {}
    for pair in pairs:
        for word in pair:
            found.setdefault(word[:_LEAST_STEM], set()).add(pair)
    return found


def _misspells(text: str, known: Mapping[str, set[WordPair]]) -> bool:
    """Whether some two words are those of a name but for a mistake in the stem of one."""
    return any(
        (_same_stem(one, first) and _mistaken(other, second))
        or (_same_stem(other, second) and _mistaken(one, first))
        for one, other in set(_word_pairs(text))
        for beginning in (one[:_LEAST_STEM], other[:_LEAST_STEM])
        for first, second in known.get(beginning, ())
    )


def _same_pair(one: WordPair, other: WordPair) -> bool:
    return _same_stem(one[0], other[0]) and _same_stem(one[1], other[1])


def _same_stem(one: str, other: str) -> bool:
    """Whether two words differ in their endings at most."""
    shorter, longer = sorted((len(one), len(other)))
    stem = max(_LEAST_STEM, longer - _ENDING)
    return one == other or (stem <= shorter and one[:stem] == other[:stem])


def _mistaken(word: str, right: str) -> bool:
    if min(len(word), len(right)) < _SHORT_WORD or _same_stem(word, right):
        return False
    likeness = SequenceMatcher(None, word, right)
    # The quick one is never less than the true one, and refuses most words in a fourth of its time.
    return likeness.quick_ratio() >= _LIKENESS and likeness.ratio() >= _LIKENESS


@rule("L-05", "S2", WARNING)
def items_name_the_attachments(checked: Checked) -> Iterator[Hit]:
    """Заголовок приложения назван в пункте приказа теми же словами."""
    told = " ".join(_plain(entry.get("text", "")) for _, entry in _entries(checked.data))
    for place, attachment in rows(checked.data, "attachments"):
        if _plain(attachment.get("title", "")) not in told:
            yield warning(
                "В пунктах приказа нет приложения с таким заголовком.",
                "attachments",
                place,
                "title",
            )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


@rule("L-06", "S2", WARNING)
def named_people_are_acquainted(checked: Checked) -> Iterator[Hit]:
    """С приказом ознакомлены все, кто в нем назван, с тем же написанием имени."""
    acquainted = [_short(person) for _, person in rows(checked.data, "acquainted")]
    missing = [path for path, name in _named_people(checked.data) if name not in acquainted]
    controller = _controller_missing(checked.data, acquainted)
    if not acquainted and (missing or controller):
        yield warning("Нет списка ознакомленных, а в приказе названы люди.", "acquainted")
        return
    for path in missing + controller:
        yield warning("Этого человека нет среди ознакомленных с приказом.", *path)


def _short(person: Mapping[str, Any]) -> str:
    return names.surname_first(person.get("full_name", ""))


def _named_people(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    for path, entry in _entries(data):
        for place, person in rows(entry, "persons"):
            yield (*path, "persons", place, "full_name"), _short(person)


def _controller_missing(data: Mapping[str, Any], acquainted: Sequence[str]) -> list[Path]:
    """The controller's path where nobody of that name is acquainted, whatever the case ending."""
    controller = (data.get("control") or {}).get("person") or {}
    name = names.surname_first(controller.get("full_name_accusative", ""))
    if not name or any(_declined_alike(name, other) for other in acquainted):
        return []
    return [("control", "person", "full_name_accusative")]


def _declined_alike(accusative: str, nominative: str) -> bool:
    one, other = names.parse(accusative), names.parse(nominative)
    if one is None or other is None:
        return _same_stem(accusative, nominative)
    return one.initials == other.initials and _same_stem(one.surname, other.surname)


@rule("L-06", "S2", ERROR)
def nobody_is_acquainted_twice(checked: Checked) -> Iterator[Hit]:
    """Каждый в списке ознакомленных один раз; однофамильцев различает должность."""
    yield from _repeated(checked.data, "acquainted", error)


@rule("G-10", "практика", WARNING)
def nobody_endorses_twice(checked: Checked) -> Iterator[Hit]:
    """Одни и те же имя и должность дважды среди виз."""
    yield from _repeated(checked.data, "endorsed", warning)


def _repeated(data: Mapping[str, Any], name: str, hit: Any) -> Iterator[Hit]:
    seen: set[tuple[str, str]] = set()
    for place, person in rows(data, name):
        key = (_short(person).casefold(), person.get("position", "").casefold())
        if key in seen:
            yield hit("Этот человек в этом списке уже есть.", name, place, "full_name")
        seen.add(key)


@rule("L-07", "S2", ERROR)
def controller_is_one_person_with_a_position(checked: Checked) -> Iterator[Hit]:
    """Контроль возложен на одно лицо с должностью или остается за подписавшим."""
    control = checked.data.get("control") or {}
    person = control.get("person") or {}
    if control.get("mode") == GIVEN_CONTROL and not person:
        yield error("Не указано, на кого возложен контроль.", "control", "person")
    elif person and "position_accusative" not in person:
        yield error(
            "У того, на кого возложен контроль, нет должности.",
            "control",
            "person",
            "position_accusative",
        )


@rule("L-08", "S2", ERROR)
def acquainted_after_the_order(checked: Checked) -> Iterator[Hit]:
    """Дата ознакомления не раньше даты приказа."""
    begin = checked.data.get("date")
    for place, person in rows(checked.data, "acquainted"):
        day = person.get("acquainted_on")
        if begin and day and day < begin:
            yield error(
                "Дата ознакомления раньше даты приказа.", "acquainted", place, "acquainted_on"
            )


@rule("L-08", "S2", ERROR)
def marked_after_the_last_acquaintance(checked: Checked) -> Iterator[Hit]:
    """Отметка специалиста по кадрам не раньше приказа и последнего ознакомления."""
    marked = (checked.data.get("hr_mark") or {}).get("date")
    if not marked:
        return
    same_day = checked.settings[OfficeSettings].l08_same_day
    wait = timedelta(days=0 if same_day else 1)
    days = [person.get("acquainted_on") for _, person in rows(checked.data, "acquainted")]
    last, begin = max(filter(None, days), default=None), checked.data.get("date")
    if last and marked < last + wait:
        late = "раньше" if same_day else "не позже"
        yield error(f"Дата отметки {late} последнего ознакомления.", "hr_mark", "date")
    elif begin and marked < begin:
        yield error("Дата отметки раньше даты приказа.", "hr_mark", "date")


@rule("L-09", "ГОСТ Р 7.0.97: заголовок к тексту", WARNING)
def title_answers_about_what(checked: Checked) -> Iterator[Hit]:
    """Заголовок начинается с «О» или «Об» и кончается без точки."""
    title = checked.data.get("title", "")
    if title and not _TITLE_START.match(title):
        yield warning("Заголовок не начинается с «О» или «Об».", "title")
    if title.endswith("."):
        yield warning("В конце заголовка точка.", "title")


@rule("L-09", "S2", WARNING)
def numbers_are_not_typed(checked: Checked) -> Iterator[Hit]:
    """Пункты нумерует программа: в тексте пункта своего номера нет."""
    for path, entry in _entries(checked.data):
        if _TYPED_NUMBER.match(entry.get("text", "")):
            yield warning("Пункт уже нумерован: номер в тексте будет вторым.", *path, "text")


KEPT = (
    kept(
        "G-06",
        "практика",
        "Списки людей — в данном порядке или, при options.alphabetical, по русскому алфавиту,"
        " где ё стоит с е.",
        PRINTED,
    ),
    kept("L-07", "S2", "Контроль возлагают на лицо или оставляют за собой.", ERROR),
    kept("L-09", "S2", "Пункты нумеруются 1…n, подпункты 1.1, 1.2 … — программой.", PRINTED),
)
RULES = (
    *KEPT,
    order_date_in_the_future,
    each_kind_of_families_within_its_limit,
    mixed_caseload_within_one_curator,
    approval_is_that_of_the_order,
    organisation_is_spelt_alike,
    approved_by_this_organisation,
    items_name_the_attachments,
    named_people_are_acquainted,
    nobody_is_acquainted_twice,
    nobody_endorses_twice,
    controller_is_one_person_with_a_position,
    acquainted_after_the_order,
    marked_after_the_last_acquaintance,
    title_answers_about_what,
    numbers_are_not_typed,
)
