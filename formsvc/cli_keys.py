"""`formsvc keys create`, `list`, `revoke`: API keys of the installation."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click

from formsvc.access import keyfile
from formsvc.access.keys import Key, digest_of, new_text, prefix_of
from formsvc.access.scopes import Scope
from formsvc.cli_common import AS_JSON, print_json
from formsvc.config import Config
from formsvc.errors import BadSetting
from formsvc.forms.fields import iso_day

_DAYS = re.compile(r"([1-9]\d{0,4})d")


@click.group()
def keys() -> None:
    """Ключи вызывающих программ."""


@keys.command()
@click.option("--name", required=True, help="Чей ключ; стоит в журнале.")
@click.option("--scopes", required=True, help=f"Права через запятую: {', '.join(Scope)}.")
@click.option("--expires", default="", help="Срок: дата ГГГГ-ММ-ДД (включительно) или дни, 90d.")
def create(name: str, scopes: str, expires: str) -> None:
    """Создать ключ и показать его один раз."""
    config = Config.from_environment()
    now = config.now()
    keyfile.make_secret(config)
    text = new_text()
    digest = digest_of(text, keyfile.secret_of(config))
    until = _moment(expires, now)
    key = Key(_name(name), prefix_of(text), digest, _scopes(scopes), _written(now), until)
    if config.keys_file:
        keyfile.change(Path(config.keys_file), lambda known: [*known, key])
    else:
        click.echo("FORMSVC_KEYS_FILE не задан. В FORMSVC_KEYS добавьте:", err=True)
        click.echo(keyfile.as_text([key]), err=True)
    click.echo(text)


@keys.command("list")
@AS_JSON
def list_(as_json: bool) -> None:
    """Список ключей: сами ключи нигде не хранятся."""
    config = Config.from_environment()
    known = _known(config)
    if as_json:
        told = [{k: v for k, v in keyfile.as_json(key).items() if k != "digest"} for key in known]
        print_json({"keys": told})
        return
    for key in known:
        click.echo(f"{key.prefix} {key.name:24} {','.join(sorted(key.scopes)):32} {_state(key)}")


@keys.command()
@click.argument("prefix")
def revoke(prefix: str) -> None:
    """Отозвать ключ по его началу (см. keys list): действует сразу, без перезапуска."""
    config = Config.from_environment()
    if not config.keys_file:
        raise click.UsageError("FORMSVC_KEYS_FILE не задан: уберите ключ из FORMSVC_KEYS.")
    moment = _written(config.now())
    keyfile.change(Path(config.keys_file), lambda known: _without(known, prefix, moment))


def _without(known: Sequence[Key], prefix: str, moment: str) -> list[Key]:
    if prefix not in {key.prefix for key in known}:
        raise click.UsageError("Ключа с таким началом нет.")
    return [
        replace(key, revoked=moment) if key.prefix == prefix and not key.revoked else key
        for key in known
    ]


def _known(config: Config) -> tuple[Key, ...]:
    path = Path(config.keys_file)
    try:
        own = keyfile.parsed(config.keys) if config.keys else ()
        return (*(keyfile.read(path) if path.is_file() else ()), *own)
    except ValueError as fault:
        raise BadSetting(f"{fault}.") from fault


def _name(text: str) -> str:
    if not keyfile.is_name(text):
        raise click.UsageError("Имя ключа: латинские буквы, цифры и знаки . _ @ -, не более 64.")
    return text


def _scopes(text: str) -> frozenset[Scope]:
    try:
        return frozenset(Scope(part.strip()) for part in text.split(","))
    except ValueError:
        raise click.UsageError(f"Права: {', '.join(Scope)}.") from None


def _moment(text: str, now: datetime) -> str:
    """The end of the day that is named, or of so many days from now; empty for never."""
    if not text:
        return ""
    days, day = _DAYS.fullmatch(text), iso_day(text)
    if days:
        day = now.date() + timedelta(days=int(days[1]))
    if day is None or day < now.date():
        raise click.UsageError("Срок ключа: дата не раньше сегодняшней, ГГГГ-ММ-ДД, или дни, 90d.")
    last = datetime.combine(day, datetime.max.time(), now.tzinfo)
    return _written(last)


def _written(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


def _state(key: Key) -> str:
    if key.revoked:
        return f"отозван {key.revoked}"
    return f"до {key.expires}" if key.expires else "без срока"


COMMANDS = (keys,)
