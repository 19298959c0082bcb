"""Every form, in every format, can be a certified copy: the mark stands at its very end (P-06)."""

from copy import deepcopy
from typing import Any

import pytest

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


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_the_mark_of_a_copy_is_the_last_word(form_id: str, edition: str, extension: str) -> None:
    body: dict[str, Any] = deepcopy(raw_sample(form_id, edition, "minimal"))
    options = body.get("options") or {}
    body |= {"copy_mark": MARK, "options": options | {"copy_for_another_organisation": True}}
    wanted = Wanted(form_id, extension, AS_OF, Mode.FILLED, edition=edition)

    text = whole(SERVICE.generate(wanted, body).content, extension)

    assert text.endswith(WORDS)
    assert text.count(WORDS) == 1


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_an_empty_form_is_no_copy(form_id: str, edition: str, extension: str) -> None:
    assert "Верно" not in whole(blank(form_id, edition, extension), extension)
