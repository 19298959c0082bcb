"""The commands of docs/signing.md work, one after another, as they stand there."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from tests.api.running import RunningService, running_service
from tests.checkouts import CHECKOUT

GUIDE = CHECKOUT / "docs" / "signing.md"
SECONDS = 120
FILES = ("seal_file", "trust_file")


def ran(block: str, folder: Path, variables: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """What a block of commands says, and the variables as it leaves them."""
    left = folder / "variables"
    script = f"set -euo pipefail\n{block}\nenv -0 > {left}\n"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=variables,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, (block, done.stderr.decode())
    pairs = (line.partition("=") for line in left.read_text().split("\0") if line)
    return done.stdout.decode(), {name: value for name, _, value in pairs}


def test_every_command_of_the_guide_works(tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(CHECKOUT / "samples")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = {**os.environ, "PATH": path, "FORMSVC_WORKERS": "1"}
    said = []
    with ExitStack() as stack:
        service: RunningService | None = None
        for block in re.findall(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL):
            if ":8000" in block:
                files = {
                    name: str(tmp_path / variables[f"FORMSVC_{name.upper()}"]) for name in FILES
                }
                settings = files | {"seal_passphrase": variables["FORMSVC_SEAL_PASSPHRASE"]}
                log = tmp_path / "log.txt"
                service = stack.enter_context(running_service(log, **settings))
                block = block.replace(":8000", f":{service.port}")
            words, variables = ran(block, tmp_path, variables)
            said.append(words)
    assert service is not None
    assert "Все подписи действительны (подписей: 1)." in said[1]
    assert '"verdict":"valid"' in said[2]
    assert all("Все подписи действительны" in words for words in said[3:5])
    assert '"complete": true' in said[5]
