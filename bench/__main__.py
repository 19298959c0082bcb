"""`make bench` and `make bench-quick`: everything side by side, told in docs/performance.md."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import docx_peers, http_peers, processes, report, xlsx_peers
from bench.harness import compared
from bench.subjects import PLAN, list_of, subject

DOCX_TARGETS: Mapping[str, Mapping[str, float]] = {
    "typical": {"docxtpl": 60, "carbone": 40, "docxtemplater": 40, "easy-template-x": 40},
    "large": {"docxtpl": 30},
}
XLSX_TARGETS, HTTP_TARGET = {"openpyxl": 10}, 15
ROWS = (10, 50, 200, 500, 2000)


def main(quick: bool) -> None:
    """Measure and tell; the quick way leaves out the programs of node and the long runs."""
    results, absent = [], _absent(quick)
    with TemporaryDirectory() as folder:
        for one in _measured(Path(folder), quick, absent):
            print(one, flush=True)
            results.append(one)
    report.write(results, absent)


def _absent(quick: bool) -> list[str]:
    absent = [] if shutil.which("wrk") else ["wrk (so no HTTP)"]
    known = {} if quick else docx_peers.node_versions()
    return absent + [name for name in docx_peers.TAGS if name not in known]


def _measured(folder: Path, quick: bool, absent: list[str]) -> Iterator[dict[str, Any]]:
    rounds = 7 if quick else 31
    for case, targets in DOCX_TARGETS.items():
        yield from _docx(folder, case, targets, rounds, with_node=not quick)
    for case in DOCX_TARGETS:
        ways = xlsx_peers.contenders(subject(PLAN, case))
        yield from compared(f"XLSX, {case}", ways, rounds, XLSX_TARGETS)
    yield from _growth(3 if quick else 7, ROWS[: 3 if quick else None])
    if shutil.which("wrk"):
        yield from http_peers.measured(folder, 3, 3 if quick else 10, HTTP_TARGET)
    yield processes.cold_start(3 if quick else 9)
    yield processes.memory(100, 400 if quick else 2000)


def _docx(
    folder: Path, case: str, targets: Mapping[str, float], rounds: int, *, with_node: bool
) -> list[dict[str, Any]]:
    made = subject(PLAN, case)
    work = f"DOCX, {case}"
    if not (with_node and docx_peers.node_versions()):
        return compared(work, docx_peers.contenders(made, None), rounds, targets)
    with docx_peers.node_peers(folder) as peers:
        return compared(work, docx_peers.contenders(made, peers), rounds, targets)


def _growth(rounds: int, sizes: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    """How the work grows with the rows of a table."""
    for rows in sizes:
        made = list_of(rows)
        ways = {
            "DOCX": docx_peers.contenders(made, None),
            "XLSX": xlsx_peers.contenders(made),
        }
        for kind, contenders in ways.items():
            for one in compared("growth", contenders, rounds, {}):
                yield {**one, "format": kind, "rows": rows}


if __name__ == "__main__":
    main(quick="--quick" in sys.argv[1:])
