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
from queue import LifoQueue
from threading import BoundedSemaphore, Lock
from typing import cast

from formsvc.errors import Busy, FormsvcError, Overloaded, log
from formsvc.renderers.base import PdfKind, Rendered, RenderSettings
from formsvc.renderers.bundle import Bound, Bundle
from formsvc.renderers.engine_process import OUT_OF_MEMORY, Answer, Source
from formsvc.turns import Turns, elsewhere

# The engines do not grow, but what the largest document took is given back only at the end.
DOCUMENTS_A_PROCESS = 500
ATTEMPTS = 2
_MODULE = "formsvc.renderers.engine_process"
_STARTS = {True: "warm", False: "cold"}
_RETRY_SECONDS = 2
_ONE_AT_A_TIME = Lock()


class EngineLost(Exception):
    """The process of an engine ended before it answered."""


def typeset(
    source: str,
    settings: RenderSettings,
    way: str = PdfKind.ARCHIVE,
    instead: str | None = None,
) -> Rendered:
    """An HTML text set in one of WAYS; where its engine is lost, in the way `instead`.

    Raises what the engine raises, Overloaded over a limit, Busy where too many wait.
    """
    return cast("Rendered", _asked(source, settings, way, instead))


def bound(bundle: Bundle, settings: RenderSettings) -> Bound:
    """Several documents as one PDF; raises as typeset."""
    return cast("Bound", _asked(bundle, settings, "bundle"))


def start(processes: int, memory_mib: int, waiting: int) -> None:
    """Have engines at work before the first document comes, with all that they need loaded."""
    with _ONE_AT_A_TIME:
        _pool(processes, memory_mib, waiting).start()


def _asked(
    source: Source, settings: RenderSettings, way: str, instead: str | None = None
) -> Rendered | Bound:
    deadline = settings.ends
    with _ONE_AT_A_TIME:
        pool = _pool(settings.pdf_processes, settings.memory_mib, settings.pdf_waiting)
    answer: Answer
    for attempt in [way] * ATTEMPTS + ([instead] if instead else []):
        try:
            with elsewhere(), pool.engine(deadline) as engine:
                answer = engine.ask(source, settings, attempt, deadline)
        except TimeoutError:
            raise Overloaded(f"PDF не готов за {settings.time_limit} с.") from None
        except EngineLost as lost:
            log(lost)
            continue
        if isinstance(answer, FormsvcError):
            raise answer
        return answer
    raise Overloaded("Вёрстка PDF прервана: движок остановился, и при повторе тоже.")


class Engine:
    """One process, which sets one document after another."""

    def __init__(self, memory_mib: int, *, warm: bool = False) -> None:
        self.documents = 0
        self.memory_mib = memory_mib
        self.pipe, theirs = Pipe()
        with theirs:
            number = theirs.fileno()
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", _MODULE, str(number), str(memory_mib), _STARTS[warm]],
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
        """What the process answers; raises TimeoutError, EngineLost, Overloaded for memory."""
        self.documents += 1
        try:
            self.pipe.send((source, settings, way))
            if not self.pipe.poll(max(0, deadline - time.monotonic())):
                raise TimeoutError
            answer: Answer = self.pipe.recv()
        except (EOFError, ConnectionError) as lost:
            raise self._lost() from lost
        return answer

    def _lost(self) -> Exception:
        self.process.kill()
        if self.process.wait() == OUT_OF_MEMORY:
            limit = f"{self.memory_mib} МиБ"
            return Overloaded(f"Вёрстка PDF прервана: не хватило памяти ({limit}).")
        return EngineLost()

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self.pipe.close()
        self.process.kill()
        self.process.wait()


class Pool:
    """So many places for engines; one is started when a free place has none."""

    def __init__(self, processes: int, memory_mib: int, waiting: int = 16) -> None:
        self.memory_mib = memory_mib
        self.warm = False
        """Whether engines load everything when they start: worth it where many documents come."""
        self.places: LifoQueue[Engine | None] = LifoQueue()
        for _ in range(processes):
            self.places.put(None)
        self._room = BoundedSemaphore(processes + waiting)
        self._turns = Turns(processes)

    def start(self) -> None:
        """Put an engine into every free place that has none."""
        self.warm = True
        free = [self.places.get() for _ in range(self.places.qsize())]
        for engine in free:
            self.places.put(engine or self._new(instead_of=None))

    @contextmanager
    def engine(self, deadline: float) -> Iterator[Engine]:
        """An engine for one document; raises TimeoutError where none gets free in time, Busy."""
        if not self._room.acquire(blocking=False):
            raise Busy("Слишком много документов PDF сразу.", _RETRY_SECONDS)
        try:
            with self._taken(deadline) as engine:
                yield engine
        finally:
            self._room.release()

    @contextmanager
    def _taken(self, deadline: float) -> Iterator[Engine]:
        if not self._turns.take(deadline - time.monotonic()):
            raise TimeoutError
        engine, kept = self.places.get(), None
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
            self._turns.give()

    def _new(self, instead_of: Engine | None) -> Engine:
        if instead_of is not None:
            instead_of.stop()
        return Engine(self.memory_mib, warm=self.warm)

    def stop(self) -> None:
        """End the engines that are at no work."""
        while not self.places.empty():
            engine = self.places.get()
            if engine is not None:
                engine.stop()


@cache
def _pool(processes: int, memory_mib: int, waiting: int) -> Pool:
    pool = Pool(processes, memory_mib, waiting)
    atexit.register(pool.stop)
    return pool
