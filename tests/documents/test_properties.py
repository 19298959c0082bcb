"""P-05: the properties of a file tell nothing of a family."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from formsvc.forms import walk
from formsvc.forms.fields import Name, Text
from tests.documents.properties import properties
from tests.documents.support import (
    EMBEDDED,
    OUTPUTS,
    SAMPLES,
    embedded,
    form_of,
    is_drafted,
    loaded,
    made,
)
from tests.leaks import leaked


def words(form_id: str, edition: str, case: str) -> set[str]:
    """Every word of the names and texts of the sample that is long enough to be known again."""
    form = form_of(form_id, edition)
    leaves = walk.leaves(form.fields, loaded(form_id, edition, case))
    texts = [value for _, field, value in leaves if isinstance(field, Name | Text)]
    found = {word.strip(".,«»();:") for text in texts for word in text.split()}
    return {word for word in found if len(word) > 5}


def told(form_id: str, edition: str, case: str) -> Iterator[tuple[str, str]]:
    """What the documents of a sample tell of themselves, each with its format and mode."""
    for extension in OUTPUTS:
        for mode in ("filled", "draft") if is_drafted(case, extension) else ("filled",):
            yield f"{extension} {mode}", properties(made(form_id, edition, case, extension, mode))
        if (form_id, edition, case) in EMBEDDED:
            yield f"{extension} embedded", properties(embedded(form_id, edition, case, extension))


@pytest.mark.parametrize(("form_id", "edition", "case"), SAMPLES)
def test_the_properties_hold_the_title_of_the_form_and_no_word_of_its_data(
    form_id: str, edition: str, case: str
) -> None:
    title, own = form_of(form_id, edition).title, words(form_id, edition, case)
    for which, text in told(form_id, edition, case):
        assert title in text, which
        assert leaked(text) == set(), which
        assert [word for word in own if word in text.replace(title, "")] == [], which


def test_a_word_in_any_property_would_be_found() -> None:
    name = "Полякова"
    with pikepdf.open(BytesIO(made(*SAMPLES[0], "pdf"))) as pdf:
        pdf.attachments[f"{name}.json"] = b"{}"
        pdf.save(spoilt := BytesIO())
    assert name in leaked(properties(spoilt.getvalue()))
    picture = BytesIO()
    Image.new("L", (1, 1)).save(picture, "PNG", pnginfo=noted(name))
    assert name in leaked(properties(picture.getvalue()))
    with ZipFile(package := BytesIO(), "w") as archive:
        archive.writestr("docProps/custom.xml", f"<name>{name}</name>")
    assert name in leaked(properties(package.getvalue()))


def noted(text: str) -> PngInfo:
    """A note in a picture."""
    info = PngInfo()
    info.add_itxt("Title", text)
    return info
