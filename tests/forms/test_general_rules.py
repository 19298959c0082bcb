"""Rules of section 0, which find their fields by kind in any form. All people are invented."""

from datetime import date
from typing import Any

import pytest

from formsvc.forms.blocks import Options
from formsvc.forms.fields import Day, Due, Line, Name, Phone
from formsvc.forms.form import Form, InForce
from formsvc.forms.general_rules import is_adult, repeated
from formsvc.forms.groups import Aside, Group, Rows, Several
from formsvc.forms.load import load
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Mode

TODAY = date(2025, 3, 1)


class Visitor(FormSchema):
    """Somebody in a list."""

    full_name = Name("ФИО")
    telephone = Phone("Телефон")
    came_on = Day("Дата")


class Facts(FormSchema):
    """What is not printed."""

    known_since = Day("известно с")


class Visits(FormSchema):
    """A form with every kind of field that the general rules look at."""

    held_on = Day("Дата посещения")
    planned_on = Day("Следующее посещение", planned=True)
    term = Due("Срок")
    days = Several("Дни", inner=Day(required=True))
    place = Line("Место")
    chief = Group("Руководитель", Visitor)
    visitors = Rows("Посетители", Visitor)
    options = Aside("параметры", Options)
    case = Aside("сведения", Facts)


FORM = Form(
    id="test.visits",
    edition="1",
    title="Посещения",
    issuer="",
    group="",
    legal_basis=(),
    in_force=InForce(date(2020, 1, 1)),
    schema=Visits,
    dated_by="held_on",
    layout="kz",
)


def found(rule: str, body: dict[str, Any]) -> list[tuple[str, str]]:
    """Severity and pointer of every finding of a rule."""
    findings = load(FORM, body, Mode.FILLED, TODAY).findings
    return [(one.severity, one.pointer) for one in findings if one.rule == rule]


TOMORROW = "2025-03-02"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"held_on": TOMORROW}, "/held_on"),
        ({"days": ["2025-01-01", TOMORROW]}, "/days/1"),
        ({"chief": {"came_on": TOMORROW}}, "/chief/came_on"),
        ({"visitors": [{"full_name": "Юн Ада"}, {"came_on": TOMORROW}]}, "/visitors/1/came_on"),
        ({"case": {"known_since": TOMORROW}}, "/case/known_since"),
    ],
)
def test_no_event_is_later_than_the_reference_date(body: dict[str, Any], pointer: str) -> None:
    assert found("G-01", body) == [("error", pointer)]


@pytest.mark.parametrize(
    "body",
    [
        {"held_on": "2025-03-01", "days": ["2025-03-01"], "case": {"known_since": "1900-01-01"}},
        {"planned_on": "2199-12-31"},
        {"term": "2026-01-01"},
        {"term": {"from": "2026-01-01", "to": "2026-02-01"}},
    ],
)
def test_events_up_to_that_date_and_plans_beyond_it_are_well(body: dict[str, Any]) -> None:
    assert found("G-01", body) == []


@pytest.mark.parametrize("name", ["Полякова И. (мать)", "Поляков 2-й", "Поляков/Глеб", "Тен_Л"])
def test_a_name_with_unusual_characters_is_told(name: str) -> None:
    body = {"chief": {"full_name": name}, "visitors": [{"full_name": name}]}
    assert found("G-05", body) == [
        ("warning", "/chief/full_name"),
        ("warning", "/visitors/0/full_name"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Әбдіғалиева Үміт Өмірбекқызы",
        "Һамитұлы Қуаныш Іңкәр",
        "Ёлкина-Палкина М. П.",
        "О’Коннова Дарья",
        "Smith Mary-Ann",
        "неизвестно",
    ],
)
def test_a_name_in_usual_letters_is_well(name: str) -> None:
    assert found("G-05", {"chief": {"full_name": name}, "place": "дом № 5 (двор)"}) == []


@pytest.mark.parametrize(
    "telephone",
    ["555-01-42", "+7 701 555 01 4", "+7 701 555 01 423", "7 701 555 01 42", "нет", "+49 30 55501"],
)
def test_a_telephone_of_another_shape_is_told(telephone: str) -> None:
    assert found("G-12", {"visitors": [{"telephone": telephone}]}) == [
        ("warning", "/visitors/0/telephone")
    ]


@pytest.mark.parametrize(
    "telephone", ["+77015550142", "+7 (701) 555-01-42", "8 701 555 01 42", "+7\u00a0701 555-0142"]
)
def test_a_telephone_of_seven_and_ten_digits_is_well(telephone: str) -> None:
    assert found("G-12", {"chief": {"telephone": telephone}, "place": "555-01-42"}) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("8(701)555-01-42", "+7 701 555-01-42"),
        ("+77015550142", "+7 701 555-01-42"),
        ("+7 383 555-01-42", "+7 383 555-01-42"),
        ("555-01-42", "555-01-42"),
        ("+49 30 55501", "+49 30 55501"),
    ],
)
def test_a_telephone_is_written_in_the_usual_way_or_as_given(given: str, kept: str) -> None:
    data = load(FORM, {"chief": {"telephone": given}}, Mode.FILLED, TODAY).data
    assert data["chief"]["telephone"] == kept


def test_a_person_is_of_age_on_the_eighteenth_birthday() -> None:
    birth = date(2007, 3, 1)
    assert is_adult(birth, date(2025, 3, 1))
    assert not is_adult(birth, date(2025, 2, 28))


def test_those_who_stand_twice_in_a_list_are_found_by_name_and_position() -> None:
    people = [
        {"full_name": "Юн Ада", "role": "врач"},
        {"full_name": "Юн Ада"},
        {"full_name": "юн ада", "role": "Врач"},
        {"full_name": "Тен Лев", "role": "врач"},
        {"full_name": "Юн Ада"},
    ]
    assert list(repeated(people, "full_name", "role")) == [2, 4]
