"""PDFs from outside in a pack: bound as they look, or attached as they are, or refused by name."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.api.support import assert_problem
from tests.judges import verapdf
from tests.judges.pictures import page_picture
from tests.packs import files
from tests.packs.support import (
    COMMISSION,
    COVER,
    assert_keeps,
    bookmarks,
    corner,
    item,
    links,
    read,
    request,
    text,
)

FRONT = 2
OURS = item("office.order", "appoint_curator")


def sent(client: FlaskClient, body: dict[str, Any], **parts: bytes) -> TestResponse:
    """The answer to a pack with files."""
    form: dict[str, Any] = {name: (BytesIO(content), "x.pdf") for name, content in parts.items()}
    form["pack"] = json.dumps(body)
    return client.post("/v1/packs", data=form, content_type="multipart/form-data")


def packed(client: FlaskClient, body: dict[str, Any], **parts: bytes) -> TestResponse:
    """The same of a pack that is made."""
    answer = sent(client, body, **parts)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer


def file(name: str, **more: Any) -> dict[str, Any]:
    """An item that is a file."""
    return {"file": name, "title": f"Файл {name}", **more}


def darkest(picture: Image.Image, part: tuple[int, int, int, int]) -> int:
    """The darkest of a part of a grey picture, 0 to 255."""
    return next(shade for shade, pixels in enumerate(picture.crop(part).histogram()) if pixels)


@pytest.fixture(scope="module")
def made(app: Flask) -> TestResponse:
    """Our documents among scans, upright and turned, with a file attached as it is."""
    body = request(
        OURS,
        file("scan", date="2026-01-02", number="7"),
        file("turned"),
        file("letter", attach=True),
        item("kz.plan"),
        cover=COVER,
        signers=COMMISSION,
        embed=True,
    )
    parts = {"scan": files.scan(), "turned": files.scan(90), "letter": files.letter()}
    return packed(app.test_client(), body, **parts)


def test_with_scans_it_stays_pdf_a_without_tags(made: TestResponse, whole: Path) -> None:
    assert_keeps("3u", whole)
    assert made.headers["Formsvc-Conformance"] == "PDF/A-3u"
    assert made.headers["Formsvc-Sheets"] == "5"
    assert "P-archive" not in made.headers["Formsvc-Findings"]
    assert "Formsvc-Not-Archival" not in made.headers


def test_every_sheet_has_its_number_where_people_see_the_corner(whole: Path) -> None:
    assert corner(whole, 595) == ["", "", "1", "2", "3", "4", "5", ""]


def test_the_pages_look_as_they_did(whole: Path) -> None:
    for number in (4, 5):
        page = page_picture(whole, number, 50)
        width, height = page.size
        assert width < height
        begins = (0, 0, width // 6, height // 8)
        below = (0, height // 8, width, height)
        assert darkest(page, begins) < 120
        assert darkest(page, below) > 200


def test_the_inventory_lists_files_and_what_is_attached(pdf: pypdf.PdfReader) -> None:
    words = text(pdf, 2)
    assert "2 Файл scan 02.01.2026 7 2" in words
    assert "4 Файл letter — приложен файлом 04-file.pdf" in words
    assert "Итого 5 (пять) документов, 5 (пять) листов." in words
    assert links(pdf, 2) == [3, 4, 5, 6]


def test_the_bookmarks_lead_to_files_and_to_our_sections(pdf: pypdf.PdfReader) -> None:
    assert bookmarks(pdf) == [
        (0, "Личное дело", 1),
        (0, "Внутренняя опись документов дела", 2),
        (0, "1. Приказ «О назначении куратора семьи»", 3),
        (0, "2. Файл scan", 4),
        (0, "3. Файл turned", 5),
        (0, "5. Индивидуальный план сопровождения семьи", 6),
        (1, "1. Пересмотр индивидуального плана сопровождения семьи", 7),
        (1, "2. Пересмотр индивидуального плана сопровождения семьи", 7),
        (0, "Лист подписей", 8),
    ]


def test_what_is_attached_is_byte_for_byte_as_it_came(pdf: pypdf.PdfReader) -> None:
    attached = pdf.attachments
    assert list(attached) == ["01-office.order.json", "04-file.pdf", "05-kz.plan.json"]
    assert attached["04-file.pdf"] == [files.letter()]


def test_there_is_a_place_for_each_signer(pdf: pypdf.PdfReader) -> None:
    fields = pdf.get_fields() or {}
    assert list(fields) == ["slot-1", "slot-2", "slot-3"]
    pages = [number for number, page in enumerate(pdf.pages, 1) if "/Annots" in page]
    assert pages == [2, 8]


def test_the_same_request_gives_the_same_bytes(client: FlaskClient) -> None:
    body = request(file("scan"), file("form"), signers=COMMISSION)
    parts = {"scan": files.scan(), "form": files.form()}
    assert packed(client, body, **parts).data == packed(client, body, **parts).data


def test_what_is_no_pdf_a_makes_no_pdf_a_and_is_told(client: FlaskClient) -> None:
    body = request(file("form"), file("inheriting"), cover=COVER)
    answer = packed(client, body, form=files.form(), inheriting=files.inheriting())
    assert answer.headers["Formsvc-Conformance"] == "PDF 1.7"
    assert answer.headers["Formsvc-Findings"] == "P-archive"
    assert answer.headers["Formsvc-Not-Archival"] == "/items/0/file, /items/1/file"
    assert b"pdfaid" not in answer.data
    pdf = read(answer.data)
    cover, inventory = text(pdf, 1), text(pdf, 2)
    assert "Документ № 1: файл «Файл form» не PDF/A, поэтому весь пакет — обычный PDF" in cover
    assert "1 Файл form 1 не PDF/A 2 Файл inheriting 2 не PDF/A" in inventory
    assert "A letter Typed in 1" in text(pdf, 3), "what was typed into the form stays"
    assert pdf.pages[3].rotation == 90
    assert "A letter 2" in text(pdf, 4)


def test_what_is_pdf_a_from_outside_keeps_the_pack_archival(
    client: FlaskClient, tmp_path: Path
) -> None:
    ours = packed(client, request(OURS, inventory=False)).data
    given = {"ours": ("u", ours)} | {
        variant: (variant[-1], files.archival(f"pdf/a-{variant}")) for variant in ("1b", "2b", "2u")
    }
    found: dict[str, list[Path]] = {"u": [], "b": []}
    for name, (level, content) in given.items():
        answer = packed(client, request(file("one"), pdf="print"), one=content)
        assert answer.headers["Formsvc-Conformance"] == f"PDF/A-3{level}", name
        assert "P-archive" not in answer.headers.get("Formsvc-Findings", "")
        found[level].append(tmp_path / f"{name}.pdf")
        found[level][-1].write_bytes(answer.data)
    for level, paths in found.items():
        assert verapdf.check(f"3{level}", paths) == {path: [] for path in paths}


def test_with_attached_files_alone_the_tags_stay(client: FlaskClient, tmp_path: Path) -> None:
    body = request(OURS, file("letter", attach=True))
    answer = packed(client, body, letter=files.letter())
    path = tmp_path / "pack.pdf"
    path.write_bytes(answer.data)
    assert answer.headers["Formsvc-Conformance"] == "PDF/A-3a, PDF/UA-1"
    assert_keeps("3a,ua1", path)


def test_in_a_zip_files_are_as_they_came(client: FlaskClient) -> None:
    body = request(OURS, file("scan"), item("office.order"), output="zip")
    answer = packed(client, body, scan=files.scan())
    archive = zipfile.ZipFile(BytesIO(answer.data))
    assert archive.read("02-file.pdf") == files.scan()
    told = json.loads(archive.read("manifest.json"))["files"]
    assert [(one.get("first_sheet"), one.get("last_sheet")) for one in told[1:]] == [
        (1, 1),
        (2, 2),
        (3, 6),
    ]


REFUSED = {
    "nothing": b"",
    "no pdf": b"%PDF-1.7 but nothing more",
    "cut off": files.letter()[:-200],
    "password": files.encrypted("secret"),
    "password of the owner": files.encrypted(),
    **{name: files.changed(files.letter(), change) for name, change in files.ACTING.items()},
    **{name: files.changed(files.letter(), change) for name, change in files.CHANGING.items()},
    **{name: files.changed(files.letter(), change) for name, change in files.ODD.items()},
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_cannot_go_in_is_named(client: FlaskClient, kind: str) -> None:
    answer = sent(client, request(OURS, file("one")), one=REFUSED[kind])
    (found,) = assert_problem(answer, 422)["findings"]
    told = {key: found[key] for key in ("severity", "rule", "pointer", "label")}
    assert told == {
        "severity": "error",
        "rule": "P-file",
        "pointer": "/items/1/file",
        "label": "Документ 2",
    }


def test_a_file_that_acts_is_not_attached_either(client: FlaskClient) -> None:
    body = request(*(file(kind, attach=True) for kind in files.ACTING))
    answer = sent(client, body, **{kind: REFUSED[kind] for kind in files.ACTING})
    assert len(assert_problem(answer, 422)["findings"]) == len(files.ACTING)


def test_a_file_that_would_change_can_be_attached(client: FlaskClient) -> None:
    body = request(OURS, *(file(kind, attach=True) for kind in files.CHANGING), inventory=False)
    answer = packed(client, body, **{kind: REFUSED[kind] for kind in files.CHANGING})
    attached = [content for (content,) in read(answer.data).attachments.values()]
    assert attached == [REFUSED[kind] for kind in files.CHANGING]


@pytest.mark.parametrize(
    ("spoilt", "pointer"),
    [
        ({"file": "one"}, "/items/0/title"),
        ({"file": "other", "title": "Файл"}, "/items/0/file"),
        ({"file": "one", "title": "Файл", "mode": "draft"}, "/items/0/mode"),
        ({"file": "one", "title": "Файл", "form": "kz.plan"}, "/items/0"),
        ({"form": "kz.plan", "data": {}, "attach": True}, "/items/0/attach"),
    ],
)
def test_an_unclear_item_is_named(client: FlaskClient, spoilt: Any, pointer: str) -> None:
    answer = sent(client, request(spoilt, file("one")), one=files.letter())
    found = assert_problem(answer, 422)["findings"]
    assert pointer in [one["pointer"] for one in found]


def test_a_form_without_its_pack_or_with_more_files_is_refused(client: FlaskClient) -> None:
    form = {"one": (BytesIO(files.letter()), "x.pdf")}
    answer = client.post("/v1/packs", data=form, content_type="multipart/form-data")
    assert "pack" in assert_problem(answer, 400)["detail"]
    answer = sent(client, request(OURS), unnamed=files.letter())
    assert "лишние" in assert_problem(answer, 400)["detail"]
