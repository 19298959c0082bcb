"""A worker has a limit of memory: what needs more is refused, and who holds much is replaced."""

import time
from pathlib import Path

from formsvc.operations.memory import resident_mib
from tests.api.running import running_service, workers

DOCUMENT = "/v1/forms/kz.plan/documents?format=xlsx&as_of=2026-11-20"
JSON = {"Content_Type": "application/json"}
NARROW = "120"
SAMPLES = Path(__file__).parent.parent.parent / "samples" / "kz" / "plan"


def test_a_call_that_needs_more_is_refused_and_the_service_lives(tmp_path: Path) -> None:
    body = (SAMPLES / "typical.json").read_bytes()
    with running_service(tmp_path / "log", worker_memory_mib=NARROW) as running:
        refused = running.ask("POST", "/v1/verify", b"%PDF-1.7\n" + b"\0" * 29_000_000)
        served = running.ask("POST", DOCUMENT, body, **JSON)

    assert (refused.status, refused.headers["Retry-After"]) == (503, "2")
    assert "не хватило памяти" in refused.body.decode()
    assert served.status == 200


def test_a_worker_that_holds_much_is_replaced_between_calls(tmp_path: Path) -> None:
    body = (SAMPLES / "large.json").read_bytes()
    with running_service(tmp_path / "log", worker_memory_mib=NARROW) as running:
        first = set(workers(running))
        answers = [running.ask("POST", DOCUMENT, body, **JSON).status for _ in range(3)]
        deadline = time.monotonic() + 60
        while set(workers(running)) & first and time.monotonic() < deadline:
            time.sleep(0.2)
        answers.append(running.ask("POST", DOCUMENT, body, **JSON).status)
        now = set(workers(running))

    assert answers == [200] * 4
    assert first.isdisjoint(now)


def test_memory_is_measured() -> None:
    assert 10 < resident_mib() < 10_000
