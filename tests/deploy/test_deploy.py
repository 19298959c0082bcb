"""What lies in deploy/ is accepted by the programs that read it; nginx is tried for real."""

import json
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, unquote

import kubernetes_validate
import pytest
import yaml

from formsvc.access.keyfile import as_text
from formsvc.access.scopes import Scope
from formsvc.forms.registry import installed_forms
from tests.access.support import SECRET, made
from tests.api.running import RunningService, free_port, running_service
from tests.api.support import AS_OF, sample

ROOT = installed_forms().roots.docs.parent
DEPLOY = ROOT / "deploy"
SECONDS = 60
NAME = "Полякова"
KUBERNETES = "1.31"
MANIFESTS = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))


@pytest.mark.parametrize("manifest", MANIFESTS, ids=[one["kind"] for one in MANIFESTS])
def test_the_manifest_keeps_the_schemas_of_kubernetes(manifest: dict[str, object]) -> None:
    kubernetes_validate.validate(manifest, KUBERNETES, strict=True)


def test_the_containers_run_without_rights_and_without_a_root_to_write() -> None:
    pod = MANIFESTS[0]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert services["formsvc"]["read_only"] is True
    assert services["formsvc"]["cap_drop"] == ["ALL"]
    assert "ports" not in services["formsvc"], "only nginx is open to others"


def test_the_image_is_made_of_what_is_here_and_runs_as_nobody() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    sources = [source for line in copied for source in line.split()]
    assert len(sources) > 5
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE) == ["10001:10001"]
    assert "--require-hashes" in text


def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "formsvc"
    unit = tmp_path / "formsvc.service"
    text = (DEPLOY / "formsvc.service").read_text()
    unit.write_text(text.replace("/opt/formsvc/bin/formsvc", str(program)))
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")


def nginx_files(folder: Path, upstream: int, port: int) -> Path:
    """The example with addresses of this test, in the frame that Debian gives it."""
    certificate, key = folder / "forms.crt", folder / "forms.key"
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    asked += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    asked += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(asked, check=True, capture_output=True, timeout=SECONDS)
    example = (DEPLOY / "nginx.conf").read_text()
    for old, new in (
        ("server formsvc:8000;", f"server 127.0.0.1:{upstream};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("/etc/nginx/tls/forms.crt", str(certificate)),
        ("/etc/nginx/tls/forms.key", str(key)),
        ("/var/log/nginx/error.log", str(folder / "error.log")),
    ):
        assert old in example
        example = example.replace(old, new)
    (folder / "formsvc.conf").write_text(example)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi")
    )
    frame = folder / "nginx.conf"
    frame.write_text(
        f"pid {folder}/nginx.pid; error_log {folder}/main.log; daemon off; user root;"
        f"events {{}} http {{ {temporary} include {folder}/formsvc.conf; }}"
    )
    return frame


@contextmanager
def running_nginx(folder: Path, upstream: int) -> Iterator[int]:
    """nginx of Debian with the example, in front of a service; the port where it listens."""
    port = free_port()
    frame = nginx_files(folder, upstream, port)
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    options = [program, "-p", str(folder), "-c", str(frame)]
    checked = subprocess.run(
        [*options, "-t"], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(options)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(SECONDS)


def asked(
    port: int, path: str, folder: Path, headers: dict[str, str], body: bytes | None = None
) -> tuple[int, bytes]:
    """Status and body of an answer over TLS."""
    trusted = ssl.create_default_context(cafile=str(folder / "forms.crt"))
    request = urllib.request.Request(f"https://127.0.0.1:{port}{path}", body, headers)
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            with urllib.request.urlopen(request, timeout=SECONDS, context=trusted) as answer:
                return answer.status, answer.read()
        except HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read()
        except urllib.error.URLError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_nginx_in_front_passes_documents_and_hides_nothing_of_the_answers(tmp_path: Path) -> None:
    text, key = made(*Scope)
    settings = {"keys": as_text([key]), "keys_secret": SECRET, "behind_proxy": "true"}
    with (
        running_service(tmp_path / "log", **settings) as running,
        running_nginx(tmp_path, running.port) as port,
    ):
        own = {"Authorization": f"Bearer {text}", "Content-Type": "application/json"}
        body = json.dumps(sample("kz.plan")).encode()
        path = f"/v1/forms/kz.plan/documents?as_of={AS_OF}"
        status, content = asked(port, path, tmp_path, own, body)
        assert (status, content[:2]) == (200, b"PK")
        assert content == direct(running, path, body, text)
        assert asked(port, path, tmp_path, {}, body)[0] == 401
        assert asked(port, path, tmp_path, own, b" " * (6 * 2**20))[0] == 413
        assert asked(port, "/metrics", tmp_path, own)[0] == 404
        wrong = {"Authorization": "Bearer fsk_0000000000_guess"}
        for at in range(31):
            spoofed = {**wrong, "X-Forwarded-For": f"192.0.2.{at}"}
            last = asked(port, "/v1/forms", tmp_path, spoofed)
        assert last[0] == 429, "who guesses cannot change his address by a header"
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(SECONDS) == 0
        assert asked(port, f"/v1/forms?of={quote(NAME)}", tmp_path, own)[0] == 502
    assert NAME not in unquote((tmp_path / "error.log").read_text())


def direct(running: RunningService, path: str, body: bytes, key: str) -> bytes:
    """The same document without nginx."""
    headers = {"Authorization": f"Bearer {key}", "Content_Type": "application/json"}
    return running.ask("POST", path, body, **headers).body
