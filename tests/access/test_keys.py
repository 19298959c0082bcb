"""API keys as an operator and a caller meet them."""

import json
import os
import re
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from click.testing import CliRunner

from formsvc.access.keyfile import as_text, make_secret, secret_of
from formsvc.access.keys import Key
from formsvc.access.scopes import Scope
from formsvc.app import create_app
from formsvc.cli import formsvc as command_line
from formsvc.config import Config
from formsvc.forms.registry import Registry
from tests.access.support import guarded, holding, made
from tests.api.running import RunningService, environment, running_service
from tests.api.support import assert_problem
from tests.cli.running import formsvc

KEY = re.compile(r"fsk_[0-9a-f]{10}_[\w-]{43}")
DAMAGES = ["", "{", "[]", '{"keys": [{}]}', '{"keys": [1]}', '{"keys": {}, "x": ', "\x00", "ключи"]


def keys(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """`formsvc keys …` with the keys file of a folder."""
    return formsvc("keys", *arguments, variables=environment(keys_file=str(folder / "keys.json")))


def created(folder: Path, *arguments: str) -> str:
    """A new key."""
    told = keys(folder, "create", *arguments)
    assert told.returncode == 0, told.stderr.decode()
    return told.stdout.decode().strip()


def status(running: RunningService, key: str, path: str = "/v1/forms") -> int:
    """What the service answers to a key."""
    return running.ask("GET", path, Authorization=f"Bearer {key}").status


def test_a_key_is_shown_once_and_kept_nowhere(tmp_path: Path) -> None:
    text = created(tmp_path, "--name", "case-system", "--scopes", "render,verify")
    assert KEY.fullmatch(text)
    for file in tmp_path.iterdir():
        assert text.rpartition("_")[2] not in file.read_text()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = keys(tmp_path, "list").stdout.decode()
    assert text.split("_")[1] in told
    assert "case-system" in told
    listed = json.loads(keys(tmp_path, "list", "--json").stdout)["keys"]
    assert [one["scopes"] for one in listed] == [["render", "verify"]]
    assert "digest" not in listed[0]


def test_keys_are_created_used_and_revoked_while_the_service_runs(tmp_path: Path) -> None:
    first = created(tmp_path, "--name", "first", "--scopes", "render")
    settings = {"keys_file": str(tmp_path / "keys.json")}
    with running_service(tmp_path / "log", **settings) as running:
        assert status(running, first) == 200
        second = created(tmp_path, "--name", "second", "--scopes", "render")
        assert eventually_status(running, second) == 200
        assert keys(tmp_path, "revoke", first.split("_")[1]).returncode == 0
        assert eventually_status(running, first, 401) == 401
        assert status(running, second) == 200


def eventually_status(running: RunningService, key: str, wanted: int = 200) -> int:
    """The status as soon as it is the wanted one, or the last one seen."""
    deadline = time.monotonic() + 10
    while (told := status(running, key)) != wanted and time.monotonic() < deadline:
        time.sleep(0.2)
    return told


def test_a_keys_file_damaged_while_the_service_runs_shuts_nobody_out_and_lets_nobody_in(
    tmp_path: Path,
) -> None:
    text = created(tmp_path, "--name", "case-system", "--scopes", "render")
    file = tmp_path / "keys.json"
    whole = file.read_text()
    with running_service(tmp_path / "log", keys_file=str(file)) as running:
        file.write_text(whole[: len(whole) // 2])
        time.sleep(1.1)
        assert status(running, text) == 200
        assert status(running, made(*Scope)[0]) == 401
        assert "файл ключей повреждён" in running.log.read_text()
        file.unlink()
        time.sleep(1.1)
        assert status(running, text) == 200
        file.write_text('{"keys": []}')
        assert eventually_status(running, text, 401) == 401


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_service_does_not_start_with_a_damaged_keys_file(tmp_path: Path, damage: str) -> None:
    (tmp_path / "keys.json").write_text(damage)
    (tmp_path / "keys.json.secret").write_text("invented")
    settings = environment(keys_file=str(tmp_path / "keys.json"))
    told = CliRunner(env=settings).invoke(command_line, ["serve"])
    assert told.exit_code == 2
    assert told.stderr == "FORMSVC_KEYS_FILE: файл ключей повреждён.\n"


def test_the_service_does_not_start_with_keys_and_no_secret() -> None:
    told = formsvc("serve", variables={"FORMSVC_KEYS": '{"keys": []}'})
    assert told.returncode == 2
    assert "FORMSVC_KEYS_SECRET" in told.stderr.decode()


def test_with_keys_other_machines_may_be_listened_to(tmp_path: Path) -> None:
    created(tmp_path, "--name", "case-system", "--scopes", "render")
    settings = environment(keys_file=str(tmp_path / "keys.json"))
    refused = formsvc("serve", "--host", "0.0.0.0")
    assert refused.returncode == 2
    assert "formsvc keys create" in refused.stderr.decode()
    taken = formsvc("serve", "--host", "192.0.2.1", variables=settings)
    assert "Порт 8000 занять нельзя" in taken.stderr.decode()


def test_keys_may_stand_in_a_variable(tmp_path: Path, registry: Registry) -> None:
    settings = environment(keys_secret="invented")
    told = formsvc("keys", "create", "--name", "a", "--scopes", "render", variables=settings)
    text, entry = told.stdout.decode().strip(), told.stderr.decode()
    config = Config(keys=entry[entry.index("{") :], keys_secret="invented")
    assert holding(text, create_app(config, registry)).get("/v1/forms").status_code == 200


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--name", "a b", "--scopes", "render"), "Имя ключа"),
        (("--name", "а", "--scopes", "render"), "Имя ключа"),
        (("--name", "a", "--scopes", "everything"), "Права: render, pack"),
        (("--name", "a", "--scopes", ""), "Права: render, pack"),
        (("--name", "a", "--scopes", "render", "--expires", "2020-01-01"), "Срок ключа"),
        (("--name", "a", "--scopes", "render", "--expires", "soon"), "Срок ключа"),
        (("--name", "a", "--scopes", "render", "--expires", "99999d"), None),
    ],
)
def test_what_a_key_may_not_be_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], expected: str | None
) -> None:
    told = CliRunner(env=environment(keys_file=str(tmp_path / "keys.json"))).invoke(
        command_line, ["keys", "create", *arguments]
    )
    assert told.exit_code == (2 if expected else 0)
    assert (expected or "") in told.stderr


def test_a_key_that_is_not_there_cannot_be_revoked(tmp_path: Path) -> None:
    created(tmp_path, "--name", "a", "--scopes", "render")
    assert keys(tmp_path, "revoke", "0123456789").returncode == 2


def test_keys_created_at_once_are_all_kept(tmp_path: Path) -> None:
    variables = os.environ | environment(keys_file=str(tmp_path / "keys.json"))
    command = [sys.executable, "-m", "formsvc", "keys", "create", "--scopes", "render", "--name"]
    running = [
        subprocess.Popen([*command, f"number-{at}"], env=variables, stdout=subprocess.PIPE)
        for at in range(3)
    ]
    for one in running:
        one.communicate()
    assert [one.returncode for one in running] == [0] * 3
    listed = json.loads(keys(tmp_path, "list", "--json").stdout)["keys"]
    assert {one["name"] for one in listed} == {f"number-{at}" for at in range(3)}


def test_who_comes_at_once_has_the_same_secret_and_never_half_of_it(tmp_path: Path) -> None:
    together = Barrier(4)

    def first_secret(file: str) -> str:
        config = Config(keys_file=file)
        together.wait()
        make_secret(config)
        return secret_of(config)

    with ThreadPoolExecutor(4) as pool:
        for at in range(200):
            told = {*pool.map(first_secret, [str(tmp_path / f"{at}.json")] * 4)}
            assert len(told) == 1


def test_a_key_is_good_until_the_end_of_its_last_day(registry: Registry) -> None:
    past, over = made(Scope.RENDER, expires=(moment() - timedelta(seconds=1)).isoformat())
    ahead, good = made(Scope.RENDER, expires=(moment() + timedelta(hours=1)).isoformat())
    app = guarded(registry, over, good)
    assert holding(ahead, app).get("/v1/forms").status_code == 200
    assert "Срок" in assert_problem(holding(past, app).get("/v1/forms"), 401)["detail"]


def test_a_revoked_key_is_told_so_only_to_its_holder(registry: Registry) -> None:
    text, key = made(Scope.RENDER, revoked=moment().isoformat())
    app = guarded(registry, key)
    assert "отозван" in assert_problem(holding(text, app).get("/v1/forms"), 401)["detail"]
    guess = f"fsk_{key.prefix}_{'A' * 43}"
    assert "нет" in assert_problem(holding(guess, app).get("/v1/forms"), 401)["detail"]


def spellings(text: str, key: Key) -> list[str]:
    """What is not the header of this key."""
    secret = text.rpartition("_")[2]
    changed = ("A" if secret[0] != "A" else "B") + secret[1:]
    return [
        "",
        "Bearer",
        "Bearer ",
        text,
        f"Basic {text}",
        f"Token {text}",
        f"Bearer {text[:-1]}",
        f"Bearer {text}x",
        f"Bearer {text} {text}",
        f"Bearer fsk_{key.prefix}_{changed}",
        f"Bearer fsk_{key.prefix}_",
        f"Bearer fsk_{key.prefix}",
        f"Bearer {key.prefix}_{secret}",
        f"Bearer fsk_{'0' * 10}_{secret}",
        f"Bearer {key.digest}",
        f"Bearer fsk_{key.prefix}_{key.digest}",
        f"Bearer {text.upper()}",
        "Bearer \xff\xfe",
        "Bearer " + "x" * 4000,
        "Bearer ' OR 1=1 --",
    ]


@pytest.mark.parametrize("place", range(len(spellings(*made()))))
def test_nothing_but_the_key_itself_is_taken(registry: Registry, place: int) -> None:
    text, key = made(Scope.RENDER)
    app = guarded(registry, key)
    headers = {"Authorization": spellings(text, key)[place]}
    assert_problem(app.test_client().get("/v1/forms", headers=headers), 401)


def test_the_word_bearer_has_no_case(registry: Registry) -> None:
    text, key = made(Scope.RENDER)
    client = guarded(registry, key).test_client()
    for word in ("bearer", "BEARER"):
        headers = {"Authorization": f"{word} {text}"}
        assert client.get("/v1/forms", headers=headers).status_code == 200


def test_the_digest_depends_on_the_secret_of_the_installation(registry: Registry) -> None:
    text, key = made(Scope.RENDER)
    other = create_app(Config(keys=as_text([key]), keys_secret="another"), registry)
    assert_problem(holding(text, other).get("/v1/forms"), 401)


def moment() -> datetime:
    """Now."""
    return datetime.now(UTC)
