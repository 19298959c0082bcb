"""The end of the time for a file that the worker itself makes (Word, Excel).

An engine of PDF is a process that can be killed; here the makers look at the clock as they go on.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from formsvc.errors import Overloaded
from formsvc.renderers.base import RenderSettings

_PIECES = 256  # between two looks at the clock


@dataclass(frozen=True)
class Deadline:
    """When it ends, on the monotonic clock, and how many seconds there were."""

    ends: float
    seconds: float

    @classmethod
    def of(cls, settings: RenderSettings) -> "Deadline":
        """That of a file which is begun now."""
        return cls(settings.ends, settings.time_limit)

    def check(self) -> None:
        """Raises Overloaded (503) once the time is over."""
        if time.monotonic() > self.ends:
            raise Overloaded(f"Документ не готов за {self.seconds} с.")

    def kept_by(self, pieces: Iterable[Any]) -> Iterator[Any]:
        """The pieces of a file as they are made; raises Overloaded once the time is over."""
        return chain.from_iterable(self._batches(iter(pieces)))

    def _batches(self, pieces: Iterator[Any]) -> Iterator[list[Any]]:
        while batch := list(islice(pieces, _PIECES)):
            self.check()
            yield batch


NONE = Deadline(float("inf"), float("inf"))
