"""Verification, packs and the preview in the browser; the search of the catalogue."""

from io import BytesIO
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.web.browser import Clerk
from tests.web.support import IDS


def test_a_file_without_signatures_is_told_so(clerk: Clerk, tmp_path: Path) -> None:
    clerk.open("office.acknowledgement_sheet", "?sample=typical")
    _, file = clerk.take("make:pdf")
    saved = tmp_path / "sheet.pdf"
    saved.write_bytes(file)

    clerk.page.goto(f"{clerk.address}/verify")
    clerk.page.set_input_files("#file", saved)
    clerk.page.get_by_role("button", name="Проверить").click()

    expect(clerk.page.locator("#verdict h2")).to_have_text("В файле нет электронных подписей.")
    assert clerk.page.evaluate("document.activeElement.id") == "verdict"
    assert clerk.barriers() == []


def test_a_pack_is_put_together_of_drafts_and_files_in_order(clerk: Clerk, tmp_path: Path) -> None:
    clerk.open("office.acknowledgement_sheet", "?sample=typical")
    clerk.saved()
    clerk.open("office.revision_log", "?sample=typical")
    clerk.choose_file("рабочая копия")
    name, file = clerk.take("make:docx")
    saved = tmp_path / name
    saved.write_bytes(file)
    clerk.page.evaluate("indexedDB.deleteDatabase('formsvc')")  # the file alone is left of this one
    clerk.open("office.acknowledgement_sheet", "?sample=typical")
    clerk.saved()

    clerk.page.goto(f"{clerk.address}/pack")
    clerk.wait()
    clerk.page.locator("[data-add-draft]").click()
    clerk.page.set_input_files("#files", saved)
    expect(clerk.page.locator("[data-items] li")).to_have_count(2)
    clerk.page.get_by_role("button", name="Ниже: Черновик").click()
    clerk.type("/cover/organisation", "Городская поликлиника")
    name, pack = clerk.take("pack")

    assert name == "pack.pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pack)).pages)
    assert "Городская поликлиника" in text
    assert 0 < text.rindex("Лист регистрации изменений") < text.rindex("Лист ознакомления")


def test_errors_of_a_pack_name_the_document(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    clerk.type("/notes", "слово")
    clerk.saved()
    clerk.page.goto(f"{clerk.address}/pack")
    clerk.wait()
    clerk.page.locator("[data-add-draft]").click()
    clerk.press("pack")

    assert any("Документ 1" in one and "Дата заполнения" in one for one in clerk.errors())


def test_the_preview_follows_the_field_and_what_is_typed(clerk: Clerk) -> None:
    clerk.open("kz.plan", "?sample=typical")
    clerk.page.locator("[data-preview]").click()
    number = clerk.page.locator(".pages span")
    expect(number).to_have_text("Страница 1 из 2")

    clerk.named("/reviews/1/actions/0/action").focus()
    expect(number).to_have_text("Страница 2 из 2")
    clerk.named("/guardians/0/age").focus()
    expect(number).to_have_text("Страница 1 из 2")
    clerk.page.get_by_role("button", name="Вперёд").click()
    expect(number).to_have_text("Страница 2 из 2")

    before = clerk.page.locator(".paper img").get_attribute("src")
    clerk.type("/notes", "Новое примечание")
    expect(clerk.page.locator(".paper img")).not_to_have_attribute(
        "src", str(before), timeout=20_000
    )


def test_the_catalogue_is_searched_as_one_types(clerk: Clerk) -> None:
    clerk.page.goto(clerk.address)
    clerk.page.wait_for_selector("body[data-ready]")
    visible = clerk.page.locator(".entry:visible")
    assert visible.count() == len(IDS)
    clerk.page.get_by_label("Найти форму").press_sequentially("консилиум")
    expect(clerk.page.locator("#nothing")).to_be_visible()
    clerk.page.get_by_label("Найти форму").fill("приказ 907")
    expect(visible).to_have_count(2)


def test_the_language_changes_and_what_was_typed_stays(clerk: Clerk) -> None:
    clerk.open("kz.plan")
    clerk.type("/notes", "слово")
    clerk.page.get_by_role("button", name="English").click()
    clerk.page.wait_for_url("**/forms/kz.plan?lang=en")
    clerk.wait()

    expect(clerk.named("/notes")).to_have_value("слово")
    assert clerk.page.get_by_role("button", name="Check").is_visible()
