"""Contestants are measured each in a process of its own, in turn."""

import os
from pathlib import Path

from bench.measuring import Times, Work, paired


def _noting(folder: str) -> dict[str, Work]:
    def noted(name: str) -> Work:
        return lambda number: Path(folder, f"{name}-{number}").write_text(str(os.getpid()))

    return {"one": noted("one"), "two": noted("two")}


def test_each_works_in_a_process_of_its_own_and_the_first_round_is_not_counted(
    tmp_path: Path,
) -> None:
    times = paired(_noting, (str(tmp_path),), ("one", "two"), 3)
    rounds = {name: len(took.walls) for name, took in times.items()}
    assert rounds == {"one": 3, "two": 3}
    processes = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert len(processes) == 8
    assert len({processes["one-0"], processes["two-0"], str(os.getpid())}) == 3
    assert processes["one-0"] == processes["one-3"]


def test_ratios_are_those_of_the_same_round() -> None:
    slow, quick = Times([], [6, 80, 9]), Times([], [3, 20, 3])
    assert quick.times_faster(slow) == 3
