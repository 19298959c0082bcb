"""Measures contenders side by side: warm-up, then rounds in which each has a turn.

In its turn a contender makes document after document, as a service under load does, for the same
time as every other one.
"""

import gc
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

OURS = "formsvc"


@dataclass(frozen=True)
class Contender:
    """One way to do the work; `work` gives the seconds that it took."""

    name: str
    version: str
    work: Callable[[], float]


def timed(make: Callable[[], Any]) -> Callable[[], float]:
    """Work that is measured from outside."""

    def work() -> float:
        begun = perf_counter()
        make()
        return perf_counter() - begun

    return work


@dataclass(frozen=True)
class Turns:
    """How often and how long each contender works; a turn makes one document at least."""

    rounds: int
    seconds: float = 0.25
    warm_up: int = 8
    """Turns before the first round."""


def rounds(contenders: Sequence[Contender], turns: Turns) -> dict[str, list[float]]:
    """Seconds a document of every contender in every round; each round begins with another one."""
    for one in contenders:
        for _ in range(turns.warm_up):
            turn(one.work, turns.seconds)
    gc.collect()
    seconds: dict[str, list[float]] = {one.name: [] for one in contenders}
    for at in range(turns.rounds):
        first = at % len(contenders)
        for one in (*contenders[first:], *contenders[:first]):
            seconds[one.name].append(turn(one.work, turns.seconds))
    return seconds


def turn(work: Callable[[], float], seconds: float) -> float:
    """Seconds that a document takes while they are made one after another for so long."""
    spent, made = work(), 1
    while spent < seconds:
        spent, made = spent + work(), made + 1
    return spent / made


def compared(
    work: str, contenders: Sequence[Contender], turns: Turns, target: Mapping[str, float]
) -> list[dict[str, Any]]:
    """One result a contender; ratios are those of the same round to ours."""
    seconds = rounds(contenders, turns)
    ours = seconds[OURS]
    results = []
    for one in contenders:
        ratios = [theirs / own for theirs, own in zip(seconds[one.name], ours, strict=True)]
        results.append(
            {
                "work": work,
                "contender": one.name,
                "version": one.version,
                "milliseconds": spread([1000 * value for value in seconds[one.name]]),
                "times_slower": spread(ratios),
                "target": target.get(one.name),
            }
        )
    return results


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median and quartiles."""
    low, middle, high = (
        statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else [*values] * 3
    )
    return {"low": round(low, 3), "median": round(middle, 3), "high": round(high, 3)}
