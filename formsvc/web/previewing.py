"""The preview beside a form: the page of the paper on which the field stands that is filled."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Response

from formsvc.api import answers
from formsvc.web.controls import Control, texts
from formsvc.web.filling import Filling

if TYPE_CHECKING:  # pypdf is loaded by the first preview
    from formsvc.renderers.page_texts import PageTexts

_LEAST_TOLD = 3  # a shorter text stands on every page


def page(form: Filling, number: str, at: str) -> Response:
    """A picture of the page with this number, else of the one with the control of this name."""
    chosen = int(number) if number.isdecimal() and int(number) else _page_of(form, at)
    wanted = replace(form.wanted, format="png", page=chosen)
    return answers.document(form.service.preview(wanted, form.finished), shown="inline")


def _page_of(form: Filling, at: str) -> int:
    from formsvc.renderers.page_texts import PageTexts

    pairs = list(texts(form.controls))
    place = next((index for index, (name, _) in enumerate(pairs) if name == at), None)
    if place is None:
        return 1
    made = form.service.preview(replace(form.wanted, format="pdf"), form.finished)
    pages = PageTexts(made.content)
    expected = place * len(pages) // len(pairs)
    return 1 + _nearest(pages, expected, _words(form.controls, pairs[place]))


def _words(controls: Sequence[Control], typed: tuple[str, str]) -> list[str]:
    """What to look for: the first line of the text itself, else the label of its control."""
    name, text = typed
    control = _control(controls, name)
    return [*text.splitlines()[:1], control.label if control else ""]


def _control(controls: Sequence[Control], name: str) -> Control | None:
    for one in controls:
        if name == one.pointer or name.startswith(f"{one.pointer}/"):
            below = [*one.inner, *(inner for row in one.rows for inner in row.inner)]
            return _control(below, name) or one
    return None


def _nearest(pages: "PageTexts", expected: int, words: Sequence[str]) -> int:
    """The page, from 0, nearest to the expected one with the first word that stands anywhere.

    Reading a page takes long, so one looks from there outwards and no further than needed.
    """
    from formsvc.renderers.page_texts import squeezed

    outwards = sorted(range(len(pages)), key=lambda number: (abs(number - expected), number))
    for word in map(squeezed, words):
        if len(word) < _LEAST_TOLD:
            continue
        for number in outwards:
            if word in pages[number]:
                return number
    return expected
