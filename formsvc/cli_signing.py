"""`formsvc sign`, `renew`, `prepare`, `complete`, `verify`: signatures on the command line."""

import sys
from typing import Any, BinaryIO

import click

from formsvc.cli_common import AS_JSON, FILE, INVALID_DATA, OUTPUT, print_json, service, write
from formsvc.forms.load import read_json
from formsvc.pipeline import Service
from formsvc.signing.requests import FORMS, LEVELS

SLOT = click.option("--slot", default="", help="Место для подписи; без него единственное.")
SLOTS = click.option(
    "--slots", type=FILE, help="JSON с подписывающими (signers, required, mark): добавить лист."
)
_TARGET = click.Path(dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option("--level", type=click.Choice(LEVELS), default="b-b", help="Уровень PAdES.")
@SLOT
@SLOTS
@OUTPUT
def sign(file: BinaryIO, level: str, slot: str, slots: BinaryIO | None, output: str) -> None:
    """Подписать PDF печатью службы."""
    from formsvc.signing import calls

    own = service()
    request = {"level": level, "slot": slot, "slots": _slots(slots)}
    write(calls.seal(own, file.read(), _without_nothing(request), own.config.now()), output)


@click.command()
@click.argument("file", type=FILE)
@OUTPUT
def renew(file: BinaryIO, output: str) -> None:
    """Добавить следующий архивный штамп времени."""
    from formsvc.signing import calls

    own = service()
    write(calls.renew(own, file.read(), own.config.now()), output)


@click.command()
@click.argument("file", type=FILE)
@click.option("--certificate", type=FILE, required=True, help="Сертификат подписывающего.")
@click.option("--form", type=click.Choice(FORMS), default="pades", help="Вид подписи.")
@SLOT
@SLOTS
@click.option("--to-sign", type=_TARGET, required=True, help="Куда записать байты для подписи.")
@click.option("--token", type=_TARGET, required=True, help="Куда записать метку.")
@OUTPUT
def prepare(
    file: BinaryIO,
    certificate: BinaryIO,
    form: str,
    slot: str,
    slots: BinaryIO | None,
    to_sign: str,
    token: str,
    output: str,
) -> None:
    """Подготовить PDF к подписи внешним средством."""
    from formsvc.signing import calls

    own = _with_key(service())
    request = {
        "certificate": calls.as_text(certificate.read()),
        "form": form,
        "slot": slot,
        "slots": _slots(slots),
    }
    made = calls.prepare(own, file.read(), _without_nothing(request), own.config.now())
    write(made.to_sign, to_sign)
    write(made.token.encode(), token)
    write(made.content, output)


@click.command()
@click.argument("file", type=FILE)
@click.option("--token", type=FILE, required=True, help="Метка, записанная prepare.")
@click.option("--cms", type=FILE, required=True, help="Отсоединённая подпись: DER, PEM, base64.")
@OUTPUT
def complete(file: BinaryIO, token: BinaryIO, cms: BinaryIO, output: str) -> None:
    """Вложить подпись, сделанную внешним средством."""
    from formsvc.signing import calls

    own = _with_key(service())
    told = token.read().decode("utf-8", "replace")
    write(calls.complete(own, file.read(), told, cms.read(), own.config.now()), output)


@click.command()
@click.argument("file", type=FILE)
@click.option("--signature", type=FILE, help="Подпись (CMS), лежащая рядом с файлом.")
@click.option(
    "--trust",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Доверенный центр (PEM), сверх FORMSVC_TRUST_FILE.",
)
@AS_JSON
def verify(
    file: BinaryIO, signature: BinaryIO | None, trust: tuple[str, ...], as_json: bool
) -> None:
    """Проверить подписи. Статус 0, только если все целы и подписавшим можно доверять."""
    from formsvc.signing import calls

    own = service()
    container = signature.read() if signature else None
    report = calls.verify(own, file.read(), container, own.config.now(), trust)
    told = report.as_json()
    if as_json:
        print_json(told)
    else:
        lines = [f"{one['field'] or 'подпись'}: {one['summary']}" for one in told["signatures"]]
        click.echo("\n".join(map(_harmless, [told["summary"], *lines])))
    sys.exit(0 if told["valid"] else INVALID_DATA)


def _harmless(line: str) -> str:
    """A line of which no letter moves the cursor: names come from files of anybody."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in line)


def _slots(file: BinaryIO | None) -> Any:
    return read_json(file.read()) if file else None


def _without_nothing(request: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in request.items() if value is not None}


def _with_key(own: Service) -> Service:
    """Each command is a process of its own: a random key would not outlive it."""
    if own.config.token_key or own.config.token_key_file:
        return own
    raise click.UsageError("Задайте ключ меток: FORMSVC_TOKEN_KEY или FORMSVC_TOKEN_KEY_FILE.")


COMMANDS = (sign, renew, prepare, complete, verify)
