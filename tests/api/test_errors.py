"""One shape for every error, on every address; what is sent is never repeated."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.forms.registry import Registry
from formsvc.paths import Roots
from tests.api.support import IDS, assert_problem, post, sample

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
PLANTED = "Вымышленникова Ярополка Секретовна"
BROKEN_FORM = '''
"""A form whose rule fails and says too much of the data."""

from dataclasses import replace

from formsvc.forms.kz import plan
from formsvc.forms.rules import rule


@rule("X-01", "")
def fails(checked):
    """Fails."""
    raise LookupError(str(checked.data))


FORM = replace(plan.FORM, id="planted.broken", rules=(fails,))
'''


def addresses(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every rule with an address that it serves."""
    examples = {"form_id": IDS[0], "case": "typical", "path": "index.html", "name": "pages.css"}
    examples["version"] = "0123456789abcdef"
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            values = {name: examples[name] for name in rule.arguments}
            yield rule, app.url_map.bind("localhost").build(rule.endpoint, values)


def test_every_address_refuses_other_methods_in_one_shape_and_names_its_own(app: Flask) -> None:
    client = app.test_client()
    refused = 0
    for rule, path in addresses(app):
        allowed = rule.methods or set()
        for method in set(METHODS) - allowed:
            answer = client.open(path, method=method)
            assert answer.status_code == 405, (method, path)
            assert set(answer.headers["Allow"].split(", ")) == allowed
            if method != "HEAD":
                assert_problem(answer, 405)
            refused += 1
    assert refused > 50


def test_every_address_says_what_it_allows(app: Flask) -> None:
    client = app.test_client()
    for rule, path in addresses(app):
        answer = client.options(path)
        assert (answer.status_code, answer.data) == (200, b"")
        assert set(answer.headers["Allow"].split(", ")) == rule.methods


def test_every_address_that_reads_refuses_unknown_parameters_in_one_shape(app: Flask) -> None:
    client = app.test_client()
    for rule, path in addresses(app):
        if rule.rule.startswith("/v1"):
            method = "POST" if "POST" in (rule.methods or ()) else "GET"
            assert_problem(client.open(f"{path}?unknown=1", method=method), 400)


def test_every_address_that_takes_a_body_refuses_an_empty_one_in_one_shape(app: Flask) -> None:
    client = app.test_client()
    taken = [path for rule, path in addresses(app) if "POST" in (rule.methods or ())]
    taken = [path for path in taken if path.startswith("/v1/")]
    assert len(taken) == 9
    for path in taken:
        assert_problem(client.post(path, content_type="application/json"), 400)


@pytest.mark.parametrize(
    "path", ["/v1", "/favicon.ico", "/docs/none.js", "/docs/%00", "/docs/../x"]
)
def test_an_address_that_is_none_has_the_same_shape(client: FlaskClient, path: str) -> None:
    assert_problem(client.get(path), 404)


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=windows-1251",
        "application/json; charset=utf-16",
        "application/pdf",
        "nonsense",
    ],
)
def test_a_body_of_another_kind_is_not_guessed_at(client: FlaskClient, content_type: str) -> None:
    for call in ("documents", "validate"):
        path = f"/v1/forms/{IDS[0]}/{call}"
        assert_problem(client.post(path, data=b"{}", content_type=content_type), 415)


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json; charset=UTF-8", "application/vnd.case+json"],
)
def test_a_body_of_json_is_read(client: FlaskClient, content_type: str) -> None:
    path = f"/v1/forms/{IDS[0]}/documents"
    assert_problem(client.post(path, data=b"{}", content_type=content_type), 422)


def test_a_compressed_body_is_not_read_as_if_it_were_plain(client: FlaskClient) -> None:
    for path in (f"/v1/forms/{IDS[0]}/documents", "/v1/extract"):
        answer = client.post(path, json={}, headers={"Content-Encoding": "gzip"})
        assert_problem(answer, 415)


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/pdf", b"", 400),
        ("application/pdf", b"%PDF-1.7 and no more", 415),
        ("application/octet-stream", b"PK\x03\x04 and no more", 415),
        ("text/plain", "просто текст".encode(), 415),
        ("multipart/form-data", b"no boundary", 400),
        ("multipart/form-data; boundary=x", b"--x\r\nno end", 400),
        ("multipart/form-data; boundary=x", b"--x--\r\n", 400),
    ],
)
def test_what_is_no_document_is_not_extracted(
    client: FlaskClient, content_type: str, body: bytes, status: int
) -> None:
    assert_problem(client.post("/v1/extract", data=body, content_type=content_type), status)


@pytest.mark.parametrize("form_id", IDS)
def test_a_refused_value_is_repeated_nowhere(
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    form_id: str,
) -> None:
    body = {name: f"{PLANTED} {name}" for name in sample(form_id)}
    with caplog.at_level(logging.DEBUG):
        answer = post(client, form_id, body)
    assert_problem(answer, 422)
    assert_nothing_planted(answer.get_data(as_text=True), str(answer.headers), caplog.text)
    assert_nothing_planted(*capfd.readouterr())


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, registry: Registry) -> FlaskClient:
    """An application with a form whose rule raises an error that quotes the data."""
    family = tmp_path / "planted_forms" / "planted"
    family.mkdir(parents=True)
    for package in (family.parent, family):
        (package / "__init__.py").touch()
    (family / "broken.py").write_text(BROKEN_FORM)
    monkeypatch.syspath_prepend(tmp_path)
    roots: Roots = replace(registry.roots, forms=family.parent)
    return create_app(Config(), Registry("planted_forms", roots)).test_client()


def test_an_unexpected_error_is_logged_by_its_place_and_told_without_its_words(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    body = sample("kz.plan", "minimal")
    body["worker"]["full_name"] = PLANTED
    for call in ("documents", "validate"):
        caplog.clear()
        answer = broken.post(f"/v1/forms/planted.broken/{call}?as_of=2026-11-20", json=body)
        problem = assert_problem(answer, 500)
        assert problem["findings"] == []
        assert_nothing_planted(answer.get_data(as_text=True), str(answer.headers), caplog.text)
        assert re.search(r"LookupError at \S+/planted/broken\.py:\d+ < ", caplog.text)
    assert_nothing_planted(*capfd.readouterr())


def test_a_template_that_is_lost_is_named_in_the_log_and_is_no_fault_of_the_data(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = broken.get("/v1/forms/planted.broken/blank?format=pdf")
    assert assert_problem(answer, 500)["type"] == "urn:formsvc:render-failed"
    assert "planted/broken.html" in answer.get_json()["detail"]
    assert "RenderFailed at " in caplog.text


def assert_nothing_planted(*texts: str) -> None:
    """No part of the invented name is in any of the texts."""
    for text in texts:
        assert not [part for part in PLANTED.split() if part in text]
