"""The service as it runs: gunicorn, its engine processes, its log, its end."""

import json
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from formsvc.config import Config
from formsvc.errors import BadSetting
from formsvc.server import refuse_unless_loopback, with_token_key
from tests.api.running import Answer, RunningService, children, running_service, workers
from tests.api.support import AS_OF, FORMATS, IDS, MEDIA_TYPES, sample

JSON = {"Content_Type": "application/json"}
PLANTED = "Вымышленникова"
NOT_HTTP = {
    "no HTTP": (b"planted\r\n\r\n", 400),
    "another version": (b"GET / HTTP/7.7\r\n\r\n", 400),
    "raw NUL": (b"GET /planted\x00 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "long address": (b"GET /" + b"planted" * 1_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    "header without name": (b"GET / HTTP/1.1\r\nHost: a\r\n: planted\r\n\r\n", 400),
    "many headers": (b"GET / HTTP/1.1\r\n" + b"Planted: 1\r\n" * 200 + b"\r\n", 431),
    "unknown coding": (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: planted\r\n\r\n", 501),
    "two lengths": (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
}
CHUNKS = (
    b"POST /v1/extract HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
CUT = (
    b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nConnection: close\r\n\r\nshort"
)


def documents(form_id: str, **query: str) -> str:
    """Address of the call with the day of reference."""
    asked = "&".join(f"{name}={value}" for name, value in {"as_of": AS_OF, **query}.items())
    return f"/v1/forms/{form_id}/documents?{asked}"


def encoded(body: Any) -> bytes:
    """JSON as a client sends it."""
    return json.dumps(body, ensure_ascii=False).encode()


def eventually(true: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether something comes true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def engines(running: RunningService) -> list[int]:
    """Processes of the PDF engine."""
    found = []
    for pid in children(running.process.pid):
        command = Path(f"/proc/{pid}/cmdline")
        if command.exists() and b"engine_process" in command.read_bytes():
            found.append(pid)
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that waits for its parent to take note of its end does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("extension", FORMATS)
def test_documents_are_made_over_the_network(
    server: RunningService, form_id: str, extension: str
) -> None:
    body = encoded(sample(form_id))
    answer = server.ask("POST", documents(form_id, format=extension), body, **JSON)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == MEDIA_TYPES[extension]
    assert int(answer.headers["Content-Length"]) == len(answer.body)


def test_many_documents_at_once_are_each_their_own(server: RunningService) -> None:
    answers: dict[int, Answer] = {}

    def ask(number: int) -> None:
        body = sample("kz.plan", "minimal") | {"notes": f"Примечание {number}"}
        path = documents("kz.plan", format="pdf", embed="true")
        answers[number] = server.ask("POST", path, encoded(body), **JSON)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, answer in answers.items():
        assert answer.status == 200
        found = json.loads(server.ask("POST", "/v1/extract", answer.body).body)
        assert found["data"]["notes"] == f"Примечание {number}"
    assert len(answers) == 8


@pytest.mark.parametrize("name", NOT_HTTP)
def test_what_is_no_http_is_told_in_the_same_shape_and_not_repeated(
    server: RunningService, name: str
) -> None:
    raw, status = NOT_HTTP[name]
    head, _, body = server.say(raw).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(body)["status"] == status
    assert b"planted" not in (head + body).lower()
    assert "planted" not in server.log.read_text().lower()


@pytest.mark.parametrize(
    "rest", [b"planted\r\n", b"5\r\nplanted\r\n0\r\n\r\n", b"-1\r\n", b"5\r\nab"]
)
def test_a_broken_chunk_is_a_bad_request(server: RunningService, rest: bytes) -> None:
    head, _, body = server.say(CHUNKS + rest).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 4")
    assert json.loads(body)["status"] < 500
    assert "planted" not in server.log.read_text()


def test_a_body_that_breaks_off_is_refused(server: RunningService) -> None:
    head, _, body = server.say(CUT).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 4")
    assert json.loads(body)["status"] < 500


def test_nothing_that_was_sent_is_in_the_log(tmp_path: Path) -> None:  # P-05
    with running_service(tmp_path / "log") as running:
        body = sample("kz.plan", "minimal") | {"notes": PLANTED}
        for spoilt in (body, body | {"filled_on": PLANTED}, body | {PLANTED: 1}):
            for extension in FORMATS:
                path = documents("kz.plan", format=extension)
                running.ask("POST", path, encoded(spoilt), **JSON)
        running.ask("POST", documents("kz.plan"), f'{{"a": {PLANTED}'.encode(), **JSON)
        running.ask("POST", "/v1/extract", b"%PDF-1.7 " + PLANTED.encode())
    assert running.log.read_text() == ""


def test_the_service_ends_well_and_leaves_no_process_behind(tmp_path: Path) -> None:
    with running_service(tmp_path / "log") as running:
        body = encoded(sample("kz.plan", "minimal"))
        assert running.ask("POST", documents("kz.plan", format="pdf"), body, **JSON).status == 200
        started = children(running.process.pid)
        assert len(started) == 2
        assert len(engines(running)) == 1
    assert eventually(lambda: not any(is_alive(pid) for pid in started))
    assert running.log.read_text() == ""


@pytest.fixture(scope="module")
def stricken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """A service that goes on after each of the tests that kill one of its processes."""
    with running_service(tmp_path_factory.mktemp("stricken") / "log") as running:
        yield running


def test_engines_end_with_a_worker_that_was_killed(stricken: RunningService) -> None:
    body = encoded(sample("kz.plan", "minimal"))
    path = documents("kz.plan", format="pdf")
    assert stricken.ask("POST", path, body, **JSON).status == 200
    (engine,) = engines(stricken)
    (worker,) = workers(stricken)
    os.kill(worker, signal.SIGKILL)
    assert eventually(lambda: not is_alive(engine))
    assert stricken.ask("POST", path, body, **JSON).status == 200


def test_an_engine_that_is_killed_costs_its_document_a_retry_and_no_more(
    stricken: RunningService,
) -> None:
    body = sample("kz.plan", "minimal")
    path = documents("kz.plan", format="pdf")
    assert stricken.ask("POST", path, encoded(body), **JSON).status == 200
    (engine,) = engines(stricken)
    long = encoded(body | {"notes": "слово " * 3_300})
    answers: list[Answer] = []
    asking = threading.Thread(
        target=lambda: answers.append(stricken.ask("POST", path, long, **JSON))
    )
    before = cpu_ticks(engine)
    asking.start()
    assert eventually(lambda: cpu_ticks(engine) > before + 2)
    os.kill(engine, signal.SIGKILL)
    asking.join()
    assert answers[0].status == 200
    assert answers[0].body.startswith(b"%PDF-")
    assert stricken.ask("POST", path, encoded(body), **JSON).status == 200
    assert engines(stricken) != [engine]


def cpu_ticks(pid: int) -> int:
    """How long a process has worked, in ticks of its processor's clock."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])


def test_an_idle_engine_that_is_killed_costs_nothing(stricken: RunningService) -> None:
    body = encoded(sample("kz.plan", "minimal"))
    path = documents("kz.plan", format="pdf")
    assert stricken.ask("POST", path, body, **JSON).status == 200
    (engine,) = engines(stricken)
    os.kill(engine, signal.SIGKILL)
    assert eventually(lambda: not is_alive(engine))
    assert stricken.ask("POST", path, body, **JSON).status == 200


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_made(tmp_path: Path) -> None:
    body = sample("kz.plan", "minimal")
    path = documents("kz.plan", format="pdf")
    with running_service(tmp_path / "log", render_seconds="8") as running:
        assert running.ask("POST", path, encoded(body), **JSON).status == 200
        slow = body | {"actions": [body["actions"][0] | {"action": "щ" * 4_000}] * 30}
        answer = running.ask("POST", path, encoded(slow), **JSON)
        assert answer.status == 503
        assert "8 с" in json.loads(answer.body)["detail"]
        assert running.ask("POST", path, encoded(body), **JSON).status == 200
        assert len(engines(running)) == 1


def test_no_socket_is_made_that_steers_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with running_service(tmp_path / "log"):
        assert not [path for path in tmp_path.rglob("*") if path.is_socket()]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_the_service_listens_on_loopback(host: str) -> None:
    refuse_unless_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.5", "8.8.8.8", "example.test", "", "127.0.0.1.test"]
)
def test_the_service_refuses_to_listen_to_other_machines(host: str) -> None:
    with pytest.raises(BadSetting, match=re.escape("слушает только 127.0.0.1")):
        refuse_unless_loopback(host)


def test_a_key_of_tokens_that_is_none_is_refused_before_the_start() -> None:
    with pytest.raises(BadSetting, match="Ключ меток"):
        with_token_key(Config(token_key="0" * 64))
    assert with_token_key(Config(token_key="0" * 43 + "=")).token_key == "0" * 43 + "="
