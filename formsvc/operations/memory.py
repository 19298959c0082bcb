"""What a worker may hold of memory: what needs more is refused, a full worker is replaced."""

import resource
from collections.abc import Callable
from typing import Any

from flask import Flask, Response

from formsvc.api import answers
from formsvc.errors import Busy

_MIB = 1024 * 1024
_RETRY_SECONDS = 2


def limit(app: Flask, mib: int) -> None:
    """From now on this process gets no more than so many MiB; whose call needs more gets 503."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = mib * _MIB if most == resource.RLIM_INFINITY else min(mib * _MIB, most)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))
    app.register_error_handler(MemoryError, _told)


def replacing(mib: int) -> Callable[[Any, Any, Any, Any], None]:
    """A hook of gunicorn: a worker that has kept more than half of its limit ends.

    It finishes what runs, and a fresh one takes its place.
    """

    def after_request(worker: Any, _request: Any, _environ: Any, _answer: Any) -> None:
        if resident_mib() > mib / 2:
            worker.alive = False

    return after_request


def resident_mib() -> float:
    """What this process holds of memory now."""
    with open("/proc/self/statm", "rb", buffering=0) as told:  # noqa: PTH123 — asked of every call
        pages = int(told.read().split()[1])
    return pages * resource.getpagesize() / _MIB


def _told(_: MemoryError) -> Response:
    return answers.problem(Busy("Для этого вызова сейчас не хватило памяти.", _RETRY_SECONDS))
