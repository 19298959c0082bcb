"""Places that are given in the order of coming: who waits longest is never overtaken.

A semaphore of the standard library frees a place and then lets whoever is quickest take it, as a
rule the newest: under load one of many waits for ever.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event, Lock


class Turns:
    """So many places, and a queue for them."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._queue: deque[Event] = deque()
        self._lock = Lock()

    def take(self, seconds: float | None) -> bool:
        """Whether a place was got within so many seconds, or at any time."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            turn = Event()
            self._queue.append(turn)
        left = None if seconds is None else max(0, seconds)
        return turn.wait(left) or self._came_late(turn)

    def _came_late(self, turn: Event) -> bool:
        """The turn may have come after the waiting ended; else it is given up."""
        with self._lock:
            if not turn.is_set():
                self._queue.remove(turn)
            return turn.is_set()

    def give(self) -> None:
        """Hand the place over to whoever waits longest."""
        with self._lock:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._free += 1


_HELD: ContextVar[Turns | None] = ContextVar("held", default=None)


def hold(turns: Turns | None) -> None:
    """The present call holds a place of these, or none any more."""
    _HELD.set(turns)


@contextmanager
def elsewhere() -> Iterator[None]:
    """While another process works for the present call, others have its place."""
    turns = _HELD.get()
    if turns is None:
        yield
        return
    turns.give()
    try:
        yield
    finally:
        turns.take(None)
