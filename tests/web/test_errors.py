"""Errors in the browser: told on leaving a field, on request, with links that lead to it."""

import pytest
from playwright.sync_api import expect

from tests.web.browser import Clerk

FAULTS = {
    "kz.plan": {
        "/filled_on": ("31.02.2024", "ДД.ММ.ГГГГ"),
        "/options/min_review_sections": ("много", "целое число от 0 до 100"),
        "/needs/0/text": ("знак \u2603", "нельзя напечатать"),
        "/notes": ("а" * 20_001, "длиннее 20000"),
        "/children/0/age": ("", "не заполнено"),
        "/actions/0/due": ("с 05.06.2026 по 01.06.2026", "позже его конца"),
        "/reviews/0/absence_reason": ("болезнь", "«расширенный вариант»"),
        "/case/closing/followup_until": ("05.03.2025", "от 3 до 6 месяцев"),
    },
    "kz.appeal": {"/receiver/time": ("25:70", "ЧЧ:ММ")},
    "nso.kkss": {
        "/case/supervisions": ("05.06.2026\nзавтра", "ДД.ММ.ГГГГ"),
        "/assessment/analysis/health/strengths/0": ("\u2603", "нельзя напечатать"),
    },
}
EXTENDED = "[id='/options/extended']"


@pytest.mark.parametrize("form_id", FAULTS)
def test_the_link_of_every_error_leads_to_its_field(clerk: Clerk, form_id: str) -> None:
    faults = FAULTS[form_id]
    clerk.open(form_id, "?sample=typical")
    clerk.unfold()
    clerk.page.locator(EXTENDED).check()
    for name, (text, _) in faults.items():
        clerk.type(name, text)
    clerk.page.locator(EXTENDED).uncheck()
    clerk.fold()
    clerk.press("check")

    told = clerk.errors()
    assert clerk.page.evaluate("document.activeElement.id") == "summary"
    for name, (_, message) in faults.items():
        assert any(message in one for one in told), (name, told)
        clerk.fold()
        clerk.page.locator(f"[data-errors] a[href='#{name}']").click()
        assert clerk.page.evaluate("document.activeElement.id") == name
        assert clerk.page.evaluate("document.activeElement.checkVisibility()")
        beside = clerk.page.locator(f"[id='{name}#told'] .error").all_inner_texts()
        assert any(message in one for one in beside), name


def test_a_field_is_checked_when_it_is_left_and_not_before(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    asked: list[str] = []
    clerk.page.on("request", lambda request: asked.append(request.url))
    field = clerk.named("/filled_on")
    field.focus()
    clerk.page.keyboard.type("31.02.2024", delay=20)
    clerk.page.wait_for_timeout(600)
    assert [url for url in asked if url.endswith("/check")] == []

    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.press("Tab")

    clerk.page.wait_for_selector("[id='/filled_on#told'] .error")
    assert field.get_attribute("aria-invalid") == "true"
    # Nothing is told yet of fields that nobody has come to.
    assert clerk.page.locator(".told .error").count() == 1
    assert not clerk.page.locator("#summary").is_visible()


def test_a_corrected_field_loses_its_error(clerk: Clerk) -> None:
    clerk.open("kz.plan", "?sample=typical")
    clerk.type("/filled_on", "весной")
    clerk.press("check")
    assert len(clerk.errors()) == 1

    clerk.type("/filled_on", "05.03.2024")
    clerk.named("/notes").focus()

    expect(clerk.page.locator("[data-errors] li")).to_have_count(0)
    assert clerk.named("/filled_on").get_attribute("aria-invalid") is None


def test_a_file_is_not_made_of_a_faulty_form_and_the_errors_are_shown(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    clerk.press("make:docx")

    assert "Дата заполнения: Поле не заполнено." in clerk.errors()


def test_warnings_do_not_stop_a_file(clerk: Clerk) -> None:
    clerk.open("kz.plan", "?sample=typical")
    clerk.press("check")
    assert clerk.errors() == []
    assert clerk.page.locator("[data-warnings] li").count() > 0

    name, _ = clerk.take("make:pdf")
    assert name == "kz.plan.pdf"


def test_computed_values_follow_what_is_typed(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    clerk.type("/filled_on", "05.03.2026")
    clerk.named("/notes").focus()

    clerk.page.wait_for_selector("[data-computed]:has-text('05.09.2026')")


def test_fields_of_a_variant_come_with_its_option(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    field = clerk.named("/actions/0/expected_result")
    assert not field.is_visible()

    clerk.unfold()
    clerk.page.locator("[id='/options/extended']").check()
    assert field.is_visible()
    clerk.press("add:/actions")
    assert clerk.named("/actions/1/expected_result").is_visible()
    field.fill("график")
    clerk.page.locator("[id='/options/extended']").uncheck()
    assert field.is_visible()  # it holds something, and nothing is lost in silence
    assert not clerk.named("/actions/1/expected_result").is_visible()
