"""`make bench` and `make bench-quick`: everything side by side, told in docs/performance.md."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from bench import docx_peers, http_peers, pdf_peers, processes, report, xlsx_peers
from bench.harness import Turns, compared
from bench.subjects import PLAN, list_of, subject

DOCX_TARGETS: Mapping[str, Mapping[str, float]] = {
    "typical": {"docxtpl": 60, "carbone": 40, "docxtemplater": 40, "easy-template-x": 40},
    "large": {"docxtpl": 30},
}
PDF_TARGETS = {pdf_peers.LIBREOFFICE: 10, pdf_peers.CHROMIUM: 20}
XLSX_TARGETS, HTTP_TARGET = {"openpyxl": 10}, 15


@dataclass(frozen=True)
class Amounts:
    """How often and how long all is done; `others` are the programs of node, and for PDF."""

    others: bool
    documents: Mapping[str, Turns]
    """By the sample."""
    pdf: Turns
    rows: Mapping[int, Turns]
    """By the rows of the growing table."""
    http_rounds: int
    http_seconds: int
    starts: int
    memory_documents: int
    """Made by one process, to see whether it grows."""


_ONCE, _TWICE = Turns(1, seconds=0, warm_up=1), Turns(2, seconds=0, warm_up=1)
WHOLE = Amounts(
    others=True,
    documents={"typical": Turns(31), "large": Turns(15)},
    pdf=Turns(15, seconds=1, warm_up=3),
    rows={10: Turns(15), 50: Turns(15), 200: Turns(9), 500: Turns(5), 2000: Turns(3)},
    http_rounds=5,
    http_seconds=10,
    starts=9,
    memory_documents=2000,
)
QUICK = Amounts(
    others=False,
    documents={"typical": Turns(9), "large": Turns(5)},
    pdf=Turns(0),
    rows={10: Turns(5), 50: Turns(5), 200: Turns(3)},
    http_rounds=3,
    http_seconds=3,
    starts=3,
    memory_documents=400,
)
TRIAL = Amounts(
    others=True,
    documents={"typical": _TWICE, "large": _ONCE},
    pdf=_ONCE,
    rows={10: _ONCE, 50: _ONCE},
    http_rounds=1,
    http_seconds=8,
    starts=1,
    memory_documents=150,
)


def main(amounts: Amounts) -> None:
    """Measure and tell; only a whole run is kept, in the results and in the documentation."""
    results, absent, begun = [], _absent(amounts), monotonic()
    with TemporaryDirectory() as folder:
        for one in _measured(Path(folder), amounts):
            print(f"{monotonic() - begun:5.0f} s  {report.line(one)}", flush=True)
            results.append(one)
    if amounts is WHOLE:
        report.write(results, absent)
    else:
        print(report.text(results, absent))


def _absent(amounts: Amounts) -> list[str]:
    """What is not measured, since it is not here or was not asked for."""
    there = {*docx_peers.node_versions(), *pdf_peers.present()} if amounts.others else set()
    absent = [] if shutil.which("wrk") else ["wrk (so no HTTP)"]
    return absent + [name for name in (*docx_peers.TAGS, *PDF_TARGETS) if name not in there]


def _measured(folder: Path, amounts: Amounts) -> Iterator[dict[str, Any]]:
    for case, targets in DOCX_TARGETS.items():
        yield from _docx(folder, case, targets, amounts)
    for case in DOCX_TARGETS:
        ways = xlsx_peers.contenders(subject(PLAN, case))
        yield from compared(f"XLSX, {case}", ways, amounts.documents[case], XLSX_TARGETS)
    if amounts.others:
        with pdf_peers.contenders(PLAN, "typical") as printers:
            yield from compared("PDF for print, typical", printers, amounts.pdf, PDF_TARGETS)
    if shutil.which("wrk"):
        often, long = amounts.http_rounds, amounts.http_seconds
        yield from http_peers.measured(folder, often, long, HTTP_TARGET)
    yield processes.cold_start(amounts.starts)
    yield processes.memory(100, amounts.memory_documents)
    yield from _growth(amounts.rows)


def _docx(
    folder: Path, case: str, targets: Mapping[str, float], amounts: Amounts
) -> list[dict[str, Any]]:
    made, work, turns = subject(PLAN, case), f"DOCX, {case}", amounts.documents[case]
    if not (amounts.others and docx_peers.node_versions()):
        return compared(work, docx_peers.contenders(made, None), turns, targets)
    with docx_peers.node_peers(folder) as peers:
        return compared(work, docx_peers.contenders(made, peers), turns, targets)


def _growth(rows: Mapping[int, Turns]) -> Iterator[dict[str, Any]]:
    """How the work grows with the rows of a table."""
    for number, turns in rows.items():
        made = list_of(number)
        ways = {
            "DOCX": docx_peers.contenders(made, None),
            "XLSX": xlsx_peers.contenders(made),
        }
        for kind, contenders in ways.items():
            for one in compared("growth", contenders, turns, {}):
                yield {**one, "format": kind, "rows": number}


if __name__ == "__main__":
    main({"--quick": QUICK, "--trial": TRIAL}[sys.argv[1]] if sys.argv[1:] else WHOLE)
