"""Every hostile value in every text field of every form: taken as it is, or refused by name."""

import re

import pytest

from formsvc.forms import phones
from formsvc.forms.fields import Due, Paper, Phone, Text, iso_day
from formsvc.forms.findings import Finding, errors, pointer
from formsvc.forms.load import load
from formsvc.forms.shown import Mode
from tests.documents.support import AS_OF, EDITIONS, form_of
from tests.hostile.bodies import at, full, rotated, texts, with_texts
from tests.hostile.values import BLANK, PRINTED, REFUSED, VALUES, Hostile

LIKE_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
RUSSIAN = re.compile(r"[А-Яа-яЁё]{4}")
READING = {"G-11", "S-length", "S-required", "S-date"}
SHORT = 4  # so few characters may stand in a message by chance
LEAST = 100


def test_there_are_many_values_each_with_a_reason_and_once() -> None:
    assert len(VALUES) >= LEAST
    assert len({value.name for value in VALUES}) == len({value.text for value in VALUES})
    assert {value.fate for value in VALUES} == {PRINTED, REFUSED, BLANK}
    assert [value.name for value in VALUES if not value.why] == []


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_every_value_in_every_field_is_taken_as_it_is_or_refused_by_name(
    form_id: str, edition: str
) -> None:
    schema = form_of(form_id, edition).fields
    body, places = full(schema), dict(texts(schema))
    assert places
    for turn in range(len(VALUES)):
        given = rotated(dict.fromkeys(places, VALUES), turn)
        loaded = load(form_of(form_id, edition), with_texts(body, given), Mode.FILLED, AS_OF)
        told = {one.pointer: one for one in errors(loaded.findings) if one.rule in READING}
        for path, value in given.items():
            where = (value.name, path)
            finding = told.get(pointer(path))
            assert at(loaded.data, path) == expected(places[path], value), where
            assert bool(finding) == (at(loaded.data, path) is None) or is_blank(value), where
            assert finding is None or is_clear(finding, value), where


def expected(field: Paper, value: Hostile) -> str | None:
    """What is read of a value: itself, or nothing where the field cannot take it."""
    if value.fate != PRINTED or not fits(field, value.read):
        return None
    return phones.normalised(value.read) or value.read if isinstance(field, Phone) else value.read


def fits(field: Paper, text: str) -> bool:
    """Whether the text has the length, the lines and, in a term, the date that a field takes."""
    if isinstance(field, Due):
        return len(text) <= Text.limit and (not LIKE_A_DAY.fullmatch(text) or bool(iso_day(text)))
    assert isinstance(field, Text)
    lines = "\n" in text or "\t" in text
    return len(text) <= field.limit and not (field.one_line and lines)


def is_blank(value: Hostile) -> bool:
    """Whether nothing was given, which is told only where the field must be filled."""
    return value.fate == BLANK


def is_clear(finding: Finding, value: Hostile) -> bool:
    """Whether a finding names the field in Russian and repeats nothing of the value."""
    silent = len(value.text) < SHORT or value.text not in finding.message
    return silent and bool(RUSSIAN.search(finding.message) and finding.label)


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_what_no_field_takes_breaks_the_rule_of_characters_or_of_length(
    form_id: str, edition: str
) -> None:
    schema = form_of(form_id, edition).fields
    body, places = full(schema), [path for path, _ in texts(schema)]
    for value in VALUES:
        if value.fate == REFUSED:
            spoilt = with_texts(body, dict.fromkeys(places, value))
            loaded = load(form_of(form_id, edition), spoilt, Mode.DRAFT, AS_OF)
            told = {one.pointer: one.rule for one in errors(loaded.findings)}
            assert {told[pointer(path)] for path in places} <= {"G-11", "S-length"}, value.name
