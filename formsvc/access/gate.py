"""How many calls one worker takes at once: some are worked on, some wait, more are told to return.

A queue without an end makes every answer late; a refusal in time lets the caller try elsewhere.
"""

from threading import Lock

from flask import Flask, g

from formsvc.access.callers import NOBODY
from formsvc.access.current import caller
from formsvc.config import Config
from formsvc.errors import Busy
from formsvc.turns import Turns, hold

SPARE_THREADS = 4
"""Threads that answer health and refusals while all others work or wait."""
_RETRY_SECONDS = 2


class Gate:
    """Places to work and places to wait."""

    def __init__(self, config: Config) -> None:
        self.turns = Turns(config.threads)
        self._most = config.threads + config.waiting
        self._seconds = config.render_seconds
        self._lock = Lock()
        self.inside = 0
        """Calls that are worked on or wait."""

    def enter(self) -> None:
        """Returns when it is this call's turn; raises Busy where too many wait, or too long."""
        with self._lock:
            if self.inside >= self._most:
                raise Busy("Слишком много вызовов сразу.", _RETRY_SECONDS)
            self.inside += 1
        if not self.turns.take(self._seconds):
            self._gone()
            raise Busy("Очередь не подошла в отведённое время.", _RETRY_SECONDS)

    def leave(self) -> None:
        """The next one's turn."""
        self.turns.give()
        self._gone()

    def _gone(self) -> None:
        with self._lock:
            self.inside -= 1


def keep_gate(app: Flask, config: Config) -> None:
    """Every call of a known caller passes the gate; what is open to all does not wait."""
    gate = app.extensions["formsvc.gate"] = Gate(config)

    def enter() -> None:
        if caller() is not NOBODY:
            gate.enter()
            g.entered = True
            hold(gate.turns)

    def leave(_: BaseException | None) -> None:
        if g.pop("entered", False):
            hold(None)
            gate.leave()

    app.before_request(enter)
    app.teardown_request(leave)
