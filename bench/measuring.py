"""Times that may be compared: all contestants in turn, round after round, and their medians."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Times:
    """Medians of one contestant, in milliseconds."""

    wall: float
    cpu: float
    """Of all threads of this process: what else the machine does counts less in it."""


def paired(contestants: Mapping[str, Callable[[int], object]], rounds: int) -> dict[str, Times]:
    """What each contestant takes; it is told the number of the round, the first is not counted."""
    walls: dict[str, list[float]] = {name: [] for name in contestants}
    cpus: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, run in contestants.items():
            wall, cpu = time.perf_counter(), time.process_time()
            run(number)
            if number:
                walls[name].append(1000 * (time.perf_counter() - wall))
                cpus[name].append(1000 * (time.process_time() - cpu))
    return {name: Times(median(walls[name]), median(cpus[name])) for name in contestants}
