"""Limits: each is told with its number, and none costs more than the answer."""

import json
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.forms.load import MAX_FINDINGS
from formsvc.forms.registry import Registry
from tests.api.running import RunningService
from tests.api.support import AS_OF, IDS, assert_problem, errors, post, sample
from tests.documents.support import EDITIONS, made

MIB = 1024 * 1024
MOST_PAGES = Config().max_pages
DOCUMENTS = f"/v1/forms/kz.plan/documents?as_of={AS_OF}"
JSON = {"Content_Type": "application/json"}


def limited(registry: Registry, **settings: Any) -> FlaskClient:
    """A client of an application with smaller limits."""
    return create_app(Config(**settings), registry).test_client()


def padded(size: int) -> bytes:
    """The minimal plan in so many bytes."""
    body = json.dumps(sample("kz.plan", "minimal"), ensure_ascii=False).encode()
    return body + b" " * (size - len(body))


def pieces(body: bytes, size: int = 65_536) -> Any:
    """A body that is sent without telling its length."""
    return iter([body[start : start + size] for start in range(0, len(body), size)])


def test_a_body_at_the_limit_is_read_and_one_byte_more_is_not(registry: Registry) -> None:
    client = limited(registry, max_body_mib=1)
    for call in ("documents", "validate"):
        path = f"/v1/forms/kz.plan/{call}?as_of={AS_OF}"
        read = client.post(path, data=padded(MIB), content_type="application/json")
        refused = client.post(path, data=padded(MIB + 1), content_type="application/json")
        assert read.status_code == 200
        assert "1 МиБ" in assert_problem(refused, 413)["detail"]


def test_a_file_over_the_limit_is_not_read(registry: Registry) -> None:
    client = limited(registry, max_upload_mib=1)
    whole = client.post("/v1/extract", data=b"x" * MIB)
    more = client.post("/v1/extract", data=b"x" * (MIB + 1))
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
    form = {"content_type": "multipart/form-data; boundary=x"}
    field = client.post("/v1/extract", data=head + b"x" * MIB + b"\r\n--x--\r\n", **form)
    assert_problem(whole, 415)
    assert "1 МиБ" in assert_problem(more, 413)["detail"]
    assert "1 МиБ" in assert_problem(field, 413)["detail"]


@pytest.mark.parametrize("chunked", [False, True])
def test_the_limit_holds_over_the_network_with_and_without_a_length(
    server: RunningService, chunked: bool
) -> None:
    def sent(body: bytes) -> Any:
        return pieces(body) if chunked else body

    small = server.ask("POST", DOCUMENTS, sent(padded(MIB)), **JSON)
    assert small.status == 200
    large = server.ask("POST", DOCUMENTS, sent(padded(5 * MIB + 1)), **JSON)
    assert large.status == 413
    assert large.headers["Content-Type"] == "application/problem+json"
    assert "5 МиБ" in json.loads(large.body)["detail"]
    assert server.ask("GET", "/healthz").status == 200


@pytest.mark.parametrize("depth", [33, 1_000, 100_000])
@pytest.mark.parametrize("opening", [b"[", b'{"notes":'])
def test_a_body_that_is_too_deep_is_refused(
    client: FlaskClient, depth: int, opening: bytes
) -> None:
    closing = {b"[": b"]", b'{"notes":': b"}"}[opening]
    body = opening * depth + b"1" + closing * depth
    problem = assert_problem(
        client.post(DOCUMENTS, data=body, content_type="application/json"), 400
    )
    assert [finding["rule"] for finding in problem["findings"]] == ["S-depth"]


def test_the_number_of_values_is_limited(registry: Registry) -> None:
    client = limited(registry, max_values=1_000)
    body = sample("kz.plan", "minimal")
    row = body["actions"][0]
    body["actions"] = [row] * 150
    assert post(client, "kz.plan", body).status_code == 200
    body["actions"] = [row] * 400
    assert "1000" in assert_problem(post(client, "kz.plan", body), 413)["detail"]
    assert_problem(post(client, "kz.plan", body, "validate"), 413)


def test_too_many_rows_are_refused_at_their_list(client: FlaskClient) -> None:
    body = sample("kz.plan", "minimal")
    row = body["actions"][0]
    body["actions"] = [row] * 500
    assert post(client, "kz.plan", body).status_code == 200
    body["actions"] = [row] * 501
    problem = assert_problem(post(client, "kz.plan", body), 422)
    assert errors(problem) == [("/actions", "S-length")]


@pytest.mark.parametrize(("field", "limit"), [("notes", 20_000), ("age", 300), ("text", 4_000)])
def test_a_text_at_its_limit_is_printed_and_one_character_more_is_refused(
    client: FlaskClient, field: str, limit: int
) -> None:
    body = sample("kz.plan", "minimal")
    holder = {"notes": body, "age": body["children"][0], "text": body["needs"][0]}[field]
    pointer = {"notes": "/notes", "age": "/children/0/age", "text": "/needs/0/text"}[field]
    holder[field] = "слово " * (limit // 6) + "я" * (limit % 6)
    assert post(client, "kz.plan", body).status_code == 200
    holder[field] += "я"
    problem = assert_problem(post(client, "kz.plan", body), 422)
    assert errors(problem) == [(pointer, "S-length")]


def test_more_pages_than_the_limit_are_not_sent(registry: Registry) -> None:
    body = sample("kz.plan", "minimal") | {"notes": "строка\n" * 200}
    client = limited(registry, max_pages=3)
    assert "3" in assert_problem(post(client, "kz.plan", body, format="pdf"), 413)["detail"]
    assert post(client, "kz.plan", body, format="docx").status_code == 200


def test_an_error_in_each_of_many_rows_is_told_with_its_row(client: FlaskClient) -> None:
    body = sample("kz.plan", "minimal")
    body["actions"] = [{**body["actions"][0], "due": 1}] * 400
    problem = assert_problem(post(client, "kz.plan", body), 422)
    assert errors(problem) == [(f"/actions/{row}/due", "S-type") for row in range(400)]
    for row, finding in enumerate(problem["findings"][:400], 1):
        assert f"строка {row}:" in finding["label"]


def test_more_errors_than_anybody_reads_are_counted(client: FlaskClient) -> None:
    body = sample("kz.plan", "minimal")
    body["reviews"] = [{"actions": [{"due": 1}] * 500}] * 20
    answer = post(client, "kz.plan", body)
    findings = assert_problem(answer, 422)["findings"]
    more, edition = findings[MAX_FINDINGS:]
    assert {one["severity"] for one in findings[:MAX_FINDINGS]} == {"error"}
    assert (more["rule"], more["severity"]) == ("S-more", "error")
    assert "из 30040" in more["message"]
    assert edition["rule"] == "F-edition"
    assert len(answer.data) < MIB
    assert not post(client, "kz.plan", body, "validate").get_json()["valid"]


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("extension", ["docx", "xlsx"])
def test_the_large_sample_is_within_every_limit(
    client: FlaskClient, form_id: str, extension: str
) -> None:
    answer = post(client, form_id, sample(form_id, "large"), format=extension)
    assert answer.status_code == 200


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
@pytest.mark.parametrize("output", ["pdf", "print"])
def test_the_large_pdf_is_within_the_limits_of_a_new_installation(
    form_id: str, edition: str, output: str
) -> None:
    """Made by the same pipeline, once for all tests: its body is no other than above."""
    assert 1 < len(PdfReader(BytesIO(made(form_id, edition, "large", output))).pages) <= MOST_PAGES
