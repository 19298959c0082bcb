"""Runs a judge that is a program of its own."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def run(
    command: Sequence[str | Path], seconds: float, settings: Mapping[str, str] | None = None
) -> tuple[bytes, str]:
    """Standard output and error of a program that succeeds in time; else AssertionError.

    `settings` are added to its environment.
    """
    # A locale in which names of files and messages may be Russian, whatever the caller's is.
    env = os.environ | {"LC_ALL": "C.UTF-8"} | dict(settings or {})
    # A session of its own: soffice is a script, and ending the script alone would leave the
    # program behind with our pipes open, which would be waited for without limit.
    program = subprocess.Popen(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        output, errors = program.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        os.killpg(program.pid, signal.SIGKILL)
        program.communicate()
        raise AssertionError(f"{command[0]} did not end in {seconds} s") from error
    said = errors.decode("utf-8", "replace")
    assert program.returncode == 0, f"{command[0]} ended with {program.returncode}: {said}"
    return output, said
