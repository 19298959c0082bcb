"""The files of deploy/ agree with the program: settings, calls, times, memory, libraries."""

import re
import subprocess
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from formsvc.config import Config, variable
from formsvc.forms.registry import installed_forms
from formsvc.setting_values import hints
from formsvc.signing import tokens
from formsvc.signing.tokens import Prepared

ROOT = installed_forms().roots.docs.parent
DEPLOY = ROOT / "deploy"
MIB = {"g": 1024, "m": 1, "Gi": 1024, "Mi": 1, "G": 1024}
PORT = 8000
OWN_MIB = 256
"""What the process needs that only watches over the workers."""
IMAGE = re.compile(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}")

POD = next(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))["spec"]["template"]["spec"]
CONTAINER = POD["containers"][0]
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
UNIT = dict(
    line.split("=", 1)
    for line in (DEPLOY / "formsvc.service").read_text().splitlines()
    if "=" in line
)
NGINX = (DEPLOY / "nginx.conf").read_text()
SETTINGS = {
    "compose": COMPOSE["formsvc"]["environment"],
    "kubernetes": {one["name"]: one["value"] for one in CONTAINER["env"]},
}


def mib(text: str) -> int:
    """A size in MiB."""
    found = re.fullmatch(r"(\d+)(\w+)", text)
    assert found
    return int(found[1]) * MIB[found[2]]


@pytest.mark.parametrize("where", SETTINGS)
def test_every_setting_exists_and_can_be_read(where: str) -> None:
    given = {**SETTINGS[where], variable("keys_secret"): "a"}
    config = Config.from_environment(given)
    assert config.keys_file == "/keys/keys.json"
    assert config.behind_proxy
    assert config.engines == 1, "as many engines as the machine has cores do not fit in"
    assert {variable(name) for name in hints(Config)} >= set(given)


@pytest.mark.parametrize(
    ("where", "memory", "room"),
    [
        ("compose", COMPOSE["formsvc"]["mem_limit"], COMPOSE["formsvc"]["tmpfs"][0]),
        (
            "kubernetes",
            CONTAINER["resources"]["limits"]["memory"],
            next(one["emptyDir"]["sizeLimit"] for one in POD["volumes"] if one["name"] == "tmp"),
        ),
    ],
)
def test_all_processes_at_their_limits_fit_into_the_memory(
    where: str, memory: str, room: str
) -> None:
    config = Config.from_environment(SETTINGS[where])
    one = config.worker_memory_mib + config.engines * config.pdf_memory_mib
    temporary = mib(room.rpartition("=")[2])
    # Packs of all calls at once: the largest upload, and the file that is joined of it.
    assert temporary >= config.workers * config.threads * 2 * config.max_upload_mib
    assert config.workers * one + temporary + OWN_MIB <= mib(memory)


def test_the_unit_has_memory_for_two_engines_at_their_limits() -> None:
    config = Config(pdf_processes=1)
    most = config.workers * (config.worker_memory_mib + config.engines * config.pdf_memory_mib)
    assert most + OWN_MIB <= mib(UNIT["MemoryMax"])
    assert UNIT["OOMPolicy"] == "continue"


def test_nobody_ends_what_the_service_would_finish() -> None:
    config = Config()
    longest = max(config.render_seconds, config.pack_seconds)
    told = [
        int(COMPOSE["formsvc"]["stop_grace_period"].removesuffix("s")),
        POD["terminationGracePeriodSeconds"],
        int(UNIT["TimeoutStopSec"]),
        int(re.findall(r"proxy_read_timeout (\d+)s;", NGINX)[0]),
    ]
    assert [seconds for seconds in told if seconds <= longest] == []


def test_probes_ask_calls_that_are_open_where_the_service_listens(app: Flask) -> None:
    probes = {name: CONTAINER[name]["httpGet"] for name in CONTAINER if name.endswith("Probe")}
    assert len(probes) == 3
    client = app.test_client()
    (asked,) = re.findall(rf"127\.0\.0\.1:{PORT}(/\w+)", str(COMPOSE["formsvc"]["healthcheck"]))
    for path in {asked, *(one["path"] for one in probes.values())}:
        assert client.get(path).status_code == 200
    assert {one["port"] for one in probes.values()} == {"http"}
    assert CONTAINER["ports"] == [{"name": "http", "containerPort": PORT}]
    assert f'"--port", "{PORT}"' in (DEPLOY / "Dockerfile").read_text()
    assert f"server formsvc:{PORT};" in NGINX


def test_a_token_of_one_pod_is_opened_by_the_others(tmp_path: Path) -> None:
    file = Path(SETTINGS["kubernetes"][variable("token_key_file")]).name
    told = (DEPLOY / "kubernetes.yaml").read_text()
    assert f"--from-file={file}" in told
    (command,) = re.findall(rf"^#   (openssl .* > {file})$", told, re.MULTILINE)
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True, timeout=60)
    one, other = (Config(token_key_file=str(tmp_path / file)) for _ in range(2))
    token = tokens.sealed(Prepared("a", "b", "c", "pades"), one, one.now())
    assert tokens.opened(token, other, other.now()).file == "a"


def test_bodies_are_refused_by_the_service_and_not_by_nginx() -> None:
    for name in ("client_max_body_size", "client_body_buffer_size"):
        (size,) = re.findall(rf"{name} (\d+)m;", NGINX)
        assert int(size) > Config().max_upload_mib


def test_images_are_pinned_by_digest() -> None:
    (base,) = re.findall(r"^ARG BASE=(\S+)$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    images = [base, *(one["image"] for one in COMPOSE.values() if "image" in one)]
    assert len(images) == 3
    assert [image for image in images if not IMAGE.fullmatch(image)] == []


def locked(name: str) -> dict[str, str]:
    """The libraries of a lock file with their versions and digests."""
    parts = re.split(r"^(?=[\w.-]+==)", (ROOT / name).read_text(), flags=re.MULTILINE)[1:]
    return {part.split("==")[0]: part.strip() for part in parts}


@pytest.mark.parametrize("name", ["deploy/requirements.lock", "deploy/build.lock"])
def test_an_image_has_the_very_libraries_that_are_tested(name: str) -> None:
    all_of_them = locked("requirements.lock")
    assert {name: part for name, part in locked(name).items() if all_of_them[name] != part} == {}


def test_an_image_has_all_libraries_of_the_service_and_none_of_the_tests() -> None:
    needed = set(_needed("formsvc", frozenset({"otel"}), set()))
    here = locked("deploy/requirements.lock")
    assert needed - here.keys() == set()
    assert here.keys() & {"pytest", "hypothesis", "schemathesis", "playwright", "ruff"} == set()
    builds: list[Any] = re.findall(r'requires = \["(.+?)"\]', (ROOT / "pyproject.toml").read_text())
    assert (DEPLOY / "build.in").read_text().split() == builds


def _needed(
    name: str, extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]
) -> Iterator[str]:
    """What a library needs on this machine, and what these need in turn."""
    if (name, extras) in seen:
        return
    seen.add((name, extras))
    for text in requires(name) or ():
        one = Requirement(text)
        if one.marker and not any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            continue
        yield canonicalize_name(one.name)
        yield from _needed(one.name, frozenset(one.extras), seen)
