"""How many connections each worker has that listens, in memory that all processes share."""

import mmap

_TOLD = memoryview(mmap.mmap(-1, 4 * 256)).cast("i")
"""For each worker one more than the number of its connections; nothing where it does not listen."""


def tell(worker: int, connections: int) -> None:
    """A worker listens, and has so many."""
    _TOLD[worker % len(_TOLD)] = connections + 1


def forget(worker: int) -> None:
    """A worker does not listen, or is gone."""
    _TOLD[worker % len(_TOLD)] = 0


def fewest() -> int:
    """Those of the worker that has the fewest."""
    return min(filter(None, _TOLD), default=1) - 1
