"""A pack for a commission: signed by three in order, with a signed file attached as it came."""

from io import BytesIO
from pathlib import Path

import pikepdf
from flask.testing import FlaskClient
from pypdf import PdfReader

from formsvc.signing.plan import Place
from tests.judges.verapdf import check
from tests.signing.packing import packed
from tests.signing.support import (
    pdfsig,
    printed,
    verified,
    words_on,
)


def test_every_signature_of_the_pack_is_valid(
    all_trusting: FlaskClient, signed_pack: bytes, tmp_path: Path
) -> None:
    told = verified(all_trusting, signed_pack)
    assert told["valid"], told
    assert [one["verdict"] for one in told["signatures"]] == ["valid"] * 3
    assert told["plan"]["complete"]
    file = tmp_path / "pack.pdf"
    file.write_bytes(signed_pack)
    assert pdfsig(file)[:2] == ["Signature is Valid."] * 2, "poppler knows no GOST"


def test_the_signed_pack_stays_accessible_and_for_the_archive(
    signed_pack: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "pack.pdf"
    file.write_bytes(signed_pack)
    assert check("3a,ua1", [file]) == {file: []}


def test_a_signed_file_is_attached_as_it_came_and_its_state_is_told(
    commission_pack: bytes, signed_before: bytes
) -> None:
    reader = PdfReader(BytesIO(commission_pack))
    assert reader.attachments == {"02-file.pdf": [signed_before]}
    words = " ".join(reader.pages[0].extract_text().split())
    assert "2 План, подписанный раньше 05.03.2026 — приложен файлом 02-file.pdf" in words
    assert "Все подписи действительны (подписей: 1)." in words


def test_a_file_that_was_changed_since_is_told_to_be_so(
    all_trusting: FlaskClient, signed_before: bytes
) -> None:
    at = signed_before.index(b"/MediaBox") + len(b"/MediaBox [0 0 5")
    spoilt = (
        signed_before[:at]
        + (b"8" if signed_before[at : at + 1] != b"8" else b"9")
        + signed_before[at + 1 :]
    )
    (page, *_) = PdfReader(BytesIO(packed(all_trusting, spoilt, signers=[]))).pages
    assert "Подпись недействительна" in " ".join(page.extract_text().split())


def test_the_marks_overlap_nothing_and_name_each_signer(
    commission_pack: bytes, signed_pack: bytes
) -> None:
    last = len(PdfReader(BytesIO(commission_pack)).pages) - 1
    with pikepdf.open(BytesIO(commission_pack)) as pdf:
        edges = [[float(edge) for edge in field.Rect] for field in pdf.Root.AcroForm.Fields]
    places = [Place(last, *rectangle) for rectangle in edges]
    assert len(places) == 3
    for place in places:
        assert not any(place.overlaps(word) for word in words_on(commission_pack, last))
        assert not any(place.overlaps(other) for other in places if other is not place)
    assert printed(signed_pack).count("Документ подписан электронной подписью") == 3
