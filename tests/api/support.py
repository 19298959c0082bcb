"""Forms, samples and bodies for the tests of the HTTP interface."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from formsvc.forms.registry import installed_forms

AS_OF = "2026-11-20"
FORMATS = ("docx", "xlsx", "pdf")
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
FORMS = installed_forms()
IDS = FORMS.ids()
SAMPLES = [
    (form_id, path.stem)
    for form_id in IDS
    for path in sorted((FORMS.roots.samples / FORMS.stems[form_id][-1]).glob("*.json"))
]
PROBLEM = ["type", "title", "status", "detail", "findings"]


@cache
def _sample_text(form_id: str, case: str) -> bytes:
    return FORMS.roots.sample(FORMS.stems[form_id][-1], case).read_bytes()


def sample(form_id: str, case: str = "typical") -> Any:
    """A copy of a sample, free to be spoilt."""
    return json.loads(_sample_text(form_id, case))


def post(
    client: FlaskClient, form_id: str, body: Any, call: str = "documents", **query: str
) -> TestResponse:
    """The answer to a body, on the day of reference."""
    return client.post(
        f"/v1/forms/{form_id}/{call}", json=body, query_string={"as_of": AS_OF} | query
    )


def assert_problem(answer: TestResponse, status: int) -> dict[str, Any]:
    """The body of an error answer, which has the one shape."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    body: dict[str, Any] = answer.get_json()
    assert list(body) == PROBLEM
    assert body["status"] == status
    assert body["title"] and body["detail"]
    return body


def headers(answer: TestResponse) -> dict[str, str]:
    """All headers but the time and the number of the answer."""
    changing = ("Date", "Formsvc-Request")
    return {name: value for name, value in answer.headers.items() if name not in changing}


def errors(problem: dict[str, Any]) -> list[tuple[str, str]]:
    """Where something is wrong, and under which rule."""
    findings = problem["findings"]
    return [(one["pointer"], one["rule"]) for one in findings if one["severity"] == "error"]


def text_fields(value: Any, path: str = "") -> Iterator[str]:
    """JSON Pointers of all texts in a body."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from text_fields(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from text_fields(inner, f"{path}/{place}")
