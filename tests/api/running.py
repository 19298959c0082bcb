"""The service as an operator runs it: a process of its own that is asked over real HTTP."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.leaks import WATCH

SECONDS_TO_START = 120
SECONDS_TO_STOP = 20
SECONDS_TO_ANSWER = 90


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class RunningService:
    """A service that listens."""

    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        **headers: str,
    ) -> Answer:
        """One request on a connection of its own; pieces of a body are sent chunked."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_ANSWER)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            told = Answer(answer.status, dict(answer.headers), answer.read())
            WATCH.look_at_answer(told.status, told.headers, told.body)
            return told
        finally:
            connection.close()

    def say(self, raw: bytes) -> bytes:
        """All that is answered to bytes that need be no HTTP."""
        with socket.create_connection(("127.0.0.1", self.port), SECONDS_TO_ANSWER) as line:
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(65536), b""))


@contextmanager
def running_service(
    log: Path, *, under: Sequence[str] = (), **settings: str
) -> Iterator[RunningService]:
    """A service with one worker and settings «render_seconds="5"», up and ready, then stopped.

    `under` is a command that becomes the one that follows it, like `env`.
    """
    with log.open("wb") as stream:
        port = free_port()
        process = subprocess.Popen(
            [*under, sys.executable, "-m", "formsvc", "serve", "--port", str(port)],
            env=os.environ | environment(**{"workers": "1", "pdf_processes": "1"} | settings),
            stdout=stream,
            stderr=stream,
        )
    running = RunningService(port, log, process)
    try:
        wait_until_ready(running)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        status = stopped(process)
        WATCH.look("log of a server", log.read_text())
    assert status == 0, log.read_text()


def environment(**settings: str) -> dict[str, str]:
    """Settings as variables."""
    return {f"FORMSVC_{name.upper()}": value for name, value in settings.items()}


def stopped(process: subprocess.Popen[bytes]) -> int:
    """The exit status; a process that does not end in time is killed."""
    try:
        return process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def wait_until_ready(running: RunningService) -> None:
    """Returns when /readyz says so."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert running.process.poll() is None, running.log.read_text()
        try:
            if running.ask("GET", "/readyz").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"not ready in {SECONDS_TO_START} s: {running.log.read_text()}")


def free_port() -> int:
    """A port of loopback that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children(pid: int) -> list[int]:
    """Process ids of all that a process has started, and of what those have started."""
    below, found, level = _by_parent(), [], [pid]
    while level:
        level = [child for parent in level for child in below.get(parent, [])]
        found += level
    return found


def workers(running: RunningService) -> list[int]:
    """Processes of gunicorn below its master; an engine is below a worker."""
    return _by_parent().get(running.process.pid, [])


def _by_parent() -> dict[int, list[int]]:
    below: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        below.setdefault(_parent(status), []).append(int(status.parent.name))
    return below


def _parent(status: Path) -> int:
    try:
        text = status.read_text()
    except OSError:  # ended in between
        return 0
    return int(text.split("PPid:")[1].split()[0])
