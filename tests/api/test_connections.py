"""Connections of callers who keep them: no worker takes all while another has nothing to do."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tests.api.running import RunningService, running_service, workers
from tests.api.test_server import eventually

ROUNDS, CONNECTIONS = 4, 8
MOST_MORE = 4
"""Connections that one worker may take before the other within all rounds together: a process that
the system lets wait for long is not waited for. Where workers do not count, it is nine or so."""


def test_connections_are_shared_by_the_workers(tmp_path: Path) -> None:
    with running_service(tmp_path / "log", workers="2") as running:
        more = [abs(first - second) for first, second in shares(running)]
    assert sum(more) <= MOST_MORE


def shares(running: RunningService) -> Iterator[tuple[int, int]]:
    """How many connections each of the workers took of those that came one after another."""
    # One may be ready before the other is there.
    assert eventually(lambda: len(workers(running)) == 2)
    first, second = workers(running)
    before = (sockets(first), sockets(second))
    for _ in range(ROUNDS):
        with ExitStack() as lines:
            for number in range(1, CONNECTIONS + 1):
                lines.enter_context(socket.create_connection(("127.0.0.1", running.port)))
                wanted = sum(before) + number
                assert eventually(partial(is_taken, first, second, wanted))
            yield sockets(first) - before[0], sockets(second) - before[1]
        assert eventually(lambda: (sockets(first), sockets(second)) == before)


def is_taken(first: int, second: int, wanted: int) -> bool:
    """Whether the workers have so many sockets together."""
    return sockets(first) + sockets(second) == wanted


def sockets(pid: int) -> int:
    """Sockets that a process has open."""
    return sum(_is_socket(link) for link in Path(f"/proc/{pid}/fd").iterdir())


def _is_socket(link: Path) -> bool:
    try:
        return link.readlink().name.startswith("socket:")
    except OSError:  # closed in between
        return False
