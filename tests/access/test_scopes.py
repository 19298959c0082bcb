"""Every address demands what it declares, and nobody passes who has less."""

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from formsvc.access.scopes import Scope, needed, needs
from formsvc.forms.registry import Registry
from tests.access.support import guarded, holding, made
from tests.api.support import AS_OF, assert_problem, post, sample
from tests.api.test_errors import addresses

OPEN = {"/healthz", "/readyz", "/openapi.json", "/docs/", "/docs/<path:path>"}
OPEN |= {"/docs/dist/<path:path>", "/web/<name>", "/web/<version>/<name>"}
PAGES = ("pages", "page_calls", "pack_page", "sign_page", "verify_page")


def test_every_address_declares_what_it_demands(app: Flask) -> None:
    undeclared = [
        rule.rule for rule in app.url_map.iter_rules() if needed(app, rule.endpoint) is None
    ]
    assert undeclared == []


def test_what_is_open_to_all_is_known(app: Flask) -> None:
    rules = app.url_map.iter_rules()
    assert {rule.rule for rule in rules if not needed(app, rule.endpoint)} <= OPEN


def test_without_a_key_every_other_address_answers_401_in_one_shape(registry: Registry) -> None:
    app = guarded(registry, made(*Scope)[1])
    client, refused = app.test_client(), 0
    for rule, path in addresses(app):
        if needed(app, rule.endpoint):
            for method in (rule.methods or set()) - {"HEAD"}:
                answer = client.open(path, method=method)
                assert answer.status_code == 401, path
                if rule.endpoint.partition(".")[0] not in PAGES:
                    problem = assert_problem(answer, 401)
                    assert problem["type"] == "urn:formsvc:not-authenticated"
                    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="formsvc"'
                refused += 1
    assert refused > 20


def test_a_key_without_the_scope_answers_403_that_names_it(registry: Registry) -> None:
    refused = 0
    for lacking in Scope:
        text, key = made(*set(Scope) - {lacking})
        app = guarded(registry, key)
        client = holding(text, app)
        for rule, path in addresses(app):
            if lacking in (needed(app, rule.endpoint) or ()):
                method = "POST" if "POST" in (rule.methods or ()) else "GET"
                answer = client.open(path, method=method)
                assert answer.status_code == 403, path
                if rule.endpoint.partition(".")[0] not in PAGES:
                    assert lacking in assert_problem(answer, 403)["detail"]
                    assert f'scope="{lacking}"' in answer.headers["WWW-Authenticate"]
                refused += 1
    assert refused > 10


def test_the_scopes_are_those_of_the_calls(app: Flask) -> None:
    demanded = {
        rule.rule: set(needed(app, rule.endpoint) or ()) for rule in app.url_map.iter_rules()
    }
    assert demanded["/v1/forms/<form_id>/documents"] == {"render"}
    assert demanded["/v1/extract"] == {"render"}
    assert demanded["/v1/signatures/seal"] == {"seal"}
    assert demanded["/v1/signatures/prepare"] == {"pack"}
    assert demanded["/v1/signatures/complete"] == {"pack"}
    assert demanded["/v1/verify"] == {"verify"}


def test_a_key_makes_the_same_document_as_nobody_on_this_machine(
    registry: Registry, client: FlaskClient
) -> None:
    text, key = made(Scope.RENDER)
    body = sample("kz.plan", "minimal")
    own = post(holding(text, guarded(registry, key)), "kz.plan", body)
    assert own.status_code == 200
    assert own.data == post(client, "kz.plan", body).data


def test_an_address_that_declares_nothing_is_closed_to_every_key(registry: Registry) -> None:
    text, key = made(*Scope)
    app = guarded(registry, key)
    forgotten = Blueprint("forgotten", __name__)
    forgotten.get("/forgotten")(lambda: "data of a family")
    app.register_blueprint(forgotten)
    assert needed(app, "forgotten.<lambda>") is None
    assert_problem(holding(text, app).get("/forgotten"), 403)
    assert_problem(app.test_client().get("/forgotten"), 401)


def test_a_view_goes_before_its_blueprint(registry: Registry) -> None:
    text, key = made(Scope.RENDER)
    app = guarded(registry, key)
    pages = needs(Scope.RENDER)(Blueprint("trial", __name__))
    pages.get("/first", endpoint="first")(lambda: "first")
    pages.get("/second", endpoint="second")(needs(Scope.SEAL)(lambda: "second"))
    pages.get("/third", endpoint="third")(needs()(lambda: "third"))
    app.register_blueprint(pages)
    client = holding(text, app)
    assert client.get("/first").data == b"first"
    assert_problem(client.get("/second"), 403)
    assert app.test_client().get("/third").data == b"third"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "planted.example"},
        {"Host": "planted.example:8000"},
        {"Host": "127.0.0.1.planted.example"},
        {"Host": "192.168.1.5:8000"},
        {"Origin": "https://planted.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.planted.example:8000"},
    ],
)
def test_without_keys_a_page_of_the_internet_cannot_ask_through_a_browser(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    path = f"/v1/forms/kz.plan/documents?as_of={AS_OF}"
    answer = client.post(path, json=sample("kz.plan", "minimal"), headers=headers)
    assert_problem(answer, 403)
    assert "planted" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "127.8.8.8"])
def test_without_keys_the_names_of_this_machine_are_served(client: FlaskClient, host: str) -> None:
    headers = {"Host": host, "Origin": f"http://{host}"}
    assert client.get("/v1/forms", headers=headers).status_code == 200


def test_with_keys_the_contract_tells_the_scopes_and_without_them_nothing(
    registry: Registry, client: FlaskClient
) -> None:
    told = guarded(registry, made(*Scope)[1]).test_client().get("/openapi.json").get_json()
    scheme = told["components"]["securitySchemes"]["key"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    documents = told["paths"]["/v1/forms/kz.plan/documents"]["post"]
    assert documents["security"] == [{"key": ["render"]}]
    assert {"401", "403"} <= set(documents["responses"])
    assert told["paths"]["/v1/signatures/seal"]["post"]["security"] == [{"key": ["seal"]}]
    assert "security" not in told["paths"]["/healthz"]["get"]
    assert "securitySchemes" not in client.get("/openapi.json").get_json()["components"]
