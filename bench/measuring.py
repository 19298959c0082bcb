"""Times that may be compared: all contestants in turn, round after round, each alone.

Each works in a process of its own, so that none pays for what another leaves to the garbage
collector. The host may give a machine more or less from one second to the next: ratios are those
of the same round.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from statistics import median

Work = Callable[[int], object]
"""Makes a document, a little different for each number."""


@dataclass(frozen=True)
class Times:
    """Of one contestant, round by round, in milliseconds."""

    walls: Sequence[float]
    cpus: Sequence[float]
    """Of all threads of its process: what else the machine does counts less in it."""

    @property
    def wall(self) -> float:
        """The median by the clock."""
        return median(self.walls)

    @property
    def cpu(self) -> float:
        """The median of the process."""
        return median(self.cpus)

    def times_faster(self, other: "Times") -> float:
        """By the time of the process: the median of the rounds."""
        return median(theirs / own for theirs, own in zip(other.cpus, self.cpus, strict=True))


def paired(
    prepare: Callable[..., Mapping[str, Work]],
    told: tuple[str, ...],
    names: Sequence[str],
    rounds: int,
) -> dict[str, Times]:
    """What each of `prepare(*told)` takes; the first round is not counted."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    with _processes(names) as processes:
        for number in range(rounds + 1):
            for name, process in processes.items():
                times = process.submit(_took, prepare, told, name, number).result()
                took[name] += [times] if number else []
    return {name: Times(*zip(*times, strict=True)) for name, times in took.items()}


@contextmanager
def _processes(names: Sequence[str]) -> Iterator[dict[str, ProcessPoolExecutor]]:
    spawn = get_context("spawn")
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(ProcessPoolExecutor(max_workers=1, mp_context=spawn))
            for name in names
        }


def _took(
    prepare: Callable[..., Mapping[str, Work]], told: tuple[str, ...], name: str, number: int
) -> tuple[float, float]:
    work = _prepared(prepare, told)[name]
    wall, cpu = time.perf_counter(), time.process_time()
    work(number)
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


@lru_cache
def _prepared(
    prepare: Callable[..., Mapping[str, Work]], told: tuple[str, ...]
) -> Mapping[str, Work]:
    return prepare(*told)
