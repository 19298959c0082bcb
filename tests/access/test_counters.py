"""Calls that come at once are all counted, and none of them fails."""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from formsvc.access.counters import Counters


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads take turns after every few steps."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty_threads")
def test_calls_that_come_at_once_are_counted_without_a_fault() -> None:
    counters = Counters()
    with ThreadPoolExecutor(8) as callers:
        for _ in range(30):
            list(callers.map(lambda _: counters.incr("key", 60), range(200)))
            time.sleep(0.011)  # the timer of the library ends, and is made anew
    assert counters.get("key") == 6000
