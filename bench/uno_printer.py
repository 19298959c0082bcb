"""Prints Word files by a LibreOffice that is warm, as unoserver does; run by Debian's Python.

Reads lines «document, PDF» (paths with a tab between), and answers with the seconds that it took.
"""

import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

SECONDS_TO_START = 90


def main(profile: Path) -> None:
    """Answer until there are no more lines."""
    address = f"pipe,name=formsvc-bench-{os.getpid()};urp;"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    office = subprocess.Popen(
        [*command, "--norestore", f"--accept={address}"], start_new_session=True
    )
    try:
        uno = import_module("uno")
        desktop = _desktop(uno, address)
        for line in sys.stdin:
            document, pdf = line.rstrip("\n").split("\t")
            begun = time.perf_counter()
            _print(uno, desktop, Path(document), Path(pdf))
            print(time.perf_counter() - begun, flush=True)
    finally:
        os.killpg(office.pid, signal.SIGTERM)
        office.wait()


def _desktop(uno: Any, address: str) -> Any:
    """The office's desktop; it takes a while until there is one."""
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            there = resolver.resolve(f"uno:{address}StarOffice.ComponentContext")
            break
        except Exception:  # no class of Python's own: the office does not listen yet
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
    return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)


def _print(uno: Any, desktop: Any, document: Path, pdf: Path) -> None:
    opened = desktop.loadComponentFromURL(
        document.as_uri(), "_blank", 0, (_property(uno, "Hidden", True),)
    )
    try:
        kind = _property(uno, "FilterName", "writer_pdf_Export")
        opened.storeToURL(pdf.as_uri(), (kind,))
    finally:
        opened.close(True)


def _property(uno: Any, name: str, value: Any) -> Any:
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]))
