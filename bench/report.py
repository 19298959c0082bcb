"""bench/results.json, and the table with the plot in docs/performance.md."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.harness import OURS

_ROOT = Path(__file__).parents[1]
RESULTS, PAGE = _ROOT / "bench" / "results.json", _ROOT / "docs" / "performance.md"
_BEGIN, _END = "<!-- results: begin -->", "<!-- results: end -->"
_WIDTH, _HEIGHT, _LEFT, _BELOW = 640, 300, 60, 40


def write(results: Sequence[dict[str, Any]], absent: Sequence[str]) -> None:
    """Keep the results, and tell them in the page of the documentation."""
    machine = {"cores": os.cpu_count(), "python": platform.python_version()}
    told = {"machine": machine, "absent": list(absent), "results": list(results)}
    RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    head, _, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    body = "\n\n".join(_parts(told))
    PAGE.write_text(f"{head}{_BEGIN}\n\n{body}\n\n{_END}{tail}", "utf-8")
    _write_plot([one for one in results if one["work"] == "growth"])


def _parts(told: dict[str, Any]) -> Iterable[str]:
    machine = told["machine"]
    yield f"{machine['cores']} cores, Python {machine['python']}."
    if told["absent"]:
        yield f"Absent, and so not measured: {', '.join(told['absent'])}."
    yield "\n".join(_rows(told["results"]))
    yield "![Milliseconds by rows of the table](pictures/performance.svg)"


def _rows(results: Sequence[dict[str, Any]]) -> Iterable[str]:
    yield "| work | contender | median (quartiles) | ours is faster by (quartiles) | at least |"
    yield "|---|---|---|---|---|"
    for one in results:
        if "contender" in one and one["work"] != "growth":
            yield _row(one)
        elif one["work"] == "cold start":
            cost = _spread(one["seconds"])
            yield f"| cold start to the first DOCX | | {cost} s | | {one['target']} s |"
        elif one["work"] == "memory":
            few, many = one["kib"]
            work = f"memory after {many} documents, to that after {few}"
            yield f"| {work} | | {one['growth']} times | | {one['target']} |"


def _row(one: dict[str, Any]) -> str:
    cost = (
        f"{_spread(one['per_second'])} requests/s"
        if "per_second" in one
        else f"{_spread(one['milliseconds'])} ms"
    )
    times = "" if one["contender"] == OURS else _spread(one["times_slower"])
    name = f"{one['contender']} {one['version']}"
    return f"| {one['work']} | {name} | {cost} | {times} | {one['target'] or ''} |"


def _spread(values: dict[str, float]) -> str:
    return f"{values['median']:.3g} ({values['low']:.3g}–{values['high']:.3g})"


def _write_plot(growth: Sequence[dict[str, Any]]) -> None:
    """Both axes are logarithmic; one line a format and contender."""
    from math import log10

    lines: dict[str, list[tuple[float, float]]] = {}
    for one in growth:
        name = f"{one['format']}, {one['contender']}"
        point = log10(one["rows"]), log10(one["milliseconds"]["median"])
        lines.setdefault(name, []).append(point)
    if lines:
        (_ROOT / "docs" / "pictures" / "performance.svg").write_text(_svg(lines), "utf-8")


def _svg(lines: dict[str, list[tuple[float, float]]]) -> str:
    points = [point for line in lines.values() for point in line]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)

    def place(x: float, y: float) -> tuple[float, float]:
        across = (x - left) / (right - left or 1) * (_WIDTH - _LEFT - 140)
        return round(_LEFT + across, 1), round((high - y) / (high - low or 1) * _HEIGHT + 20, 1)

    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT + 2 * _BELOW}"'
        ' font-family="sans-serif" font-size="12">'
    ]
    for (name, line), colour in zip(
        lines.items(), ("#1f77b4", "#aec7e8", "#2ca02c", "#98df8a"), strict=False
    ):
        path = " ".join(f"{x},{y}" for x, y in (place(*point) for point in line))
        x, y = place(*line[-1])
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn.append(f'<text x="{x + 6}" y="{y + 4}" fill="{colour}">{name}</text>')
    for x in sorted({x for x, _ in points}):
        at, bottom = place(x, low)
        drawn.append(f'<text x="{at}" y="{bottom + 18}" text-anchor="middle">{10**x:.0f}</text>')
    for y in (low, high):
        at = place(left, y)[1]
        drawn.append(f'<text x="{_LEFT - 8}" y="{at}" text-anchor="end">{10**y:.3g} ms</text>')
    middle = _WIDTH / 2 - 60
    drawn.append(f'<text x="{middle}" y="{_HEIGHT + 60}" text-anchor="middle">rows</text></svg>')
    return "\n".join(drawn) + "\n"
