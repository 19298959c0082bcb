"""A pack as a ZIP: files in order, and a manifest whose digests are right."""

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.api.support import AS_OF, sample
from tests.documents.properties import properties
from tests.judges import verapdf
from tests.leaks import leaked
from tests.packs.support import COVER, item, packed, read, request, text

ITEMS = (item("kz.plan"), item("office.order", "appoint_curator", note="копия"))


@pytest.fixture(scope="module")
def archive(app: Flask) -> zipfile.ZipFile:
    """A pack of two documents."""
    body = request(*ITEMS, output="zip", cover=COVER, embed=True)
    answer = packed(app.test_client(), body)
    assert answer.mimetype == "application/zip"
    return zipfile.ZipFile(BytesIO(answer.data))


@pytest.fixture(scope="module")
def manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """What it says of itself."""
    told: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return told


def test_the_files_are_in_the_order_of_the_documents(archive: zipfile.ZipFile) -> None:
    assert archive.testzip() is None
    assert archive.namelist() == [
        "00-cover.pdf",
        "00-inventory.pdf",
        "01-kz.plan.pdf",
        "02-office.order.pdf",
        "manifest.json",
    ]


def test_what_the_archive_tells_of_itself_holds_nothing_of_a_family(
    archive: zipfile.ZipFile, manifest: dict[str, Any]
) -> None:
    assert leaked(json.dumps(manifest, ensure_ascii=False)) == set()
    assert archive.fp is not None
    archive.fp.seek(0)
    assert leaked(properties(archive.fp.read())) == set()
    papers = [archive.read(name) for name in archive.namelist() if name.endswith(".pdf")]
    assert [leaked(properties(paper)) for paper in papers] == [set()] * 4


def test_the_manifest_has_a_digest_of_every_other_file(
    archive: zipfile.ZipFile, manifest: dict[str, Any]
) -> None:
    names = [name for name in archive.namelist() if name != "manifest.json"]
    assert [one["name"] for one in manifest["files"]] == names
    for one in manifest["files"]:
        content = archive.read(one["name"])
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        assert one["bytes"] == len(content)


def test_the_manifest_tells_of_each_document(manifest: dict[str, Any]) -> None:
    assert (manifest["as_of"], manifest["sheets"]) == (AS_OF, 3)
    order = manifest["files"][-1]
    told = {key: order[key] for key in order if key not in ("sha256", "bytes", "edition")}
    assert told == {
        "name": "02-office.order.pdf",
        "title": "Приказ «О назначении куратора семьи»",
        "date": "12.05.2026",
        "number": "84",
        "note": "копия",
        "first_sheet": 3,
        "last_sheet": 3,
        "form": "office.order",
        "mode": "filled",
        "findings": [],
    }


def test_its_files_are_pdf_a_with_running_numbers_of_sheets(
    archive: zipfile.ZipFile, tmp_path: Path
) -> None:
    names = [name for name in archive.namelist() if name.endswith(".pdf")]
    files = [Path(archive.extract(name, tmp_path)) for name in names]
    assert verapdf.check("3a,ua1", files) == {file: [] for file in files}
    order = read(archive.read("02-office.order.pdf"))
    assert "3" in text(order, 1).split()
    assert "02-office" not in text(order, 1)


def test_its_files_can_be_opened_again(archive: zipfile.ZipFile, client: FlaskClient) -> None:
    content = archive.read("01-kz.plan.pdf")
    told = client.post("/v1/extract", data=content, content_type="application/pdf").get_json()
    assert (told["form"], told["edited"]) == ("kz.plan", False)
    assert told["data"]["actions"] == sample("kz.plan")["actions"]
    assert "case" not in told["data"]


def test_the_same_request_gives_the_same_bytes(client: FlaskClient) -> None:
    body = request(item("kz.plan", "minimal"), output="zip")
    assert packed(client, body).data == packed(client, body).data
