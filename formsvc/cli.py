"""`formsvc …`: the same line as over HTTP. Exit status 0; 1 for invalid data; 2 for usage."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, get_args

import click

from formsvc import __version__, cli_keys, cli_packs, cli_signing
from formsvc.cli_common import (
    AS_JSON,
    FILE,
    INVALID_DATA,
    OUTPUT,
    USAGE,
    print_json,
    service,
    tell,
    write,
)
from formsvc.config import Config
from formsvc.errors import BadRequest, FormsvcError
from formsvc.forms.calendar import Country
from formsvc.forms.catalogue import entry
from formsvc.forms.fields import YEARS, iso_day
from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.load import read_json
from formsvc.forms.registry import installed_forms
from formsvc.forms.shown import Mode
from formsvc.pipeline import Wanted
from formsvc.renderers import FORMATS, PREVIEWS
from formsvc.renderers.base import PdfKind
from formsvc.reopening import reopened

FAULTS_OF_DATA = (400, 413, 415, 422)


class Commands(click.Group):
    """Commands that tell errors of the tree on standard error; no traceback for a user's fault."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; exit status 1 where the data are at fault, else 2."""
        try:
            return super().invoke(ctx)
        except FormsvcError as error:
            if error.findings:
                tell(error.findings)
            else:
                click.echo(error.detail or error.title, err=True)
            ctx.exit(INVALID_DATA if error.status in FAULTS_OF_DATA else USAGE)


class Day(click.ParamType[date]):
    """A date «2026-03-05»."""

    name = "ГГГГ-ММ-ДД"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """The date, or a usage error."""
        day = value if isinstance(value, date) else iso_day(value)
        if day is None:
            self.fail("ожидается дата вида ГГГГ-ММ-ДД", param, ctx)
        return day


def _today() -> date:
    return Config.from_environment().now().date()


AS_OF = click.option("--as-of", type=Day(), default=_today, help="Отчётная дата.")
EDITION = click.option("--edition", help="Редакция формы.")
MODE = click.option("--mode", type=click.Choice(["filled", "draft"]), default="filled")
FORMAT = click.option("--format", "format_", type=click.Choice(FORMATS), required=True)
PDF = click.option("--pdf", type=click.Choice([kind.value for kind in PdfKind]), default="archive")
LAYOUT = click.option("--layout", type=click.Choice(list(LAYOUTS)))


@click.group(cls=Commands)
@click.version_option(__version__)
def formsvc() -> None:
    """Документы и формы: JSON → DOCX, XLSX, PDF."""


@formsvc.command()
@AS_JSON
def forms(as_json: bool) -> None:
    """Список форм."""
    known = service().forms
    entries = [entry(known, form_id) for form_id in known.ids()]
    if as_json:
        print_json({"forms": entries})
        return
    for one in entries:
        click.echo(f"{one['id']:32} {one['edition']:18} {one['title']}")


@formsvc.command()
@click.argument("form_id", metavar="ID")
@EDITION
def schema(form_id: str, edition: str | None) -> None:
    """JSON Schema формы."""
    print_json(service().forms.get(form_id, edition).json_schema())


@formsvc.command()
@click.argument("form_id", metavar="ID")
@EDITION
def skeleton(form_id: str, edition: str | None) -> None:
    """Пустые данные формы."""
    print_json(service().forms.get(form_id, edition).skeleton())


@formsvc.command()
@click.argument("form_id", metavar="ID")
@click.argument("file", type=FILE)
@AS_JSON
@MODE
@AS_OF
@EDITION
def validate(
    form_id: str, file: BinaryIO, as_json: bool, mode: str, as_of: date, edition: str | None
) -> None:
    """Проверить данные."""
    wanted = Wanted(form_id, "", as_of, Mode(mode), edition=edition)
    loaded, told = service().report(wanted, read_json(file.read()))
    if as_json:
        print_json(told)
    tell(loaded.findings)
    sys.exit(0 if loaded.ok else INVALID_DATA)


@formsvc.command()
@click.argument("form_id", metavar="ID")
@click.argument("file", type=FILE)
@FORMAT
@MODE
@LAYOUT
@AS_OF
@EDITION
@click.option("--embed", is_flag=True, help="Вложить исходные данные.")
@PDF
@OUTPUT
def render(
    form_id: str,
    file: BinaryIO,
    format_: str,
    mode: str,
    layout: str | None,
    as_of: date,
    edition: str | None,
    embed: bool,
    pdf: str,
    output: str,
) -> None:
    """Создать документ."""
    wanted = Wanted(form_id, format_, as_of, Mode(mode), layout, edition, embed, PdfKind(pdf))
    made = service().generate(wanted, read_json(file.read()))
    tell(made.findings)
    write(made.content, output)


@formsvc.command()
@click.argument("form_id", metavar="ID")
@click.argument("file", type=FILE)
@click.option("--format", "format_", type=click.Choice(PREVIEWS), default=PREVIEWS[0])
@click.option("--page", type=click.IntRange(1), default=1, help="Страница картинки.")
@LAYOUT
@AS_OF
@EDITION
@OUTPUT
def preview(
    form_id: str,
    file: BinaryIO,
    format_: str,
    page: int,
    layout: str | None,
    as_of: date,
    edition: str | None,
    output: str,
) -> None:
    """Показать проект документа по данным, даже с ошибками."""
    wanted = Wanted(form_id, format_, as_of, layout=layout, edition=edition, page=page)
    made = service().preview(wanted, read_json(file.read()))
    tell(made.findings)
    write(made.content, output)


@formsvc.command()
@click.argument("form_id", metavar="ID")
@FORMAT
@LAYOUT
@AS_OF
@EDITION
@PDF
@OUTPUT
def blank(
    form_id: str,
    format_: str,
    layout: str | None,
    as_of: date,
    edition: str | None,
    pdf: str,
    output: str,
) -> None:
    """Пустой бланк для заполнения от руки."""
    wanted = Wanted(form_id, format_, as_of, Mode.BLANK, layout, edition, pdf=PdfKind(pdf))
    write(service().blank(wanted).content, output)


@formsvc.command()
@click.argument("file", type=FILE)
def extract(file: BinaryIO) -> None:
    """Исходные данные из файла, созданного с --embed."""
    print_json(reopened(service(), file.read()))


@formsvc.command()
@click.option("--check", is_flag=True, help="Только проверить; статус 1, если устарело.")
def generate(check: bool) -> None:
    """Записать schemas/, docs/forms.md и docs/rules.md по формам."""
    from formsvc import publishing

    known = installed_forms()
    _report(publishing.stale(known) if check else publishing.write(known), failing=check)


@formsvc.command()
def lint() -> None:
    """Сверить шаблоны со схемами в обе стороны."""
    from formsvc.templating.lint import lint_all

    _report(lint_all(installed_forms()), failing=True)


@formsvc.group()
def templates() -> None:
    """Шаблоны Word."""


@templates.command()
@click.option("--check", is_flag=True, help="Только проверить; статус 1, если устарело.")
def sync(check: bool) -> None:
    """Обновить в шаблонах общие блоки и стили из _blocks.docx."""
    from formsvc.templating.sync import stale, synchronise

    folder = installed_forms().roots.templates_docx
    _report(stale(folder) if check else synchronise(folder), failing=check)


@formsvc.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def text(file: Path) -> None:
    """Текст документа Word: для git diff."""
    from formsvc.templating.text import as_text

    click.echo(as_text(file.read_bytes()))


@formsvc.command("new-form")
@click.argument("form_id", metavar="ID")
def new_form(form_id: str) -> None:
    """Завести новую форму: модуль, шаблоны, схема, образцы."""
    from formsvc.templating.newform import create

    try:
        created = create(installed_forms().roots, form_id)
    except BadRequest as refused:
        raise click.UsageError(refused.detail) from refused
    _report(created, failing=False)


@formsvc.command()
def openapi() -> None:
    """Договор HTTP (OpenAPI 3.1)."""
    from formsvc.api.docs import contract_of
    from formsvc.app import create_app

    print_json(contract_of(create_app()))


@formsvc.command()
def settings() -> None:
    """Действующие настройки."""
    from formsvc.setting_docs import told

    for one in told(Config.from_environment()):
        click.echo(f"{one.variable:28} {one.value}".rstrip())


@formsvc.command()
@click.argument("country", type=click.Choice(get_args(Country)))
@click.argument("year", type=click.IntRange(YEARS[0], YEARS[-1]))
def calendar(country: Country, year: int) -> None:
    """Выходные с понедельника по пятницу и рабочие субботы и воскресенья года."""
    known = Config.from_environment().rules.calendar(country)
    for day, working in known.exceptions(year):
        click.echo(f"{day.isoformat()} {'рабочий' if working else 'выходной'}")


@formsvc.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", type=click.IntRange(1, 65535), default=8000)
def serve(host: str, port: int) -> None:
    """Служба HTTP на этой машине."""
    from formsvc.server import serve as run

    run(host, port)


def _report(found: Sequence[object], *, failing: bool) -> None:
    for one in found:
        click.echo(one, err=failing)
    sys.exit(1 if failing and found else 0)


for command in (*cli_packs.COMMANDS, *cli_signing.COMMANDS, *cli_keys.COMMANDS):
    formsvc.add_command(command)


def main() -> None:
    """Run the command line."""
    formsvc()
