"""Data drawn from the published schemas: both sides of the contract agree, and nothing is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from marshmallow import ValidationError

from formsvc.forms import walk
from formsvc.forms.findings import errors, pointer
from formsvc.forms.form import Form
from formsvc.forms.load import load
from formsvc.forms.shown import Mode
from formsvc.pipeline import Wanted
from tests.documents.drawn import bodies, spoilt, validator
from tests.documents.reading import squeezed
from tests.documents.support import AS_OF, EDITIONS, SERVICE, form_of, writings
from tests.hostile.bodies import full
from tests.hostile.reading import TEXTS, goes_on

EXAMPLES, DOCUMENTS = 60, {"docx": 20, "xlsx": 10, "pdf": 4}
# What the schema does not say: a period the wrong way round, the number of lines of a text, who
# controls an order beside the one who keeps the control.
BEYOND_THE_SCHEMA = {"S-date", "S-length", "L-07"}


def drawing(examples: int) -> settings:
    """Always the same examples: a failure is told anew by every run."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_what_the_schema_accepts_is_read(form_id: str, edition: str) -> None:
    form = form_of(form_id, edition)
    schema = form.json_schema()
    accepted = validator(schema)

    @drawing(EXAMPLES)
    @given(bodies(schema))
    def check(body: Any) -> None:
        assert accepted.is_valid(body)
        assert refusals(form, body) <= BEYOND_THE_SCHEMA

    check()


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_the_schema_refuses_what_is_refused_and_nothing_else(form_id: str, edition: str) -> None:
    form = form_of(form_id, edition)
    schema = form.json_schema()
    accepted = validator(schema)

    @drawing(2 * EXAMPLES)
    @given(spoilt(schema))
    def check(body: Any) -> None:
        if accepted.is_valid(body):
            assert refusals(form, body) <= BEYOND_THE_SCHEMA
        else:
            assert refusals(form, body)

    check()


def refusals(form: Form, body: Any) -> set[str]:
    """The rules under which the reading refuses a body, before the rules of the form are asked."""
    try:
        form.fields.load(body)
    except ValidationError as fault:
        return set(_rules(fault.messages))
    return set()


def _rules(messages: Any) -> Iterator[str]:
    if isinstance(messages, dict):
        for inner in messages.values():
            yield from _rules(inner)
    else:
        yield from (getattr(one, "rule", "S-type") for one in messages)


@pytest.mark.parametrize("extension", DOCUMENTS)
@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_every_drawn_value_is_printed_or_refused_by_name(
    form_id: str, edition: str, extension: str
) -> None:
    form = form_of(form_id, edition)

    options = full(form.fields)["options"]  # all that can be printed is

    @drawing(DOCUMENTS[extension])
    @given(bodies(form.json_schema()))
    def check(body: Any) -> None:
        assert lost(form, {**body, "options": options}, extension) == []

    check()


def lost(form: Form, body: Any, extension: str) -> list[str]:
    """Pointers of values that are not in the document and are named by no finding.

    Of a body that rules of the form forbid the draft is made.
    """
    finished = load(form, body, Mode.FILLED, AS_OF)
    mode = Mode.FILLED if finished.ok else Mode.DRAFT
    loaded = finished if finished.ok else load(form, body, Mode.DRAFT, AS_OF)
    if not loaded.ok:
        assert {one.rule for one in errors(loaded.findings)} <= BEYOND_THE_SCHEMA
        return []
    wanted = Wanted(form.id, extension, AS_OF, mode, edition=form.edition)
    pages = [squeezed(one) for one in TEXTS[extension](SERVICE.generate(wanted, body).content)]
    named = tuple(f"{one.pointer}/" for one in loaded.findings)
    return [
        where
        for path, field, value in walk.leaves(form.fields, walk.printed(form.fields, loaded.data))
        if not any(goes_on(squeezed(text), pages) for text in writings(field, value))
        for where in [pointer(path)]
        if not f"{where}/".startswith(named)
    ]
