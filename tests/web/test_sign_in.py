"""Clerks who sign in: drafts encrypted for each, and nothing lost when a session ends."""

import threading
from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.forms.registry import Registry
from tests.access.issuer import CLIENT, CLIENT_SECRET, TestIssuer, running_issuer
from tests.api.running import free_port
from tests.web.browser import Clerk
from tests.web.test_keeping import PLANTED, STORED, stored, type_something


@pytest.fixture(scope="module")
def issuer() -> Iterator[TestIssuer]:
    """An issuer that lets in whoever its claims name."""
    with running_issuer() as running:
        yield running


@pytest.fixture(scope="module")
def address(issuer: TestIssuer, registry: Registry) -> Iterator[str]:
    """The service, on which clerks sign in."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    config = Config(
        oidc_issuer=issuer.address,
        oidc_client_id=CLIENT,
        oidc_client_secret=CLIENT_SECRET,
        session_key="invented session key of thirty-two signs",
        public_url=address,
    )
    server = make_server("127.0.0.1", port, create_app(config, registry), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


def change_places(page: Page, issuer: TestIssuer, subject: str) -> None:
    """One clerk signs out, another one signs in at the same browser."""
    issuer.claims = {"sub": subject}
    page.get_by_role("button", name="Выйти").click()
    expect(page.get_by_role("heading", name="Вы вышли")).to_be_visible()
    page.get_by_role("link", name="Войти").click()
    page.wait_for_selector("body[data-ready]")


def test_each_clerk_reads_the_own_drafts_alone(
    page: Page, address: str, issuer: TestIssuer
) -> None:
    issuer.claims = {"sub": "clerk-1"}
    clerk = Clerk(page, address)
    clerk.open("kz.plan", "?lang=ru")
    assert page.url == f"{address}/forms/kz.plan?lang=ru"
    type_something(clerk)
    typed = clerk.texts()
    (record,) = stored(page)
    assert "content" not in record and record["expires"] is None
    raw = page.evaluate(f"({STORED})().then(([one]) => [...new Uint8Array(one.sealed)].join())")
    assert PLANTED.encode() not in bytes(map(int, raw.split(",")))

    change_places(page, issuer, "clerk-2")
    assert not page.locator("#drafts").is_visible()
    clerk.open("kz.plan")
    assert page.locator("[data-drafts] li").count() == 0
    assert PLANTED not in str(clerk.texts())
    assert len(stored(page)) == 1

    change_places(page, issuer, "clerk-1")
    page.get_by_role("button", name="Продолжить").click()
    clerk.wait()
    assert clerk.texts() == typed


def test_a_session_that_ends_while_one_types_loses_nothing(
    page: Page, address: str, issuer: TestIssuer
) -> None:
    issuer.claims = {"sub": "clerk-3"}
    clerk = Clerk(page, address)
    clerk.open("office.acknowledgement_sheet", "?sample=typical")
    page.context.clear_cookies()
    clerk.type("/document/title", "Положение о вымысле")
    clerk.saved()
    clerk.press("make:docx")
    expect(page.locator("[data-toast]")).to_contain_text("Вход истёк")
    assert clerk.barriers() == []
    typed = clerk.texts()

    with page.context.expect_page() as waiting:
        page.get_by_role("link", name="Войти снова").click()
    waiting.value.wait_for_selector("body[data-ready]")
    _, file = clerk.take("make:docx")
    text = "".join(one.text for one in Document(BytesIO(file)).paragraphs)
    assert "Положение о вымысле" in text

    page.context.clear_cookies()
    page.reload()
    clerk.wait()
    assert clerk.texts() == typed
