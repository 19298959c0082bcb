"""Sealed tokens between `prepare` and `complete`: the service itself keeps nothing.

A token is encrypted and authenticated (Fernet), dated, and bound to the prepared file by its
digest and to the caller: nobody can make one, and none fits another file, signer, slot or caller.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache

from cryptography.fernet import Fernet, InvalidToken

from formsvc.config import Config, secret
from formsvc.errors import BadSetting, SignatureRefused

_SKEW = timedelta(minutes=1)
"""By how much clocks of several machines may differ; a clock set back lets no token live on."""


@dataclass(frozen=True)
class Prepared:
    """What `complete` has to know: digests are hexadecimal SHA-256."""

    file: str
    certificate: str
    slot: str
    form: str
    caller: str = ""


def sealed(prepared: Prepared, config: Config, now: datetime) -> str:
    """The token of a prepared file."""
    text = json.dumps(asdict(prepared)).encode()
    return _box(config).encrypt_at_time(text, int(now.timestamp())).decode()


def opened(token: str, config: Config, now: datetime) -> Prepared:
    """What a token was made for; raises SignatureRefused where it is not ours, or too old."""
    box = _box(config)
    try:
        made = datetime.fromtimestamp(box.extract_timestamp(token.strip()), tz=now.tzinfo)
        text = box.decrypt(token.strip())
    except (InvalidToken, ValueError, OverflowError) as fault:
        raise SignatureRefused("Метка (token) не выдана этой службой или повреждена.") from fault
    if made > now + _SKEW:
        raise SignatureRefused("Метка (token) из будущего: часы службы переведены назад.")
    if now >= until(made, config):
        raise SignatureRefused("Время для подписи истекло: подготовьте файл снова.")
    return Prepared(**json.loads(text))


def until(made: datetime, config: Config) -> datetime:
    """When a token that was made then is too old."""
    return made.replace(microsecond=0) + timedelta(minutes=config.token_minutes)


def refuse_bad_key(config: Config) -> None:
    """Raises BadSetting where none could be made: told at start, not to the first signer."""
    _box(config)


def _box(config: Config) -> Fernet:
    key = secret(config.token_key, config.token_key_file) or _random_key()
    try:
        return Fernet(key)
    except ValueError as fault:
        raise BadSetting("Ключ меток — 32 случайных байта в base64 (URL-safe).") from fault


@cache
def _random_key() -> str:
    return Fernet.generate_key().decode()
