"""Hostile values in all text fields of a form at once come back from every document."""

from math import ceil

import pytest

from formsvc.forms.fields import Paper
from formsvc.forms.findings import Path
from formsvc.forms.form import Form
from formsvc.forms.load import load
from formsvc.forms.shown import Mode
from tests.documents.reading import squeezed
from tests.documents.support import AS_OF, EDITIONS, SERVICE, form_of, wanted, writings
from tests.hostile.bodies import at, full, rotated, texts, with_texts
from tests.hostile.reading import TEXTS, goes_on, in_pieces
from tests.hostile.values import VALUES, Hostile

LEAST_PDFS = {"pdf": 3, "print": 10}
"""By the engine: the fast one makes more of them."""
ASIDE = ("case", "options")  # never printed


@pytest.mark.parametrize("extension", ["docx", "xlsx"])
@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_every_value_comes_back_from_every_field(
    form_id: str, edition: str, extension: str
) -> None:
    taken = taken_by_fields(form_of(form_id, edition))
    for turn in range(max(map(len, taken.values()))):
        assert lost(form_of(form_id, edition), rotated(taken, turn), extension) == []


@pytest.mark.parametrize(("output", "least"), LEAST_PDFS.items())
@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_values_come_back_from_a_pdf(form_id: str, edition: str, output: str, least: int) -> None:
    """Each value stands somewhere; in which of the fields, is the same to an engine."""
    taken = taken_by_fields(form_of(form_id, edition))
    most = max(map(len, taken.values()))
    documents = max(least, ceil(most / len(taken)))
    for turn in range(documents):
        given = rotated(taken, turn * most // documents)
        assert lost(form_of(form_id, edition), given, output) == []


def printed_places(form: Form) -> dict[Path, Paper]:
    """The places of texts that the paper shows."""
    return {path: field for path, field in texts(form.fields) if path[0] not in ASIDE}


def body_of(form: Form) -> dict[str, object]:
    """All that the paper shows; what is only for the rules is left out."""
    return {name: value for name, value in full(form.fields).items() if name != "case"}


def taken_by_fields(form: Form) -> dict[Path, list[Hostile]]:
    """The values that each printed field takes."""
    places = printed_places(form)
    taken: dict[Path, list[Hostile]] = {path: [] for path in places}
    for turn in range(len(VALUES)):
        given = rotated(dict.fromkeys(places, VALUES), turn)
        loaded = load(form, with_texts(body_of(form), given), Mode.DRAFT, AS_OF)
        for path, value in given.items():
            if at(loaded.data, path) is not None:
                taken[path].append(value)
    return taken


def lost(form: Form, given: dict[Path, Hostile], output: str) -> list[tuple[str, Path]]:
    """The values that are not in the document; of a draft where a rule forbids the finished one."""
    raw = with_texts(body_of(form), given)
    finished = load(form, raw, Mode.FILLED, AS_OF).ok
    mode = Mode.FILLED if finished else Mode.DRAFT
    asked = wanted(form.id, form.edition, output, mode)
    pages = TEXTS[asked.format](SERVICE.generate(asked, raw).content)
    plain = [squeezed(page) for page in pages]
    # The fast engine gets a tall row in several, so its cells are read by turns.
    lines = [squeezed(line) for page in pages for line in page.split("\n")]
    turns = lines if output == "print" else []
    fields = printed_places(form)
    return [
        (value.name, path)
        for path, value in given.items()
        if not stands(fields[path], value, pages, plain, turns)
    ]


def stands(
    field: Paper, value: Hostile, pages: list[str], plain: list[str], turns: list[str]
) -> bool:
    """Whether a value stands there literally, or, cut at line ends, without its white space."""
    if any(value.read in page for page in pages):
        return True
    texts = [squeezed(text) for text in writings(field, value.read)]
    return any(goes_on(text, plain) or in_pieces(text, turns) for text in texts)
