"""bench/results.json, and the table with the plot in docs/performance.md."""

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from pathlib import Path
from typing import Any

from bench.harness import OURS

Result = Mapping[str, Any]
Point = tuple[float, float]

_ROOT = Path(__file__).parents[1]
RESULTS, PAGE = _ROOT / "bench" / "results.json", _ROOT / "docs" / "performance.md"
PLOT = _ROOT / "docs" / "performance.svg"
_PLOT_LINK = "![Milliseconds by rows of the table](performance.svg)"
_BEGIN, _END = "<!-- results: begin -->", "<!-- results: end -->"
_HEAD = (
    "| work | contender | median (quartiles) | ours is faster by (quartiles) | target |",
    "|---|---|---|---|---|",
)
_WIDTH, _HEIGHT, _LEFT, _NAMES, _ABOVE, _BELOW = 640, 380, 70, 130, 20, 50
_LINE = 15  # the height of a name
_COLOURS = ("#1f77b4", "#8c564b", "#2ca02c", "#d62728")


def write(results: Sequence[Result], absent: Sequence[str]) -> None:
    """Keep the results, and tell them in the page of the documentation."""
    told = {"machine": _machine(), "absent": list(absent), "results": list(results)}
    RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    head, _, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    body = f"{text(results, absent)}\n\n{_PLOT_LINK}"
    PAGE.write_text(f"{head}{_BEGIN}\n\n{body}\n\n{_END}{tail}", "utf-8")
    PLOT.write_text(plot([one for one in results if one["work"] == "growth"]), "utf-8")


def text(results: Sequence[Result], absent: Sequence[str]) -> str:
    """The results as Markdown."""
    machine = _machine()
    parts = [f"{machine['cores']} cores, Python {machine['python']}."]
    if absent:
        parts.append(f"Absent, and so not measured: {', '.join(absent)}.")
    rows = (_row(one) for one in results if one["work"] != "growth")
    return "\n\n".join([*parts, "\n".join([*_HEAD, *rows])])


def line(one: Result) -> str:
    """A result in a line of progress."""
    grown = f", {one['format']}, {one['rows']} rows" if one["work"] == "growth" else ""
    return f"{one['work']}{grown}: {' — '.join(filter(None, _cells(one)[1:4]))}"


def _machine() -> dict[str, Any]:
    return {"cores": os.cpu_count(), "python": platform.python_version()}


def _row(one: Result) -> str:
    return f"| {' | '.join(_cells(one))} |"


def _cells(one: Result) -> list[str]:
    """Work, contender, cost, how much faster ours is, target."""
    target = str(one["target"] or "")
    if one["work"] == "cold start":
        cost = f"{_spread(one['seconds'])} s"
        return ["cold start to the first DOCX", "", cost, "", f"under {target} s"]
    if one["work"] == "memory":
        few, many = one["kib"]
        work = f"memory after {many} documents, to that after {few}"
        return [work, "", f"{one['growth']} times", "", f"under {target}"]
    cost = (
        f"{_spread(one['per_second'])} requests/s"
        if "per_second" in one
        else f"{_spread(one['milliseconds'])} ms"
    )
    times = "" if one["contender"] == OURS else _spread(one["times_slower"])
    return [one["work"], f"{one['contender']} {one['version']}", cost, times, target]


def _spread(values: Mapping[str, float]) -> str:
    return f"{values['median']:.3g} ({values['low']:.3g}–{values['high']:.3g})"


def plot(growth: Sequence[Result]) -> str:
    """Milliseconds by rows as SVG, both axes logarithmic; one line a format and contender."""
    lines: dict[str, list[Point]] = {}
    for one in growth:
        name = f"{one['format']}, {one['contender']}"
        point = log10(one["rows"]), log10(one["milliseconds"]["median"])
        lines.setdefault(name, []).append(point)
    points = [point for line in lines.values() for point in line]
    axes = Axes(*(f(p[at] for p in points) for at in (0, 1) for f in (min, max)))
    drawn, free = [*_scale(axes, points)], 0.0
    ways = sorted(zip(lines.items(), _COLOURS, strict=True), key=lambda one: -one[0][1][-1][1])
    for (name, way), colour in ways:
        places = [axes.place(*point) for point in way]
        free = max(free, places[-1][1]) + _LINE
        drawn += _way(name, places, free - _LINE, colour)
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12"'
    inside = "\n".join(drawn)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{inside}\n</svg>\n'


@dataclass(frozen=True)
class Axes:
    """The ends of both axes, as logarithms."""

    left: float
    right: float
    low: float
    high: float

    def place(self, x: float, y: float) -> Point:
        """Where a point lies in the picture."""
        across = (x - self.left) / (self.right - self.left or 1) * (_WIDTH - _LEFT - _NAMES)
        down = (self.high - y) / (self.high - self.low or 1) * (_HEIGHT - _ABOVE - _BELOW)
        return round(_LEFT + across, 1), round(_ABOVE + down, 1)


def _scale(axes: Axes, points: Sequence[Point]) -> Iterator[str]:
    """The rows below, and each power of ten of milliseconds at the left."""
    for x in sorted({x for x, _ in points}):
        at, bottom = axes.place(x, axes.low)
        yield f'<text x="{at}" y="{bottom + 20}" text-anchor="middle">{10**x:.0f}</text>'
    for power in range(ceil(axes.low), floor(axes.high) + 1):
        (at, level), (end, _) = axes.place(axes.left, power), axes.place(axes.right, power)
        yield f'<path d="M{at} {level}H{end}" stroke="#ddd"/>'
        label = f"{10.0**power:g} ms"
        yield f'<text x="{at - 8}" y="{level + 4}" text-anchor="end">{label}</text>'
    yield f'<text x="{_WIDTH / 2 - 60}" y="{_HEIGHT - 6}" text-anchor="middle">rows</text>'


def _way(name: str, places: Sequence[Point], level: float, colour: str) -> Iterator[str]:
    """A line, and its name at its end, on a level where no other name stands."""
    path = " ".join(f"{x},{y}" for x, y in places)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    yield f'<text x="{places[-1][0] + 6}" y="{level + 4}" fill="{colour}">{name}</text>'
