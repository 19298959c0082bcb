"""Hostile requests on every route: the expected answer, no 500, nothing told of the inside."""

import re
import resource

import pytest
from flask import Flask

from formsvc.access.scopes import Scope
from formsvc.forms.registry import Registry, installed_forms
from tests.access.support import guarded, holding, made
from tests.api.support import assert_problem
from tests.hostile.requests import Hostile, everything

INSIDE = re.compile(r"Traceback|File \"|site-packages|\.py\b|/tmp/|/home/|root:x:|0x[0-9a-f]{6}")
HERE = str(installed_forms().roots.docs.parent)
ALL = everything()


@pytest.fixture(scope="module")
def hardened(registry: Registry) -> tuple[Flask, str]:
    """An application with a key that may do everything."""
    text, key = made(*Scope)
    return guarded(registry, key, calls_per_minute=100_000), text


def test_there_are_enough_of_them_and_each_has_a_name() -> None:
    assert len(ALL) >= 150
    assert len({one.name for one in ALL}) == len(ALL)


@pytest.mark.parametrize("one", ALL, ids=[one.name for one in ALL])
def test_the_answer_is_the_expected_one_and_tells_nothing_of_the_inside(
    hardened: tuple[Flask, str], one: Hostile
) -> None:
    app, key = hardened
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = holding(key, app).open(one.path, method=one.method, data=one.body, headers=one.headers)
    assert answer.status_code == one.status, answer.get_data(as_text=True)[:500]
    if one.status >= 400:
        told = assert_problem(answer, one.status) if answer.is_json else {}
        text = answer.get_data(as_text=True) + str(told)
        assert not INSIDE.search(text)
        assert HERE not in text
        assert "planted" not in text.lower()
    assert "planted" not in str(answer.headers).lower()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024


@pytest.mark.parametrize("one", ALL, ids=[one.name for one in ALL])
def test_without_a_key_nothing_of_it_is_looked_at(
    hardened: tuple[Flask, str], one: Hostile
) -> None:
    answer = (
        hardened[0]
        .test_client()
        .open(one.path, method=one.method, data=one.body, headers=one.headers)
    )
    assert answer.status_code in (401, 404, 405)
