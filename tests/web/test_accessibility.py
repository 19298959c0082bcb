"""Pages for everybody: axe-core in every state, the keyboard alone, narrow screens, zoom.

Forms that are filled: test_filling.py.
"""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from tests.web.browser import NARROW, NONE, WIDE, ZOOMED, Clerk

NAME = """(one => one.name?.startsWith("/") ? one.name : one.textContent.trim())(
  document.activeElement)"""


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_form_has_no_barriers_in_any_state(clerk: Clerk, width: int) -> None:
    clerk.page.set_viewport_size({"width": width, "height": 900})
    clerk.open("kz.plan")
    found = {"empty": clerk.barriers()}
    clerk.press("check")
    clerk.errors()
    found["errors"] = clerk.barriers()
    clerk.press("remove:/children/0")
    found["undo"] = clerk.barriers()
    clerk.page.locator(".menu > summary").click()
    found["menu"] = clerk.barriers()
    clerk.page.keyboard.press("Escape")
    clerk.page.locator("[data-preview]").click()
    clerk.page.wait_for_selector(".paper img[src]")
    found["preview"] = clerk.barriers()
    clerk.saved()
    clerk.page.evaluate("sessionStorage.clear()")
    clerk.page.reload()
    clerk.page.wait_for_selector("[data-drafts] li")
    found["drafts"] = clerk.barriers()
    assert not any(found.values()), found


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_other_pages_have_no_barriers(clerk: Clerk, language: str) -> None:
    found = {}
    for path in ("/", "/verify", "/pack", "/sign", NONE):
        clerk.page.goto(f"{clerk.address}{path}?lang={language}")
        found[path] = clerk.barriers()
        assert clerk.widths() == [NARROW, ZOOMED]
        if language == "ru":  # what looks otherwise on a narrow screen does so in every language
            clerk.page.set_viewport_size({"width": NARROW, "height": 900})
            found[path] += clerk.barriers()
    assert not any(found.values()), found


def test_a_form_is_filled_and_taken_away_with_the_keyboard_alone(clerk: Clerk) -> None:
    clerk.open("office.acknowledgement_sheet")
    keyboard = clerk.page.keyboard

    def go_to(name: str, key: str = "Tab") -> None:
        for _ in range(80):
            if clerk.page.evaluate(NAME) == name:
                return
            keyboard.press(key)
        raise AssertionError(f"{name} is not reached")

    go_to("/document/title")
    keyboard.type("Положение")
    go_to("/document/date")
    keyboard.type("05.03.2026")
    add = "Добавить строку: Ознакомленные"
    go_to(add)
    keyboard.press("Enter")
    go_to("/rows/0/full_name/surname")
    for text in ("Ким", "Вероника", "Андреевна"):
        keyboard.type(text)
        keyboard.press("Tab")
    go_to("/rows/0/position")
    keyboard.type("врач")
    go_to("Word", "Shift+Tab")
    with clerk.page.expect_download() as waiting:
        keyboard.press("Enter")

    file = Path(waiting.value.path()).read_bytes()
    cells = [cell.text for row in Document(BytesIO(file)).tables[0].rows for cell in row.cells]
    assert "Ким Вероника Андреевна" in cells and "врач" in cells


def test_the_focus_goes_in_the_order_of_the_page(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    order = clerk.page.evaluate(
        """() => [...document.querySelectorAll("#form input, #form textarea, #form select")]
          .filter((one) => one.checkVisibility() && one.name.startsWith("/"))
          .map((one) => one.name)"""
    )
    reached: list[str] = []
    for _ in range(200):
        clerk.page.keyboard.press("Tab")
        name = clerk.page.evaluate("document.activeElement.name ?? ''")
        if name.startswith("/"):
            reached.append(name)
        if name == order[-1]:
            break
    # Radio buttons of one name are one stop.
    assert reached == list(dict.fromkeys(order))


def test_a_link_of_the_first_stop_leads_to_the_content(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.press("Enter")

    assert clerk.page.evaluate("document.activeElement.id") == "main"
