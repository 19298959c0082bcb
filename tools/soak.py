"""Twice the load that the service can bear, for two minutes, on loopback: `make soak`.

Twice as many callers as have a place to work or to wait ask one document after another, each with a
key of its own; then all of them share one key and ask more than it may. What is refused is told so
(429, 503), what is accepted comes within three times the idle time (medians, and 95 of 100), memory
is bounded, and afterwards all is as before. Load and rest take turns: machines are now faster, now
slower, and must be so for both.
"""

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.api.running import RunningService, children, environment, running_service

ROOT = Path(__file__).resolve().parent.parent
SECONDS = float(os.environ.get("SOAK_SECONDS", "120"))
CORES = sorted(os.sched_getaffinity(0))
THEIRS, OURS = set(CORES[-1:]), set(CORES[:-1] or CORES)
"""The callers have a core of their own, or they would be measured too."""
WORKERS = len(OURS)
THREADS, WAITING = 1, 1
CALLERS = 2 * WORKERS * (THREADS + WAITING)
PATH = "/v1/forms/kz.plan/documents?as_of=2026-11-20&format={}"
BODY = (ROOT / "samples" / "kz" / "plan" / "typical.json").read_bytes()
HEADERS = {"Content-Type": "application/json"}
KEY = re.compile(r"fsk_\w+_[\w-]+")
SLOWER = 3.0
"""An accepted request may take so many times the idle time."""
GROWTH_MIB = 200
EXPECTED = {200, 429, 503}
ROUNDS, IDLE_ASKS = 6, 20
"""Turns of load, and documents one after another before, between and behind them."""
AFTERWARDS = 1.5
"""What is asked behind a turn of load may take so many times what was asked before it."""
MANY, FEW = "1000000", "60"
"""Calls a minute of a key: never reached, and reached at once."""


@dataclass
class Seen:
    """What came of the load: statuses, durations of accepted requests in seconds."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def add(self, status: int, seconds: float) -> None:
        """One answer."""
        self.statuses[status] += 1
        if status == 200:
            self.seconds.append(seconds)

    def join(self, other: "Seen") -> None:
        """What came of another turn."""
        self.statuses += other.statuses
        self.seconds += other.seconds
        self.memory += other.memory


def ask(port: int, extension: str, key: str) -> tuple[int, float]:
    """Status of one document, and how long it took."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = HEADERS | {"Authorization": f"Bearer {key}"}
    start = time.monotonic()
    try:
        line.request("POST", PATH.format(extension), BODY, headers)
        answer = line.getresponse()
        answer.read()
        return answer.status, time.monotonic() - start
    finally:
        line.close()


def idle(port: int, extension: str, key: str) -> list[float]:
    """Times of one document after another."""
    return [ask(port, extension, key)[1] for _ in range(IDLE_ASKS)]


def nearly_all(seconds: list[float]) -> float:
    """The time within which 95 of 100 came."""
    return statistics.quantiles(seconds, n=20)[-1]


def memory_mib(running: RunningService) -> float:
    """Resident memory of the service with all its processes."""
    pids = [running.process.pid, *children(running.process.pid)]
    return sum(map(_resident, pids)) / 1024


def _resident(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return int(text.split("VmRSS:")[1].split()[0]) if "VmRSS:" in text else 0


def asked(port: int, extension: str, key: str, end: float) -> list[tuple[int, float]]:
    """What one caller got until the end, a time of this machine's clock."""
    got = []
    while time.monotonic() < end:
        got.append(ask(port, extension, key))
        if got[-1][0] != 200:
            time.sleep(0.05)  # a caller that is told to come again does not do so at once
    return got


def load(
    callers: Executor, running: RunningService, extension: str, seconds: float, keys: list[str]
) -> Seen:
    """A caller with each of the keys for so long, each a process: none waits for another."""
    seen, end = Seen(), time.monotonic() + seconds
    got = [callers.submit(asked, running.port, extension, key, end) for key in keys]
    while time.monotonic() < end:
        seen.memory.append(memory_mib(running))
        time.sleep(min(1, seconds / 2))
    for one in got:
        for status, took in one.result():
            seen.add(status, took)
    return seen


def started(number: int) -> Executor:
    """So many processes that are callers."""
    return ProcessPoolExecutor(number, get_context("spawn"))


def judged(rests: list[list[float]], seen: Seen, grown: float) -> list[str]:
    """What is not as promised."""
    idle_times = [seconds for rest in rests for seconds in rest]
    slower = statistics.median(seen.seconds) / statistics.median(idle_times)
    slowest = nearly_all(seen.seconds) / nearly_all(idle_times)
    medians = [statistics.median(rest) for rest in rests]
    behind = statistics.median(later / earlier for earlier, later in pairwise(medians))
    promises = {
        f"answers are only {sorted(EXPECTED)}": set(seen.statuses) <= EXPECTED,
        f"half of what is accepted takes at most {SLOWER:g} times idle": slower <= SLOWER,
        f"95 of 100 accepted take at most {SLOWER:g} times those of idle": slowest <= SLOWER,
        f"memory grows by less than {GROWTH_MIB} MiB": grown < GROWTH_MIB,
        "behind the load a document takes as long as before": behind <= AFTERWARDS,
    }
    return [promise for promise, kept in promises.items() if not kept]


@contextmanager
def served(log: Path, settings: dict[str, str]) -> Iterator[RunningService]:
    """The service on cores of its own."""
    os.sched_setaffinity(0, OURS)
    with running_service(log, **settings) as running:
        os.sched_setaffinity(0, THEIRS)
        yield running


def keys_of(file: Path, number: int) -> list[str]:
    """So many fresh keys that may render, in a file for the service."""
    variables = os.environ | environment(keys_file=str(file))
    command = [sys.executable, "-m", "formsvc", "keys", "create", "--scopes", "render", "--name"]
    told = (
        subprocess.run(
            [*command, f"caller-{at}"], env=variables, check=True, capture_output=True, text=True
        ).stdout
        for at in range(number)
    )
    return [key for text in told for key in KEY.findall(text)]


def soaked(extension: str, folder: Path) -> list[str]:
    """The run with one format."""
    settings = {"workers": str(WORKERS), "threads": str(THREADS), "waiting": str(WAITING)}
    file = folder / f"{extension}.keys.json"
    keys = keys_of(file, CALLERS)
    settings |= {"keys_file": str(file), "calls_per_minute": MANY}
    with served(folder / f"{extension}.log", settings) as running, started(CALLERS) as callers:
        load(callers, running, extension, min(5.0, SECONDS), keys)  # all is warm
        rests, memory = [idle(running.port, extension, keys[0])], memory_mib(running)
        seen = Seen()
        for _ in range(ROUNDS):
            seen.join(load(callers, running, extension, SECONDS / ROUNDS, keys))
            rests.append(idle(running.port, extension, keys[0]))
    grown = max(seen.memory) - memory
    told = {
        "format": extension,
        "callers": CALLERS,
        "answers": dict(sorted(seen.statuses.items())),
        "accepted a second": round(len(seen.seconds) / SECONDS, 1),
        "idle ms": milliseconds([seconds for rest in rests for seconds in rest]),
        "accepted ms": milliseconds(seen.seconds),
        "memory MiB": round(max(seen.memory)),
        "grown MiB": round(grown),
    }
    print(json.dumps(told), flush=True)
    return [f"{extension}: {broken}" for broken in judged(rests, seen, grown)]


def milliseconds(seconds: list[float]) -> dict[str, float]:
    """The median, and what 95 of 100 do not exceed."""
    return {
        "median": round(statistics.median(seconds) * 1000, 1),
        "95 of 100": round(nearly_all(seconds) * 1000, 1),
    }


def rationed(folder: Path) -> list[str]:
    """All callers with one key that may ask little."""
    file = folder / "one.keys.json"
    (key,) = keys_of(file, 1)
    settings = {"workers": str(WORKERS), "keys_file": str(file), "calls_per_minute": FEW}
    with served(folder / "one.log", settings) as running, started(CALLERS) as callers:
        seen = load(callers, running, "docx", min(20.0, SECONDS), [key] * CALLERS)
    print(json.dumps({"one key": dict(sorted(seen.statuses.items()))}), flush=True)
    promises = {
        "answers are only 200, 429 and 503": set(seen.statuses) <= EXPECTED,
        "a key above its rate is told so": seen.statuses[429] > 0,
        "each process lets through no more than a minute's calls, or two minutes'": seen.statuses[
            200
        ]
        <= 2 * WORKERS * int(FEW),
    }
    return [f"one key: {promise}" for promise, kept in promises.items() if not kept]


def main() -> None:
    """Both formats; status 1 names every promise that was not kept."""
    with TemporaryDirectory() as folder:
        broken = [one for extension in ("docx", "pdf") for one in soaked(extension, Path(folder))]
        broken += rationed(Path(folder))
    if broken:
        sys.exit("Not kept:\n" + "\n".join(broken))


if __name__ == "__main__":
    main()
