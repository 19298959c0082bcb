"""Twice the load that the service can bear, for two minutes, on loopback: `make soak`.

Twice as many callers as have a place to work or to wait ask one document after another. What is
refused is told so (429, 503), what is accepted comes within three times the idle time, memory is
bounded, and afterwards all is as before.
"""

import http.client
import json
import os
import statistics
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.api.running import RunningService, children, running_service  # noqa: E402

SECONDS = float(os.environ.get("SOAK_SECONDS", "120"))
WORKERS, THREADS, WAITING = 2, 1, 1
CALLERS = 2 * WORKERS * (THREADS + WAITING)
PATH = "/v1/forms/kz.plan/documents?as_of=2026-11-20&format={}"
BODY = (ROOT / "samples" / "kz" / "plan" / "typical.json").read_bytes()
HEADERS = {"Content-Type": "application/json"}
SLOWER = 3.0
"""An accepted request may take so many times the idle time."""
GROWTH_MIB = 200
EXPECTED = {200, 429, 503}


@dataclass
class Seen:
    """What came of the load: statuses, durations of accepted requests in seconds."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, status: int, seconds: float) -> None:
        """One answer."""
        with self.lock:
            self.statuses[status] += 1
            if status == 200:
                self.seconds.append(seconds)


def ask(port: int, extension: str) -> tuple[int, float]:
    """Status of one document, and how long it took."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    start = time.monotonic()
    try:
        line.request("POST", PATH.format(extension), BODY, HEADERS)
        answer = line.getresponse()
        answer.read()
        return answer.status, time.monotonic() - start
    finally:
        line.close()


def idle(port: int, extension: str, times: int) -> float:
    """Median time of one document after another."""
    return statistics.median(ask(port, extension)[1] for _ in range(times))


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


def load(running: RunningService, extension: str, seconds: float) -> Seen:
    """So many callers for so long."""
    seen, end = Seen(), time.monotonic() + seconds

    def call() -> None:
        while time.monotonic() < end:
            status, took = ask(running.port, extension)
            seen.add(status, took)
            if status != 200:
                time.sleep(0.05)  # a caller that is told to come again does not do so at once

    callers = [threading.Thread(target=call) for _ in range(CALLERS)]
    for caller in callers:
        caller.start()
    while time.monotonic() < end:
        seen.memory.append(memory_mib(running))
        time.sleep(1)
    for caller in callers:
        caller.join()
    return seen


def judged(before: float, seen: Seen, after: float, grown: float) -> list[str]:
    """What is not as promised."""
    accepted = statistics.median(seen.seconds) if seen.seconds else float("inf")
    promises = {
        f"answers are only {sorted(EXPECTED)}": set(seen.statuses) <= EXPECTED,
        f"accepted requests take at most {SLOWER:g} times the idle time": accepted
        <= SLOWER * before,
        f"memory grows by less than {GROWTH_MIB} MiB": grown < GROWTH_MIB,
        "afterwards a document takes as long as before": after <= 1.5 * before + 0.005,
    }
    return [promise for promise, kept in promises.items() if not kept]


def soaked(extension: str, folder: Path) -> list[str]:
    """The run with one format."""
    settings = {"workers": str(WORKERS), "threads": str(THREADS), "waiting": str(WAITING)}
    with running_service(folder / f"{extension}.log", **settings) as running:
        for _ in range(2 * WORKERS):
            ask(running.port, extension)
        load(running, extension, min(5.0, SECONDS))  # both workers are warm
        before, memory = idle(running.port, extension, 30), memory_mib(running)
        seen = load(running, extension, SECONDS)
        after, grown = idle(running.port, extension, 30), max(seen.memory) - memory
    told = {
        "format": extension,
        "callers": CALLERS,
        "answers": dict(sorted(seen.statuses.items())),
        "accepted a second": round(len(seen.seconds) / SECONDS, 1),
        "idle ms": round(before * 1000, 1),
        "accepted, median ms": round(statistics.median(seen.seconds) * 1000, 1),
        "accepted, 95 of 100 ms": round(statistics.quantiles(seen.seconds, n=20)[-1] * 1000, 1),
        "afterwards ms": round(after * 1000, 1),
        "memory MiB": round(max(seen.memory)),
        "grown MiB": round(grown),
    }
    print(json.dumps(told), flush=True)
    return [f"{extension}: {broken}" for broken in judged(before, seen, after, grown)]


def main() -> None:
    """Both formats; status 1 names every promise that was not kept."""
    with TemporaryDirectory() as folder:
        broken = [one for extension in ("docx", "pdf") for one in soaked(extension, Path(folder))]
    if broken:
        sys.exit("Not kept:\n" + "\n".join(broken))


if __name__ == "__main__":
    main()
