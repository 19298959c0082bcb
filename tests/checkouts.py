"""Copies of this checkout in temporary folders, and commands that run in them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
DATA = ("templates_docx", "templates_html", "schemas", "samples")


def copied(target: Path) -> Path:
    """The package, its data folders and its build settings, without what can be made again."""
    ignored = shutil.ignore_patterns("__pycache__", "~$*", ".~lock.*")
    for name in ("formsvc", *DATA):
        shutil.copytree(CHECKOUT / name, target / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(CHECKOUT / name, target)
    return target


def run(
    arguments: Sequence[str], cwd: Path, packages: Path, *, status: int = 0
) -> subprocess.CompletedProcess[str]:
    """`python …` in a folder, with the packages of another first; its exit status as expected."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(packages)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == status, done.stderr
    return done
