"""What operators learn of a call, and what they never learn."""

import json
from pathlib import Path
from typing import Any

import pytest

from formsvc.access.keyfile import as_text
from formsvc.access.scopes import Scope
from formsvc.app import create_app
from formsvc.config import Config
from formsvc.forms.registry import Registry
from tests.access.support import SECRET, guarded, holding, made
from tests.api.running import running_service
from tests.api.support import assert_problem, post, sample
from tests.api.test_server import documents, encoded

TRACE = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE}-b7ad6b7169203331-01"


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file, one a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_audit_log_says_who_made_which_file_of_which_form(
    registry: Registry, tmp_path: Path
) -> None:
    text, key = made(Scope.RENDER)
    app = guarded(registry, key, audit_file=str(tmp_path / "audit"))
    answer = post(holding(text, app), "kz.plan", sample("kz.plan"))
    (told,) = lines(tmp_path / "audit")
    assert answer.headers["ETag"] == f'"{told["digest"]}"'
    expected = {
        "caller": "case-system",
        "key": f"key:{key.prefix}",
        "call": "forms.documents",
        "form": "kz.plan",
        "format": "docx",
        "status": 200,
    }
    assert {name: told[name] for name in expected} == expected
    assert told["request"] == answer.headers["Formsvc-Request"]
    assert (tmp_path / "audit").stat().st_mode & 0o077 == 0


def test_the_audit_log_tells_refusals_and_no_words_of_the_caller(
    registry: Registry, tmp_path: Path
) -> None:
    text, key = made(Scope.RENDER)
    app = guarded(registry, key, audit_file=str(tmp_path / "audit"))
    app.test_client().post("/v1/forms/Вымышленникова/documents?planted=1", json={})
    client = holding(text, app)
    client.post("/v1/forms/Вымышленникова/documents", json={"Вымышленникова": 1})
    client.post("/v1/signatures/seal")
    client.get("/v1/forms")
    client.get("/healthz")
    told = lines(tmp_path / "audit")
    assert [(one["caller"], one["status"], one["problem"]) for one in told] == [
        ("anonymous", 401, "not-authenticated"),
        ("case-system", 404, "not-found"),
        ("case-system", 403, "forbidden"),
    ]
    assert "Вымышленникова" not in (tmp_path / "audit").read_text("utf-8")
    assert "planted" not in (tmp_path / "audit").read_text("utf-8")


def test_a_document_that_cannot_be_recorded_is_not_handed_out(registry: Registry) -> None:
    client = create_app(Config(audit_file="/dev/full"), registry).test_client()
    problem = assert_problem(post(client, "kz.plan", sample("kz.plan", "minimal")), 503)
    assert "Журнал действий" in problem["detail"]
    assert client.get("/v1/forms").status_code == 200


def test_the_log_is_json_with_the_trace_of_the_caller(tmp_path: Path) -> None:
    text, key = made(Scope.RENDER)
    settings = {"keys": as_text([key]), "keys_secret": SECRET}
    headers = {"Content_Type": "application/json", "Authorization": f"Bearer {text}"}
    with running_service(tmp_path / "log", **settings) as running:
        body = encoded(sample("kz.plan", "minimal"))
        answer = running.ask("POST", documents("kz.plan"), body, traceparent=TRACEPARENT, **headers)
        assert answer.headers["Formsvc-Request"] == TRACE
    (line,) = lines(tmp_path / "log")
    assert line["request"] == TRACE
    assert line["logger"] == "formsvc.audit"
    assert line["audit"]["form"] == "kz.plan"
    assert line["audit"]["status"] == 200


@pytest.mark.parametrize(
    "given",
    ["", "00-" + "0" * 32 + "-b7ad6b7169203331-01", "Вымышленникова", TRACEPARENT + "-x", "00-1"],
)
def test_a_trace_that_is_none_is_not_repeated(registry: Registry, given: str) -> None:
    client = create_app(Config(), registry).test_client()
    answer = client.get("/healthz", headers={"traceparent": given.encode().decode("latin-1")})
    told = answer.headers["Formsvc-Request"]
    assert len(told) == 32
    assert told not in given
