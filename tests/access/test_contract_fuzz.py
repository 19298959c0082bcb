"""Schemathesis with authentication on: what the contract promises holds for generated calls."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS

from formsvc.access.scopes import Scope
from formsvc.forms.registry import installed_forms
from tests import schemathesis_hooks  # noqa: F401 — registers what it holds
from tests.access.support import guarded, made

KEY, _KEPT = made(*Scope)
APP = guarded(installed_forms(), _KEPT, calls_per_minute=1_000_000)
CONTRACT = schemathesis.openapi.from_wsgi("/openapi.json", APP)
NAMED = "signatures|verify|extract|healthz|metrics|^/v1/forms$"
CHECKED: Any = CHECKS.get_by_names(["not_a_server_error", "content_type_conformance"])


@CONTRACT.include(path_regex=NAMED).exclude(path_regex="seal").parametrize()
@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_generated_calls_are_answered_as_the_contract_says(case: schemathesis.Case[Any]) -> None:
    answer = case.call(headers={"Authorization": f"Bearer {KEY}"})
    assert answer.status_code < 500 or answer.status_code == 503
    case.validate_response(answer, checks=CHECKED)
