"""The fast engine breaks pages as well as the other: heads repeated, frames closed, no seam."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from formsvc.errors import RenderFailed
from formsvc.forms.shown import Mode
from formsvc.renderers import pluto
from formsvc.renderers.breakable import breakable
from formsvc.renderers.html import html
from tests.documents.reading import squeezed
from tests.documents.support import AS_OF, FORMS, SERVICE, raw_sample, wanted
from tests.judges.pictures import page_picture

PLAN = ("kz.plan", "order-907-2010")
DARK, MOST_OF_A_LINE = 128, 0.7
WORDS = " ".join(f"слово{number}" for number in range(300))


def source_of(form_id: str, edition: str, data: Any) -> tuple[str, Any]:
    """The HTML of checked data, and how it is printed."""
    asked = wanted(form_id, edition, "print", Mode.FILLED)
    form, loaded = SERVICE.check(asked, data)
    assert loaded.ok, loaded.findings
    settings = SERVICE.settings(form, asked)
    return html(form, form.context(loaded.data, Mode.FILLED, AS_OF), settings), settings


def of_sample(form_id: str, case: str) -> tuple[str, Any]:
    """The same of a sample."""
    edition = FORMS.get(form_id).edition
    return source_of(form_id, edition, raw_sample(form_id, edition, case))


def with_action(words: str) -> Any:
    """A plan whose first action is told in so many words."""
    sample = raw_sample(*PLAN, "minimal")
    return sample | {"actions": [sample["actions"][0] | {"action": words}]}


def pages_of(source: str, settings: Any) -> list[str]:
    """Squeezed texts of the pages that the fast engine makes."""
    pages = PdfReader(BytesIO(pluto.typeset(source, settings).content)).pages
    return [squeezed(page.extract_text()) for page in pages]


def test_a_row_taller_than_a_page_has_the_head_of_its_table_on_each_page() -> None:
    data = with_action(WORDS)
    pages = pages_of(*source_of(*PLAN, data))
    of_the_row = [page for page in pages if "слово" in page]
    assert len(of_the_row) > 2
    assert all("№Действия,мероприятияСроки" in page for page in of_the_row)
    assert squeezed(WORDS)[:60] in of_the_row[0]
    assert [
        f"слово{number}" for number in range(300) if f"слово{number}" not in "".join(pages)
    ] == []


@pytest.mark.parametrize(
    ("form_id", "case", "numbers"),
    [("kz.assessment", "typical", (1, 2, 3)), ("kz.appeal", "large", (2, 9, 17))],
)
def test_a_frame_is_closed_at_the_foot_of_each_page(
    form_id: str, case: str, numbers: tuple[int, ...]
) -> None:
    source, settings = of_sample(form_id, case)
    for number in numbers:
        made = pluto.picture(source, replace(settings, page=number))
        assert made.page == number
        assert last_line(Image.open(BytesIO(made.content))) > MOST_OF_A_LINE


def last_line(picture: Image.Image) -> float:
    """How much of the width of the text is dark in the lowest line of a page that is not white."""
    dark = picture.point(lambda shade: 255 * (shade < DARK))
    left, _, right, bottom = dark.getbbox() or (0, 0, 1, 1)
    line = dark.crop((left, bottom - 3, right, bottom)).resize(
        (right - left, 1), Image.Resampling.BOX
    )
    return sum(shade > 0 for shade in line.tobytes()) / (right - left)


def test_the_right_rule_of_a_table_is_as_wide_as_the_left_one(tmp_path: Path) -> None:
    file = tmp_path / "table.pdf"
    file.write_bytes(pluto.typeset(*of_sample("office.revision_log_gost", "typical")).content)
    page = page_picture(file, 1, dpi=300).point(lambda shade: 255 * (shade < DARK))
    left, _, right, _ = page.getbbox() or (0, 0, 0, 0)
    height = page.height // 2  # a row without words
    rules = [x for x in range(left, right) if page.getpixel((x, height))]
    assert rules[:2] == [left, left + 1]
    assert rules[-2:] == [right - 2, right - 1]


def test_a_heading_row_is_with_the_rows_that_it_heads() -> None:
    pages = pages_of(*of_sample("kz.appeal", "large"))
    (page,) = (page for page in pages if "Данныеородителяхребенка" in page)
    assert "Данныеородителяхребенка" in page[:40]
    assert "МатьИмя" in page


def test_rows_that_fit_are_left_as_they_are() -> None:
    source, settings = of_sample("kz.plan", "typical")
    rows = re.compile("<tr>.*?Посещение участкового педиатра.*?</tr>")
    assert rows.findall(breakable(source, settings.layout)) == rows.findall(source) != []


def test_nothing_is_read_into_the_text_of_a_document() -> None:
    hostile = '<td class="beside">&lt;/td&gt; & "кавычки" \u00a0 ' + WORDS
    data = with_action(hostile)
    text = "".join(pages_of(*source_of(*PLAN, data)))
    assert squeezed('<td class="beside">&lt;/td&gt; & "кавычки"') in text


@pytest.mark.parametrize("letter", ["\u4e2d", "\u0301", "\u00ad", "\U0001f600", "\r"])
def test_a_letter_that_no_font_has_is_refused_wherever_it_comes_from(letter: str) -> None:
    source, settings = of_sample(PLAN[0], "minimal")
    with pytest.raises(RenderFailed, match="нет в шрифтах"):
        pluto.typeset(source.replace("</body>", f"<p>{letter}</p></body>"), settings)
