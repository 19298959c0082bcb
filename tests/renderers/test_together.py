"""What belongs together is on one page, wherever the page ends, and lines lie as in archive."""

import copy
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.documents.reading import squeezed
from tests.documents.support import EDITIONS, FORMS, made, raw_sample
from tests.judges.overlaps import Word, words_of_pages
from tests.renderers.test_breakable import of_sample, pages_of, source_of

LAST = "последнее-слово"
LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
POINTS_A_MM = 72 / 25.4
MARGIN = 17 * POINTS_A_MM
NEAR_MM = 1.1
# The two rows of its head are of other heights: the engines share out what spans both otherwise.
ALIKE = [edition for edition in EDITIONS if edition[0] != "office.revision_log_gost"]


def notes(sample: Any, count: int) -> None:
    sample["notes"] = "\n".join(["строка"] * count + [LAST])


def long_notes(sample: Any, count: int) -> None:
    sample["notes"] = "слова из заметки о семье " * 4 * count + LAST


def actions(sample: Any, count: int) -> None:
    review = sample["reviews"][0]
    action = review["actions"][0]
    review["actions"] = [action] * count + [action | {"action": LAST}]


def clauses(sample: Any, count: int) -> None:
    sample["items"] = [{"text": "Пункт приказа."}] * count


def acquainted(sample: Any, count: int) -> None:
    person = sample["acquainted"][3]
    names = [f"Чернов{letter * 3} Игорь Викторович" for letter in LETTERS[:count]]
    others = [person | {"full_name": name} for name in (*names, "Яковлева Юлия Яновна")]
    sample["acquainted"] += others


def performed(sample: Any, count: int) -> None:
    sample["monitoring"][0]["performed"] = "\n".join(["строка"] * count)


def comments(sample: Any, count: int) -> None:
    sample["family"]["comments"] = "\n".join([*["строка"] * count, LAST])


CASES: dict[str, tuple[str, Callable[[Any, int], None], Sequence[int], tuple[str, str]]] = {
    "a text and its signature": ("kz.plan", notes, (4, 5, 6), (LAST, "В.А.Ким")),
    "the end of a long text": ("kz.plan", long_notes, (51, 53), (LAST, "В.А.Ким")),
    "the last row of a table": ("kz.plan", actions, (18, 20), (LAST, "Именаиподписи")),
    "signatures and their heading": ("office.order", clauses, (19, 20), ("СОГЛАСОВАНО", "Юриск")),
    "a list of names": ("office.order", acquainted, (18, 19), ("ЯковлеваЮ.Я.", "И.В.Тонкова")),
    "a box": ("kz.assessment", comments, (42, 43), (LAST, "О.С.Левченко")),
}
"""Form, what grows, how far so that a page would end in between, and words of one page."""


@pytest.mark.parametrize("case", CASES)
def test_what_belongs_together_is_on_one_page(case: str) -> None:
    form_id, grow, counts, words = CASES[case]
    edition = FORMS.get(form_id).edition
    for count in counts:
        sample = copy.deepcopy(raw_sample(form_id, edition, "typical"))
        grow(sample, count)
        pages = pages_of(*source_of(form_id, edition, sample))
        assert any(all(word in page for word in words) for page in pages), count


@pytest.mark.parametrize("kind", ["print", "pdf"])
@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_no_page_ends_with_a_heading_or_begins_with_a_signature(
    form_id: str, edition: str, kind: str, tmp_path: Path
) -> None:
    document: Any = html.document_fromstring(of_sample(form_id, "large")[0])
    heads = [*document.iter("h2", "h3"), *document.find_class("field-head")]
    # Below a box nothing is held by the fast engine: its frame is closed there.
    places = document.xpath(
        "//*[@class='places whole'][not(preceding-sibling::*[1][@class='box'])]"
    )
    labels = [label for one in places for label in one.find_class("field-head")]
    file = tmp_path / "large.pdf"
    file.write_bytes(made(form_id, edition, "large", kind))
    for words in words_of_pages(file):
        page = squeezed("".join(word.text for word in words if word.top > MARGIN))
        assert not page.endswith(texts(heads)), page[-80:]
        assert not page.startswith(texts(labels)), page[:80]


def texts(blocks: Iterable[Any]) -> tuple[str, ...]:
    """Squeezed texts of blocks that have some."""
    return tuple({squeezed(block.text_content()) for block in blocks} - {""})


def lines(content: bytes, file: Path) -> list[tuple[str, float, int]]:
    """Text, height in millimetres and page of every line below the upper margins."""
    file.write_bytes(content)
    found: dict[tuple[int, int], list[Word]] = {}
    for number, words in enumerate(words_of_pages(file)):
        for word in words:
            if word.top > MARGIN:
                found.setdefault((number, round(word.top)), []).append(word)
    return [
        (" ".join(word.text for word in line), line[0].top / POINTS_A_MM, page)
        for (page, _), line in sorted(found.items())
    ]


@pytest.mark.parametrize(("form_id", "edition"), ALIKE)
def test_lines_are_as_far_apart_as_in_archive(form_id: str, edition: str, tmp_path: Path) -> None:
    ours, theirs = (
        lines(made(form_id, edition, "typical", kind), tmp_path / "pages.pdf")
        for kind in ("print", "pdf")
    )
    same = SequenceMatcher(a=[one[0] for one in ours], b=[one[0] for one in theirs], autojunk=False)
    gaps = [
        (ours[a + at][0], gap(*ours[a + at : a + at + 2]), gap(*theirs[b + at : b + at + 2]))
        for a, b, size in same.get_matching_blocks()
        for at in range(size - 1)
    ]
    apart = [told for told in gaps if told[1] and told[2] and abs(told[1] - told[2]) > NEAR_MM]
    assert len(gaps) > 5
    assert apart == []


def gap(above: tuple[str, float, int], below: tuple[str, float, int]) -> float | None:
    """Millimetres between two lines; nothing where they are on two pages."""
    return below[1] - above[1] if below[2] == above[2] else None
