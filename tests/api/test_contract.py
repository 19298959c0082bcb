"""Schemathesis asks by the contract alone: valid and invalid data for every call, all checks."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation

from formsvc.api.openapi import openapi
from formsvc.forms.registry import installed_forms
from tests import schemathesis_hooks  # noqa: F401 — registers what it holds

VALID, INVALID = 3, 2  # examples a call; the bodies of forms have property tests of their own
PATHS = openapi(installed_forms())["paths"]

Case = schemathesis.Case[Any]


def calls(having: str = "responses") -> list[tuple[str, str]]:
    """Path and method of every call that has parameters, or a body."""
    return [
        (path, method)
        for path, operations in PATHS.items()
        for method, operation in operations.items()
        if operation.get(having)
    ]


@pytest.fixture(scope="module")
def contract(app: Flask) -> Any:
    """The contract as the service tells it."""
    config = SchemathesisConfig.from_path(Path(__file__).with_name("schemathesis.toml"))
    return schemathesis.openapi.from_wsgi("/openapi.json", app, config=config)


def ask(cases: SearchStrategy[Case], count: int) -> None:
    """The same examples in every run, and all checks of each answer."""

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def answered(case: Case) -> None:
        case.call_and_validate()

    answered()


@pytest.mark.parametrize(("path", "method"), calls())
def test_what_the_contract_allows_is_taken(contract: Any, path: str, method: str) -> None:
    ask(contract[path][method].as_strategy(), VALID)


@pytest.mark.parametrize(("path", "method"), calls("parameters"))
def test_parameters_that_it_does_not_allow_are_refused(
    contract: Any, path: str, method: str
) -> None:
    ask(contract[path][method].as_strategy(GenerationMode.NEGATIVE), INVALID)


@pytest.mark.parametrize(("path", "method"), calls("requestBody"))
def test_bodies_that_it_does_not_allow_are_refused(contract: Any, path: str, method: str) -> None:
    cases = contract[path][method].as_strategy(GenerationMode.NEGATIVE)
    ask(cases.filter(has_a_wrong_body).map(with_its_body_alone), INVALID)


def has_a_wrong_body(case: Case) -> bool:
    """Whether the body is one that the contract does not allow."""
    return case.meta is not None and case.meta.is_negative_at(ParameterLocation.BODY)


def with_its_body_alone(case: Case) -> Case:
    """The call without parameters, so that nothing but its body may be refused."""
    case.query = {}
    return case
