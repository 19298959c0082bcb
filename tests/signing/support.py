"""Documents to sign, tools that sign and judge from outside, and settings for the service."""

import base64
import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pikepdf
import pkcs11
import pytest
from flask.testing import FlaskClient
from pkcs11.util.x509 import decode_x509_certificate
from werkzeug.serving import make_server
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request, Response

from formsvc.config import Config
from formsvc.forms.registry import installed_forms
from formsvc.pipeline import Service, Wanted
from formsvc.signing import gost, slots
from formsvc.signing.plan import Mark, Place, Plan, Slot, planned
from tests.api.running import free_port
from tests.api.support import AS_OF, sample
from tests.judges.command import run
from tests.signing.pki import PASSPHRASE, Authority

SECONDS = 60
SOFT_TOKEN = "/usr/lib/softhsm/libsofthsm2.so"
COMMISSION = (
    Slot("", "Председатель комиссии", "Иванова М. П."),
    Slot("", "Член комиссии", "Әлиева Ұ. Қ."),
    Slot("", "Секретарь комиссии", "Кривых Э. Т."),
)


def now() -> datetime:
    """The present moment, to the second, with a time zone."""
    return datetime.now(UTC).replace(microsecond=0)


def settings(authority: Authority, seal: str = "seal", **more: Any) -> Config:
    """The service with a seal and everything that the authority offers."""
    return Config(
        **{
            "seal_file": str(authority.pkcs12(seal)),
            "seal_passphrase": PASSPHRASE,
            "timestamp_url": authority.timestamp_url,
            "trust_file": str(authority.trust_file),
            "fetch_hosts": (authority.host,),
        }
        | more
    )


def service(config: Config) -> Service:
    """The pipeline with these settings."""
    return Service(installed_forms(), config)


@cache
def document() -> bytes:
    """A form with its data inside: PDF/A-3a and PDF/UA-1."""
    wanted = Wanted("kz.plan", "pdf", datetime.fromisoformat(AS_OF).date(), embed=True)
    return service(Config()).generate(wanted, sample("kz.plan")).content


@cache
def with_slots(required: tuple[int, ...] = (), steps: tuple[int, ...] = (1, 1, 1)) -> bytes:
    """The form with a sheet for three signers."""
    return slots.with_sheet(
        document(), plan(required, steps), now().date(), Config(), installed_forms().roots
    )


def plan(
    required: tuple[int, ...] = (), steps: tuple[int, ...] = (1, 1, 1), mark: Mark = Mark.RU
) -> Plan:
    """Three signers in steps."""
    signers = [
        Slot("", one.role, one.name, step) for one, step in zip(COMMISSION, steps, strict=True)
    ]
    return planned(signers, required, mark)


@cache
def leaflet() -> bytes:
    """A small file of one page, not of our making: no tags, no PDF/A."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 720 Td (Received 100) Tj ET")
        buffer = BytesIO()
        pdf.save(buffer, deterministic_id=True, compress_streams=False)
    return buffer.getvalue()


def posted(client: FlaskClient, call: str, **parts: Any) -> TestResponse:
    """The answer to a form: bytes are sent as files, texts as fields, the rest as JSON."""
    return client.post(f"/v1/{call}", data={name: _part(one) for name, one in parts.items()})


def _part(value: Any) -> Any:
    if isinstance(value, bytes):
        return (BytesIO(value), "часть.bin")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True)
class Tool:
    """A signer's own tool: OpenSSL with a key that the service never sees."""

    certificate: Path
    key: Path
    options: tuple[str, ...] = ()

    @property
    def pem(self) -> str:
        """The certificate as text."""
        return self.certificate.read_text()

    def cms(self, content: bytes, *options: str, bound: bool = True) -> bytes:
        """A detached CMS of the bytes, with the reference to the certificate if `bound`."""
        asked = ["openssl", "cms", "-sign", "-binary", "-outform", "DER"]
        named = ["-signer", str(self.certificate), "-inkey", str(self.key)]
        cades = ["-cades"] if bound else []
        return piped([*asked, *named, *cades, *self.options, *options], content)


def piped(command: Sequence[str], content: bytes) -> bytes:
    """Standard output of a command that is given bytes and succeeds."""
    done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout


def common(authority: Authority, name: str) -> Tool:
    """The tool of a signer with RSA or ECDSA."""
    chain = ("-certfile", str(authority.written("authority")))
    return Tool(authority.written(name), authority.key_file(name), chain)


def own_tool(folder: Path, name: str) -> Tool:
    """The tool of a signer whose certificate nobody issued."""
    key, certificate = folder / "own.key", folder / "own.crt"
    asked = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    asked += ["-nodes", "-days", "30", "-utf8", "-subj", f"/CN={name}"]
    asked += ["-addext", "keyUsage=critical,digitalSignature", "-keyout", str(key)]
    piped([*asked, "-out", str(certificate)], b"")
    return Tool(certificate, key)


def gost_tool(folder: Path, bits: int = 256) -> tuple[Tool, Path]:
    """The tool of a signer with GOST R 34.10-2012, and the root that issued the certificate."""
    root, key = folder / f"gost-root-{bits}.crt", folder / f"gost-{bits}.key"
    certificate, wish = folder / f"gost-{bits}.crt", folder / f"gost-{bits}.csr"
    kind = ["-newkey", f"gost2012_{bits}", "-pkeyopt", "paramset:A", "-nodes"]
    root_key = str(folder / f"gost-root-{bits}.key")
    openssl = ["openssl", "req", "-engine", "gost", "-utf8", "-batch", *kind]
    name = "/CN=Вымышленный корень ГОСТ"
    piped([*openssl, "-x509", "-subj", name, "-keyout", root_key, "-out", str(root)], b"")
    owner = "/C=RU/CN=Гостева Мария Ивановна/SN=Гостева/GN=Мария Ивановна"
    piped([*openssl, "-subj", owner, "-keyout", str(key), "-out", str(wish)], b"")
    issue = ["openssl", "x509", "-engine", "gost", "-req", "-in", str(wish), "-CA", str(root)]
    issue += ["-CAkey", root_key, "-set_serial", "0x1F2E3D", "-days", "30"]
    piped([*issue, "-out", str(certificate)], b"")
    return Tool(certificate, key, ("-engine", "gost", "-md", f"md_gost12_{bits}")), root


def prepared(client: FlaskClient, content: bytes, tool: Tool, **request: Any) -> dict[str, Any]:
    """What `prepare` answers, with its bytes decoded."""
    asked = {"certificate": tool.pem} | request
    answer = posted(client, "signatures/prepare", file=content, request=asked)
    assert answer.status_code == 200, answer.get_json()
    told: dict[str, Any] = answer.get_json()
    return told | {name: base64.b64decode(told[name]) for name in ("prepared", "to_sign")}


def completed(client: FlaskClient, made: Mapping[str, Any], cms: bytes) -> TestResponse:
    """The answer of `complete`."""
    return posted(
        client, "signatures/complete", file=made["prepared"], token=made["token"], cms=cms
    )


def signed_by(client: FlaskClient, content: bytes, tool: Tool, **request: Any) -> bytes:
    """A file signed by a tool outside, in the two steps."""
    made = prepared(client, content, tool, **request)
    answer = completed(client, made, tool.cms(made["to_sign"]))
    assert answer.status_code == 200, answer.get_json()
    return bytes(answer.data)


def verified(client: FlaskClient, content: bytes, **parts: bytes) -> dict[str, Any]:
    """What the service says of a file; it always says something."""
    answer = posted(client, "verify", file=content, **parts)
    assert answer.status_code == 200, answer.get_json()
    told: dict[str, Any] = answer.get_json()
    return told


def spoilt(client: FlaskClient, content: bytes) -> dict[str, Any]:
    """What the service says of a file that a byte spoilt.

    The byte may make the file claim more objects than the service reads; that is noticed, too.
    """
    answer = posted(client, "verify", file=content)
    if answer.status_code == 413:
        return {"valid": False, "verdict": "unreadable", "signatures": []}
    assert answer.status_code == 200, answer.get_json()
    told: dict[str, Any] = answer.get_json()
    return told


def pdfsig(file: Path) -> list[str]:
    """What poppler says of the integrity of each signature; trust it does not look into here."""
    output, _ = run(["pdfsig", "-nocert", file], SECONDS)
    # Poppler 22 does not know timestamps of documents; it says so of each.
    told = [part for part in output.decode().split("Signature #") if "Type: unknown" not in part]
    lines = [line for part in told for line in part.splitlines()]
    return [line.split(": ")[1] for line in lines if "Signature Validation: " in line]


def containers(content: bytes) -> list[tuple[bytes, bytes]]:
    """Each signature that is no timestamp: its CMS, and the bytes that it covers."""
    found = []
    with pikepdf.open(BytesIO(content)) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            value = field.get("/V")
            if value is not None and value.get("/Type") != "/DocTimeStamp":
                start, length, after, rest = (int(number) for number in value.ByteRange)
                signed = content[start : start + length] + content[after : after + rest]
                found.append((bytes(value.Contents), signed))
    return found


def openssl_accepts(authority: Authority, container: bytes, signed: bytes, folder: Path) -> bool:
    """Whether OpenSSL finds the CMS to be of the bytes, and trusts the signer by the root."""
    given, data, chain = folder / "given.p7s", folder / "data.bin", authority.trust_file
    given.write_bytes(container)
    data.write_bytes(signed)
    asked = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(given)]
    asked += ["-content", str(data), "-CAfile", str(chain), "-purpose", "any", "-out", "/dev/null"]
    asked += ["-certfile", str(authority.written("authority"))]
    return subprocess.run(asked, capture_output=True, timeout=SECONDS, check=False).returncode == 0


def changed(content: bytes, change: Any, **options: Any) -> bytes:
    """A file as a program writes it anew."""
    buffer = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(buffer, **options)
    return buffer.getvalue()


def soft_token(
    authority: Authority, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """A PKCS#11 token with a key and its certificates; the path of its library."""
    tokens = folder / "tokens"
    tokens.mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(conf))
    start = ["softhsm2-util", "--init-token", "--free", "--label", "вымысел"]
    piped([*start, "--so-pin", "0815", "--pin", "4711"], b"")
    put = ["softhsm2-util", "--import", str(authority.key_file(name)), "--token", "вымысел"]
    piped([*put, "--label", name, "--id", "01", "--pin", "4711"], b"")
    with (
        pkcs11.lib(SOFT_TOKEN)
        .get_token(token_label="вымысел")
        .open(rw=True, user_pin="4711") as session
    ):
        for label in (name, "authority"):
            content = authority.certificate(label).dump()
            known = decode_x509_certificate(content) | {pkcs11.Attribute.LABEL: label}
            session.create_object(known | {pkcs11.Attribute.TOKEN: True})
    return SOFT_TOKEN


@contextmanager
def http_server(answer: Any) -> Iterator[tuple[str, list[Any]]]:
    """A server on loopback that answers every POST with the same JSON, and keeps what it heard."""
    heard: list[Any] = []

    @Request.application
    def answering(request: Request) -> Response:
        heard.append(request.get_json())
        return Response(json.dumps(answer), mimetype="application/json")

    port = free_port()
    server = make_server("127.0.0.1", port, answering)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}/cms/verify", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def printed(content: bytes) -> str:
    """What a reader of the pages sees, marks included."""
    return piped(["pdftotext", "-layout", "-", "-"], content).decode()


def words_on(content: bytes, page: int) -> list[Place]:
    """Where on a page the words are."""
    number = str(page + 1)
    told = piped(["pdftotext", "-bbox", "-f", number, "-l", number, "-", "-"], content).decode()
    height = float(re.findall(r'<page width="[\d.]+" height="([\d.]+)"', told)[0])
    boxes = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', told)
    return [
        Place(page, float(left), height - float(low), float(right), height - float(high))
        for left, high, right, low in boxes
    ]


def forget_the_engine() -> None:
    """The service looks once a process whether GOST can be checked; let it look again."""
    gost.is_available.cache_clear()


def resigned(file: Path, tool: Tool) -> bytes:
    """A CMS with its content inside, signed once more by another signer."""
    asked = ["openssl", "cms", "-resign", "-inform", "DER", "-in", str(file), "-outform", "DER"]
    named = ["-signer", str(tool.certificate), "-inkey", str(tool.key)]
    return piped([*asked, *named, "-cades", *tool.options], b"")
