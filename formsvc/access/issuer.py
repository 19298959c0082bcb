"""The issuer of an organisation's own sign-in (OpenID Connect): its addresses, keys and tokens."""

import json
import time
from base64 import b64encode
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from formsvc.access.origins import is_of_this_machine
from formsvc.config import Config
from formsvc.errors import BadSetting, NotAuthenticated, NotReady

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures with a public key alone: with «none» or HMAC anybody could make a token."""
_SECONDS = 5
_LEEWAY = 60
_ANSWER_BYTES = 1024 * 1024
_FRESH_SECONDS = 3600.0
_SECONDS_BETWEEN_QUESTIONS = 30.0


class _NoRedirects(HTTPRedirectHandler):
    """The issuer answers itself, or not at all."""

    def redirect_request(self, *_: Any) -> None:
        """No other address is asked."""


@dataclass
class Issuer:
    """Asked when first needed; its keys are kept for an hour, and longer while it is silent."""

    config: Config
    _lock: Lock = field(default_factory=Lock)
    _addresses: dict[str, Any] = field(default_factory=dict)
    _keys: KeySet | None = None
    _asked: float = float("-inf")

    def __post_init__(self) -> None:
        parts = urlsplit(self.config.oidc_issuer)
        secure = parts.scheme == "https" or is_of_this_machine(parts.hostname or "")
        if not secure:
            raise BadSetting("FORMSVC_OIDC_ISSUER: ожидается адрес https://…")

    def address(self, name: str) -> str:
        """One of its addresses; raises NotReady while it does not answer."""
        if not self._addresses:
            self._ask()
        return str(self._addresses[name])

    def claims(self, token: str, audience: str, **more: Any) -> dict[str, Any]:
        """What a token says that is meant for us; raises NotAuthenticated, NotReady."""
        wanted: dict[str, Any] = {
            "iss": {"essential": True, "value": self.config.oidc_issuer},
            "aud": {"essential": True, "value": audience},
            "exp": {"essential": True},
            "sub": {"essential": True},
        }
        rules = jwt.JWTClaimsRegistry(leeway=_LEEWAY, **wanted, **more)
        try:
            told = self._opened(token).claims
            rules.validate(told)
        except (JoseError, ValueError, TypeError, KeyError) as fault:
            raise NotAuthenticated("Токен не принят.") from fault
        return told

    def exchanged(self, code: str, verifier: str, back: str) -> str:
        """The id token for a code of sign-in; raises NotAuthenticated, NotReady."""
        own = self.config
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
            "client_id": own.oidc_client_id,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if own.oidc_client_secret:
            pair = f"{quote(own.oidc_client_id, '')}:{quote(own.oidc_client_secret, '')}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        answer = _json(self.address("token_endpoint"), urlencode(asked).encode(), headers)
        if not isinstance(answer.get("id_token"), str):
            raise NotAuthenticated("Служба входа не подтвердила вход.")
        return str(answer["id_token"])

    def _opened(self, token: str) -> jwt.Token:
        """A key that is not known may be new: the issuer is asked again, but not too often."""
        if self._keys is None or time.monotonic() - self._asked > _FRESH_SECONDS:
            self._ask()
        try:
            return jwt.decode(token, self._known(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            if time.monotonic() - self._asked < _SECONDS_BETWEEN_QUESTIONS:
                raise
        self._ask()
        return jwt.decode(token, self._known(), algorithms=ALGORITHMS)

    def _known(self) -> KeySet:
        if self._keys is None:
            raise NotReady("Служба входа не отвечает.")
        return self._keys

    def _ask(self) -> None:
        """Read addresses and keys anew; the old ones stay where it does not answer."""
        with self._lock:
            base = self.config.oidc_issuer.rstrip("/")
            try:
                told = _json(f"{base}/.well-known/openid-configuration")
                if told.get("issuer") != self.config.oidc_issuer:
                    raise NotReady("Служба входа называет себя иначе, чем FORMSVC_OIDC_ISSUER.")
                self._keys = KeySet.import_key_set(_json(told["jwks_uri"]))  # type: ignore[arg-type]
                self._addresses = told
            except (NotReady, JoseError, KeyError, ValueError, TypeError) as fault:
                if self._keys is None:
                    raise NotReady("Служба входа не отвечает.") from fault
            self._asked = time.monotonic()


def _json(url: str, body: bytes | None = None, headers: Any = None) -> dict[str, Any]:
    """A JSON object; {} for a refusal, NotReady where there is no answer."""
    opener = build_opener(_NoRedirects)
    try:
        with opener.open(Request(url, body, headers or {}), timeout=_SECONDS) as answer:
            told = json.loads(answer.read(_ANSWER_BYTES))
    except HTTPError as refusal:
        refusal.close()
        if refusal.code < 500:
            return {}
        raise NotReady("Служба входа не отвечает.") from refusal
    except (OSError, ValueError) as fault:
        raise NotReady("Служба входа не отвечает.") from fault
    return told if isinstance(told, dict) else {}
