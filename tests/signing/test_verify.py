"""Every state of a signature has its own answer, and none is an error of the service."""

import json
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask.testing import FlaskClient

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.forms.registry import Registry
from formsvc.signing import sealing as module
from formsvc.signing.sealing import Wish
from tests.api.support import assert_problem
from tests.api.test_openapi import assert_as_documented
from tests.signing import support
from tests.signing.pki import Authority
from tests.signing.support import (
    Tool,
    completed,
    leaflet,
    posted,
    prepared,
    signed_by,
    verified,
    with_slots,
)


@pytest.fixture(scope="module")
def offline(authority: Authority, registry: Registry) -> FlaskClient:
    """A machine that trusts the root and asks nobody."""
    config = Config(trust_file=str(authority.trust_file))
    return create_app(config, registry).test_client()


def sealed(authority: Authority, name: str) -> bytes:
    """A file sealed with a certificate while it was valid."""
    config, day = support.settings(authority, seal=name), support.now()
    return module.seal(leaflet(), Wish(), config, day.replace(year=2021))


@pytest.mark.parametrize(
    ("name", "verdict", "revocation"),
    [
        ("seal", "valid", "good"),
        ("plain", "valid", "not_declared"),
        ("expired", "expired", "not_checked"),
        ("revoked", "revoked", "revoked"),
        ("stranger", "untrusted", "not_checked"),
    ],
)
def test_the_state_of_the_certificate_is_the_answer(
    sealing: FlaskClient, authority: Authority, name: str, verdict: str, revocation: str
) -> None:
    told = verified(sealing, sealed(authority, name))
    (own,) = told["signatures"]
    assert (told["verdict"], own["verdict"], own["revocation"]) == (verdict, verdict, revocation)
    assert (own["integrity"], own["coverage"], own["changes"]) == ("intact", "whole_file", "none")
    assert told["valid"] is own["trusted"] is (verdict == "valid")
    assert told["summary"].startswith("Доверять документу нельзя." if not told["valid"] else "Все")


def test_revocation_that_cannot_be_asked_about_is_not_taken_for_good(
    offline: FlaskClient, authority: Authority
) -> None:
    (own,) = verified(offline, sealed(authority, "seal"))["signatures"]
    assert (own["verdict"], own["revocation"]) == ("revocation_unknown", "unknown")
    assert "не проверено, отозван ли сертификат" in own["summary"]


def test_a_signature_with_its_proofs_is_valid_where_nobody_is_asked(
    offline: FlaskClient, sealing: FlaskClient
) -> None:
    for level in ("b-lt", "b-lta"):
        request = {"level": level}
        content = posted(sealing, "signatures/seal", file=leaflet(), request=request).data
        assert verified(offline, content)["verdict"] == "valid"


def test_without_any_trusted_authority_nobody_is_known(
    client: FlaskClient, authority: Authority
) -> None:
    told = verified(client, sealed(authority, "plain"))
    assert told["verdict"] == "untrusted"
    assert "неизвестным центром" in told["summary"]


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (leaflet(), "unsigned"),
        (b"%PDF-1.7 and no more", "unreadable"),
        (b"no document", "unreadable"),
        (leaflet()[:-40], "unreadable"),
        ("простой текст".encode(), "unreadable"),
    ],
)
def test_a_file_without_signatures_or_without_sense_has_its_answer(
    client: FlaskClient, content: bytes, verdict: str
) -> None:
    told = verified(client, content)
    assert (told["verdict"], told["valid"], told["signatures"]) == (verdict, False, [])


def test_an_encrypted_file_is_unreadable(client: FlaskClient) -> None:
    locked = pikepdf.Encryption(owner="a", user="")
    content = support.changed(leaflet(), lambda pdf: None, encryption=locked)
    assert verified(client, content)["verdict"] == "unreadable"


SLOT = {"field": "slot-1", "role": "Директор", "name": "Иванова М. П.", "step": 1}
PLAN = {"slots": [SLOT], "required": [1], "mark": "ru"}


@pytest.mark.parametrize(
    "plan",
    [
        json.dumps(PLAN | {"required": []}),
        json.dumps(PLAN | {"required": [2]}),
        json.dumps(PLAN | {"required": [float("inf")]}),
        json.dumps(PLAN | {"slots": [SLOT, SLOT | {"step": "x"}]}),
        json.dumps(PLAN | {"slots": [SLOT | {"role": 5}]}),
        json.dumps(PLAN | {"slots": [SLOT | {"field": []}]}),
        json.dumps(PLAN | {"slots": []}),
        "[" * 100_000,
        "{}",
    ],
)
def test_a_plan_that_is_none_of_ours_is_no_plan(client: FlaskClient, rsa: Tool, plan: str) -> None:
    private = pikepdf.Dictionary(Private=pikepdf.String(plan))

    def put(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PieceInfo = pikepdf.Dictionary({"/formsvc": private})

    content = support.changed(leaflet(), put)
    assert verified(client, content)["plan"] is None
    assert prepared(client, content, rsa)["slot"] == "signature-1"


def test_a_prepared_file_is_told_as_not_signed(client: FlaskClient, rsa: Tool) -> None:
    told = verified(client, prepared(client, with_slots(), rsa, slot="slot-1")["prepared"])
    (own,) = told["signatures"]
    assert (own["verdict"], own["field"]) == ("unfinished", "slot-1")
    assert told["plan"]["open"] == ["slot-1", "slot-2", "slot-3"]
    assert "подписи в нём ещё нет" in own["summary"]


def test_what_cannot_be_checked_is_told_so_and_spoils_no_other(
    all_trusting: FlaskClient, rsa: Tool, ecdsa: Tool
) -> None:
    first = signed_by(all_trusting, leaflet(), rsa)
    second = signed_by(all_trusting, first, ecdsa)
    container, _ = support.containers(second)[1]
    oid = bytes.fromhex("06082a8648ce3d040302")  # ecdsa-with-SHA256
    strange = container.replace(oid, bytes.fromhex("06082a8648ce3d04037f"))
    assert strange != container
    content = second.replace(container.hex().upper().encode(), strange.hex().upper().encode())
    told = verified(all_trusting, content)
    assert [one["verdict"] for one in told["signatures"]] == ["valid", "unchecked"]
    assert told["verdict"] == "unchecked"
    assert "Целостность не проверена" in told["summary"]
    garbage = second.replace(container.hex().upper().encode(), b"AB" * len(container))
    verdicts = [one["verdict"] for one in verified(all_trusting, garbage)["signatures"]]
    assert verdicts == ["valid", "unchecked"]


def test_gost_without_its_engine_is_not_checked(
    all_trusting: FlaskClient, gost: tuple[Tool, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = signed_by(all_trusting, leaflet(), gost[0])
    assert verified(all_trusting, content)["verdict"] == "valid"
    monkeypatch.setenv("OPENSSL_ENGINES", "/nonexistent")
    support.forget_the_engine()
    try:
        (own,) = verified(all_trusting, content)["signatures"]
        made = prepared(all_trusting, leaflet(), gost[0])
        monkeypatch.delenv("OPENSSL_ENGINES")
        cms = gost[0].cms(made["to_sign"])
        refused = assert_problem(completed(all_trusting, made, cms), 422)
    finally:
        support.forget_the_engine()
    assert (own["verdict"], own["integrity"]) == ("unchecked", "unchecked")
    assert "ГОСТ Р 34.10-2012" in refused["detail"] and "не проверить" in refused["detail"]


def test_a_file_with_a_signature_beside_it_is_checked(
    all_trusting: FlaskClient, rsa: Tool, ecdsa: Tool, gost: tuple[Tool, Path]
) -> None:
    content = "любой файл, не только PDF".encode()
    for tool in (rsa, ecdsa, gost[0]):
        for cms in (tool.cms(content), tool.cms(content, "-nodetach")):
            told = verified(all_trusting, content, signature=cms)
            assert told["verdict"] == "valid", told
            other = verified(all_trusting, content + b".", signature=cms)
            assert other["verdict"] == "altered"
            assert other["signatures"][0]["integrity"] == "broken"


def test_every_signature_of_a_container_is_told(
    all_trusting: FlaskClient, rsa: Tool, ecdsa: Tool, gost: tuple[Tool, Path], tmp_path: Path
) -> None:
    content = b"signed by three"
    first = tmp_path / "first.p7s"
    first.write_bytes(rsa.cms(content, "-nodetach"))
    both = support.resigned(first, ecdsa)
    told = verified(all_trusting, content, signature=both)
    assert [one["verdict"] for one in told["signatures"]] == ["valid", "valid"]
    assert verified(all_trusting, b"other", signature=both)["verdict"] == "altered"


@pytest.mark.parametrize("signature", [b"\x00", b"no signature", b"0\x80", leaflet()])
def test_a_signature_that_is_none_is_unreadable(client: FlaskClient, signature: bytes) -> None:
    assert verified(client, b"file", signature=signature)["verdict"] == "unreadable"


def test_the_answers_are_as_documented(all_trusting: FlaskClient, rsa: Tool) -> None:
    contract = json.loads(all_trusting.get("/openapi.json").data)
    made = posted(
        all_trusting,
        "signatures/prepare",
        file=with_slots(),
        request={"certificate": rsa.pem, "slot": "slot-1"},
    )
    assert_as_documented(contract, "/v1/signatures/prepare", "post", made)
    parts = prepared(all_trusting, with_slots(), rsa, slot="slot-1")
    done = completed(all_trusting, parts, rsa.cms(parts["to_sign"]))
    assert_as_documented(contract, "/v1/signatures/complete", "post", done)
    for content in (done.data, parts["prepared"], leaflet(), b"none"):
        answer = posted(all_trusting, "verify", file=content)
        assert_as_documented(contract, "/v1/verify", "post", answer)
    sealed_ = posted(all_trusting, "signatures/seal", file=leaflet())
    assert_as_documented(contract, "/v1/signatures/seal", "post", sealed_)
    for call in ("seal", "prepare", "complete"):
        wrong = all_trusting.post(f"/v1/signatures/{call}", data={"file": (BytesIO(b"x"), "x")})
        assert_as_documented(contract, f"/v1/signatures/{call}", "post", wrong)


def test_a_part_that_is_unknown_or_missing_is_named_without_its_words(
    client: FlaskClient,
) -> None:
    answer = posted(client, "verify", file=leaflet(), Тайна=b"x")
    assert_problem(answer, 400)
    assert "Тайна" not in answer.get_data(as_text=True)
    missing = assert_problem(posted(client, "signatures/complete", file=leaflet()), 400)
    assert "token, cms" in missing["detail"]
