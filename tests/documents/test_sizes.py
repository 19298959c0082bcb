"""Every form at its full size: 200 rows, ten sections, texts as long as their fields allow.

What is printed is proved by the large samples, which have such texts and rows too: a minute for
each of these documents would be too much.
"""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from formsvc.forms.load import load
from formsvc.forms.shown import Mode
from formsvc.pipeline import Wanted
from tests.documents.growing import Grower
from tests.documents.reading import whole
from tests.documents.support import (
    AS_OF,
    EDITIONS,
    SERVICE,
    form_of,
    made,
    raw_sample,
    without_header_rows,
)
from tests.judges.libreoffice import to_pdf
from tests.judges.overlaps import overlapping

WORD = re.compile(r"т(\d+)-\d+[.,]")


@lru_cache(maxsize=16)
def grown(form_id: str, edition: str) -> tuple[Any, dict[int, list[str]]]:
    """The large sample at full size; the words of each long text."""
    grower = Grower()
    data = grower.object(form_of(form_id, edition).fields, raw_sample(form_id, edition, "large"))
    return data, grower.words


@lru_cache(maxsize=32)
def document(form_id: str, edition: str, extension: str) -> bytes:
    """A draft, since the dates and names of repeated rows break rules of their order."""
    data, _ = grown(form_id, edition)
    wanted = Wanted(form_id, extension, AS_OF, Mode.DRAFT, edition=edition)
    return SERVICE.generate(wanted, data).content


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_these_sizes_are_accepted(form_id: str, edition: str) -> None:
    data, words = grown(form_id, edition)
    result = load(form_of(form_id, edition), data, Mode.FILLED, AS_OF)
    assert words
    assert [found for found in result.findings if found.rule.startswith("S-")] == []


@pytest.mark.parametrize("extension", ["docx", "xlsx"])
@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_no_word_of_a_long_text_is_lost(form_id: str, edition: str, extension: str) -> None:
    _, words = grown(form_id, edition)
    found: dict[int, list[str]] = {number: [] for number in words}
    for word in WORD.finditer(whole(document(form_id, edition, extension), extension)):
        found[int(word[1])].append(word[0])
    assert found == words


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_the_sheets_are_read_in_the_order_of_the_paper(form_id: str, edition: str) -> None:
    data, _ = grown(form_id, edition)
    word, excel = (
        without_header_rows(
            form_of(form_id, edition), whole(document(form_id, edition, kind), kind), data
        )
        for kind in ("docx", "xlsx")
    )
    assert excel.removeprefix("ПРОЕКТ") == word


def test_nothing_in_a_large_workbook_lies_on_anything_else_and_pages_end_where_they_should(
    tmp_path: Path,
) -> None:
    workbooks = [tmp_path / f"{form_id}.{edition}.xlsx" for form_id, edition in EDITIONS]
    for (form_id, edition), path in zip(EDITIONS, workbooks, strict=True):
        path.write_bytes(made(form_id, edition, "large", "xlsx"))

    for workbook, pdf in to_pdf(workbooks, tmp_path / "printed").items():
        book = load_workbook(BytesIO(workbook.read_bytes()))
        breaks = [(sheet, at.id) for sheet in book.worksheets for at in sheet.row_breaks.brk]
        assert overlapping(pdf) == [], workbook.name
        assert len(PdfReader(pdf).pages) == len(book.worksheets) + len(breaks), workbook.name
        assert not any(_ends_with_a_heading(sheet, row) for sheet, row in breaks), workbook.name


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_nothing_in_a_large_pdf_lies_on_anything_else(
    form_id: str, edition: str, tmp_path: Path
) -> None:
    pdf = tmp_path / "large.pdf"
    pdf.write_bytes(made(form_id, edition, "large", "pdf"))
    assert overlapping(pdf) == []


def _ends_with_a_heading(sheet: Any, row: int) -> bool:
    """Whether a bold text alone in its row is the last above a break, empty rows aside."""
    while not any(cell.value or cell.border.bottom.style for cell in sheet[row]):
        row -= 1
    first, *rest = sheet[row]
    alone = not any(cell.value or cell.border.bottom.style for cell in rest)
    return bool(first.value and first.font.bold) and alone
