"""Signatures on the command line: what each command writes, says, and with which status it ends."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from formsvc.cli import formsvc
from formsvc.config import Config
from formsvc.setting_docs import written as written_setting
from tests.cli.running import formsvc as command
from tests.cli.test_commands import run
from tests.signing import support
from tests.signing.pki import PASSPHRASE, Authority
from tests.signing.support import Tool, document, leaflet

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()


@pytest.fixture(scope="module")
def variables(authority: Authority) -> dict[str, str]:
    """The settings of an installation with a seal."""
    config = support.settings(authority)
    names = ("seal_file", "timestamp_url", "trust_file", "fetch_hosts")
    given = {f"FORMSVC_{name.upper()}": written_setting(getattr(config, name)) for name in names}
    return given | {"FORMSVC_SEAL_PASSPHRASE": PASSPHRASE, "FORMSVC_TOKEN_KEY": KEY}


def ran(variables: Mapping[str, str], *arguments: str) -> Result:
    """A command in this process, with variables."""
    return CliRunner(env=variables).invoke(formsvc, arguments, catch_exceptions=False)


def written(folder: Path, name: str, content: bytes | str) -> str:
    """A file of the test."""
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(file)


def test_a_file_is_signed_renewed_and_verified(
    variables: dict[str, str], tmp_path: Path, authority: Authority
) -> None:
    plain = written(tmp_path, "plain.pdf", document())
    signers = {"signers": [{"role": "Директор", "name": "Иванова М. П."}]}
    slots = written(tmp_path, "slots.json", json.dumps(signers))
    signed, lasting = str(tmp_path / "signed.pdf"), str(tmp_path / "lasting.pdf")
    asked = ("sign", plain, "--level", "b-lta", "--slots", slots, "--output", signed)
    told = command(*asked, variables=variables)
    assert (told.returncode, told.stdout, told.stderr) == (0, b"", b"")
    assert ran(variables, "renew", signed, "--output", lasting).exit_code == 0
    assert Path(lasting).read_bytes().startswith(Path(signed).read_bytes())
    told = command("verify", lasting, variables=variables)
    assert told.returncode == 0
    lines = told.stdout.decode().splitlines()
    assert lines[0] == "Все подписи действительны (подписей: 1)."
    assert lines[1].startswith("slot-1: Подпись действительна. Подписал(а): Печать центра")
    assert len(lines) == 4
    as_json = json.loads(ran(variables, "verify", lasting, "--json").stdout)
    assert (as_json["valid"], len(as_json["signatures"])) == (True, 3)
    assert as_json["plan"]["complete"]


def test_the_status_of_verify_is_0_only_for_what_is_intact_and_trusted(
    variables: dict[str, str], tmp_path: Path, authority: Authority
) -> None:
    plain = written(tmp_path, "plain.pdf", leaflet())
    signed = str(tmp_path / "signed.pdf")
    assert ran(variables, "sign", plain, "--output", signed).exit_code == 0
    untrusting = {"FORMSVC_FETCH_HOSTS": authority.host}
    assert ran(untrusting, "verify", signed).exit_code == 1
    trusted = ran(untrusting, "verify", signed, "--trust", str(authority.trust_file))
    assert trusted.exit_code == 0
    changed = Path(signed).read_bytes().replace(b"Received 100", b"Received 900")
    for content in (leaflet(), changed, b"none"):
        told = ran(variables, "verify", written(tmp_path, "other.pdf", content))
        assert told.exit_code == 1
        assert told.stdout


def test_a_signer_outside_signs_by_two_commands(
    variables: dict[str, str], tmp_path: Path, rsa: Tool
) -> None:
    plain = written(tmp_path, "plain.pdf", leaflet())
    files = {name: str(tmp_path / name) for name in ("ready.pdf", "bytes", "token", "done.pdf")}
    first = ("prepare", plain, "--certificate", str(rsa.certificate), "--output")
    rest = ("--to-sign", files["bytes"], "--token", files["token"])
    assert ran(variables, *first, files["ready.pdf"], *rest).exit_code == 0
    cms = written(tmp_path, "done.p7s", rsa.cms(Path(files["bytes"]).read_bytes()))
    second = ("complete", files["ready.pdf"], "--token", files["token"], "--cms", cms)
    assert ran(variables, *second, "--output", files["done.pdf"]).exit_code == 0
    assert ran(variables, "verify", files["done.pdf"]).exit_code == 0
    other = {"FORMSVC_TOKEN_KEY": KEY.swapcase()}
    refused = ran(other, *second, "--output", files["done.pdf"])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "не выдана этой службой" in refused.stderr


def test_a_signature_beside_a_file_is_verified(
    variables: dict[str, str], tmp_path: Path, rsa: Tool
) -> None:
    file = written(tmp_path, "letter.txt", "письмо")
    cms = written(tmp_path, "letter.p7s", rsa.cms(Path(file).read_bytes()))
    assert ran(variables, "verify", file, "--signature", cms).exit_code == 0
    other = written(tmp_path, "other.txt", "другое письмо")
    assert ran(variables, "verify", other, "--signature", cms).exit_code == 1


def test_no_name_in_a_file_moves_the_cursor(tmp_path: Path) -> None:
    signer = {"field": "slot-1", "role": "\x1b[2K", "name": "\u202eИванова", "step": 1}
    plan = json.dumps({"slots": [signer], "required": [1], "mark": "ru"})
    private = pikepdf.Dictionary(Private=pikepdf.String(plan))

    def put(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PieceInfo = pikepdf.Dictionary({"/formsvc": private})

    told = ran({}, "verify", written(tmp_path, "plan.pdf", support.changed(leaflet(), put))).stdout
    assert "Места без подписи: «\ufffd[2K, \ufffdИванова»" in told
    assert all(line.isprintable() for line in told.splitlines())


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("sign", "-"), 1, "FORMSVC_SEAL_FILE"),
        (("renew", "-"), 2, "FORMSVC_TIMESTAMP_URL"),
        (("sign",), 2, "FILE"),
        (("sign", "-", "--level", "b-x"), 2, "b-x"),
        (("verify", "/nowhere/at/all.pdf"), 2, "/nowhere"),
        (("verify", "-", "--trust", "/nowhere.pem"), 2, "/nowhere"),
        (("complete", "-", "--token", "-", "--cms", "-"), 2, "FORMSVC_TOKEN_KEY"),
    ],
)
def test_a_mistake_is_told(arguments: tuple[str, ...], status: int, told: str) -> None:
    answer = run(*arguments, given=leaflet())
    assert (answer.exit_code, answer.stdout) == (status, "")
    assert told in answer.stderr


def test_secrets_are_not_in_the_words_of_the_settings() -> None:
    config = Config(seal_passphrase="тайна", token_key="тайна")
    assert "тайна" not in repr(config)
