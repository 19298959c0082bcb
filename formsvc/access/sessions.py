"""A clerk who signed in: the session in a sealed cookie; the service itself keeps nothing.

One secret, FORMSVC_SESSION_KEY, gives a key for each purpose: cookies of sessions, of sign-ins
that are under way, and of the drafts of each clerk.
"""

import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from formsvc.access.callers import Caller
from formsvc.access.scopes import Scope
from formsvc.config import Config, secret
from formsvc.errors import BadSetting, NotAuthenticated

_SHORTEST = 32


@dataclass(frozen=True)
class Session:
    """Who signed in, by the id that the issuer gave, and what he may do."""

    subject: str
    scopes: frozenset[Scope]

    def as_caller(self) -> Caller:
        """The clerk; the audit log knows him by the issuer's id."""
        return Caller(f"oidc:{self.subject}", "clerk", self.scopes)


def secret_of(config: Config) -> bytes:
    """The one secret; raises BadSetting where it is missing or short."""
    told = secret(config.session_key, config.session_key_file).encode()
    if len(told) < _SHORTEST:
        raise BadSetting("FORMSVC_SESSION_KEY: ожидается секрет не короче 32 знаков.")
    return told


def derived(config: Config, purpose: str) -> bytes:
    """256 bits for one purpose."""
    return hmac.digest(secret_of(config), purpose.encode(), "sha256")


def box(config: Config, purpose: str) -> Fernet:
    """What seals cookies of one purpose."""
    return Fernet(urlsafe_b64encode(derived(config, purpose)))


def sealed(session: Session, config: Config, now: datetime) -> str:
    """The cookie of a session that begins now."""
    told = {"sub": session.subject, "scopes": sorted(session.scopes)}
    cookie = box(config, "session").encrypt_at_time(json.dumps(told).encode(), stamp(now))
    return cookie.decode()


def opened(cookie: str, config: Config, now: datetime) -> Session:
    """The session of a cookie; raises NotAuthenticated where it is not ours, or over."""
    told = unsealed(box(config, "session"), cookie, config.session_hours * 3600, now)
    if told is None:
        raise NotAuthenticated("Вход истёк: войдите снова.")
    return Session(told["sub"], frozenset(map(Scope, told["scopes"])))


def unsealed(seal: Fernet, cookie: str, seconds: int, now: datetime) -> dict[str, Any] | None:
    """What a cookie holds; None where it is not ours, too old, or from the future."""
    try:
        told: dict[str, Any] = json.loads(
            seal.decrypt_at_time(cookie.encode(), seconds, stamp(now))
        )
    except (InvalidToken, ValueError):
        return None
    return told


def stamp(now: datetime) -> int:
    """Seconds since 1970."""
    return int(now.timestamp())
