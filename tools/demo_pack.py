"""A case file for a commission: made over HTTP, signed by three with keys of their own, checked."""

import json
import os
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

AS_OF = "2026-11-20"
DOCUMENTS = (
    ("kz.appeal", "typical"),
    ("kz.assessment", "typical"),
    ("kz.plan", "extended"),
    ("office.order", "appoint_curator"),
    ("office.order", "working_group"),
    ("office.acknowledgement_sheet", "typical"),
)
COVER = {
    "organisation": "Городская поликлиника № 2, г. Талдыкорган",
    "number": "17/2026",
    "people": [{"full_name": "Белов Артур Русланович", "born_on": "2023-12-04"}],
    "begun_on": "2026-11-10",
    "worker": {"position": "Социальный работник", "full_name": "Ким Вероника Андреевна"},
}
COMMISSION = (
    ("Член комиссии", "Әлиева Ұлжан Қанатқызы", 1),
    ("Член комиссии", "Сергеев Иван Иванович", 1),
    ("Председатель комиссии", "Иванова Мария Петровна", 2),
)
SECONDS = 120
VALID = "Signature Validation: Signature is Valid."


class PackError(Exception):
    """The pack or a signature of it is not as it should be; the message says what."""


def signed_pack(call: Callable[..., bytes], folder: Path) -> Path:
    """The signed case file, which this service and another program call valid.

    `call` asks a path of the service, with JSON or without, and gives the body of the answer.
    """
    folder.mkdir(parents=True)
    body = json.dumps(_request(call), ensure_ascii=False).encode()
    (folder / "pack.json").write_bytes(body)
    file = folder / "case-file.pdf"
    file.write_bytes(call("/v1/packs", body))
    roots = b""
    for number, (_, name, _) in enumerate(COMMISSION, 1):
        roots += _signed(file, folder, f"signer-{number}", name, f"slot-{number}")
        (folder / "trusted.pem").write_bytes(roots)
    _check(file, folder / "trusted.pem")
    return file


def _request(call: Callable[..., bytes]) -> dict[str, Any]:
    items = [
        {"form": form, "data": json.loads(call(f"/v1/forms/{form}/samples/{case}"))}
        for form, case in DOCUMENTS
    ]
    signers = [{"role": role, "name": name, "step": step} for role, name, step in COMMISSION]
    more = {"order": "kz.case_file", "cover": COVER, "signers": signers, "as_of": AS_OF}
    return {"items": items} | more


def _signed(file: Path, folder: Path, stem: str, name: str, slot: str) -> bytes:
    """Signs the file in two steps with a new trial key; gives its certificate."""
    key, certificate = folder / f"{stem}.key", folder / f"{stem}.crt"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-utf8"]
    usage = ["-addext", "keyUsage=critical,digitalSignature,nonRepudiation"]
    _run([*made, "-subj", f"/CN={name}", *usage, "-keyout", str(key), "-out", str(certificate)])
    to_sign, token, cms = (folder / f"{stem}.{kind}" for kind in ("bin", "token", "p7s"))
    out: list[str | Path] = ["--to-sign", to_sign, "--token", token, "--output", file]
    _formsvc(["prepare", file, "--certificate", certificate, "--slot", slot, *out])
    with_key = ["-signer", str(certificate), "-inkey", str(key), "-outform", "DER"]
    sign = ["openssl", "cms", "-sign", "-binary", "-cades", "-in", str(to_sign), *with_key]
    _run([*sign, "-out", str(cms)])
    _formsvc(["complete", file, "--token", token, "--cms", cms, "--output", file])
    for used in (key, to_sign, token, cms):
        used.unlink()
    return certificate.read_bytes()


def _check(file: Path, trusted: Path) -> None:
    told = _formsvc(["verify", file, "--trust", trusted])
    (file.parent / "verify.txt").write_text(told, encoding="utf-8")
    others = _run(["pdfsig", "-nocert", str(file)])
    (file.parent / "pdfsig.txt").write_text(others, encoding="utf-8")
    if others.count(VALID) != len(COMMISSION):
        raise PackError(f"pdfsig does not call every signature valid, see {file.parent}/pdfsig.txt")


_KEY = urlsafe_b64encode(os.urandom(32)).decode()


def _formsvc(arguments: Sequence[str | Path]) -> str:
    command = [sys.executable, "-m", "formsvc", *map(str, arguments)]
    return _run(command, FORMSVC_TOKEN_KEY=_KEY)


def _run(command: Sequence[str], **environment: str) -> str:
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        words = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
        raise PackError(f"{' '.join(command[:4])}: {words}")
    return done.stdout.decode("utf-8", "replace")
