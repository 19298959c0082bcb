"""The results of the benchmarks as a table and as a plot."""

import re
from itertools import pairwise

from lxml import etree

from bench import report
from bench.harness import OURS, Contender, Turns, compared


def results() -> list[report.Result]:
    ours = Contender(OURS, "1", lambda: 0.001)
    ways = [ours, Contender("other", "2", lambda: 0.0125)]
    grown = [
        {**one, "format": kind, "rows": rows}
        for rows in (10, 2000)
        for kind in ("DOCX", "XLSX")
        for one in compared("growth", ways, Turns(2), {})
    ]
    memory = {"work": "memory", "kib": {"100": 5, "2000": 6}, "growth": 1.2, "target": 1.2}
    start = {"work": "cold start", "seconds": {"low": 1, "median": 2, "high": 3}, "target": 1.5}
    return [*compared("DOCX", ways, Turns(3), {"other": 10}), start, memory, *grown]


def test_the_table_tells_every_result_and_what_is_absent() -> None:
    table = report.text(results(), ["wrk"])
    assert "not measured: wrk." in table
    assert "| DOCX | other 2 | 12.5 (12.5–12.5) ms | 12.5 (12.5–12.5) | 10 |" in table
    assert "| cold start to the first DOCX |  | 2 (1–3) s |  | under 1.5 s |" in table
    assert "| memory after 2000 documents, to that after 100 |  | 1.2 times |" in table
    assert {line.count("|") for line in table.split("\n") if line} == {0, 6}


def test_a_line_of_progress_tells_what_was_measured() -> None:
    assert report.line(results()[-1]).startswith("growth, XLSX, 2000 rows: other 2 — 12.5")


def test_the_names_of_a_plot_do_not_lie_on_one_another() -> None:
    drawn = etree.fromstring(report.plot([one for one in results() if one["work"] == "growth"]))
    names = [text for text in drawn.iter("{*}text") if re.match("DOCX|XLSX", text.text or "")]
    levels = sorted(float(name.get("y", "0")) for name in names)
    assert len(levels) == 4
    assert min(b - a for a, b in pairwise(levels)) >= 12
