"""`formsvc pack`: several documents as one file."""

from functools import partial
from pathlib import Path
from typing import BinaryIO

import click

from formsvc.cli_common import FILE, OUTPUT, service, tell, write
from formsvc.config import Config
from formsvc.forms.load import read_json

_PDF = "application/pdf"


@click.command()
@click.argument("file", type=FILE)
@OUTPUT
def pack(file: BinaryIO, output: str) -> None:
    """Собрать пакет документов: один PDF или ZIP. Пути файлов — от папки пакета."""
    from formsvc.packs import making

    own, folder = service(), Path(file.name).parent
    raw = read_json(file.read())
    made, told = making.make(own, raw, own.config.now(), partial(_read, folder), large=True)
    tell(made.findings)
    said = [f"Листов: {told.sheets}."]
    if told.conformance:
        said.append(f"{', '.join(told.conformance)}.")
    if made.media_type == _PDF and _is_beyond(own.config, len(raw["items"]), told.sheets):
        said.append("Пакет больше, чем делает сервер, поэтому без тегов.")
    click.echo(" ".join([*said, f"Память: {_peak_mib()} МиБ."]), err=True)
    write(made.content, output)


def _is_beyond(config: Config, documents: int, pages: int) -> bool:
    return documents > config.max_documents or pages > config.max_pages


def _peak_mib() -> int:
    """The most memory that this process had; engines have theirs, each within its limit."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def _read(folder: Path, name: str) -> bytes | None:
    """A file beside the pack; None where it cannot be read."""
    try:
        return (folder / name).read_bytes()
    except (OSError, ValueError):
        return None


COMMANDS = (pack,)
