"""LibreOffice as a program in which somebody opens a document and saves it without a change."""

import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

FILTERS = {"docx": "docx:Office Open XML Text", "xlsx": "xlsx:Calc MS Excel 2007 XML"}


@cache
def saved_by_libreoffice(content: bytes, extension: str) -> bytes:
    with TemporaryDirectory() as folder:
        source, out = Path(folder, f"document.{extension}"), Path(folder, "out")
        source.write_bytes(content)
        profile = Path(folder, "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        command += ["--convert-to", FILTERS[extension], "--outdir", str(out), str(source)]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=180)
        assert (out / source.name).exists(), run.stdout + run.stderr
        return (out / source.name).read_bytes()
