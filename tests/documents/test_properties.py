"""P-05: the properties of a file tell nothing of a family."""

from collections.abc import Iterator
from io import BytesIO
from typing import cast

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from formsvc.forms import walk
from formsvc.forms.fields import Name, Text
from formsvc.renderers.archive import read_archive
from tests.documents.support import EDITIONS, FORMATS, form_of, loaded, made

CASE = "minimal"


def words(form_id: str, edition: str) -> Iterator[str]:
    """Every word of the names and texts of the sample that is long enough to be known again."""
    form = form_of(form_id, edition)
    for _, field, value in walk.leaves(form.fields, loaded(form_id, edition, CASE)):
        if isinstance(field, Name | Text):
            yield from (word.strip(".,«»();:") for word in value.split() if len(word) > 5)


def properties(content: bytes, extension: str) -> str:
    """All that the file tells of itself."""
    if extension == "pdf":
        reader = PdfReader(BytesIO(content))
        packet = cast("StreamObject", reader.root_object["/Metadata"].get_object())
        return str(reader.metadata) + packet.get_data().decode()
    parts = read_archive(content)
    return "".join(part.decode() for name, part in parts.items() if name.startswith("docProps/"))


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_the_properties_hold_the_title_of_the_form_and_no_word_of_its_data(
    form_id: str, edition: str, extension: str
) -> None:
    told = properties(made(form_id, edition, CASE, extension), extension)
    title = form_of(form_id, edition).title
    assert title in told
    assert [word for word in words(form_id, edition) if word in told.replace(title, "")] == []
