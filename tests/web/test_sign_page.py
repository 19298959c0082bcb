"""A clerk signs a PDF on the page, with OpenSSL as the program that holds the key."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from formsvc.access.scopes import Scope
from formsvc.forms.registry import Registry
from tests.access.support import guarded, holding, made
from tests.signing.support import Tool, pdfsig, piped, with_slots
from tests.web.browser import Clerk

CHAIRMAN, MEMBER = "Иванова Мария Петровна", "Әлиева Ұлжан"


def tool_of(owner: str, folder: Path) -> Tool:
    """OpenSSL with a key and a certificate made for this owner."""
    key, certificate = folder / f"{owner}.key", folder / f"{owner}.pem"
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-utf8", "-batch"]
    asked += ["-addext", "keyUsage=critical,digitalSignature", "-subj", f"/CN={owner}"]
    piped([*asked, "-days", "30", "-keyout", str(key), "-out", str(certificate)], b"")
    return Tool(certificate, key)


class Desk:
    """The page of signing before a clerk, and a folder for the files that go to and fro."""

    def __init__(self, clerk: Clerk, folder: Path) -> None:
        self.clerk, self.page, self.folder = clerk, clerk.page, folder

    def chosen(self, file: Path, certificate: Path, program: str, slot: str = "") -> None:
        """The first step."""
        self.page.set_input_files("#file", file)
        if slot:
            self.page.get_by_label("Чья это подпись").select_option(label=slot)
        self.page.get_by_label(program).check()
        self.page.set_input_files("#certificate", certificate)
        self.page.get_by_role("button", name="Подготовить к подписи").click()

    def to_sign(self) -> bytes:
        """The file that is taken to the program of the clerk."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name="Скачать файл для подписи").click()
        assert waiting.value.suggested_filename == "to-sign.bin"
        return Path(waiting.value.path()).read_bytes()

    def bring(self, cms: bytes) -> None:
        """The signature comes back."""
        container = self.folder / "signature.p7s"
        container.write_bytes(cms)
        self.page.set_input_files("#cms", container)
        self.page.get_by_role("button", name="Получить подписанный PDF").click()

    def signed(self, cms: bytes, name: str) -> Path:
        """The same, and the signed file that is saved."""
        with self.page.expect_download() as waiting:
            self.bring(cms)
        assert waiting.value.suggested_filename == "signed.pdf"
        target = self.folder / name
        waiting.value.save_as(target)
        return target


@pytest.fixture
def desk(clerk: Clerk, tmp_path: Path) -> Desk:
    """The page, opened from the navigation."""
    clerk.page.goto(f"{clerk.address}/verify")
    clerk.page.get_by_role("link", name="Подписать PDF").click()
    clerk.page.wait_for_selector("body[data-ready]")
    return Desk(clerk, tmp_path)


def test_two_of_a_commission_sign_one_after_another_with_their_own_programs(desk: Desk) -> None:
    page, barriers = desk.page, desk.clerk.barriers
    chairman, member = (tool_of(owner, desk.folder) for owner in (CHAIRMAN, MEMBER))
    file = desk.folder / "sheet.pdf"
    file.write_bytes(with_slots())
    desk.chosen(file, file, "КриптоПро", "Председатель комиссии: Иванова М. П.")
    expect(page.get_by_role("alert")).to_contain_text("Сертификат подписывающего не читается.")
    assert barriers() == []

    desk.chosen(file, chairman.certificate, "КриптоПро")
    content = desk.to_sign()
    assert barriers() == []
    desk.bring(member.cms(content))
    expect(page.get_by_role("alert").last).to_contain_text("другим сертификатом")
    first = desk.signed(chairman.cms(content), "first.pdf")
    expect(page.locator("[data-signed]")).to_contain_text("передайте им этот файл")
    assert page.evaluate("document.activeElement.hasAttribute('data-signed')")
    assert barriers() == []

    der = desk.folder / "member.cer"
    x509 = ["openssl", "x509", "-in", str(member.certificate), "-outform", "DER"]
    der.write_bytes(piped(x509, b""))
    desk.chosen(first, der, "NCALayer", "Член комиссии: Әлиева Ұ. Қ.")
    second = desk.signed(member.cms(desk.to_sign(), bound=False), "second.pdf")

    assert second.read_bytes().startswith(first.read_bytes())
    assert pdfsig(second) == ["Signature is Valid."] * 2
    page.get_by_role("link", name="Проверить подпись").last.click()
    page.set_input_files("#file", second)
    page.get_by_role("button", name="Проверить").click()
    for owner in (CHAIRMAN, MEMBER):
        expect(page.locator("#verdict")).to_contain_text(owner)


def test_what_lies_between_the_steps_is_kept_in_the_page_alone(desk: Desk) -> None:
    tool, file = tool_of(CHAIRMAN, desk.folder), desk.folder / "sheet.pdf"
    file.write_bytes(with_slots())
    desk.chosen(file, tool.certificate, "КриптоПро", "Председатель комиссии: Иванова М. П.")
    desk.to_sign()

    kept = "[localStorage.length, sessionStorage.length, document.cookie]"
    assert desk.page.evaluate(kept) == [0, 0, ""]
    assert desk.page.evaluate("indexedDB.databases()") == []
    # Another file is another signature: what was prepared for the last one is gone.
    desk.page.set_input_files("#file", tool.certificate)
    expect(desk.page.locator("#cms")).to_be_hidden()


@pytest.mark.parametrize(
    ("scopes", "links"),
    [
        ({Scope.RENDER}, []),
        ({Scope.RENDER, Scope.VERIFY}, ["/verify"]),
        ({Scope.RENDER, Scope.PACK}, ["/pack", "/sign"]),
    ],
)
def test_the_navigation_leads_only_where_the_caller_may_go(
    registry: Registry, scopes: set[Scope], links: list[str]
) -> None:
    text, key = made(*scopes)
    client: FlaskClient = holding(text, guarded(registry, key))

    page = client.get("/").text

    for path in ("/pack", "/sign", "/verify"):
        assert (f'href="{path}"' in page) == (path in links)
        assert client.get(path).status_code == (200 if path in links else 403)
