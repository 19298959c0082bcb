"""Parts that several forms share: heads, approvals, people who sign, action rows, options."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from formsvc.forms import dates, names
from formsvc.forms.fields import Day, Due, Flag, Line, Name, Printed, Text
from formsvc.forms.groups import Group, Several
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Blank, Scope


def fixed(words: str, style: str) -> Printed:
    """Words that always stand on the paper: a title, the mark of an annex."""
    return Printed("", lambda scope: words, style=style)


def optional_words(option: str, words: str, style: str) -> Printed:
    """Words of the form that an office may replace through an option."""
    return Printed("", lambda scope: scope.options.get(option) or words, style=style)


def by_hand(label: str, **more: Any) -> Printed:
    """A place or a column that is always left to the hand, such as «Подпись»."""
    return Printed(label, lambda scope: None, **more)


def joined(*parts: Any) -> str:
    """The given parts with commas, the missing ones left out."""
    return ", ".join(str(part) for part in parts if part)


def joined_values(*keys: str) -> Any:
    """A compute function: the named values of the object with commas."""
    return lambda scope: joined(*(scope.data.get(key) for key in keys))


ANOTHER_ORGANISATION = "copy_for_another_organisation"


class Options(FormSchema):
    """Options that every form has; what they say of a certified copy is printed by copies.py."""

    extended = Flag("расширенный вариант", load_default=False)
    copy_for_another_organisation = Flag("копия для другой организации", load_default=False)


ALPHABETICAL = "alphabetical"


def alphabetical_option() -> Flag:
    """The option of papers that list people: by the Russian alphabet, not as they were given."""
    return Flag("списки людей по алфавиту", load_default=False)


def listed(people: Sequence[Mapping[str, Any]] | None, scope: Scope) -> list[Mapping[str, Any]]:
    """People in the order in which they were given, or by the alphabet where so wished (G-06)."""
    if not scope.options[ALPHABETICAL]:
        return list(people or [])
    return sorted(people or [], key=lambda one: names.russian_order(one.get("full_name", "")))


class Signatory(FormSchema):
    """A person who signs: position, name, and the date where it is not left to the hand."""

    position = Line("Должность")
    full_name = Name("ФИО", required=True)
    signed_on = Day("Дата подписи")


def place_to_sign(person: Mapping[str, Any] | None) -> dict[str, str]:
    """Position, «И. О. Фамилия» and date as a signature block shows them; nothing for nobody."""
    signed: date | None = (person or {}).get("signed_on")
    shown = {
        "position": (person or {}).get("position"),
        "name": names.initials_first((person or {}).get("full_name", "")),
        "date": dates.numeric(signed) if signed else "",
    }
    return {key: text for key, text in shown.items() if text}


def places_to_sign(people: Sequence[Mapping[str, Any]] | None) -> list[dict[str, str]]:
    """A place for each person of a list."""
    return [place_to_sign(person) for person in people or []]


Paragraph = dict[str, Any]
"""A paragraph of a text: {lead, text, keep}; `lead` are its first words, of the form itself,
`keep` forbids a page break after it. An empty `text` is drawn as rules after the lead."""

_ONE_LINE = 70  # characters of a paragraph that may be a heading of those below
_HEADING = re.compile(r"(\d+\.\s+)[^.;,]+\.?|[^.;,]+")


def paragraphs(text: str, lead: str = "") -> list[Paragraph]:
    """The lines of a text as paragraphs; headings and introductions of lists stay with them.

    «№» and its number stay on one line.
    """
    lines = [line.replace("№ ", "№\u00a0") for line in text.split("\n") if line.strip()]
    return [
        {"lead": "" if place else lead, "text": line, "keep": _introduces(line)}
        for place, line in enumerate(lines)
    ]


def _introduces(line: str) -> bool:
    bare = line.strip()
    heading = len(bare) <= _ONE_LINE and _HEADING.fullmatch(bare)
    return bare.endswith(":") or bool(heading)


def ruled(lines: int, lead: str = "") -> list[Paragraph]:
    """A paragraph that is left to the hand."""
    return [{"lead": lead, "text": Blank(lines), "keep": False}]


class Organisation(FormSchema):
    """The organisation as the head of its documents names it, in Kazakh too where it is given."""

    higher_body = Text("Наименование вышестоящей организации")
    name_kk = Text("Ұйымның толық атауы", hint="полное наименование на казахском языке")
    full_name = Text("Полное наименование организации", required=True)
    short_name = Line("Сокращенное наименование организации")


def organisation_lines(organisation: Mapping[str, Any]) -> list[str]:
    """The full name, and the short one in brackets below it."""
    short = organisation.get("short_name")
    return [organisation.get("full_name", Blank(2)), *([f"({short})"] if short else [])]


NUMBER_RULE, DATE_RULE, PLACE_RULE = "________", "«___» _______________ 20___ г.", "_" * 24
NAME_RULE, _BY_WHOM_RULE = "_" * 20, "_" * 32


def centred(text: str) -> dict[str, str]:
    """A line with its text in the middle."""
    return {"left": "", "centre": text, "right": ""}


def at_both_ends(left: str, right: str) -> dict[str, str]:
    """A line with a text at each edge."""
    return {"left": left, "centre": "", "right": right}


def numbered(number: str | None) -> str:
    """«№ 70», or a rule before the document is registered."""
    return f"№\u00a0{number or NUMBER_RULE}"


APPROVED = {
    "Положение": "УТВЕРЖДЕНО",
    "План": "УТВЕРЖДЕН",
    "Порядок": "УТВЕРЖДЕН",
    "Протокол": "УТВЕРЖДЕН",
    "Регламент": "УТВЕРЖДЕН",
    "Программа": "УТВЕРЖДЕНА",
    "Инструкция": "УТВЕРЖДЕНА",
    "Карта": "УТВЕРЖДЕНА",
    "Правила": "УТВЕРЖДЕНЫ",
    "Критерии": "УТВЕРЖДЕНЫ",
}
"""The first word of an approval agrees with the kind of document (ГОСТ Р 7.0.97, гриф)."""


class Approval(FormSchema):
    """By which act a document is approved; an absent date or number is that of the act itself.

    The date may lie ahead: an act is prepared together with what it approves.
    """

    by = Text("кем или чем утверждено", required=True, example="приказом директора ОКУ «Надежда»")
    date = Day("дата утверждения", planned=True, written=dates.in_words_full)
    number = Line("номер акта об утверждении")


def approval_lines(
    kind: str | None, by: str | None, day: date | None, number: str | None
) -> list[str]:
    """«УТВЕРЖДЕНО / приказом директора … / от 25 апреля 2024 года № 70»."""
    approved = APPROVED[kind] if kind else "УТВЕРЖДЕНО"
    return [approved, by or _BY_WHOM_RULE, dated_and_numbered(day, number)]


def dated_and_numbered(day: date | None, number: str | None) -> str:
    """«от 25 апреля 2024 года № 70», with rules for what is missing."""
    return f"от {dates.in_words_full(day) if day else DATE_RULE} {numbered(number)}"


class DoneMark(FormSchema):
    """What the column «Отметка о выполнении» holds."""

    date = Day("дата")
    status = Line("состояние", example="выполнено")
    text = Text("примечание")


def _done(scope: Scope) -> str:
    mark = scope.data.get("done_mark") or {}
    day = mark.get("date")
    return joined(mark.get("status"), day and dates.numeric(day), mark.get("text"))


def _action(scope: Scope) -> str:
    expected = scope.data.get("expected_result")
    return str(scope.data.get("action") or "") + (
        f"\nОжидаемый результат: {expected}" if expected else ""
    )


class ActionRow(FormSchema):
    """A row of the action table of 7(г): № | действия | сроки | ответственные | отметка [S0]."""

    action = Text("Действия, мероприятия", required=True, via="what")
    expected_result = Text("Ожидаемый результат", via="what", option="extended")
    what = Printed("Действия, мероприятия", _action, width=5)
    due = Due("Сроки", required=True, width=3, example="2026-04-15")
    responsible = Several("Ответственные", required=True, width=4, example=["социальный работник"])
    done_mark = Group("Отметка о выполнении", DoneMark, via="done")
    done = Printed("Отметка о выполнении", _done, width=3)
