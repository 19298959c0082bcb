"""The preview beside a form: the page of the paper on which the field stands that is filled."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Response

from formsvc.api import answers
from formsvc.web.controls import Control, texts
from formsvc.web.filling import Filling

_LEAST_TOLD = 3  # a shorter text stands on every page


def page(form: Filling, number: str, at: str) -> Response:
    """A picture of the page with this number, else of the one with the control of this name."""
    chosen = int(number) if number.isdecimal() and int(number) else _page_of(form, at)
    wanted = replace(form.wanted, format="png", page=chosen)
    return answers.document(form.service.preview(wanted, form.finished), shown="inline")


def _page_of(form: Filling, at: str) -> int:
    from formsvc.renderers.page_texts import page_texts

    pairs = list(texts(form.controls))
    place = next((index for index, (name, _) in enumerate(pairs) if name == at), None)
    if place is None:
        return 1
    made = form.service.preview(replace(form.wanted, format="pdf"), form.finished)
    pages = page_texts(made.content)
    expected = place * len(pages) // len(pairs)
    return 1 + min(
        _with(pages, _words(form.controls, pairs[place])) or [expected],
        key=lambda number: abs(number - expected),
    )


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


def _with(pages: Sequence[str], words: Sequence[str]) -> list[int]:
    """The pages, from 0, on which the first of the words stands that stands anywhere."""
    from formsvc.renderers.page_texts import squeezed

    for word in map(squeezed, words):
        found = [number for number, text in enumerate(pages) if word in text]
        if len(word) >= _LEAST_TOLD and found:
            return found
    return []
