"""K-20 on both sheets of changes: each part is broken once and kept once. Names are invented."""

from datetime import date
from typing import Any

import pytest

from formsvc.forms.load import load
from formsvc.forms.registry import installed_forms
from formsvc.forms.shown import Mode

AS_OF = date(2026, 11, 20)
FORMS = installed_forms()
LOG, GOST = "office.revision_log", "office.revision_log_gost"


def revision(**parts: Any) -> dict[str, Any]:
    """A row of the log."""
    row = {"clause": "3.2", "date": "2026-05-14", "author": "Дубравин Виктор Игоревич"}
    return row | parts


def change(number: int, **parts: Any) -> dict[str, Any]:
    """A row of the ГОСТ sheet."""
    row = {"change": number, "sheets": {"replaced": "Все"}, "total": 24, "document_no": "1-26"}
    return row | {"date": "2026-02-03"} | parts


def found(form_id: str, rule: str, *rows: dict[str, Any], **parts: Any) -> list[tuple[str, str]]:
    """Severity and pointer of each finding under the rule."""
    findings = load(FORMS.get(form_id), {"rows": list(rows), **parts}, Mode.FILLED, AS_OF).findings
    return [(str(one.severity), one.pointer) for one in findings if one.rule == rule]


def printed(form_id: str, *rows: dict[str, Any], **parts: Any) -> list[dict[str, Any]]:
    """The rows as they stand on the paper."""
    form = FORMS.get(form_id)
    loaded = load(form, {"rows": list(rows), **parts}, Mode.FILLED, AS_OF)
    shown: list[dict[str, Any]] = form.context(loaded.data, Mode.FILLED, AS_OF)["rows"]
    return shown


def test_a_date_before_that_of_the_change_above_is_told() -> None:
    early = "2026-01-30"
    told = [("warning", "/rows/1/date")]
    assert found(LOG, "K-20", revision(), revision(date=early)) == told
    assert found(GOST, "K-20", change(1), change(2, date=early)) == told


def test_a_change_is_compared_with_the_latest_above_it() -> None:
    days = ("2026-05-14", "2026-03-01", "2026-04-01")
    told = found(LOG, "K-20", *(revision(date=day) for day in days))
    assert told == [("warning", "/rows/1/date"), ("warning", "/rows/2/date")]


def test_changes_of_one_day_and_later_ones_are_in_order() -> None:
    assert found(LOG, "K-20", revision(), revision(), revision(date="2026-06-01")) == []
    assert found(GOST, "K-20", change(1), change(2), change(3, date="2026-06-01")) == []


@pytest.mark.parametrize("clause", ["вводная часть", "об оплате", "Приложение", "3а", "раздел"])
def test_a_clause_that_cannot_be_found_is_told(clause: str) -> None:
    assert found(LOG, "K-20", revision(clause=clause)) == [("warning", "/rows/0/clause")]


@pytest.mark.parametrize(
    "clause",
    [
        "3",
        "3.",
        "3.2.1",
        "4.3, абзац второй",
        "раздел II",
        "Раздел 5",
        "пункт 1.2",
        "п. 7",
        "Приложение 4",
        "приложение № 2",
    ],
)
def test_a_clause_is_a_number_a_section_a_point_or_an_annex(clause: str) -> None:
    assert found(LOG, "K-20", revision(clause=clause)) == []


def test_a_gap_in_the_numbers_of_the_changes_is_told() -> None:
    assert found(GOST, "K-20", change(1), change(3)) == [("warning", "/rows/1/change")]


def test_changes_are_numbered_from_one_without_gaps() -> None:
    assert found(GOST, "K-20", change(1), change(2), change(3)) == []


def test_the_log_numbers_its_changes_itself_and_leaves_empty_rows_to_the_hand() -> None:
    numbers = [row["number"] for row in printed(LOG, revision(), revision())]
    assert numbers == ["1", "2"] + [""] * 11


def test_what_only_the_extended_log_prints_is_refused_without_it() -> None:
    row = revision(summary="Срок сокращен до трех дней.")
    assert found(LOG, "S-printed", row) == [("error", "/rows/0/summary")]
    assert found(LOG, "S-printed", row, options={"extended": True}) == []


def test_a_change_that_concerns_no_sheet_is_refused() -> None:
    assert found(GOST, "S-required", change(1, sheets={})) == [("error", "/rows/0/sheets")]


def test_unused_cells_of_a_change_get_a_dash_and_empty_rows_none() -> None:
    first, second, *_ = printed(GOST, change(1, sheets={"new": "25, 26"}))
    kinds = ("changed", "replaced", "new", "cancelled")
    assert [first["sheets"][kind] for kind in kinds] == ["–", "–", "25, 26", "–"]
    assert [second["sheets"][kind] for kind in kinds] == [""] * 4


def test_the_dashes_can_be_left_out() -> None:
    first, *_ = printed(GOST, change(1), options={"dash_unused": False})
    assert first["sheets"]["changed"] == ""
