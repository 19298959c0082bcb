"""Rows in the browser: added, removed, brought back, moved, repeated, pasted from Excel."""

import pytest
from playwright.sync_api import Page

from tests.web.browser import NARROW, WIDE, Clerk

ACTION = "/actions/{}/action"


def column(clerk: Clerk, name: str) -> list[str]:
    """The texts of a column from top to bottom; `name` has «{}» for the number of the row."""
    texts = dict(clerk.texts())
    found: list[str] = []
    while (one := name.format(len(found))) in texts:
        found.append(texts[one])
    return found


def paste(page: Page, name: str, text: str) -> None:
    """What Ctrl+V does with cells of Excel on the clipboard."""
    page.evaluate(
        """([name, text]) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          data.setData("text/html", "<table><tr><td></td></tr></table>");
          const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true,
                                                     cancelable: true});
          document.querySelector(`[name="${name}"]`).dispatchEvent(event);
        }""",
        [name, text],
    )


@pytest.fixture
def filled(clerk: Clerk) -> Clerk:
    """Three rows of the plan."""
    clerk.open("kz.plan")
    for place, word in enumerate(("первое", "второе", "третье")):
        if place:
            clerk.press("add:/actions")
        clerk.type(ACTION.format(place), word)
    return clerk


def test_a_removed_row_comes_back_where_it_stood(filled: Clerk) -> None:
    filled.press("remove:/actions/1")
    assert column(filled, ACTION) == ["первое", "третье"]
    assert "План действий, строка 2" in filled.page.inner_text("[data-toast]")

    filled.page.get_by_role("button", name="Вернуть").click()

    assert column(filled, ACTION) == ["первое", "второе", "третье"]


def test_rows_move_and_the_button_keeps_the_focus(filled: Clerk) -> None:
    filled.press("down:/actions/0")
    assert column(filled, ACTION) == ["второе", "первое", "третье"]
    filled.page.keyboard.press("Enter")
    assert column(filled, ACTION) == ["второе", "третье", "первое"]
    filled.press("up:/actions/0")
    assert column(filled, ACTION) == ["второе", "третье", "первое"]
    filled.press("up:/actions/2")
    assert column(filled, ACTION) == ["второе", "первое", "третье"]
    numbers = "[data-rows='/actions'] legend [data-number]"
    assert filled.page.locator(numbers).all_inner_texts() == ["1", "2", "3"]


def test_a_repeated_row_stands_below_with_all_of_it(filled: Clerk) -> None:
    filled.type("/actions/0/done_mark/status", "выполнено")
    filled.press("copy:/actions/0")

    assert column(filled, ACTION) == ["первое", "первое", "второе", "третье"]
    assert column(filled, "/actions/{}/done_mark/status") == ["выполнено", "выполнено", "", ""]


def test_marks_of_radio_buttons_stay_with_their_rows(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    for place, word in enumerate(("мужской", "женский", "мужской")):
        if place:
            clerk.press("add:/children")
        clerk.page.locator(f"[name='/children/{place}/sex'][value='{word}']").check()

    clerk.press("remove:/children/0")
    clerk.page.get_by_role("button", name="Вернуть").click()
    clerk.press("down:/children/0")

    assert column(clerk, "/children/{}/sex") == ["женский", "мужской", "мужской"]


def test_rows_within_rows_have_their_own(clerk: Clerk) -> None:
    clerk.open("nso.departmental_plan")
    clerk.press("add:/tasks")
    clerk.press("add:/tasks/1/measures")
    clerk.press("add:/tasks/1/measures")
    clerk.type("/tasks/1/measures/1/measure", "беседа")

    clerk.press("up:/tasks/1")

    assert column(clerk, "/tasks/0/measures/{}/measure") == ["", "беседа"]


def test_a_review_carries_the_open_actions_over(clerk: Clerk) -> None:
    clerk.open("kz.plan", "?sample=typical")
    clerk.press("remove:/reviews/1")
    clerk.press("remove:/reviews/0")
    clerk.page.get_by_role("button", name="Добавить пересмотр").click()
    clerk.page.wait_for_selector("[id='/reviews/0/actions/1']")

    assert column(clerk, "/reviews/0/actions/{}/action") == [
        "Консультации логопеда и психолога, не реже двух раз в месяц",
        "Посещение семьи на дому",
    ]
    assert column(clerk, "/reviews/0/actions/{}/due")[0] == "с 11.03.2024 по 30.08.2024"
    clerk.press("add:/reviews")
    clerk.page.wait_for_selector("[id='/reviews/1/actions/1']")
    heading = clerk.page.inner_text("[id='/reviews/1'] > legend")
    assert heading.startswith("2. Пересмотр")


def test_cells_of_excel_become_rows(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    clerk.type(ACTION.format(0), "первое")
    clerk.press("add:/actions")
    cells = 'второе\t05.06.2026\t"мать\nврач"\r\nтретье "А"\tежемесячно\tпсихолог\r\n'

    paste(clerk.page, ACTION.format(1), cells)

    assert column(clerk, ACTION) == ["первое", "второе", 'третье "А"']
    assert column(clerk, "/actions/{}/due") == ["", "05.06.2026", "ежемесячно"]
    assert column(clerk, "/actions/{}/responsible")[1].splitlines() == ["мать", "врач"]
    clerk.page.get_by_role("button", name="Вернуть").click()
    assert column(clerk, ACTION) == ["первое", ""]


def test_names_are_parted_and_what_fits_nowhere_is_told(clerk: Clerk) -> None:
    clerk.open("office.acknowledgement_sheet")
    clerk.press("add:/rows")
    rows = "Ким Вероника Андреевна\tврач\t05.06.2026\tлишнее\nГусейнов Али Гусейн оглы\tюрист"

    paste(clerk.page, "/rows/0/full_name/surname", rows)

    assert column(clerk, "/rows/{}/full_name/surname") == ["Ким", "Гусейнов"]
    assert column(clerk, "/rows/{}/full_name/patronymic") == ["Андреевна", "Гусейн оглы"]
    assert column(clerk, "/rows/{}/position") == ["врач", "юрист"]
    assert "лишнее" in clerk.page.inner_text("[data-toast]")


def test_plain_text_is_pasted_as_everywhere(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    field = clerk.named(ACTION.format(0))
    field.focus()
    clerk.page.keyboard.insert_text("строка первая\nстрока вторая")

    assert column(clerk, ACTION) == ["строка первая\nстрока вторая"]


def with_500_rows(clerk: Clerk) -> None:
    """Pasted into a list of one row."""
    clerk.open("office.acknowledgement_sheet")
    clerk.press("add:/rows")
    rows = [f"Фамилия{at} Имя Отчество\tврач" for at in range(500)]
    paste(clerk.page, "/rows/0/full_name/surname", "\n".join(rows))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_rows_that_come_into_sight_move_nothing_under_the_pointer(clerk: Clerk, width: int) -> None:
    clerk.page.set_viewport_size({"width": width, "height": 900})
    with_500_rows(clerk)

    tops = clerk.page.evaluate(
        """async () => {
          const frames = () => new Promise((done) =>
            requestAnimationFrame(() => requestAnimationFrame(done)));
          const add = document.querySelector("[value='add:/rows']");
          const top = () => add.getBoundingClientRect().top;
          await frames();
          add.scrollIntoView();
          const before = top();
          await frames();
          return [before, top()];
        }"""
    )

    assert tops[0] == pytest.approx(tops[1], abs=1)  # parts of a pixel are rounded
    clerk.press("remove:/rows/0")
    clerk.press("add:/rows")
    clerk.named("/rows/499/position").wait_for()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_is_told_lies_below_the_bar_however_often_it_wraps(filled: Clerk, width: int) -> None:
    filled.page.set_viewport_size({"width": width, "height": 900})
    filled.press("remove:/actions/1")

    edges = filled.page.evaluate(
        """() => [document.querySelector(".bar").getBoundingClientRect().bottom,
                 document.querySelector("[data-toast]").getBoundingClientRect().top]"""
    )

    assert edges[0] <= edges[1]
    filled.page.get_by_role("button", name="Вернуть").click()
    assert column(filled, ACTION) == ["первое", "второе", "третье"]


def test_a_table_of_500_rows_stays_usable(clerk: Clerk) -> None:
    with_500_rows(clerk)
    clerk.press("remove:/rows/0")
    clerk.press("add:/rows")
    clerk.type("/rows/499/full_name/surname", "Последняя")
    clerk.type("/rows/499/position", "врач")
    clerk.saved()

    clerk.page.reload()
    clerk.wait()

    surnames = column(clerk, "/rows/{}/full_name/surname")
    assert (surnames[0], surnames[-1], len(surnames)) == ("Фамилия1", "Последняя", 500)
