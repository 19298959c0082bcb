"""Rules of the acknowledgement sheet: each is broken once and kept once. Invented names."""

import json
from copy import deepcopy
from datetime import date
from typing import Any

from formsvc.forms.load import load
from formsvc.forms.registry import installed_forms
from formsvc.forms.shown import Mode

AS_OF = date(2026, 11, 20)
FORMS = installed_forms()
FORM = FORMS.get("office.acknowledgement_sheet")
MINIMAL = json.loads(FORMS.roots.sample(FORM.stem, "minimal").read_bytes())
READER = {"full_name": "Яхонтова Дарья Олеговна", "position": "логопед"}
BARE = {"document": None, "options": {"show_document": False}}


def body(**parts: Any) -> dict[str, Any]:
    """The minimal body with other parts."""
    return deepcopy(MINIMAL | parts)


def found(rule: str, **parts: Any) -> list[tuple[str, str]]:
    """Severity and pointer of each finding under the rule."""
    findings = load(FORM, body(**parts), Mode.FILLED, AS_OF).findings
    return [(str(one.severity), one.pointer) for one in findings if one.rule == rule]


def dated(day: str) -> dict[str, Any]:
    """The document of the minimal body with its date."""
    return {**MINIMAL["document"], "date": day}


def test_the_minimal_sheet_has_no_findings() -> None:
    assert load(FORM, body(), Mode.FILLED, AS_OF).findings == ()


def test_a_sheet_that_names_no_document_is_refused() -> None:
    assert found("S-required", document=None) == [("error", "/document")]


def test_the_bare_sheet_of_the_original_needs_no_document() -> None:
    assert found("S-required", **BARE) == []


def test_a_document_that_would_not_be_printed_is_refused() -> None:
    refused = found("S-printed", options={"show_document": False})
    assert refused == [("error", "/document")]


def test_the_date_of_the_document_is_not_told_twice() -> None:
    twice = found("F7", document=dated("2026-02-27"), case={"document_date": "2026-02-27"})
    assert twice == [("error", "/case/document_date")]


def test_the_date_of_a_document_that_is_not_named_is_of_the_case() -> None:
    assert found("F7", **BARE, case={"document_date": "2026-02-27"}) == []


def test_a_document_that_is_dated_ahead_is_told() -> None:
    assert found("G-01", document=dated("2026-11-21")) == [("warning", "/document/date")]
    unnamed = found("G-01", **BARE, case={"document_date": "2026-11-21"})
    assert unnamed == [("warning", "/case/document_date")]


def test_a_document_may_be_of_the_day() -> None:
    assert found("G-01", document=dated("2026-11-20")) == []


def test_acquaintance_before_the_date_of_the_document_is_told() -> None:
    rows = [READER | {"date": "2026-02-26"}]
    early = [("warning", "/rows/0/date")]
    assert found("K-21", document=dated("2026-02-27"), rows=rows) == early
    assert found("K-21", **BARE, case={"document_date": "2026-02-27"}, rows=rows) == early


def test_acquaintance_on_the_day_of_the_document_and_without_a_date_is_usual() -> None:
    rows = [READER | {"date": "2026-02-27"}, READER | {"position": "психолог"}]
    assert found("K-21", document=dated("2026-02-27"), rows=rows) == []


def test_the_same_person_in_the_same_position_twice_is_told() -> None:
    again = READER | {"full_name": "ЯХОНТОВА Дарья Олеговна"}
    assert found("K-21", rows=[READER, again]) == [("warning", "/rows/1/full_name")]


def test_namesakes_differ_by_their_positions() -> None:
    assert found("K-21", rows=[READER, READER | {"position": "психолог"}]) == []


# G-06: the order of the names

PEOPLE = [
    READER | {"full_name": name}
    for name in ("Жук Пётр Ильич", "Ёлкина Анна Юрьевна", "Елкин Олег Юрьевич", "Ящук Ян")
]


def printed_names(**options: Any) -> list[str]:
    """The names of the sheet from top to bottom."""
    loaded = load(FORM, body(rows=PEOPLE, options=options), Mode.FILLED, AS_OF)
    rows = FORM.context(loaded.data, Mode.FILLED, AS_OF)["rows"]
    return [row["full_name"].split()[0] for row in rows[: len(PEOPLE)]]


def test_people_stand_on_the_sheet_as_they_were_given() -> None:
    assert printed_names() == ["Жук", "Ёлкина", "Елкин", "Ящук"]


def test_people_stand_by_the_russian_alphabet_where_so_wished() -> None:
    assert printed_names(alphabetical=True) == ["Елкин", "Ёлкина", "Жук", "Ящук"]


def test_at_least_fifteen_rows_are_printed_and_all_are_numbered() -> None:
    loaded = load(FORM, body(rows=[READER]), Mode.FILLED, AS_OF)
    rows = FORM.context(loaded.data, Mode.FILLED, AS_OF)["rows"]
    assert [row["number"] for row in rows] == [str(number) for number in range(1, 16)]
    assert [bool(row["full_name"]) for row in rows] == [True] + [False] * 14


def test_more_than_fifteen_rows_go_on_with_their_numbers() -> None:
    people = [READER | {"position": f"кабинет {number}"} for number in range(17)]
    loaded = load(FORM, body(rows=people), Mode.FILLED, AS_OF)
    rows = FORM.context(loaded.data, Mode.FILLED, AS_OF)["rows"]
    assert [row["number"] for row in rows][-2:] == ["16", "17"]
