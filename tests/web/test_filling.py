"""Every form is filled in the browser control by control, taken away, and opened again."""

from pathlib import Path

import pytest

from formsvc.forms import phones
from tests.documents.reading import whole
from tests.documents.support import printed_values
from tests.web.browser import NARROW, ZOOMED, Clerk
from tests.web.support import FORMS, IDS, meaning, sample


@pytest.mark.parametrize("form_id", IDS)
def test_a_form_filled_by_hand_becomes_a_file_with_every_value_and_opens_again(
    clerk: Clerk, form_id: str, tmp_path: Path
) -> None:
    body = sample(form_id)
    clerk.open(form_id)
    clerk.fill(body)
    clerk.press("check")
    assert clerk.errors() == []
    assert clerk.barriers() == []
    assert clerk.widths() == [NARROW, ZOOMED]

    clerk.choose_file("рабочая копия")
    name, file = clerk.take("make:docx")
    assert name == f"{form_id}.docx"
    text = whole(file, "docx")
    values = list(printed_values(FORMS.get(form_id), meaning(form_id, body)))
    assert [where for where, writings in values if not any(one in text for one in writings)] == []

    typed = clerk.texts()
    clerk.saved()
    clerk.page.reload()
    clerk.wait()
    assert clerk.texts() == typed

    saved = tmp_path / name
    saved.write_bytes(file)
    clerk.page.goto(f"{clerk.address}/#drafts")
    clerk.page.set_input_files("#file", saved)
    clerk.page.get_by_role("button", name="Открыть").click()
    clerk.wait()
    assert clerk.page.url == f"{clerk.address}/forms/{form_id}"
    assert not clerk.page.locator("[role=alert]").count()
    assert of_the_paper(clerk.texts()) == of_the_paper(typed)


def of_the_paper(texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without what is never put into a file, and without empty controls; telephones as printed."""
    return [
        (name, phones.normalised(text) or text)
        for name, text in texts
        if text and not name.startswith("/case/")
    ]
