"""TOML files of an administrator, read so that a mistake is told with its place."""

import tomllib
from pathlib import Path
from typing import Any


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file; ValueError, in Russian, when it cannot be opened or read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise ValueError(f"файл не открыть: {fault.strerror}") from fault
    except ValueError as fault:  # of the encoding, or of TOML
        raise ValueError(f"файл не разобрать: {fault}") from fault
