"""Nothing typed is lost, and nothing stays longer than it may: drafts in a real browser."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import BrowserContext, Page, expect

from tests.api.running import RunningService, free_port, stopped, wait_until_ready
from tests.web.browser import Clerk, watched

HOUR = 3_600_000
STORED = """async () => {
  const base = await new Promise((done) => {
    const asked = indexedDB.open("formsvc", 1);
    asked.onsuccess = () => done(asked.result);
  });
  if (!base.objectStoreNames.contains("drafts")) return [];
  return new Promise((done) => {
    const asked = base.transaction("drafts").objectStore("drafts").getAll();
    asked.onsuccess = () => { base.close(); done(asked.result); };
  });
}"""
PLANTED = "Вымышленникова"


def stored(page: Page) -> list[dict[str, Any]]:
    """All records of drafts in the browser, as they lie there."""
    found: list[dict[str, Any]] = page.evaluate(STORED)
    return found


def eventually(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether something comes true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def type_something(clerk: Clerk) -> None:
    """A beginning of the plan."""
    clerk.type("/guardians/0/full_name/surname", PLANTED)
    clerk.press("add:/children")
    clerk.type("/children/1/age", "3 года")
    clerk.saved()


def test_a_reload_brings_everything_back_with_what_cannot_be_read(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    type_something(clerk)
    clerk.type("/filled_on", "32.13.")
    clerk.press("remove:/children/0")
    clerk.saved()
    typed = clerk.texts()

    clerk.page.reload()
    clerk.wait()

    assert clerk.texts() == typed
    assert ("/filled_on", "32.13.") in typed


def test_a_closed_window_leaves_a_draft_that_is_offered(
    profile: BrowserContext, clerk: Clerk
) -> None:
    clerk.open("kz.plan")
    type_something(clerk)
    typed = clerk.texts()
    clerk.page.close()

    with watched(profile.new_page()) as window:
        again = Clerk(window, clerk.address)
        again.open("kz.plan")
        assert PLANTED not in json.dumps(again.texts(), ensure_ascii=False)
        assert PLANTED in window.inner_text("[data-drafts]")
        window.get_by_role("button", name="Продолжить").click()
        expect(window.locator("[data-drafts] li")).to_have_count(0)
        assert again.texts() == typed


def test_the_catalogue_lists_drafts_and_opens_them(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    type_something(clerk)
    typed = clerk.texts()
    clerk.page.goto(clerk.address)
    clerk.page.get_by_role("button", name="Продолжить").click()
    clerk.wait()
    assert clerk.texts() == typed


def test_two_windows_of_one_draft_do_not_overwrite_each_other(
    profile: BrowserContext, clerk: Clerk
) -> None:
    clerk.open("kz.plan")
    type_something(clerk)
    with watched(profile.new_page()) as window:
        again = Clerk(window, clerk.address)
        again.open("kz.plan")
        window.get_by_role("button", name="Продолжить").click()
        window.wait_for_selector("[data-toast]:has-text('отдельная копия')")
        again.type("/notes", "второе окно")
        again.saved()
        notes = {
            record["id"]: dict(record["content"]["pairs"])["/notes"] for record in stored(window)
        }
    assert sorted(notes.values()) == ["", "второе окно"]


class Outage:
    """A service that can be killed and started again at the same address."""

    def __init__(self, log: Path) -> None:
        self.port, self.log = free_port(), log
        self.start()

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        with self.log.open("ab") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "formsvc", "serve", "--port", str(self.port)],
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        wait_until_ready(RunningService(self.port, self.log, self.process))

    def kill(self) -> None:
        """As a power cut does: the whole group of processes that was started here."""

        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def outage(tmp_path: Path) -> Iterator[Outage]:
    made = Outage(tmp_path / "log.txt")
    yield made
    made.process.send_signal(signal.SIGTERM)
    stopped(made.process)


def test_one_goes_on_typing_while_the_service_is_down(page: Page, outage: Outage) -> None:
    clerk = Clerk(page, f"http://127.0.0.1:{outage.port}")
    clerk.open("office.acknowledgement_sheet")
    clerk.type("/document/title", "Положение")
    outage.kill()
    clerk.press("add:/rows")
    clerk.type("/rows/0/full_name/surname", "Ким")
    clerk.type("/rows/0/full_name/name", "Вероника")
    clerk.type("/rows/0/position", "врач")
    clerk.press("make:docx")
    page.wait_for_selector("[data-toast]:has-text('Нет связи')")
    clerk.saved()

    outage.start()
    name, file = clerk.take("make:docx")

    assert name == "office.acknowledgement_sheet.docx"
    cells = [cell.text for row in Document(BytesIO(file)).tables[0].rows for cell in row.cells]
    assert "врач" in cells


def test_a_draft_ends_a_day_after_its_last_change(clerk: Clerk) -> None:
    page = clerk.page
    page.clock.install()
    clerk.open("kz.plan")
    clerk.type("/guardians/0/full_name/surname", PLANTED)
    page.clock.run_for(2_000)
    expect(page.locator("[data-saved]")).not_to_be_empty()
    (record,) = stored(page)
    assert record["expires"] - record["saved"] == 24 * HOUR
    page.goto(f"{clerk.address}/")
    page.wait_for_selector("#drafts:visible")
    page.clock.fast_forward(23 * HOUR)
    assert len(stored(page)) == 1

    page.clock.fast_forward(HOUR + 61_000)

    assert eventually(lambda: stored(page) == [])


def test_an_old_draft_is_neither_offered_nor_kept_when_the_pages_are_opened_again(
    profile: BrowserContext, clerk: Clerk
) -> None:
    clerk.open("kz.plan")
    type_something(clerk)
    clerk.page.close()
    with watched(profile.new_page()) as window:
        window.clock.install()
        window.clock.fast_forward(25 * HOUR)
        Clerk(window, clerk.address).open("kz.plan")
        assert window.locator("[data-drafts] li").count() == 0
        assert stored(window) == []


def test_who_wants_no_drafts_has_none_and_is_told(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    type_something(clerk)
    clerk.page.locator(".menu > summary").click()
    clerk.page.get_by_label("не хранить черновики").check()
    clerk.page.wait_for_selector("[data-saved]:has-text('не сохраняется')")
    assert stored(clerk.page) == []

    clerk.type("/notes", "слово")
    clerk.page.wait_for_timeout(600)
    assert stored(clerk.page) == []


def test_everything_can_be_deleted_at_once(clerk: Clerk) -> None:
    clerk.page.on("dialog", lambda dialog: dialog.accept())
    clerk.open("kz.plan")
    type_something(clerk)
    clerk.page.goto(clerk.address)
    clerk.page.get_by_role("button", name="Удалить всё").click()
    clerk.page.wait_for_selector("#drafts", state="hidden")

    assert stored(clerk.page) == []
    clerk.open("kz.plan")
    assert PLANTED not in json.dumps(clerk.texts(), ensure_ascii=False)


def test_a_draft_goes_out_as_a_file_and_comes_back(clerk: Clerk, tmp_path: Path) -> None:
    clerk.open("kz.plan", "?sample=typical")
    clerk.type("/filled_on", "весной")
    typed = [one for one in clerk.texts() if one[1]]
    clerk.page.locator(".menu > summary").click()
    name, file = clerk.take("json")
    saved = tmp_path / name
    saved.write_bytes(file)

    clerk.page.goto(f"{clerk.address}/#drafts")
    clerk.page.set_input_files("#file", saved)
    clerk.page.get_by_role("button", name="Открыть").click()
    clerk.wait()

    assert [one for one in clerk.texts() if one[1]] == typed


def test_a_file_edited_in_word_is_told_so_in_the_browser(clerk: Clerk, tmp_path: Path) -> None:
    clerk.open("kz.plan", "?sample=typical")
    clerk.choose_file("рабочая копия")
    _, file = clerk.take("make:docx")
    expect(clerk.page.locator("[data-toast]")).to_contain_text("«Сведения для проверок»")
    word = Document(BytesIO(file))
    next(one for one in word.paragraphs if "Сорокина" in one.text).runs[-1].text = "Иванова"
    word.save(str(tmp_path / "edited.docx"))

    clerk.page.goto(f"{clerk.address}/#drafts")
    clerk.page.set_input_files("#file", tmp_path / "edited.docx")
    clerk.page.get_by_role("button", name="Открыть").click()
    clerk.wait()

    assert "изменён после того, как был создан" in clerk.page.inner_text("[role=alert]")
