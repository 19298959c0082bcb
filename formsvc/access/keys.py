"""API keys: 256 random bits each, kept only as keyed SHA-256 and found by a prefix.

A key is `fsk_<prefix>_<secret>`. The prefix is no secret: lists and logs name keys by it.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from formsvc.access.callers import Caller
from formsvc.access.scopes import Scope
from formsvc.errors import NotAuthenticated

MARK = "fsk_"
_PREFIX_BYTES, _SECRET_BYTES = 5, 32
_NO_DIGEST = "0" * 64


@dataclass(frozen=True)
class Key:
    """What is kept of a key: times are ISO 8601 with an offset, an empty one means never."""

    name: str
    prefix: str
    digest: str
    scopes: frozenset[Scope]
    created: str
    expires: str = ""
    revoked: str = ""

    def as_caller(self) -> Caller:
        """Whoever holds the key."""
        return Caller(f"key:{self.prefix}", self.name, self.scopes)


def new_text() -> str:
    """A fresh key."""
    return f"{MARK}{secrets.token_hex(_PREFIX_BYTES)}_{secrets.token_urlsafe(_SECRET_BYTES)}"


def prefix_of(text: str) -> str:
    """The part by which a key is found; of any other text, a prefix that no key has."""
    return text.removeprefix(MARK).partition("_")[0] if text.startswith(MARK) else ""


def digest_of(text: str, secret: str) -> str:
    """HMAC-SHA-256 of a key under the secret of the installation, hexadecimal."""
    return hmac.digest(secret.encode(), text.encode(), "sha256").hex()


def checked(text: str, known: dict[str, Key], secret: str, now: datetime) -> Caller:
    """The caller whose key this is; raises NotAuthenticated.

    An unknown prefix costs the same time as a wrong secret.
    """
    key = known.get(prefix_of(text))
    kept = key.digest if key else _NO_DIGEST
    if not hmac.compare_digest(kept, digest_of(text, secret)) or key is None:
        raise NotAuthenticated("Такого ключа нет.")
    if key.revoked:
        raise NotAuthenticated("Ключ отозван.")
    if key.expires and now >= datetime.fromisoformat(key.expires):
        raise NotAuthenticated("Срок ключа истёк.")
    return key.as_caller()
