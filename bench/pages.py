"""`make bench-pages`: how soon a clerk can type, and sees what was typed, in a real Chromium.

ready     navigation start → the scripts of the page are done (Performance API of the browser)
loaded    the same in a fresh profile, without anything in the browser's cache
preview   the last key → the new picture of the page is painted, the pause included
table     500 rows: a key → the next frame is painted
"""

import argparse
import statistics
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.api.running import running_service
from tests.web.browser import EXECUTABLE, FLAGS, Clerk
from tests.web.support import IDS
from tests.web.test_rows import paste

LARGEST = "nso.kkss"
PROFILE: dict[str, Any] = {"locale": "ru-RU", "viewport": {"width": 1280, "height": 900}}
WATCH = """
addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("form");
  const isReady = () => form.dataset.ready !== undefined;
  const note = () => { if (isReady()) window.readyAt ??= performance.now(); };
  new MutationObserver(note).observe(form, { attributes: true });
  note();
});
"""
PREVIEW = """async (name) => {
  const field = document.querySelector(`[name="${name}"]`);
  const picture = document.querySelector(".paper img");
  field.value += "о";
  const begun = performance.now();
  const loaded = new Promise((done) => picture.addEventListener("load", done, { once: true }));
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await loaded;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - begun;
}"""
KEY = """async () => {
  const field = document.querySelector("[name='/rows/250/position']");
  field.scrollIntoView();
  const begun = performance.now();
  field.value += "о";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - begun;
}"""


def repeated(times: int, measure: Callable[[], float]) -> str:
    """Median and worst of several measurements, ms."""
    found = [measure() for _ in range(times)]
    return f"{statistics.median(found):5.0f} ms, worst {max(found):5.0f}"


def ready(page: Page, address: str) -> float:
    """From the start of navigation until the scripts are done."""
    page.goto(address)
    page.wait_for_selector("form[data-ready]")
    return float(page.evaluate("window.readyAt"))


def transferred(page: Page) -> int:
    """Compressed bytes of a page and of all it needs."""
    entries = "['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))"
    return int(page.evaluate(f"{entries}.reduce((sum, one) => sum + one.transferSize, 0)"))


def field_of(page: Page) -> str:
    """A text of the form in the middle of what is filled in."""
    names: list[str] = page.evaluate(
        "[...document.querySelectorAll('#form textarea')]"
        ".filter((one) => one.value).map((one) => one.name)"
    )
    return names[len(names) // 2]


def previews(context: BrowserContext, address: str, form_id: str, times: int) -> str:
    """Time of refreshing the preview of a filled form."""
    page = context.new_page()
    clerk = Clerk(page, address)
    clerk.open(form_id, "?sample=typical")
    name = field_of(page)
    page.locator("[data-preview]").click()
    clerk.named(name).focus()
    page.wait_for_selector(".paper img[src]")
    page.wait_for_timeout(2_000)
    told = repeated(times, lambda: float(page.evaluate(PREVIEW, name)))
    page.close()
    return told


def table(context: BrowserContext, address: str, times: int) -> str:
    """Time until a key is seen in a table of 500 rows."""
    clerk = Clerk(context.new_page(), address)
    clerk.open("office.acknowledgement_sheet")
    clerk.press("add:/rows")
    rows = "\n".join(f"Фамилия{at} Имя Отчество\tврач" for at in range(500))
    paste(clerk.page, "/rows/0/full_name/surname", rows)
    told = repeated(times, lambda: float(clerk.page.evaluate(KEY)))
    clerk.page.close()
    return told


def watched(context: BrowserContext) -> Page:
    """A page that notes when its scripts are done."""
    page = context.new_page()
    page.add_init_script(WATCH)
    return page


def loaded(browser: Browser, address: str) -> float:
    """The same as `ready`, by somebody who was never here."""
    with browser.new_context(**PROFILE) as context:
        return ready(watched(context), address)


def measured(browser: Browser, context: BrowserContext, address: str, times: int) -> None:
    """Everything, on standard output."""
    page = watched(context)
    for form_id in (LARGEST, "kz.plan"):
        there = f"{address}/forms/{form_id}"
        ready(page, there)
        print(f"size    {form_id:30} {transferred(page):,} bytes")
        print(f"loaded  {form_id:30} {repeated(times, partial(loaded, browser, there))}")
        print(f"ready   {form_id:30} {repeated(times, partial(ready, page, there))}")
    print(f"table   {'500 rows, one key':30} {table(context, address, times)}")
    for form_id in IDS:
        print(f"preview {form_id:30} {previews(context, address, form_id, times)}")


def main(arguments: list[str] | None = None) -> None:
    """Measure; a quick run repeats less."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=7)
    times = parser.parse_args(arguments).times
    with TemporaryDirectory() as folder, running_service(Path(folder) / "log.txt") as service:
        service.ask("GET", f"/forms/{LARGEST}", Accept="text/html")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
            context = browser.new_context(**PROFILE)
            measured(browser, context, f"http://127.0.0.1:{service.port}", times)
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
