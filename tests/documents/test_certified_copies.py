"""Every form, in every format, can be a certified copy: the mark stands at its very end (P-06)."""

from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from formsvc.forms.shown import Mode
from formsvc.pipeline import Wanted
from tests.documents.reading import squeezed, whole
from tests.documents.support import AS_OF, EDITIONS, FORMATS, SERVICE, blank, raw_sample

MARK = {
    "position": "Делопроизводитель",
    "full_name": "Незабудкина Лидия Андреевна",
    "date": "2026-04-06",
    "kept_at": "архиве учреждения",
    "file_no": "02-15",
    "year": 2026,
}
WORDS = squeezed(
    "Верно Делопроизводитель Л. А. Незабудкина 06.04.2026"
    " Подлинник документа находится в архиве учреждения в деле № 02-15 за 2026 год М.П."
)


def copy(form_id: str, edition: str, extension: str) -> bytes:
    """The smallest document of the form with the mark of a copy."""
    body: dict[str, Any] = deepcopy(raw_sample(form_id, edition, "minimal"))
    options = body.get("options") or {}
    body |= {"copy_mark": MARK, "options": options | {"copy_for_another_organisation": True}}
    wanted = Wanted(form_id, extension, AS_OF, Mode.FILLED, edition=edition)
    return SERVICE.generate(wanted, body).content


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_the_mark_of_a_copy_is_the_last_word(form_id: str, edition: str, extension: str) -> None:
    text = whole(copy(form_id, edition, extension), extension)

    assert text.endswith(WORDS)
    assert text.count(WORDS) == 1


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_an_empty_form_is_no_copy(form_id: str, edition: str, extension: str) -> None:
    assert "Верно" not in whole(blank(form_id, edition, extension), extension)


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_a_sheet_has_room_for_the_position(form_id: str, edition: str) -> None:
    sheet: Any = load_workbook(BytesIO(copy(form_id, edition, "xlsx"))).worksheets[0]
    (place,) = (cell for row in sheet for cell in row if cell.value == MARK["position"])
    merged = (area for area in sheet.merged_cells.ranges if place.coordinate in area)
    last = next((area.max_col for area in merged), place.column)
    columns = map(get_column_letter, range(place.column, last + 1))

    assert sum(sheet.column_dimensions[column].width for column in columns) >= 16
