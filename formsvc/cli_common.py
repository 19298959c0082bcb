"""What the modules of the command line share: arguments, the service, and ways to answer."""

from collections.abc import Sequence
from typing import Any

import click

from formsvc.config import Config
from formsvc.forms.findings import Finding
from formsvc.forms.registry import installed_forms
from formsvc.jsons import encoded
from formsvc.pipeline import Service

FILE = click.File("rb")
INVALID_DATA, USAGE = 1, 2
OUTPUT = click.option("--output", type=click.Path(dir_okay=False, allow_dash=True), default="-")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Печатать JSON.")


def service() -> Service:
    """The forms and settings of this installation."""
    return Service(installed_forms(), Config.from_environment())


def print_json(value: Any) -> None:
    """JSON for people."""
    click.echo(encoded(value, indent=2))


def write(content: bytes, output: str) -> None:
    """A file, or standard output for «-»; a file that cannot be written is a mistake of usage."""
    try:
        with click.open_file(output, "wb") as file:
            file.write(content)
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise click.UsageError(f"{output}: {fault.strerror}") from fault


def tell(findings: Sequence[Finding]) -> None:
    """Findings on standard error, one a line."""
    for one in findings:
        where = " ".join(part for part in (one.pointer, one.label) if part)
        click.echo(f"{one.severity} {one.rule} {where}: {one.message}", err=True)
