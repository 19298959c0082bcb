"""A real browser for the tests of the pages: Debian's Chromium, driven by Playwright."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.api.running import RunningService
from tests.web.browser import EXECUTABLE, FLAGS, Clerk, watched

SECONDS = 60  # for anything to happen, on a machine that is busy with other tests
expect.set_options(timeout=SECONDS * 1_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One process for a module; each test has a profile of its own.

    Not for the session: Playwright keeps an event loop running in this thread, and tests of other
    modules start one of their own in it.
    """
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A new profile of a clerk, without anything stored."""
    made = browser.new_context(
        locale="ru-RU",
        viewport={"width": 1280, "height": 900},
        accept_downloads=True,
        reduced_motion="reduce",  # a page that glides to each field is painted ten times as often
    )
    made.set_default_timeout(SECONDS * 1_000)
    yield made
    made.close()


@pytest.fixture
def page(profile: BrowserContext) -> Iterator[Page]:
    """A window; an error of a script, or a breach of the policy, fails the test."""
    with watched(profile.new_page()) as window:
        yield window


@pytest.fixture
def clerk(page: Page, server: RunningService) -> Clerk:
    """Somebody at a window of the running service."""
    return Clerk(page, f"http://127.0.0.1:{server.port}")
