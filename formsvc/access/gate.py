"""How many calls one worker takes at once: some are worked on, some wait, more are told to return.

A queue without an end makes every answer late; a refusal in time lets the caller try elsewhere.
"""

from collections import deque
from threading import Event, Lock

from flask import Flask, g

from formsvc.access.callers import NOBODY
from formsvc.access.current import caller
from formsvc.config import Config
from formsvc.errors import Busy

SPARE_THREADS = 4
"""Threads that answer health and refusals while all others work or wait."""
_RETRY_SECONDS = 2


class Gate:
    """Places to work, given in the order of coming, and places to wait."""

    def __init__(self, config: Config) -> None:
        self._free = config.threads
        self._most = config.threads + config.waiting
        self._seconds = config.render_seconds
        self._queue: deque[Event] = deque()
        self._lock = Lock()
        self.inside = 0
        """Calls that are worked on or wait."""

    def enter(self) -> None:
        """Returns when it is this call's turn; raises Busy where too many wait, or too long."""
        turn = Event()
        with self._lock:
            if self.inside >= self._most:
                raise Busy("Слишком много вызовов сразу.", _RETRY_SECONDS)
            self.inside += 1
            if self._free:
                self._free -= 1
                return
            self._queue.append(turn)
        if not turn.wait(self._seconds):
            self._give_up(turn)

    def _give_up(self, turn: Event) -> None:
        with self._lock:
            if turn.is_set():  # at the last moment
                return
            self._queue.remove(turn)
            self.inside -= 1
        raise Busy("Очередь не подошла в отведённое время.", _RETRY_SECONDS)

    def leave(self) -> None:
        """The turn of whoever waits longest: a place merely set free goes to whoever is quick."""
        with self._lock:
            self.inside -= 1
            if self._queue:
                self._queue.popleft().set()
            else:
                self._free += 1


def keep_gate(app: Flask, config: Config) -> None:
    """Every call of a known caller passes the gate; what is open to all does not wait."""
    gate = app.extensions["formsvc.gate"] = Gate(config)

    def enter() -> None:
        if caller() is not NOBODY:
            gate.enter()
            g.entered = True

    def leave(_: BaseException | None) -> None:
        if g.pop("entered", False):
            gate.leave()

    app.before_request(enter)
    app.teardown_request(leave)
