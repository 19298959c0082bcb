"""The mark of a certified copy (P-06), which every form takes. All people are invented."""

import json
from datetime import date
from typing import Any

import pytest

from formsvc.forms.load import Loaded, load
from formsvc.forms.registry import installed_forms
from formsvc.forms.shown import Mode

AS_OF = date(2026, 11, 20)
FORMS = installed_forms()
FORM = FORMS.get("office.revision_log")
MINIMAL = json.loads(FORMS.roots.sample(FORM.stem, "minimal").read_bytes())
MARK = {
    "position": "Делопроизводитель",
    "full_name": "Осокорев Лев Андреевич",
    "date": "2026-04-06",
}
KEPT = {"kept_at": "архиве учреждения", "file_no": "02-15", "year": 2026}
FOR_ANOTHER = {"copy_for_another_organisation": True}


def loaded(mark: Any, options: Any = None, mode: Mode = Mode.FILLED) -> Loaded:
    return load(FORM, {**MINIMAL, "copy_mark": mark, "options": options}, mode, AS_OF)


def found(mark: Any, options: Any = None, mode: Mode = Mode.FILLED) -> list[tuple[str, str, str]]:
    """Severity, rule and pointer of every finding."""
    findings = loaded(mark, options, mode).findings
    return [(str(one.severity), one.rule, one.pointer) for one in findings]


def shown(mark: Any, options: Any = None, mode: Mode = Mode.FILLED) -> tuple[Any, Any]:
    """What is printed: the place of the signature, and the lines below it."""
    context = FORM.context(loaded(mark, options, mode).data, mode, AS_OF)
    return context["copy_signature"], context["copy_origin"]


def test_a_document_that_is_no_copy_bears_no_mark() -> None:
    assert found(None) == []
    assert shown(None) == ([], [])
    assert shown(None, mode=Mode.BLANK) == ([], [])


def test_a_copy_for_the_own_organisation_is_signed_and_dated() -> None:
    assert found(MARK) == []
    place = {
        "position": "Делопроизводитель",
        "name": "Л.\u00a0А.\u00a0Осокорев",
        "date": "06.04.2026",
    }
    assert shown(MARK) == ([place], [])


@pytest.mark.parametrize("part", MARK)
def test_a_mark_has_position_name_and_date(part: str) -> None:
    assert found({**MARK, part: None}) == [("error", "S-required", f"/copy_mark/{part}")]


def test_a_copy_is_not_certified_tomorrow() -> None:
    assert found({**MARK, "date": "2026-11-21"}) == [("error", "G-01", "/copy_mark/date")]


def test_a_copy_for_another_organisation_tells_where_the_original_is() -> None:
    assert found({**MARK, **KEPT}, FOR_ANOTHER) == []
    where = "Подлинник документа находится в архиве учреждения в деле №\u00a002-15 за 2026 год"
    assert shown({**MARK, **KEPT}, FOR_ANOTHER)[1] == [where, "М.П."]


@pytest.mark.parametrize("part", KEPT)
def test_a_copy_for_another_organisation_without_its_origin_is_refused(part: str) -> None:
    mark = {**MARK, **KEPT, part: None}
    assert found(mark, FOR_ANOTHER) == [("error", "P-06", f"/copy_mark/{part}")]


def test_a_copy_for_another_organisation_without_a_mark_is_refused() -> None:
    assert found(None, FOR_ANOTHER) == [("error", "P-06", "/copy_mark")]


@pytest.mark.parametrize("part", KEPT)
def test_an_origin_that_would_not_be_printed_is_refused(part: str) -> None:
    mark = {**MARK, part: KEPT[part]}
    assert found(mark) == [("error", "S-printed", f"/copy_mark/{part}")]


def test_a_draft_leaves_room_for_what_is_missing() -> None:
    mark = {"position": "Делопроизводитель", "kept_at": "архиве учреждения"}
    severities = {severity for severity, *_ in found(mark, FOR_ANOTHER, Mode.DRAFT)}
    signature, origin = shown(mark, FOR_ANOTHER, Mode.DRAFT)

    assert severities == {"warning"}
    assert (signature[0]["name"], signature[0]["date"]) == ("", "")
    assert origin[0].endswith("архиве учреждения в деле №\u00a0____________ за ____________ год")
