"""The service's own seal at every level, and what independent judges say of it."""

import logging
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask.testing import FlaskClient
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import Signer
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.errors import BadSetting, SignatureRefused
from formsvc.forms.registry import Registry
from formsvc.signing import keys
from formsvc.signing import sealing as module
from formsvc.signing.sealing import Level, Wish
from formsvc.signing.waiting import finished
from tests.api.support import assert_problem
from tests.judges.command import run
from tests.judges.verapdf import check
from tests.signing import support
from tests.signing.pki import PASSPHRASE, Authority
from tests.signing.support import document, leaflet, pdfsig, posted, verified, with_slots

LEVELS = {"b-b": "PAdES B-B", "b-t": "PAdES B-T", "b-lt": "PAdES B-LT", "b-lta": "PAdES B-LTA"}


@pytest.fixture(scope="module")
def sealed(sealing: FlaskClient) -> dict[str, bytes]:
    """The form sealed at every level, and in a slot at the lowest and the highest."""
    made = {}
    for name, content, slot, levels in (
        ("plain", document(), "", LEVELS),
        ("slot", with_slots(), "slot-2", ("b-b", "b-lta")),
    ):
        for level in levels:
            request = {"level": level, "slot": slot}
            answer = posted(sealing, "signatures/seal", file=content, request=request)
            assert answer.status_code == 200, answer.get_json()
            assert answer.mimetype == "application/pdf"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.data.startswith(content), "a signature only adds to the file"
            made[f"{name}-{level}"] = answer.data
    return made


def test_every_level_is_valid_and_told_by_its_name(
    sealing: FlaskClient, sealed: dict[str, bytes]
) -> None:
    for name, content in sealed.items():
        told = verified(sealing, content)
        own = told["signatures"][0]
        assert (told["verdict"], own["verdict"]) == ("valid", "valid"), (name, told)
        assert own["level"] == LEVELS[name.split("-", 1)[1]]
        assert own["certificate"]["owner"] == "Печать центра «Вымысел»"
        assert own["certificate"]["issuer"] == "Вымышленный удостоверяющий центр"
        assert (own["integrity"], own["revocation"], own["trusted"]) == ("intact", "good", True)
        stamped = name.split("-", 1)[1] != "b-b"
        assert own["time_source"] == ("timestamp" if stamped else "claimed")


def test_a_signed_file_stays_pdf_a_3a_and_pdf_ua_1(
    sealed: dict[str, bytes], tmp_path: Path
) -> None:
    files = [tmp_path / f"{name}.pdf" for name in sealed]
    for file, content in zip(files, sealed.values(), strict=True):
        file.write_bytes(content)
    assert {file.name: rules for file, rules in check("3a,ua1", files).items() if rules} == {}


def test_poppler_qpdf_and_openssl_agree(
    authority: Authority, sealed: dict[str, bytes], tmp_path: Path
) -> None:
    for name, content in sealed.items():
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(content)
        assert pdfsig(file) == ["Signature is Valid."]
        run(["qpdf", "--check", file], support.SECONDS)
        for container, signed in support.containers(content):
            assert support.openssl_accepts(authority, container, signed, tmp_path), name


def test_a_body_that_is_the_file_alone_is_sealed(sealing: FlaskClient) -> None:
    answer = sealing.post("/v1/signatures/seal", data=leaflet(), content_type="application/pdf")
    assert answer.status_code == 200
    assert verified(sealing, answer.data)["summary"] == ("Все подписи действительны (подписей: 1).")


def test_the_description_of_the_document_is_left_as_it_was(sealed: dict[str, bytes]) -> None:
    with pikepdf.open(BytesIO(document())) as before:
        description = before.Root.Metadata.read_bytes()
    for content in sealed.values():
        with pikepdf.open(BytesIO(content)) as pdf:
            assert pdf.Root.Metadata.read_bytes() == description


@pytest.mark.parametrize("name", ["expired", "revoked"])
def test_a_certificate_that_is_not_valid_makes_no_proven_signature(
    authority: Authority, name: str
) -> None:
    config = support.settings(authority, seal=name)
    with pytest.raises(SignatureRefused, match=r"Срок действия|не проверен"):
        module.seal(leaflet(), Wish(Level.LT), config, support.now())


def test_without_a_seal_the_settings_are_named(client: FlaskClient) -> None:
    answer = posted(client, "signatures/seal", file=leaflet())
    assert "FORMSVC_SEAL_FILE" in assert_problem(answer, 422)["detail"]


@pytest.mark.parametrize("change", [{"timestamp_url": ""}, {"trust_file": ""}])
def test_a_level_without_its_services_is_refused_by_the_name_of_the_setting(
    authority: Authority, change: dict[str, str]
) -> None:
    config = support.settings(authority, **change)
    (name,) = change
    with pytest.raises(SignatureRefused, match=f"FORMSVC_{name.upper()}"):
        module.seal(leaflet(), Wish(Level.LTA), config, support.now())


def test_a_timestamp_authority_that_does_not_answer_leaves_no_half_made_file(
    authority: Authority,
) -> None:
    config = support.settings(authority, timestamp_url="http://127.0.0.1:9/tsa")
    with pytest.raises(SignatureRefused, match="штампов времени"):
        module.seal(leaflet(), Wish(Level.T), config, support.now())


def test_the_passphrase_is_told_nowhere(
    authority: Authority,
    registry: Registry,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    secret = "тайное слово 31337"
    file = tmp_path / "passphrase"
    file.write_text(f"{secret}\n", encoding="utf-8")
    given = {"seal_passphrase": secret}, {"seal_passphrase": "", "seal_passphrase_file": str(file)}
    with caplog.at_level(logging.DEBUG):
        for change in given:
            config = support.settings(authority, **change)
            answer = posted(
                create_app(config, registry).test_client(), "signatures/seal", file=leaflet()
            )
            assert_problem(answer, 500)
            assert "31337" not in answer.get_data(as_text=True) + repr(config)
    assert "31337" not in caplog.text + "".join(capfd.readouterr())


def test_the_passphrase_may_be_in_a_file(authority: Authority, tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    config = support.settings(authority, seal_passphrase="", seal_passphrase_file=str(file))
    assert module.seal(leaflet(), Wish(), config, support.now()).startswith(leaflet())


def test_a_key_on_a_token_seals_as_one_in_a_file(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = support.soft_token(authority, "seal", tmp_path, monkeypatch)
    config = Config(
        seal_module=library,
        seal_token="вымысел",
        seal_label="seal",
        seal_passphrase="4711",
        trust_file=str(authority.trust_file),
        fetch_hosts=(authority.host,),
    )
    made = [module.seal(leaflet(), Wish(), config, support.now()) for _ in range(2)]
    client = create_app(config).test_client()
    assert [verified(client, content)["verdict"] for content in made] == ["valid", "valid"]
    with pytest.raises(BadSetting, match="PKCS#11"):
        wrong = Config(
            seal_module=library,
            seal_token="другой",
            seal_label="seal",
            seal_passphrase="4711",
        )
        module.seal(leaflet(), Wish(), wrong, support.now())


@pytest.mark.parametrize("name", ["seal", "elliptic"])
def test_keys_of_rsa_and_of_elliptic_curves_seal(authority: Authority, name: str) -> None:
    config = support.settings(authority, seal=name)
    content = module.seal(leaflet(), Wish(), config, support.now())
    (told,) = verified(create_app(config).test_client(), content)["signatures"]
    assert told["algorithm"] == {"seal": "RSA, SHA-256", "elliptic": "ECDSA, SHA-256"}[name]


@pytest.mark.parametrize("digest", [b"a" * 32, b"b" * 32])
def test_the_cms_is_the_one_that_pyhanko_makes(authority: Authority, digest: bytes) -> None:
    signer = keys.seal(support.settings(authority)).signer
    ours = finished(signer.async_sign(digest, "sha256", use_pades=True))
    whole = finished(Signer.async_sign(signer, digest, "sha256", use_pades=True))
    assert ours.dump() == whole.dump()


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 and no more",
        b"no document at all",
        leaflet()[:300],
        leaflet().replace(b"xref\n0 ", b"xref\n0.1.2 ", 1),
        leaflet().replace(b"/Size ", b"/Size 1.1.", 1),
    ],
)
def test_what_is_no_whole_pdf_is_not_signed(sealing: FlaskClient, content: bytes) -> None:
    assert_problem(posted(sealing, "signatures/seal", file=content), 422)


def test_an_encrypted_file_is_not_signed(sealing: FlaskClient) -> None:
    content = support.changed(
        leaflet(), lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="")
    )
    detail = assert_problem(posted(sealing, "signatures/seal", file=content), 422)["detail"]
    assert "зашифрован" in detail


def test_the_key_is_loaded_once(authority: Authority) -> None:
    config = support.settings(authority)
    first, second = keys.seal(config), keys.seal(config)
    assert first is second


def test_a_host_that_was_not_named_is_not_asked(
    authority: Authority, registry: Registry, sealed: dict[str, bytes]
) -> None:
    config = support.settings(
        authority, timestamp_url="", fetch_hosts=("localhost:1", "example.org")
    )
    (told,) = verified(create_app(config, registry).test_client(), sealed["plain-b-b"])[
        "signatures"
    ]
    assert (told["verdict"], told["revocation"]) == ("revocation_unknown", "unknown")
    assert told["integrity"] == "intact"


def test_the_validator_of_pyhanko_agrees(authority: Authority, sealed: dict[str, bytes]) -> None:
    roots = [authority.certificate("root")]
    for name, content in sealed.items():
        for embedded in PdfFileReader(BytesIO(content)).embedded_regular_signatures:
            context = ValidationContext(trust_roots=roots, allow_fetching=True)
            assert validate_pdf_signature(embedded, context).bottom_line, name
