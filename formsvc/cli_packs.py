"""`formsvc pack`: several documents as one file."""

from typing import BinaryIO

import click

from formsvc.cli_common import FILE, OUTPUT, service, tell, write
from formsvc.forms.load import read_json


@click.command()
@click.argument("file", type=FILE)
@OUTPUT
def pack(file: BinaryIO, output: str) -> None:
    """Собрать пакет документов: один PDF или ZIP."""
    from formsvc.packs import making

    own = service()
    made = making.make(own, read_json(file.read()), own.config.now())
    tell(made.file.findings)
    kept = ", ".join(made.conformance)
    click.echo(f"Листов: {made.sheets}. {kept}.", err=True)
    write(made.file.content, output)


COMMANDS = (pack,)
