"""Font programs by family, as the system has them."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

from formsvc.errors import NotReady


@cache
def font_bytes(family: str) -> bytes:
    """The regular font of a family; raises NotReady where it is not installed."""
    if shutil.which("fc-match") is None:
        raise NotReady("Не хватает: программа fc-match.")
    asked = ["fc-match", "-f", "%{family}\n%{file}", f"{family}:style=Regular"]
    told = subprocess.run(asked, check=False, capture_output=True, text=True).stdout
    found, _, file = told.partition("\n")
    if family not in found.split(","):
        raise NotReady(f"Не хватает: шрифт {family}.")
    return Path(file).read_bytes()
