"""The installed command, as a process: its exit status, its streams, the same bytes every time."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from formsvc.forms.registry import Registry
from tests.api.support import AS_OF, FORMATS, IDS
from tests.cli.running import formsvc


def test_the_installed_command_is_the_same_as_the_module() -> None:
    command = Path(sys.executable).with_name("formsvc")
    told = subprocess.run([command, "forms"], capture_output=True, check=True)
    assert told.stdout == formsvc("forms").stdout


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("extension", FORMATS)
def test_the_same_input_gives_the_same_bytes_in_every_process(
    registry: Registry, form_id: str, extension: str
) -> None:
    given = registry.roots.sample(registry.get(form_id).stem, "typical").read_bytes()
    asked = ("render", form_id, "-", "--format", extension, "--as-of", AS_OF)
    for more in ((), ("--embed",)):
        made = [
            formsvc(*asked, *more, given=given, variables={"PYTHONHASHSEED": seed, "TZ": zone})
            for seed, zone in (("1", "Asia/Almaty"), ("2", "America/Lima"))
        ]
        assert [one.returncode for one in made] == [0, 0], made[0].stderr
        assert made[0].stdout == made[1].stdout
        assert len(made[0].stdout) > 1_000


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
