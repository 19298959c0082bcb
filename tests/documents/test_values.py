"""What was given stands on the paper, in every format, in the same order."""

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.documents.reading import whole
from tests.documents.support import (
    EDITIONS,
    OUTPUTS,
    SAMPLES,
    blank,
    form_of,
    is_drafted,
    loaded,
    made,
    printed_values,
    raw_sample,
    text_of,
    without_header_rows,
)

# G-07: nothing stands in an empty place but its rule.
SIGNS_OF_A_FAULT = ("{{", "}}", "{%", "None", "Undefined", "nan", "NaN", "True", "False")
COMPARED = [
    (*sample, mode, extension)
    for sample in SAMPLES
    for extension in ("xlsx", "pdf", "print")
    for mode in ("filled", "draft")
    if mode == "filled" or is_drafted(sample[2], extension)
]
"""With DOCX: samples in modes and formats."""


@pytest.mark.parametrize("extension", OUTPUTS)
@pytest.mark.parametrize(("form_id", "edition", "case"), SAMPLES)
def test_every_given_value_is_found_in_the_document(
    form_id: str, edition: str, case: str, extension: str
) -> None:
    text = text_of(form_id, edition, case, extension)
    values = list(printed_values(form_of(form_id, edition), loaded(form_id, edition, case)))
    lost = [where for where, writings in values if not any(one in text for one in writings)]
    assert values
    assert lost == []


@pytest.mark.parametrize("extension", OUTPUTS)
@pytest.mark.parametrize(("form_id", "edition", "case"), SAMPLES)
def test_nothing_of_the_machinery_shows(
    form_id: str, edition: str, case: str, extension: str
) -> None:
    text = text_of(form_id, edition, case, extension)
    given = str(raw_sample(form_id, edition, case).items())
    faults = [sign for sign in SIGNS_OF_A_FAULT if sign in text and sign not in given]
    assert faults == []


@pytest.mark.parametrize(("form_id", "edition", "case", "mode", "extension"), COMPARED)
def test_the_formats_say_the_same_in_the_same_order(
    form_id: str, edition: str, case: str, mode: str, extension: str
) -> None:
    form = form_of(form_id, edition)
    data = raw_sample(form_id, edition, case)
    word = without_header_rows(form, text_of(form_id, edition, case, "docx", mode), data)
    other = without_header_rows(form, text_of(form_id, edition, case, extension, mode), data)
    assert other.removeprefix("ПРОЕКТ") == word


@pytest.mark.parametrize("extension", ["xlsx", "pdf", "print"])
@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_blank_forms_say_the_same_in_the_same_order(
    form_id: str, edition: str, extension: str
) -> None:
    form = form_of(form_id, edition)
    word = without_header_rows(form, whole(blank(form_id, edition, "docx"), "docx"), {})
    other = without_header_rows(form, whole(blank(form_id, edition, extension), extension), {})
    assert word
    assert other == word


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_a_draft_is_marked_on_every_page(form_id: str, edition: str) -> None:
    for output in ("pdf", "print"):
        pages = PdfReader(BytesIO(made(form_id, edition, "typical", output, "draft"))).pages
        assert all("ПРОЕКТ" in page.extract_text() for page in pages)
    section = Document(BytesIO(made(form_id, edition, "typical", "docx", "draft"))).sections[0]
    for header in (section.header, section.first_page_header):
        assert "ПРОЕКТ" in "".join(paragraph.text for paragraph in header.paragraphs)
    book = load_workbook(BytesIO(made(form_id, edition, "typical", "xlsx", "draft")))
    headers = [sheet.HeaderFooter.oddHeader for sheet in book.worksheets]
    assert all(header and header.right.text == "ПРОЕКТ" for header in headers)
