"""The command line as it is typed, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping

SECONDS = 120


def formsvc(
    *arguments: str, given: bytes = b"", variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """`formsvc …` with standard input and environment variables of its own."""
    return subprocess.run(
        [sys.executable, "-m", "formsvc", *arguments],
        input=given,
        capture_output=True,
        env=os.environ | (variables or {}),
        timeout=SECONDS,
        check=False,
    )
