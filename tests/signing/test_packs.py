"""A pack for a commission: signed by three in order, with a signed file attached as it came."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from formsvc.signing.plan import Place
from tests.api.support import AS_OF, sample
from tests.judges.verapdf import check
from tests.signing.support import (
    COMMISSION,
    Tool,
    document,
    pdfsig,
    printed,
    signed_by,
    verified,
    words_on,
)

SIGNERS = [
    {"role": one.role, "name": one.name, "step": step} for step, one in enumerate(COMMISSION, 1)
]
ITEMS = [
    {"form": "office.acknowledgement_sheet", "data": sample("office.acknowledgement_sheet")},
    {"file": "order", "title": "План, подписанный раньше", "date": "2026-03-05"},
]


def packed(client: FlaskClient, order: bytes, **more: Any) -> bytes:
    """A pack of a form and of a file."""
    body = {"items": ITEMS, "as_of": AS_OF, "signers": SIGNERS} | more
    form = {"pack": json.dumps(body), "order": (BytesIO(order), "order.pdf")}
    answer = client.post("/v1/packs", data=form, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return bytes(answer.data)


@pytest.fixture(scope="module")
def earlier(all_trusting: FlaskClient, rsa: Tool) -> bytes:
    """A file that somebody signed before."""
    return signed_by(all_trusting, document(), rsa)


@pytest.fixture(scope="module")
def pack(all_trusting: FlaskClient, earlier: bytes) -> bytes:
    """The pack before it is signed."""
    return packed(all_trusting, earlier)


@pytest.fixture(scope="module")
def signed(
    all_trusting: FlaskClient, pack: bytes, rsa: Tool, ecdsa: Tool, gost: tuple[Tool, Path]
) -> bytes:
    """The pack with all three signatures, each of another algorithm."""
    content = pack
    for tool in (rsa, ecdsa, gost[0]):
        content = signed_by(all_trusting, content, tool)
    return content


def test_every_signature_of_the_pack_is_valid(
    all_trusting: FlaskClient, signed: bytes, tmp_path: Path
) -> None:
    told = verified(all_trusting, signed)
    assert told["valid"], told
    assert [one["verdict"] for one in told["signatures"]] == ["valid"] * 3
    assert told["plan"]["complete"]
    file = tmp_path / "pack.pdf"
    file.write_bytes(signed)
    assert pdfsig(file)[:2] == ["Signature is Valid."] * 2, "poppler knows no GOST"


def test_the_signed_pack_stays_accessible_and_for_the_archive(
    signed: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "pack.pdf"
    file.write_bytes(signed)
    assert check("3a,ua1", [file]) == {file: []}


def test_a_signed_file_is_attached_as_it_came_and_its_state_is_told(
    pack: bytes, earlier: bytes
) -> None:
    reader = PdfReader(BytesIO(pack))
    assert reader.attachments == {"02-file.pdf": [earlier]}
    words = " ".join(reader.pages[0].extract_text().split())
    assert "2 План, подписанный раньше 05.03.2026 — приложен файлом 02-file.pdf" in words
    assert "Все подписи действительны (подписей: 1)." in words


def test_a_file_that_was_changed_since_is_told_to_be_so(
    all_trusting: FlaskClient, earlier: bytes
) -> None:
    at = earlier.index(b"/MediaBox") + len(b"/MediaBox [0 0 5")
    spoilt = earlier[:at] + (b"8" if earlier[at : at + 1] != b"8" else b"9") + earlier[at + 1 :]
    (page, *_) = PdfReader(BytesIO(packed(all_trusting, spoilt, signers=[]))).pages
    assert "Подпись недействительна" in " ".join(page.extract_text().split())


def test_the_marks_overlap_nothing_and_name_each_signer(pack: bytes, signed: bytes) -> None:
    last = len(PdfReader(BytesIO(pack)).pages) - 1
    with pikepdf.open(BytesIO(pack)) as pdf:
        edges = [[float(edge) for edge in field.Rect] for field in pdf.Root.AcroForm.Fields]
    places = [Place(last, *rectangle) for rectangle in edges]
    assert len(places) == 3
    for place in places:
        assert not any(place.overlaps(word) for word in words_on(pack, last))
        assert not any(place.overlaps(other) for other in places if other is not place)
    assert printed(signed).count("Документ подписан электронной подписью") == 3
