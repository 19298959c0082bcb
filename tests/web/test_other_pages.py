"""Verification, packs and the preview in the browser; the search of the catalogue."""

from io import BytesIO
from pathlib import Path

from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.packs.files import scan
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


def test_a_pack_is_put_together_of_drafts_saved_files_and_pdfs_in_order(
    clerk: Clerk, tmp_path: Path
) -> None:
    page, title = clerk.page, "/items/{}/title"
    clerk.open("office.revision_log", "?sample=typical")
    clerk.choose_file("рабочая копия")
    name, file = clerk.take("make:docx")
    saved, scanned, broken = tmp_path / name, tmp_path / "scan.pdf", tmp_path / "broken.pdf"
    saved.write_bytes(file)
    scanned.write_bytes(scan())
    broken.write_bytes(b"%PDF-1.7 nonsense")
    page.evaluate("indexedDB.deleteDatabase('formsvc')")  # the file alone is left of this one
    clerk.open("kz.plan")
    clerk.type("/notes", "слово")
    clerk.saved()

    page.goto(f"{clerk.address}/pack")
    clerk.wait()
    page.set_input_files("#files", [saved, scanned, broken])
    expect(page.locator("[data-toast]")).to_contain_text("broken.pdf")
    page.locator("[data-add-draft]").click()
    row(clerk, 2).wait_for()
    page.get_by_label("Личное дело ребенка").check()
    clerk.press("pack")

    expect(row(clerk, 1)).to_contain_text("Выберите раздел дела.")
    page.locator("[data-errors] a[href='#/items/1/section']").click()
    assert page.evaluate("document.activeElement.id") == "/items/1/section"
    clerk.named("/items/1/section").select_option("requests")
    clerk.type(title.format(1), "Свидетельство о рождении")
    clerk.press("pack")
    expect(row(clerk, 2)).to_contain_text("Дата заполнения: Поле не заполнено.")
    assert any("Документ 3" in one and "Дата заполнения" in one for one in clerk.errors())
    assert clerk.barriers() == []
    page.get_by_label("не указано").first.check()
    clerk.press("remove:/items/2")
    clerk.type(title.format(1), "")
    clerk.press("pack")
    expect(row(clerk, 1).locator("[id='/items/1/title#told']")).to_have_text("Поле не заполнено.")
    clerk.type(title.format(1), "Свидетельство о рождении")
    clerk.type("/items/1/date", "05.03.2026")
    page.locator("[value='up:/items/1']").focus()
    page.keyboard.press("Enter")
    expect(clerk.named(title.format(0))).to_have_value("Свидетельство о рождении")
    clerk.type("/cover/organisation", "Городская поликлиника")
    name, pack = clerk.take("pack")

    assert name == "pack.pdf"
    read = PdfReader(BytesIO(pack))
    text = "\n".join(one.extract_text() for one in read.pages)
    assert "Городская поликлиника" in text and "05.03.2026" in text
    assert 0 < text.index("Свидетельство о рождении") < text.index("Лист регистрации изменений")
    expect(page.locator("[data-made]")).to_contain_text("Пакет собран")
    assert clerk.barriers() == []


def row(clerk: Clerk, place: int) -> Locator:
    """The row of a document of the pack."""
    return clerk.page.locator(f"[id='/items/{place}']")


def test_a_document_that_was_taken_out_of_a_pack_comes_back_with_its_file(
    clerk: Clerk, tmp_path: Path
) -> None:
    clerk.page.goto(f"{clerk.address}/pack")
    clerk.wait()
    scanned = tmp_path / "scan.pdf"
    scanned.write_bytes(scan())
    clerk.page.set_input_files("#files", scanned)
    clerk.type("/items/0/title", "Справка")
    clerk.press("remove:/items/0")
    assert clerk.page.evaluate("document.activeElement.hasAttribute('data-add-files')")
    clerk.page.get_by_role("button", name="Вернуть").click()

    _, pack = clerk.take("pack")

    assert "Справка" in PdfReader(BytesIO(pack)).pages[0].extract_text()


def test_a_draft_of_a_pack_is_corrected_in_another_window(clerk: Clerk) -> None:
    clerk.open("office.acknowledgement_sheet")
    clerk.type("/document/title", "Положение")
    clerk.saved()
    clerk.page.goto(f"{clerk.address}/pack")
    clerk.wait()
    clerk.page.locator("[data-add-draft]").click()
    with clerk.page.context.expect_page() as waiting:
        clerk.page.get_by_role("button", name="Открыть черновик").click()
    other = Clerk(waiting.value, clerk.address)
    other.wait()
    other.type("/document/title", "Исправленное положение")
    other.saved()

    _, pack = clerk.take("pack")

    text = "".join(one.extract_text() for one in PdfReader(BytesIO(pack)).pages)
    assert "Исправленное положение" in " ".join(text.split())


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
