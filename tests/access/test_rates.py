"""Who asks too often is told when to come again."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from flask import Flask
from flask.testing import FlaskClient

from formsvc.access.rates import GUESSES_A_MINUTE
from formsvc.access.scopes import Scope
from formsvc.forms.registry import Registry
from tests.access.support import guarded, holding, made
from tests.api.running import free_port
from tests.api.support import assert_problem

SECONDS = 20


@contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """A Redis of Debian on loopback, which keeps nothing."""
    port = free_port()
    program = shutil.which("redis-server")
    assert program is not None
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    address = f"redis://127.0.0.1:{port}"
    try:
        wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(SECONDS)


def wait_for(address: str) -> None:
    """Returns when Redis answers."""
    deadline = time.monotonic() + SECONDS
    with redis.Redis.from_url(address) as client:
        while True:
            try:
                client.ping()
                return
            except redis.ConnectionError:
                assert time.monotonic() < deadline
                time.sleep(0.05)


def statuses(client: FlaskClient, calls: int) -> list[int]:
    """What so many calls in a row are answered."""
    return [client.get("/v1/forms/kz.plan").status_code for _ in range(calls)]


def test_a_key_over_its_limit_is_told_when_to_come_again(registry: Registry) -> None:
    (first, one), (second, two) = made(Scope.RENDER), made(Scope.RENDER, name="another")
    app = guarded(registry, one, two, calls_per_minute=5)
    assert sorted(statuses(holding(first, app), 12))[5:] == [429] * 7
    answer = holding(first, app).get("/v1/forms/kz.plan")
    assert "5 вызовов" in assert_problem(answer, 429)["detail"]
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert statuses(holding(second, app), 5) == [200] * 5


def test_health_is_never_counted(registry: Registry) -> None:
    text, key = made(Scope.RENDER)
    client = holding(text, guarded(registry, key, calls_per_minute=1))
    assert [client.get("/healthz").status_code for _ in range(10)] == [200] * 10


def test_this_machine_without_keys_is_not_counted(client: FlaskClient) -> None:
    assert statuses(client, 700) == [200] * 700


def test_who_guesses_keys_is_slowed_down(registry: Registry) -> None:
    text, key = made(Scope.RENDER)
    app = guarded(registry, key)
    guessing = holding("fsk_0000000000_guess", app)
    assert statuses(guessing, GUESSES_A_MINUTE) == [401] * GUESSES_A_MINUTE
    answer = guessing.get("/v1/forms")
    assert_problem(answer, 429)
    assert answer.headers["Retry-After"] == "60"
    elsewhere = holding(text, app)
    elsewhere.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert elsewhere.get("/v1/forms").status_code == 200


def test_behind_a_proxy_the_address_is_that_of_the_caller(registry: Registry) -> None:
    text, key = made(Scope.RENDER)
    app = guarded(registry, key, behind_proxy=True)
    guessing = holding("fsk_0000000000_guess", app)
    for _ in range(GUESSES_A_MINUTE + 1):
        last = guessing.get("/v1/forms", headers={"X-Forwarded-For": "192.0.2.8"})
    assert_problem(last, 429)
    assert holding(text, app).get("/v1/forms").status_code == 200


def test_processes_count_together_in_redis_and_alone_without_it(
    registry: Registry, tmp_path: Path
) -> None:
    text, key = made(Scope.RENDER)

    def process(address: str) -> Flask:
        return guarded(registry, key, calls_per_minute=4, rate_redis=address)

    with running_redis(tmp_path) as address:
        first, second = process(address), process(address)
        both = statuses(holding(text, first), 3) + statuses(holding(text, second), 3)
        assert sorted(both) == [200] * 4 + [429] * 2
    assert 200 in statuses(holding(text, second), 2), "Redis is gone; the offices are served"
