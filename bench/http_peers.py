"""Requests per second: the service beside the one that is written first, under gunicorn alike."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.docx_peers import texts_of
from bench.harness import OURS, spread
from bench.subjects import AS_OF, PLAN, sample
from formsvc import __version__

WORKERS, CONNECTIONS, SECONDS_TO_START = 2, 4, 60
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_FAILED = re.compile(r"Non-2xx|Socket errors")
_ROOT = Path(__file__).parents[1]


def command(name: str, port: int) -> list[str]:
    """How each of the services is started."""
    if name == OURS:
        return [sys.executable, "-m", "formsvc", "serve", "--port", str(port)]
    place = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", "2"]
    quiet = ["--log-level", "warning", "--no-control-socket"]
    return [sys.executable, "-m", "gunicorn", *quiet, *place, "bench.naive_service:app"]


@contextmanager
def running(name: str) -> Iterator[str]:
    """A service; gives the address of its documents."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"FORMSVC_WORKERS": str(WORKERS), "PYTHONPATH": str(_ROOT)}
    process = subprocess.Popen(command(name, port), env=os.environ | own, cwd=_ROOT)
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}/v1/forms/{PLAN}/documents?format=docx&as_of={AS_OF}"
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the service does not start")


def document(address: str, body: Any) -> bytes:
    """The answer to one request."""
    asked = urllib.request.Request(
        address, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:
        content: bytes = answer.read()
    return content


def rate(address: str, script: Path, seconds: int) -> float:
    """Requests per second; raises RuntimeError if any of them fails, or none is answered."""
    load = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--timeout", "30s"]
    said = subprocess.run(
        [*load, "-s", str(script), address], capture_output=True, text=True, check=True
    ).stdout
    found = _RATE.search(said)
    if found is None or _FAILED.search(said) or not float(found[1]):
        raise RuntimeError(said)
    return float(found[1])


def measured(folder: Path, rounds: int, seconds: int, target: float) -> list[dict[str, Any]]:
    """Both services, in turn; they have given the same text before."""
    body, script = sample(PLAN, "typical"), folder / "post.lua"
    quoted = json.dumps(json.dumps(body, ensure_ascii=True)).replace("\\/", "/")
    script.write_text(
        f'wrk.method = "POST"\nwrk.body = {quoted}\n'
        'wrk.headers["Content-Type"] = "application/json"\n'
    )
    with ExitStack() as services:
        at = {name: services.enter_context(running(name)) for name in (OURS, "naive")}
        texts = {name: texts_of(document(address, body)) for name, address in at.items()}
        assert texts[OURS] == texts["naive"]
        for address in at.values():
            rate(address, script, seconds)
        rates: dict[str, list[float]] = {name: [] for name in at}
        for _ in range(rounds):
            for name, address in at.items():
                rates[name].append(rate(address, script, seconds))
    ratios = [own / theirs for own, theirs in zip(rates[OURS], rates["naive"], strict=True)]
    return [
        _result(OURS, rates[OURS], [1.0] * rounds, None),
        _result("naive", rates["naive"], ratios, target),
    ]


def _result(
    name: str, rates: list[float], ratios: list[float], target: float | None
) -> dict[str, Any]:
    return {
        "work": "http",
        "contender": name,
        "version": __version__ if name == OURS else "Flask, docxtpl, marshmallow",
        "per_second": spread(rates),
        "times_slower": spread(ratios),
        "target": target,
    }
