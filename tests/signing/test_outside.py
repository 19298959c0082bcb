"""Signers whose keys never reach the service: two steps, and all that is refused between them."""

import base64
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.errors import SignatureRefused
from formsvc.forms.registry import Registry
from formsvc.signing import outside
from formsvc.signing.outside import Wish
from tests.api.support import assert_problem
from tests.judges.verapdf import check
from tests.signing import support
from tests.signing.pki import Authority
from tests.signing.support import (
    Tool,
    completed,
    document,
    leaflet,
    pdfsig,
    posted,
    prepared,
    verified,
)


def refused(client: FlaskClient, made: dict[str, Any], cms: bytes) -> str:
    """The reason why a signature is not taken."""
    return str(assert_problem(completed(client, made, cms), 422)["detail"])


def test_signers_with_rsa_ecdsa_and_gost_sign_one_file_after_another(
    sealing: FlaskClient,
    all_trusting: FlaskClient,
    rsa: Tool,
    ecdsa: Tool,
    gost: tuple[Tool, Path],
    tmp_path: Path,
) -> None:
    content = document()
    for tool in (rsa, gost[0], ecdsa):
        signed = support.signed_by(all_trusting, content, tool)
        assert signed.startswith(content), "earlier bytes are not touched"
        content = signed
    told = verified(all_trusting, content)
    assert told["verdict"] == "valid", told
    assert [one["algorithm"] for one in told["signatures"]] == [
        "RSA, SHA-256",
        "ГОСТ Р 34.10-2012, 256 бит",
        "ECDSA, SHA-256",
    ]
    assert [one["changes"] for one in told["signatures"]] == ["allowed", "allowed", "none"]
    assert {one["level"] for one in told["signatures"]} == {"PAdES B-B"}
    file = tmp_path / "signed.pdf"
    file.write_bytes(content)
    assert check("3a,ua1", [file])[file] == []
    # Poppler knows no GOST, and says so; OpenSSL with the engine does.
    assert pdfsig(file).count("Signature is Valid.") == 2
    container, signed = support.containers(content)[1]
    given, data = tmp_path / "gost.p7s", tmp_path / "data"
    given.write_bytes(container)
    data.write_bytes(signed)
    asked = ["openssl", "cms", "-engine", "gost", "-verify", "-binary", "-inform", "DER"]
    asked += ["-in", str(given), "-content", str(data), "-CAfile", str(gost[1])]
    support.piped([*asked, "-out", "/dev/null"], b"")


def test_a_signer_with_the_longer_gost_key_signs(
    sealing: FlaskClient, tmp_path: Path, registry: Registry
) -> None:
    tool, root = support.gost_tool(tmp_path, 512)
    client = create_app(Config(trust_file=str(root)), registry).test_client()
    signed = support.signed_by(client, leaflet(), tool)
    (told,) = verified(client, signed)["signatures"]
    assert (told["verdict"], told["algorithm"]) == ("valid", "ГОСТ Р 34.10-2012, 512 бит")
    assert told["certificate"]["owner"] == "Гостева Мария Ивановна"
    assert told["certificate"]["number"] == "1F2E3D"
    (strange,) = verified(sealing, signed)["signatures"]
    assert (strange["verdict"], strange["integrity"]) == ("untrusted", "intact")


def test_what_is_to_be_signed_is_the_file_without_the_room_for_the_signature(
    client: FlaskClient, rsa: Tool
) -> None:
    made = prepared(client, leaflet(), rsa)
    start = made["prepared"].index(b"/Contents <") + len(b"/Contents ")
    end = made["prepared"].index(b">", start) + 1
    assert made["to_sign"] == made["prepared"][:start] + made["prepared"][end:]
    assert set(made["prepared"][start + 1 : end - 1]) == {ord("0")}
    assert verified(client, made["prepared"])["verdict"] == "unfinished"


def test_a_timestamp_is_added_where_there_is_an_authority(
    sealing: FlaskClient, ecdsa: Tool
) -> None:
    (told,) = verified(sealing, support.signed_by(sealing, leaflet(), ecdsa))["signatures"]
    assert (told["verdict"], told["level"]) == ("valid", "PAdES B-T")
    assert told["time_source"] == "timestamp"


def test_a_cms_is_taken_as_der_pem_and_base64(client: FlaskClient, ecdsa: Tool) -> None:
    made = prepared(client, leaflet(), ecdsa)
    der = ecdsa.cms(made["to_sign"])
    lines = base64.encodebytes(der)
    pem = b"-----BEGIN CMS-----\n" + lines + b"-----END CMS-----\n"
    files = [completed(client, made, one).data for one in (der, lines, pem)]
    assert files[0] == files[1] == files[2]


def test_a_cms_without_a_reference_to_its_certificate_is_pkcs7_and_not_pades(
    client: FlaskClient, rsa: Tool
) -> None:
    made = prepared(client, leaflet(), rsa)
    assert "form=pkcs7" in refused(client, made, rsa.cms(made["to_sign"], bound=False))
    made = prepared(client, leaflet(), rsa, form="pkcs7")
    answer = completed(client, made, rsa.cms(made["to_sign"], bound=False))
    assert verified(client, answer.data)["signatures"][0]["level"] == "PKCS#7"


def test_a_signature_that_does_not_fit_is_refused_with_the_reason(
    client: FlaskClient, rsa: Tool, ecdsa: Tool, gost: tuple[Tool, Path]
) -> None:
    made = prepared(client, leaflet(), rsa)
    data = made["to_sign"]
    for cms, reason in (
        (rsa.cms(data + b" "), "не от этого документа"),
        (rsa.cms(b""), "не от этого документа"),
        (rsa.cms(data, "-nodetach"), "отсоединённая"),
        (ecdsa.cms(data), "другим сертификатом"),
        (gost[0].cms(data), "другим сертификатом"),
        (rsa.cms(data, "-nocerts"), "нет сертификата"),
        (rsa.cms(data, "-noattr", bound=False), "подписанных свойств"),
        (rsa.cms(data, "-md", "sha1"), "не проверить"),
        (b"\x00" * 100, "повреждён"),
        (b"-----BEGIN CMS-----\n!\n-----END CMS-----", "повреждён"),
        (made["prepared"], "повреждён"),
    ):
        assert reason in refused(client, made, cms)
    spoilt = bytearray(rsa.cms(data))
    spoilt[-1] ^= 1
    assert "не от этого документа" in refused(client, made, bytes(spoilt))


def test_a_token_fits_its_own_file_alone(client: FlaskClient, rsa: Tool) -> None:
    made = prepared(client, leaflet(), rsa)
    other = prepared(client, leaflet(), rsa)
    cms = rsa.cms(made["to_sign"])
    assert "не тот файл" in refused(client, made | {"token": other["token"]}, cms)
    assert "не тот файл" in refused(client, made | {"prepared": leaflet()}, cms)
    changed = made["prepared"].replace(b"Received 100", b"Received 900")
    assert "не тот файл" in refused(client, made | {"prepared": changed}, cms)
    once, again = (completed(client, made, cms) for _ in range(2))
    assert (once.status_code, again.data) == (200, once.data)


@pytest.mark.parametrize("place", [0, 10, 40, -10])
def test_a_token_that_was_changed_or_made_up_is_refused(
    client: FlaskClient, rsa: Tool, place: int
) -> None:
    made = prepared(client, leaflet(), rsa)
    token = made["token"]
    other = "A" if token[place] != "A" else "B"
    forged = token[:place] + other + token[place + 1 :] if place >= 0 else token[:place]
    detail = refused(client, made | {"token": forged}, rsa.cms(made["to_sign"]))
    assert "не выдана этой службой" in detail


def test_a_late_signature_is_refused(authority: Authority, rsa: Tool) -> None:
    config, now = Config(token_minutes=5), support.now()
    made = outside.prepare(leaflet(), Wish(rsa.pem.encode()), config, now)
    cms = rsa.cms(made.to_sign)
    in_time = now + timedelta(minutes=4, seconds=59)
    assert outside.complete(made.content, made.token, cms, config, in_time)
    with pytest.raises(SignatureRefused, match="Время для подписи истекло"):
        outside.complete(made.content, made.token, cms, config, made.until)


def test_a_token_of_one_key_is_opened_by_the_same_key_elsewhere(
    registry: Registry, rsa: Tool
) -> None:
    key = base64.urlsafe_b64encode(b"k" * 32).decode()
    here, there = (create_app(Config(token_key=key), registry).test_client() for _ in range(2))
    made = prepared(here, leaflet(), rsa)
    assert completed(there, made, rsa.cms(made["to_sign"])).status_code == 200
    other = create_app(Config(token_key=key.swapcase()), registry).test_client()
    assert "не выдана" in refused(other, made, rsa.cms(made["to_sign"]))


@pytest.mark.parametrize(
    ("certificate", "reason"),
    [("", "не читается"), ("не сертификат", "не читается"), ("AAAA", "не читается")],
)
def test_a_certificate_that_is_none_is_refused(
    client: FlaskClient, certificate: str, reason: str
) -> None:
    request = {"certificate": certificate}
    answer = posted(client, "signatures/prepare", file=leaflet(), request=request)
    assert reason in assert_problem(answer, 422)["detail"]


@pytest.mark.parametrize(
    ("name", "reason"), [("expired", "Срок действия"), ("authority", "не предназначен")]
)
def test_a_certificate_that_may_not_sign_is_refused_at_the_first_step(
    client: FlaskClient, authority: Authority, name: str, reason: str
) -> None:
    request = {"certificate": authority.written(name).read_text()}
    answer = posted(client, "signatures/prepare", file=leaflet(), request=request)
    assert reason in assert_problem(answer, 422)["detail"]


@pytest.mark.parametrize(
    "request_",
    [{}, {"certificate": 1}, {"certificate": "x", "extra": "Тайна"}, [], {"form": "Тайна"}],
)
def test_a_request_that_is_wrong_is_named_without_its_values(
    client: FlaskClient, request_: Any
) -> None:
    answer = posted(client, "signatures/prepare", file=leaflet(), request=request_)
    assert_problem(answer, 400)
    assert "Тайна" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("answer", "taken"),
    [({"valid": True}, True), ({"valid": False}, False), ({"valid": "yes"}, None), ("?", None)],
)
def test_an_algorithm_that_is_not_checked_here_is_for_the_external_verifier(
    registry: Registry, authority: Authority, rsa: Tool, answer: Any, taken: bool | None
) -> None:
    weak = replace(rsa, options=(*rsa.options, "-md", "sha1"))
    with support.http_server(answer) as (url, heard):
        client = create_app(Config(verifier_url=url), registry).test_client()
        made = prepared(client, leaflet(), weak)
        cms = weak.cms(made["to_sign"])
        answered = completed(client, made, cms)
        (asked,) = heard
        assert base64.b64decode(asked["data"]) == made["to_sign"]
        assert base64.b64decode(asked["cms"]) == cms
        assert asked["revocationCheck"] == ["OCSP"]
        if taken:
            (told,) = verified(client, answered.data)["signatures"]
            assert (told["verdict"], told["checked_outside"]) == ("valid", True)
        else:
            reason = "не от этого документа" if taken is False else "не проверить"
            assert reason in assert_problem(answered, 422)["detail"]
