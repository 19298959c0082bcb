"""Processes in which the PDF engine runs: one that takes too long or too much is killed.

Each has a pipe of its own, so that killing one in the middle of an answer harms no other. It is
a fresh interpreter (see engine_process): nothing of the service's threads, files and signals
goes into it, and it ends by itself when the service is no more.
"""

import atexit
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import Pipe
from queue import Empty, LifoQueue
from threading import Lock
from typing import cast

from formsvc.errors import FormsvcError, Overloaded
from formsvc.renderers.base import PdfKind, Rendered, RenderSettings
from formsvc.renderers.bundle import Bound, Bundle
from formsvc.renderers.engine_process import Answer, Source

# WeasyPrint does not grow, but what the largest document took is given back only at the end.
DOCUMENTS_A_PROCESS = 500
_MODULE = "formsvc.renderers.engine_process"
_ONE_AT_A_TIME = Lock()


def typeset(source: str, settings: RenderSettings, way: str = PdfKind.ARCHIVE) -> Rendered:
    """An HTML text set in one of WAYS; raises what the engine raises, Overloaded over a limit."""
    return cast("Rendered", _asked(source, settings, way))


def bound(bundle: Bundle, settings: RenderSettings) -> Bound:
    """Several documents as one PDF; raises as typeset."""
    return cast("Bound", _asked(bundle, settings, "bundle"))


def _asked(source: Source, settings: RenderSettings, way: str) -> Rendered | Bound:
    deadline = time.monotonic() + settings.time_limit
    with _ONE_AT_A_TIME:
        pool = _pool(settings.pdf_processes, settings.memory_mib)
    try:
        with pool.engine(deadline) as engine:
            answer = engine.ask(source, settings, way, deadline)
    except TimeoutError:
        raise Overloaded(f"PDF не готов за {settings.time_limit} с.") from None
    except (EOFError, OSError) as lost:
        limit = f"{settings.memory_mib} МиБ"
        raise Overloaded(f"Вёрстка PDF прервана: не хватило памяти ({limit}).") from lost
    if isinstance(answer, FormsvcError):
        raise answer
    return answer


class Engine:
    """One process, which sets one document after another."""

    def __init__(self, memory_mib: int) -> None:
        self.documents = 0
        self.pipe, theirs = Pipe()
        with theirs:
            number = theirs.fileno()
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", _MODULE, str(number), str(memory_mib)],
                stdin=subprocess.DEVNULL,
                pass_fds=[number],
                # The service may run with a path of its own, a checkout for one.
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )

    @property
    def fit(self) -> bool:
        """Whether another document may be asked of it."""
        return self.process.poll() is None and self.documents < DOCUMENTS_A_PROCESS

    def ask(self, source: Source, settings: RenderSettings, way: str, deadline: float) -> Answer:
        """What the process answers; raises TimeoutError, or EOFError and OSError when it dies."""
        self.documents += 1
        self.pipe.send((source, settings, way))
        if not self.pipe.poll(max(0, deadline - time.monotonic())):
            raise TimeoutError
        answer: Answer = self.pipe.recv()
        return answer

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self.pipe.close()
        self.process.kill()
        self.process.wait()


class Pool:
    """So many places for engines; one is started when a free place has none."""

    def __init__(self, processes: int, memory_mib: int) -> None:
        self.memory_mib = memory_mib
        self.places: LifoQueue[Engine | None] = LifoQueue()
        for _ in range(processes):
            self.places.put(None)

    @contextmanager
    def engine(self, deadline: float) -> Iterator[Engine]:
        """An engine for one document; TimeoutError where none gets free in time."""
        try:
            engine = self.places.get(timeout=max(0, deadline - time.monotonic()))
        except Empty:
            raise TimeoutError from None
        kept = None
        try:
            if engine is None or not engine.fit:
                engine = self._new(instead_of=engine)
            yield engine
            kept = engine
        finally:
            # One that failed may still send an answer, which the next one would take for its own.
            if kept is None and engine is not None:
                engine.stop()
            self.places.put(kept)

    def _new(self, instead_of: Engine | None) -> Engine:
        if instead_of is not None:
            instead_of.stop()
        return Engine(self.memory_mib)

    def stop(self) -> None:
        """End the engines that are at no work."""
        while not self.places.empty():
            engine = self.places.get()
            if engine is not None:
                engine.stop()


@cache
def _pool(processes: int, memory_mib: int) -> Pool:
    pool = Pool(processes, memory_mib)
    atexit.register(pool.stop)
    return pool
