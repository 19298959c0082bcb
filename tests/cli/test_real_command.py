"""The installed command, as a process: its exit status, its streams, the same bytes every time."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.support import AS_OF, FORMATS
from tests.cli.running import formsvc
from tests.documents.support import EDITIONS, EMBEDDED, FORMS, embedded, made

CASE = "typical"


def test_the_installed_command_is_the_same_as_the_module() -> None:
    command = Path(sys.executable).with_name("formsvc")
    told = subprocess.run([command, "forms"], capture_output=True, check=True)
    assert told.stdout == formsvc("forms").stdout


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
@pytest.mark.parametrize("extension", FORMATS)
def test_the_same_input_gives_the_same_bytes_in_every_process(
    form_id: str, edition: str, extension: str
) -> None:
    """Here and in processes that hash otherwise, in zones on both sides of this one."""
    here = made(form_id, edition, CASE, extension)
    assert printed(form_id, edition, extension, "1", "Asia/Almaty") == here
    here, layout = embedded(form_id, edition, CASE, extension), EMBEDDED[form_id, edition, CASE]
    more = ("--embed", "--layout", layout)
    assert printed(form_id, edition, extension, "2", "America/Lima", *more) == here


def printed(form_id: str, edition: str, extension: str, seed: str, zone: str, *more: str) -> bytes:
    """The document of a sample by the command."""
    given = FORMS.roots.sample(FORMS.get(form_id, edition).stem, CASE).read_bytes()
    asked = (form_id, "-", "--edition", edition, "--format", extension, "--as-of", AS_OF, *more)
    told = formsvc("render", *asked, given=given, variables={"PYTHONHASHSEED": seed, "TZ": zone})
    assert told.returncode == 0, told.stderr
    return told.stdout


def test_a_user_never_sees_a_traceback(tmp_path: Path) -> None:
    mistakes = (
        ("validate", "kz.plan", str(tmp_path / "none.json")),
        ("validate", "kz.plan", "-"),
        ("schema", "kz.nope"),
        ("render", "kz.plan", "-", "--format", "pdf"),
        ("serve", "--host", "0.0.0.0"),
        ("blank", "kz.plan", "--format", "docx", "--output", str(tmp_path)),
    )
    statuses = []
    for arguments in mistakes:
        told = formsvc(*arguments, given=b'{"a"')
        assert b"Traceback" not in told.stderr
        assert told.stdout == b""
        statuses.append(told.returncode)
    assert statuses == [2, 1, 2, 1, 2, 2]


def test_a_document_may_be_read_from_a_pipe_that_is_closed_early() -> None:
    told = subprocess.run(
        f"{sys.executable} -m formsvc blank kz.plan --format docx | head -c 2",
        shell=True,
        capture_output=True,
        check=True,
    )
    assert told.stdout == b"PK"
    assert b"Traceback" not in told.stderr


def test_findings_are_in_utf_8_whatever_the_locale() -> None:
    told = formsvc("validate", "kz.plan", "-", "--json", given=b"{}", variables={"LC_ALL": "C"})
    assert told.returncode == 1
    assert json.loads(told.stdout)["findings"][0]["label"]
    assert "Поле не заполнено" in told.stderr.decode()


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = formsvc("serve", "--port", port)
    assert told.returncode == 2
    assert f"Порт {port} занять нельзя" in told.stderr.decode()
    assert b"Traceback" not in told.stderr
