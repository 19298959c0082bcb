"""Items of an order: numbered texts, the people they name, their terms, and the control [S2]."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validates_schema

from formsvc.forms import names
from formsvc.forms.blocks import NAME_RULE, Paragraph, joined, listed, paragraphs, ruled
from formsvc.forms.fields import Choice, Complaint, Due, Line, Name, Printed, Text
from formsvc.forms.groups import Blocks, Group, Rows, Several
from formsvc.forms.office import _order_rules as order_rules
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Scope

CONTROL = "Контроль за исполнением настоящего приказа"
BLANK_ITEMS = 3  # as many as the order of the source has before the control
_ITEM_LINES, _CONTROL_LINES = 2, 2


class Person(FormSchema):
    """Somebody in a list of people."""

    full_name = Name("Фамилия И. О.", required=True)
    position = Line("должность")


def short_name(person: Mapping[str, Any]) -> str:
    """«Фамилия И. О.», or a rule before the name of a draft is known."""
    return names.surname_first(person.get("full_name") or NAME_RULE)


def _named(person: Mapping[str, Any]) -> str:
    """«Фамилия И. О., должность»."""
    return joined(short_name(person), person.get("position"))


def _with_stop(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _people(scope: Scope) -> list[str]:
    """People one under another with commas, after the last one a full stop."""
    lines = [_named(person) for person in listed(scope.data.get("persons"), scope)]
    separator = scope.options["list_separator"]
    return [line + separator for line in lines[:-1]] + [_with_stop(line) for line in lines[-1:]]


def _item(scope: Scope) -> list[Paragraph]:
    number = ".".join(map(str, scope.numbers)) + ". "
    text = scope.data.get("text")
    lines = paragraphs(text, number) if text else ruled(_ITEM_LINES, number)
    if "due" in scope.data or "responsible" in scope.data:
        lines[-1]["keep"] = True  # the term is not to begin a page
    return lines


def _term(scope: Scope) -> list[Paragraph]:
    """«Срок: 15.12.2026. Ответственный: …»; nothing where neither is given."""
    due, people = scope.data.get("due"), scope.data.get("responsible") or []
    who = "Ответственный" if len(people) == 1 else "Ответственные"
    told = [
        f"Срок: {Due().text(due)}" if due else "",
        f"{who}: {', '.join(people)}" if people else "",
    ]
    return paragraphs(" ".join(_with_stop(part) for part in told if part))


class Entry(FormSchema):
    """A numbered text with the people whom it names."""

    text = Text("текст", required=True, via="lines")
    lines = Printed("", _item, style="body")
    persons = Rows("список лиц", Person, via="people")
    people = Printed("", _people, style="list")


class Term(FormSchema):
    """When an item is due, and who answers for it."""

    due = Due("Срок", via="term", example="2026-12-15")
    responsible = Several("Ответственные", via="term", example=["социальный педагог"])
    term = Printed("", _term, style="body")


class SubItem(Term, Entry):  # fields of the rightmost base stand first
    """An item 1.1, 1.2 … of an item."""


class SubItems(FormSchema):
    """What stands below an item."""

    sub_items = Blocks("Подпункты", SubItem, least=0)


class Item(Term, SubItems, Entry):
    """An item of the first level."""


class Controller(FormSchema):
    """Who controls; declension is not computed, so both are printed in the case they have."""

    position_accusative = Line(
        "должность в винительном падеже", example="заместителя директора по социальной работе"
    )
    full_name_accusative = Name(
        "Фамилия И. О. в винительном падеже", required=True, example="Иванову Марию Петровну"
    )


class Control(FormSchema):
    """The last item of an order."""

    mode = Choice("кто контролирует", choices=order_rules.CONTROLS, rule="L-07", required=True)
    person = Group("на кого возложен контроль", Controller)

    @validates_schema(skip_on_field_errors=False)
    def own_control_names_nobody(self, data: Mapping[str, Any], **_: Any) -> None:
        """A person beside «оставляю за собой» would not be printed: an error even in a draft."""
        if data.get("mode") == order_rules.OWN_CONTROL and data.get("person"):
            told = "Контроль остается за тем, кто подписал приказ: лицо не указывается."
            raise ValidationError({"person": [Complaint("L-07", told)]})


def control_lines(scope: Scope) -> list[Paragraph]:
    """«4. Контроль за исполнением … возложить на …», on the page of the signature."""
    items = len(scope.data.get("items") or []) or (BLANK_ITEMS if scope.blank else 1)
    return [one | {"keep": True} for one in _control_after(items, scope.data.get("control") or {})]


def _control_after(items: int, control: Mapping[str, Any]) -> list[Paragraph]:
    lead = f"{items + 1}. {CONTROL} "
    if control.get("mode") == order_rules.OWN_CONTROL:
        return paragraphs(f"{order_rules.OWN_CONTROL}.", lead)
    lead += f"{order_rules.GIVEN_CONTROL} "
    person = control.get("person") or {}
    name = names.surname_first(person.get("full_name_accusative", ""))
    whom = " ".join(part for part in (person.get("position_accusative"), name) if part)
    return paragraphs(_with_stop(whom), lead) if whom else ruled(_CONTROL_LINES, lead)
