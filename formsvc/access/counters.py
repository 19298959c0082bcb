"""Counters of calls in the memory of this process."""

from threading import RLock
from typing import Any

from limits.storage import MemoryStorage


class Counters(MemoryStorage):
    """Counts one call at a time: the library's own fails where two calls come at once.

    It looks whether its timer is at work, and then makes and starts one; two threads start the
    same one, and the second gets a RuntimeError for a call that did nothing wrong.
    """

    STORAGE_SCHEME = ["counters"]  # noqa: RUF012 — declared so by the library

    def __init__(self, *uri: Any, **options: Any) -> None:
        """As the library makes it from an address."""
        self._one_at_a_time = RLock()
        super().__init__(*uri, **options)

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """The count of a key after one more."""
        with self._one_at_a_time:
            return super().incr(key, expiry, amount)
