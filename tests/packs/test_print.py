"""A pack for print, by the fast engine: the same papers, PDF/A-3u, and a ZIP of such files."""

import json
import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.forms.registry import Registry
from tests.api.support import assert_problem
from tests.judges import verapdf
from tests.judges.command import run
from tests.packs.files import scan
from tests.packs.support import (
    COMMISSION,
    COVER,
    assert_keeps,
    bookmarks,
    corner,
    corners,
    item,
    links,
    packed,
    read,
    request,
    text,
)

MOST_MIB = 160
ITEMS = (item("kz.plan"), item("nso.kkss"), item("office.order", "appoint_curator"))


@pytest.fixture(scope="module")
def made(app: Flask) -> TestResponse:
    """Three documents with everything around them."""
    body = request(*ITEMS, cover=COVER, signers=COMMISSION, pdf="print")
    return packed(app.test_client(), body)


def test_it_is_pdf_a_3u_and_whole_and_says_so(made: TestResponse, whole: Path) -> None:
    assert_keeps("3u", whole)
    assert made.headers["Formsvc-Conformance"] == "PDF/A-3u"
    assert made.headers["Formsvc-Engine"].startswith("plutoprint ")


def test_each_sheet_has_its_number_landscape_ones_too(
    made: TestResponse, whole: Path, pdf: pypdf.PdfReader
) -> None:
    numbers = map(str, range(1, int(made.headers["Formsvc-Sheets"]) + 1))
    assert corners(whole, pdf) == ["", "", *numbers, ""]
    assert len({page.mediabox.width for page in pdf.pages}) == 2


def test_links_and_bookmarks_lead_to_documents_and_their_sections(pdf: pypdf.PdfReader) -> None:
    found = bookmarks(pdf)
    documents = [page for level, title, page in found if level == 0 and title[0].isdigit()]
    assert links(pdf, 2) == documents
    for level, title, page in found:
        if level:
            assert "".join(title.split()) in "".join(text(pdf, page).split()), title
    assert [title for level, title, _ in found if level == 1][:3] == [
        "1. Пересмотр индивидуального плана сопровождения семьи",
        "2. Пересмотр индивидуального плана сопровождения семьи",
        "Часть I. Комплексная оценка семейного неблагополучия",
    ]
    pages = [number for number, page in enumerate(pdf.pages, 1) if "/Annots" in page]
    assert pages == [2, len(pdf.pages)], "no other link is left"


def test_the_same_request_gives_the_same_bytes(client: FlaskClient, made: TestResponse) -> None:
    body = request(*ITEMS, cover=COVER, signers=COMMISSION, pdf="print")
    assert packed(client, body).data == made.data


def test_the_files_of_a_zip_are_for_print_too(client: FlaskClient, tmp_path: Path) -> None:
    body = request(*ITEMS, cover=COVER, pdf="print", output="zip")
    archive = zipfile.ZipFile(BytesIO(packed(client, body).data))
    names = [name for name in archive.namelist() if name.endswith(".pdf")]
    files = [Path(archive.extract(name, tmp_path)) for name in names]
    assert verapdf.check("3u", files) == {file: [] for file in files}
    assert corner(files[2], 595) == ["1", "2"]


@pytest.mark.parametrize("wish", [{"pdf": "print"}, {"pdf": "archive"}, {"output": "zip"}])
def test_too_many_pages_are_refused(registry: Registry, wish: dict[str, str]) -> None:
    client = create_app(Config(max_pages=3), registry).test_client()
    two = [item("kz.plan", "minimal"), item("kz.plan", "minimal")]
    answer = client.post("/v1/packs", json=request(*two, **wish))
    assert "3" in assert_problem(answer, 413)["detail"]


def test_the_command_line_makes_packs_of_any_size(tmp_path: Path) -> None:
    items = [item("office.order", "appoint_curator") for _ in range(51)]
    items.append({"file": "scan.pdf", "title": "Скан"})
    (tmp_path / "scan.pdf").write_bytes(scan())
    (tmp_path / "pack.json").write_text(json.dumps(request(*items, pdf="print")), "utf-8")
    command: list[str | Path] = [sys.executable, "-m", "formsvc", "pack", tmp_path / "pack.json"]
    file = tmp_path / "pack.pdf"
    _, said = run([*command, "--output", file], 300)
    assert "Листов: 52. PDF/A-3u. Пакет больше, чем делает сервер, поэтому без тегов." in said
    (peak,) = re.findall(r"Память: (\d+) МиБ", said)
    assert 20 < int(peak) < MOST_MIB, "documents are laid aside until they are joined"
    pdf = read(file.read_bytes())
    assert "Итого 52 (пятьдесят два) документа, 52 (пятьдесят два) листа." in text(pdf, 3)
    assert_keeps("3u", file)
