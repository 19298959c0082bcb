"""What goes in comes out, in every format."""

from copy import deepcopy
from io import BytesIO

import docx
import openpyxl
import pytest

from formsvc.embedding import MAX_SOURCE_BYTES, Extracted, NothingEmbedded, embed, extract
from tests.embedding.documents import ENVELOPE, MADE, plan_docx, plan_xlsx

every_format = pytest.mark.parametrize("extension", sorted(MADE))


@every_format
def test_the_envelope_comes_back_exactly_and_the_file_counts_as_unedited(extension: str) -> None:
    embedded = embed(MADE[extension](), extension, ENVELOPE)

    assert extract(embedded) == Extracted(ENVELOPE, False, extension)


@every_format
def test_the_same_document_and_envelope_give_the_same_bytes(extension: str) -> None:
    turned = dict(reversed(deepcopy(ENVELOPE).items()))

    once = embed(MADE[extension](), extension, ENVELOPE)

    assert embed(MADE[extension](), extension, turned) == once


@every_format
def test_the_caller_keeps_the_envelope_that_it_gave(extension: str) -> None:
    given = deepcopy(ENVELOPE)

    embed(MADE[extension](), extension, given)

    assert given == ENVELOPE


@every_format
def test_a_document_without_a_source_is_said_to_have_none(extension: str) -> None:
    with pytest.raises(NothingEmbedded, match="нет исходных данных"):
        extract(MADE[extension]())


@every_format
def test_the_longest_source_is_carried_and_a_longer_one_refused(extension: str) -> None:
    longest = "Ә" * ((MAX_SOURCE_BYTES - 200) // 2)
    envelope = {"as_of": "2026-03-02", "data": longest}

    assert extract(embed(MADE[extension](), extension, envelope)).envelope == envelope
    with pytest.raises(ValueError, match="too long"):
        embed(MADE[extension](), extension, envelope | {"data": longest + "Ә" * 200})


@every_format
@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_does_not_know_is_not_embedded(extension: str, number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        embed(MADE[extension](), extension, {"as_of": "2026-03-02", "data": number})


@every_format
def test_a_day_that_is_none_is_not_embedded(extension: str) -> None:
    with pytest.raises(ValueError, match="isoformat"):
        embed(MADE[extension](), extension, {"as_of": "2 марта"})


def test_a_file_is_known_by_its_content() -> None:
    found = [
        extract(embed(made(), extension, ENVELOPE)).extension for extension, made in MADE.items()
    ]

    assert found == list(MADE)


def test_other_libraries_read_the_same_document_as_before() -> None:
    before = docx.Document(BytesIO(plan_docx()))
    after = docx.Document(BytesIO(embed(plan_docx(), "docx", ENVELOPE)))

    assert [p.text for p in after.paragraphs] == [p.text for p in before.paragraphs]
    assert after.element.xml == before.element.xml

    book_before = openpyxl.load_workbook(BytesIO(plan_xlsx()))
    book_after = openpyxl.load_workbook(BytesIO(embed(plan_xlsx(), "xlsx", ENVELOPE)))

    assert book_after.sheetnames == [*book_before.sheetnames, "formsvc"]
    for sheet in book_before:
        assert list(book_after[sheet.title].values) == list(sheet.values)
