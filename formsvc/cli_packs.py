"""`formsvc pack`: several documents as one file."""

from functools import partial
from pathlib import Path
from typing import BinaryIO

import click

from formsvc.cli_common import FILE, OUTPUT, service, tell, write
from formsvc.forms.load import read_json


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
    click.echo(f"Листов: {told.sheets}. {', '.join(told.conformance)}.", err=True)
    write(made.content, output)


def _read(folder: Path, name: str) -> bytes | None:
    """A file beside the pack; None where it cannot be read."""
    try:
        return (folder / name).read_bytes()
    except (OSError, ValueError):
        return None


COMMANDS = (pack,)
