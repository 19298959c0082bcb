"""The pictures of the guide for clerks: the pages as a browser shows them, in docs/ru/pictures."""

import shutil
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageOps
from playwright.sync_api import ViewportSize, sync_playwright

from tests.api.running import running_service
from tests.packs.files import scan
from tests.signing.support import with_slots
from tests.web.browser import EXECUTABLE, FLAGS, Clerk
from tests.web.test_sign_page import Desk, tool_of

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "ru" / "pictures"
SIZE = ViewportSize(width=1000, height=640)
COLOURS, EDGE = 64, "#a0a0a0"


def make() -> None:
    """Make the folder anew."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with TemporaryDirectory() as folder, running_service(Path(folder) / "log.txt") as service:
        _show_all(f"http://127.0.0.1:{service.port}")


def _show_all(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        for name, show in SCENES.items():
            page = browser.new_context(locale="ru-RU", viewport=SIZE).new_page()
            show(Clerk(page, address))
            page.wait_for_timeout(500)  # smooth scrolling comes to its end
            _keep(name, page.screenshot())
        browser.close()


def _keep(name: str, picture: bytes) -> None:
    shown = Image.open(BytesIO(picture)).convert("RGB")
    path = PICTURES / f"{name}.png"
    ImageOps.expand(shown, border=1, fill=EDGE).quantize(COLOURS).save(path, optimize=True)
    print(path)


def _catalogue(clerk: Clerk) -> None:
    clerk.page.goto(clerk.address)
    clerk.page.get_by_label("Найти форму").fill("семьи")


def _filling(clerk: Clerk) -> None:
    clerk.open("kz.plan", "?sample=typical")
    clerk.saved()
    clerk.named("/guardians/0/age").focus()


def _errors(clerk: Clerk) -> None:
    clerk.open("kz.plan", "?sample=typical")
    clerk.type("/filled_on", "31.02.2024")
    clerk.type("/actions/2/due", "")
    clerk.press("check")
    clerk.errors()
    clerk.saved()


def _preview(clerk: Clerk) -> None:
    clerk.page.set_viewport_size({"width": 1280, "height": 720})
    clerk.open("kz.plan", "?sample=typical")
    clerk.page.locator("[data-preview]").click()
    clerk.named("/notes").focus()
    clerk.page.wait_for_selector(".paper img[src]")
    clerk.saved()


def _files(clerk: Clerk) -> None:
    clerk.open("kz.plan", "?sample=typical")
    clerk.saved()
    clerk.page.locator(".menu > summary").click()


def _drafts(clerk: Clerk) -> None:
    clerk.open("kz.plan", "?sample=typical")
    clerk.saved()
    clerk.page.goto(clerk.address)
    clerk.page.wait_for_selector("#drafts:visible")


def _pack(clerk: Clerk) -> None:
    clerk.open("office.revision_log", "?sample=typical")
    clerk.saved()
    clerk.page.goto(f"{clerk.address}/pack")
    clerk.wait()
    clerk.page.locator("[data-add-draft]").click()
    clerk.page.set_input_files(
        "#files", {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": scan()}
    )
    clerk.page.wait_for_selector("[id='/items/1']")
    clerk.type("/items/1/title", "Свидетельство о рождении")
    clerk.type("/items/1/date", "05.03.2026")
    clerk.page.locator("#items-title").scroll_into_view_if_needed()


def _sign(clerk: Clerk) -> None:
    with TemporaryDirectory() as folder:
        tool, file = tool_of("Иванова Мария Петровна", Path(folder)), Path(folder) / "plan.pdf"
        file.write_bytes(with_slots())
        clerk.page.goto(f"{clerk.address}/sign")
        clerk.page.wait_for_selector("body[data-ready]")
        Desk(clerk, Path(folder)).chosen(
            file, tool.certificate, "КриптоПро", "Председатель комиссии: Иванова М. П."
        )
        clerk.page.wait_for_selector("#cms:visible")


SCENES: Mapping[str, Callable[[Clerk], None]] = {
    "catalogue": _catalogue,
    "filling": _filling,
    "errors": _errors,
    "preview": _preview,
    "files": _files,
    "drafts": _drafts,
    "pack": _pack,
    "sign": _sign,
}


if __name__ == "__main__":
    make()
