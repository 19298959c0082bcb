"""What a clerk does in a browser: opens, fills control by control, presses, takes files away."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page

from formsvc.forms.fields import iso_day
from tests.judges.node import program

EXECUTABLE = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROWS = "rows"
# As a clerk goes from control to control; a driver that types waits for the page to be painted.
TYPED = """([name, text]) => {
  const one = document.querySelector(`[name="${name}"]:not([type=hidden])`);
  one.focus();
  one.select();
  if (document.activeElement !== one || !document.execCommand("insertText", false, text))
    throw new Error(`${name} takes no text`);
}"""
ROW_ADDED = """(name) => document.querySelector(`[name=do][value="add:${name}"]`).click()"""
KINDS = """() => Object.fromEntries([
  ...[...document.querySelectorAll("#form [name^='/']:not([type=hidden])")].map(
    (one) => [one.name, one.type]),
  ...[...document.querySelectorAll("#form [data-rows]")].map((one) => [one.dataset.rows, "rows"]),
])"""
WIDE, NARROW, ZOOMED = 1280, 360, 640  # 1280 at 200 % are 640
NONE = "/forms/none"  # the page of a form that is none: its status is an error
# A refusal that the page itself tells of, and a service that is down.
_TOLD = ("with a status of 401", "with a status of 415", "with a status of 422", "net::ERR_")


@contextmanager
def watched(window: Page) -> Iterator[Page]:
    """The window; in the end, no script has failed and no policy was broken."""
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        known = any(one in message.text for one in _TOLD)
        if message.type == "error" and not known and NONE not in message.location["url"]:
            faults.append(message.text)

    window.on("console", note)
    window.on("pageerror", lambda error: faults.append(str(error)))
    yield window
    assert faults == []


@dataclass(frozen=True)
class Clerk:
    """Somebody at a window of the service at an address."""

    page: Page
    address: str
    _known: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    def open(self, form_id: str, query: str = "") -> None:
        """The page of a form, with its scripts at work."""
        self.page.goto(f"{self.address}/forms/{form_id}{query}")
        self.wait()

    def wait(self) -> None:
        """Until the scripts are at work."""
        self.page.wait_for_selector("form[data-ready]")

    def named(self, name: str) -> Locator:
        """The controls with this name."""
        return self.page.locator(f"[name={json.dumps(name)}]:not([type=hidden])")

    def press(self, action: str) -> None:
        """A button of the form."""
        self.page.locator(f"button[name=do][value={json.dumps(action)}]").click()

    def unfold(self) -> None:
        """Everything that is folded away."""
        folded = self.page.locator("details.group-card:not([open]) > summary")
        while folded.count():
            folded.first.click()

    def type(self, name: str, text: str) -> None:
        """A text in place of what stands in a control."""
        self.named(name).fill(text)

    def fill(self, body: dict[str, Any]) -> None:
        """A whole body; its options first, because they choose the fields."""
        self.unfold()
        self._known.clear()
        for name in sorted(body, key=lambda name: name != "options"):
            self._value(f"/{name}", body[name])

    def _value(self, name: str, value: Any) -> None:
        kinds = self._kinds()
        if isinstance(value, dict) and name not in kinds:
            for step, inner in value.items():
                self._value(f"{name}/{step}", inner)
        elif isinstance(value, list) and kinds.get(name) == ROWS:
            self._rows(name, value)
        else:
            self._control(name, value)

    def _kinds(self) -> dict[str, str]:
        """Types of all controls by their names; asked once, and again when there are new rows."""
        if not self._known:
            self._known.update(self.page.evaluate(KINDS))
        return self._known

    def _rows(self, name: str, rows: list[Any]) -> None:
        there = self.page.locator(f"[data-rows='{name}'] > [data-list] > [data-row]").count()
        for _ in rows[there:]:
            self.page.evaluate(ROW_ADDED, name)
            self._known.clear()
        self.page.wait_for_selector(f"[data-row='{name}/{len(rows) - 1}']", state="attached")
        for place, row in enumerate(rows):
            self._value(f"{name}/{place}", row)

    def _control(self, name: str, value: Any) -> None:
        if f"{name}/surname" in self._kinds():
            words = str(value).split()
            for part, text in zip(
                ("surname", "name", "patronymic"),
                (words[0], *words[1:2], " ".join(words[2:])),
                strict=False,
            ):
                self._text(f"{name}/{part}", text)
            return
        control, kind = self.named(name).first, self._kinds()[name]
        if kind in ("checkbox", "radio"):
            self._tick(name, value, control)
        elif kind == "select-one":
            control.select_option({True: "true", False: "false"}.get(value, value))
        else:
            self._text(name, as_typed(value))

    def _text(self, name: str, text: str) -> None:
        self.page.evaluate(TYPED, [name, text])

    def _tick(self, name: str, value: Any, control: Locator) -> None:
        if isinstance(value, bool):
            control.set_checked(value)
            return
        for one in value if isinstance(value, list) else [value]:
            self.page.locator(
                f"[name='{name}'][value={json.dumps(one, ensure_ascii=False)}]"
            ).check()

    def fold(self) -> None:
        """Everything is folded away again."""
        self.page.evaluate(
            "for (const one of document.querySelectorAll('details')) one.open = false"
        )

    def texts(self) -> list[tuple[str, str]]:
        """What stands in the controls: names and texts."""
        pairs = self.page.evaluate(
            "[...new FormData(document.getElementById('form'))].filter(([name]) => name[0] === '/')"
        )
        return [(name, text) for name, text in pairs]

    def saved(self) -> None:
        """Wait until the draft is written.

        Not by `expect`: each time that finds less than it wants it describes the whole page, which
        stops a page of 500 rows for many seconds.
        """
        told = self.page.locator("[data-saved]:not(:empty)")
        told.wait_for()
        self.page.wait_for_timeout(400)  # a change of just now is written after a pause
        told.filter(has_text="Сохранено").wait_for()

    def take(self, action: str) -> tuple[str, bytes]:
        """Name and content of a file that a button gives."""
        with self.page.expect_download(timeout=120_000) as waiting:
            self.press(action)
        return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()

    def choose_file(self, word: str) -> None:
        """What kind of file to take away."""
        self.page.locator(".menu > summary").click()
        self.page.get_by_label(word).check()
        self.page.keyboard.press("Escape")

    def errors(self) -> list[str]:
        """The lines of the summary."""
        self.page.wait_for_selector("#summary:visible")
        return self.page.locator("[data-errors] li").all_inner_texts()

    def widths(self) -> list[int]:
        """How wide the page is at a narrow screen and zoomed; then the screen is wide again."""
        found = []
        for width in (NARROW, ZOOMED):
            self.page.set_viewport_size({"width": width, "height": 900})
            found.append(self.page.evaluate("document.documentElement.scrollWidth"))
        self.page.set_viewport_size({"width": WIDE, "height": 900})
        return found

    def barriers(self) -> list[str]:
        """What axe-core finds on the page as it stands, by WCAG 2.2 A and AA and good practice."""
        self.page.evaluate(program("axe-core/axe.min.js").read_text("utf-8"))
        found: list[dict[str, Any]] = self.page.evaluate("axe.run().then(told => told.violations)")
        return [
            f"{one['id']}: {one['help']}: {[node['html'][:150] for node in one['nodes'][:3]]}"
            for one in found
        ]


def as_typed(value: Any) -> str:
    """A JSON value as a clerk types it."""
    if isinstance(value, dict):
        return f"с {as_typed(value['from'])} по {as_typed(value['to'])}"
    if isinstance(value, list):
        return "\n".join(map(as_typed, value))
    day = iso_day(value)
    return day.strftime("%d.%m.%Y") if day else str(value)
