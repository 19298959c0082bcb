"""Bearer tokens of an issuer, and sign-in of clerks, against an issuer of the tests' own."""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPErrorProcessor, build_opener

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from formsvc.access import sessions
from formsvc.access.scopes import Scope
from formsvc.access.sessions import Session
from formsvc.app import create_app
from formsvc.config import Config
from formsvc.errors import BadSetting, NotAuthenticated
from formsvc.forms.registry import Registry
from tests.access.issuer import (
    AUDIENCE,
    CLIENT,
    CLIENT_SECRET,
    TestIssuer,
    new_key,
    running_issuer,
)
from tests.access.support import holding
from tests.api.running import free_port
from tests.api.support import assert_problem

PAGE = {  # as Chromium asks
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
}
SESSION_KEY = "invented session key of thirty-two signs"


@pytest.fixture
def issuer() -> Iterator[TestIssuer]:
    """An issuer that listens."""
    with running_issuer() as running:
        yield running


def settings(issuer: TestIssuer, **more: Any) -> Config:
    """The service with that issuer."""
    return Config(
        **{
            "oidc_issuer": issuer.address,
            "oidc_audience": AUDIENCE,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": CLIENT_SECRET,
            "session_key": SESSION_KEY,
            "public_url": "https://forms.example",
        }
        | more
    )


@pytest.fixture
def entered(issuer: TestIssuer, registry: Registry) -> Flask:
    """An application with that issuer."""
    return create_app(settings(issuer), registry)


def status(entered: Flask, token: str, path: str = "/v1/forms") -> int:
    """What a bearer of a token is answered."""
    return holding(token, entered).get(path).status_code


def test_a_token_of_the_issuer_gives_the_scopes_of_its_claim(
    entered: Flask, issuer: TestIssuer
) -> None:
    assert status(entered, issuer.token()) == 200
    assert status(entered, issuer.token(scope="verify metrics")) == 403
    assert status(entered, issuer.token(scope=["metrics", "other"]), "/metrics") == 200
    assert status(entered, issuer.token(scope=None)) == 403
    assert status(entered, issuer.token(scope=7)) == 403


def forged(issuer: TestIssuer) -> dict[str, str]:
    """Tokens that are not to be taken."""
    good = issuer.token()
    header, claims, signature = good.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    stranger = TestIssuer(issuer.address, new_key("first"))
    symmetric = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"first"}').rstrip(b"=").decode()
    public = issuer.key.as_pem(private=False)
    mac = hmac.digest(public, f"{symmetric}.{claims}".encode(), "sha256")
    own = base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
    return {
        "another issuer": issuer.token(iss="https://planted.example"),
        "another audience": issuer.token(aud=CLIENT),
        "no audience": issuer.token(aud=None),
        "over": issuer.token(exp=int(time.time()) - 120),
        "without an end": issuer.token(exp=None),
        "not yet": issuer.token(nbf=int(time.time()) + 600),
        "of nobody": issuer.token(sub=None),
        "no signature": f"{none}.{claims}.",
        "cut": f"{header}.{claims}.",
        "changed": f"{header}.{claims[:-2]}AA.{signature}",
        "key of a stranger": stranger.token(),
        "public key as a secret": f"{symmetric}.{claims}.{own}",
        "no token": "a.b.c",
        "five parts": "a.b.c.d.e",
    }


NAMES = [
    "another issuer",
    "another audience",
    "no audience",
    "over",
    "without an end",
    "not yet",
    "of nobody",
    "no signature",
    "cut",
    "changed",
    "key of a stranger",
    "public key as a secret",
    "no token",
    "five parts",
]


def test_a_token_that_is_not_for_us_is_refused(entered: Flask, issuer: TestIssuer) -> None:
    tokens = forged(issuer)
    assert list(tokens) == NAMES
    for name, token in tokens.items():
        assert status(entered, token) == 401, name
    assert status(entered, issuer.token()) == 200


def test_new_keys_of_the_issuer_are_fetched(
    entered: Flask, issuer: TestIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert status(entered, issuer.token()) == 200
    issuer.key = new_key("second")
    monkeypatch.setattr("formsvc.access.issuer._SECONDS_BETWEEN_QUESTIONS", 0)
    assert status(entered, issuer.token()) == 200


def test_an_issuer_that_does_not_answer_is_told_and_known_keys_stay_in_force(
    registry: Registry,
) -> None:
    with running_issuer() as issuer:
        entered = create_app(settings(issuer), registry)
        token = issuer.token()
        assert status(entered, token) == 200
    assert status(entered, token) == 200
    silent = TestIssuer(f"http://127.0.0.1:{free_port()}")
    unreached = create_app(settings(silent), registry)
    assert_problem(holding(token, unreached).get("/v1/forms"), 503)
    assert_problem(unreached.test_client().get("/sign-in"), 503)


def at_issuer(address: str) -> str:
    """Where the issuer sends the browser."""

    class Stay(HTTPErrorProcessor):
        """Redirects are looked at, not followed."""

        def http_response(self, request: Any, response: Any) -> Any:
            """As it came."""
            return response

    with build_opener(Stay).open(address, timeout=10) as answer:
        return str(answer.headers["Location"])


def returned(client: FlaskClient, next_page: str = "/forms/kz.plan") -> TestResponse:
    """The answer to a browser that signs in."""
    begun = client.get(
        "/sign-in", query_string={"next": next_page}, base_url="https://forms.example"
    )
    back = urlsplit(at_issuer(begun.headers["Location"]))
    assert back.geturl().startswith("https://forms.example/sign-in/return?")
    return client.get(f"{back.path}?{back.query}", base_url="https://forms.example")


def open_page(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """A page as a browser opens it."""
    return client.get(path, base_url="https://forms.example", headers=PAGE | headers)


def test_a_clerk_is_sent_to_sign_in_and_comes_back_to_the_page(entered: Flask) -> None:
    client = entered.test_client()
    sent = open_page(client, "/forms/kz.plan?sample=typical")
    assert sent.status_code == 302
    assert sent.headers["Location"] == "/sign-in?next=%2Fforms%2Fkz.plan%3Fsample%3Dtypical"
    came = returned(client, "/forms/kz.plan?sample=typical")
    assert came.headers["Location"] == "/forms/kz.plan?sample=typical"
    assert open_page(client, "/forms/kz.plan").status_code == 200


def test_cookies_are_kept_from_scripts_and_from_other_sites(entered: Flask) -> None:
    cookies = returned(entered.test_client()).headers.getlist("Set-Cookie")
    (session,) = [one for one in cookies if one.startswith("__Host-formsvc-session=")]
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in session
    assert "clerk-7" not in session


def test_a_session_does_what_its_scopes_allow(entered: Flask, issuer: TestIssuer) -> None:
    client = entered.test_client()
    returned(client)
    assert open_page(client, "/v1/forms").status_code == 200
    assert_problem(open_page(client, "/metrics"), 403)
    issuer.claims = {"scope": "metrics"}
    other = entered.test_client()
    returned(other)
    assert open_page(other, "/metrics").status_code == 200
    assert_problem(open_page(other, "/v1/forms"), 403)


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://forms.example"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://planted.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "https://forms.example.planted.example"}, False),
        ({}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://forms.example"}, False),
    ],
)
def test_a_page_of_somebody_else_cannot_post_in_the_name_of_a_clerk(
    entered: Flask, headers: dict[str, str], passes: bool
) -> None:
    client = entered.test_client()
    returned(client)
    path, own = "/v1/forms/kz.plan/validate", "https://forms.example"
    answer = client.post(path, json={}, base_url=own, headers=headers)
    assert answer.status_code == (200 if passes else 403)


def test_drafts_have_a_key_of_each_clerk_that_outlives_the_session(
    entered: Flask, issuer: TestIssuer
) -> None:
    keys = []
    for subject in ("clerk-7", "clerk-7", "clerk-8"):
        issuer.claims = {"sub": subject}
        client = entered.test_client()
        returned(client)
        keys.append(open_page(client, "/drafts/key").get_json())
    assert keys[0] == keys[1]
    assert keys[0]["owner"] != keys[2]["owner"]
    assert keys[0]["key"] != keys[2]["key"]
    assert len(base64.b64decode(keys[0]["key"])) == 32
    assert "clerk" not in json.dumps(keys)
    assert entered.test_client().get("/drafts/key").status_code == 401


def test_after_signing_out_the_browser_has_no_session(entered: Flask) -> None:
    client = entered.test_client()
    returned(client)
    refused = client.post("/sign-in/end", base_url="https://forms.example")
    assert_problem(refused, 403)
    headers = {"Sec-Fetch-Site": "same-origin"}
    client.post("/sign-in/end", base_url="https://forms.example", headers=headers)
    assert open_page(client, "/forms/kz.plan").status_code == 302


def test_a_session_ends_in_time_and_is_not_of_another_installation(
    registry: Registry, issuer: TestIssuer
) -> None:
    config = settings(issuer)
    now = config.now()
    cookie = sessions.sealed(Session("a", frozenset(Scope)), config, now - timedelta(hours=9))
    assert sessions.opened(cookie, config, now).subject == "a"
    for late in (timedelta(hours=2), timedelta(hours=-12)):
        with pytest.raises(NotAuthenticated):
            sessions.opened(cookie, config, now + late)
    other = settings(issuer, session_key=SESSION_KEY[::-1])
    with pytest.raises(NotAuthenticated):
        sessions.opened(cookie, other, now)


@pytest.mark.parametrize(
    "page",
    [
        "//planted.example",
        "https://planted.example",
        "/\\planted.example",
        "planted",
        "",
        "/a\r\nb",
    ],
)
def test_sign_in_leads_to_no_other_host(entered: Flask, page: str) -> None:
    assert returned(entered.test_client(), page).headers["Location"] == "/"


def test_a_sign_in_ends_only_in_the_browser_that_began_it(entered: Flask) -> None:
    first, second = entered.test_client(), entered.test_client()
    begun = first.get("/sign-in", base_url="https://forms.example")
    back = urlsplit(at_issuer(begun.headers["Location"]))
    path = f"{back.path}?{back.query}"
    assert_problem(second.get(path, base_url="https://forms.example"), 401)
    second.get("/sign-in", base_url="https://forms.example")
    assert_problem(second.get(path, base_url="https://forms.example"), 401)
    assert first.get(path, base_url="https://forms.example").status_code == 302
    assert_problem(first.get(path, base_url="https://forms.example"), 401)


def test_what_the_issuer_gives_for_another_sign_in_is_refused(
    entered: Flask, issuer: TestIssuer
) -> None:
    client = entered.test_client()
    begun = client.get("/sign-in", base_url="https://forms.example")
    state = parse_qs(urlsplit(begun.headers["Location"]).query)["state"][0]
    stranger = entered.test_client().get("/sign-in", base_url="https://forms.example")
    code = parse_qs(urlsplit(at_issuer(stranger.headers["Location"])).query)["code"][0]
    for asked in (f"code={code}&state={state}", f"state={state}", f"code=guess&state={state}"):
        answer = client.get(f"/sign-in/return?{asked}", base_url="https://forms.example")
        assert_problem(answer, 401)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"oidc_issuer": "http://planted.example"}, "FORMSVC_OIDC_ISSUER"),
        ({"session_key": "short"}, "FORMSVC_SESSION_KEY"),
        ({"public_url": ""}, "FORMSVC_PUBLIC_URL"),
        ({"clerk_scopes": ("everything",)}, "FORMSVC_CLERK_SCOPES"),
    ],
)
def test_settings_that_would_not_be_safe_are_refused(
    registry: Registry, issuer: TestIssuer, more: dict[str, Any], told: str
) -> None:
    with pytest.raises(BadSetting, match=told):
        create_app(settings(issuer, **more), registry)


def test_without_an_issuer_there_is_no_sign_in(client: FlaskClient) -> None:
    assert_problem(client.get("/sign-in"), 404)
