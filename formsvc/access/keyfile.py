"""The keys of an installation: a JSON file, or the same JSON in a variable.

The file is replaced as a whole, under a lock: a reader sees it before or after, never between. So
is the secret under which the digests are made.
"""

import fcntl
import json
import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from formsvc.access.keys import Key
from formsvc.access.scopes import Scope
from formsvc.config import Config, secret
from formsvc.errors import BadSetting

_OWNER_ONLY = 0o600
_NAME = re.compile(r"[A-Za-z0-9][\w.@-]{0,63}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PREFIX = re.compile(r"[0-9a-f]{10}")


def parsed(text: str) -> tuple[Key, ...]:
    """The keys of a JSON text; ValueError where it is damaged, without a word of it."""
    try:
        keys = tuple(_key(one) for one in json.loads(text)["keys"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError("файл ключей повреждён") from None
    if len({key.prefix for key in keys}) < len(keys):
        raise ValueError("файл ключей повреждён: два ключа с одним началом")
    return keys


def as_text(keys: Sequence[Key]) -> str:
    """The JSON text of keys."""
    return json.dumps({"keys": [as_json(key) for key in keys]}, ensure_ascii=False, indent=1) + "\n"


def as_json(key: Key) -> dict[str, Any]:
    """A key as it stands in the file; what is empty is left out."""
    given = vars(key) | {"scopes": sorted(key.scopes)}
    return {name: value for name, value in given.items() if value}


def is_name(text: str) -> bool:
    """Whether a key may be called so: it stands in logs and metrics."""
    return _NAME.fullmatch(text) is not None


def secret_of(config: Config) -> str:
    """The secret under which digests are made; raises BadSetting where there is none."""
    file = config.keys_secret_file or ("" if config.keys_secret else _beside(config))
    told = secret(config.keys_secret, file)
    if not told:
        raise BadSetting("Не задан секрет ключей: FORMSVC_KEYS_SECRET или FORMSVC_KEYS_SECRET_FILE")
    return told


def make_secret(config: Config) -> None:
    """Write the secret, once: where it is kept in a file that is not there yet."""
    path = Path(config.keys_secret_file or _beside(config))
    if config.keys_secret or not path.name or path.exists():
        return
    try:
        with _locked(path):
            if not path.exists():
                _replace(path, secrets.token_urlsafe(32))
    except OSError as fault:
        raise BadSetting(f"Файл секрета ключей не записать: {fault.strerror}.") from fault


def read(path: Path) -> tuple[Key, ...]:
    """The keys of the file; ValueError, in Russian, where it cannot be read."""
    try:
        return parsed(path.read_text("utf-8"))
    except OSError as fault:
        raise ValueError(f"файл ключей не открыть: {fault.strerror}") from fault


def change(path: Path, step: Callable[[tuple[Key, ...]], Sequence[Key]]) -> None:
    """Replace the keys of the file by what the step makes of them; raises BadSetting."""
    try:
        with _locked(path):
            keys = read(path) if path.exists() else ()
            _replace(path, as_text(step(keys)))
    except OSError as fault:
        raise BadSetting(f"Файл ключей не записать: {fault.strerror}.") from fault
    except ValueError as fault:
        raise BadSetting(f"FORMSVC_KEYS_FILE: {fault}.") from fault


def _beside(config: Config) -> str:
    return f"{config.keys_file}.secret" if config.keys_file else ""


def _key(given: dict[str, Any]) -> Key:
    key = Key(**given | {"scopes": frozenset(map(Scope, given["scopes"]))})
    for moment in filter(None, (key.created, key.expires, key.revoked)):
        if datetime.fromisoformat(moment).tzinfo is None:
            raise ValueError
    whole = (_NAME, key.name), (_PREFIX, key.prefix), (_DIGEST, key.digest)
    if not all(pattern.fullmatch(text) for pattern, text in whole):
        raise ValueError
    return key


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, _OWNER_ONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _replace(path: Path, text: str) -> None:
    """Whole or not at all, power cuts included."""
    fresh = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY), "w") as to:
        to.write(text)
        to.flush()
        os.fsync(to.fileno())
    if path.exists():
        _keep_owner(path, fresh)
    fresh.replace(path)


def _keep_owner(path: Path, fresh: Path) -> None:
    """Root changes keys, the service's own user reads them."""
    kept = path.stat()
    fresh.chmod(kept.st_mode & 0o777)
    if os.geteuid() == 0:
        os.chown(fresh, kept.st_uid, kept.st_gid)
