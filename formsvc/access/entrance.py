"""All ways in of an application: keys, tokens of an issuer, sessions of clerks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app

from formsvc.access import sessions
from formsvc.access.callers import Caller
from formsvc.access.keyring import Keyring
from formsvc.access.keys import MARK
from formsvc.access.scopes import Scope
from formsvc.config import Config
from formsvc.errors import BadSetting, NotAuthenticated

if TYPE_CHECKING:
    from formsvc.access.issuer import Issuer

_EXTENSION = "formsvc.entrance"


@dataclass(frozen=True)
class Entrance:
    """What is configured; None for a way that is not."""

    config: Config
    keys: Keyring | None
    issuer: "Issuer | None"

    @property
    def is_open(self) -> bool:
        """Whether this machine may call without more."""
        return self.keys is None and self.issuer is None

    @property
    def has_sign_in(self) -> bool:
        """Whether clerks may sign in."""
        return self.issuer is not None and bool(self.config.oidc_client_id)

    def caller_of(self, token: str) -> Caller:
        """Whoever shows this key or token; raises NotAuthenticated."""
        if self.issuer is not None and self.config.oidc_audience and not token.startswith(MARK):
            claims = self.issuer.claims(token, self.config.oidc_audience)
            return Caller(f"oidc:{claims['sub']}", "oidc", scopes_of(claims, self.config))
        if self.keys is None:
            raise NotAuthenticated("Такого ключа нет.")
        return self.keys.caller_of(token)

    def clerk_of(self, cookie: str) -> Caller:
        """The clerk whose session it is; raises NotAuthenticated."""
        return sessions.opened(cookie, self.config, self.config.now()).as_caller()


def is_configured(config: Config) -> bool:
    """Whether callers have to show who they are."""
    return bool(config.keys or config.keys_file or config.oidc_issuer)


def entrance_of(config: Config) -> Entrance:
    """The ways in of these settings; raises BadSetting where one cannot be used."""
    keys = Keyring(config) if config.keys or config.keys_file else None
    issuer = _issuer(config) if config.oidc_issuer else None
    made = Entrance(config, keys, issuer)
    if made.has_sign_in:
        sessions.secret_of(config)
        default_scopes(config)
        if not config.public_url:
            raise BadSetting("FORMSVC_PUBLIC_URL: задайте адрес, по которому открывают страницы.")
    return made


def _issuer(config: Config) -> "Issuer":
    # Reading tokens needs a library that takes long to load: only where there is a sign-in.
    from formsvc.access.issuer import Issuer

    return Issuer(config)


def entrance() -> Entrance:
    """The ways in of this application."""
    own: Entrance = current_app.extensions[_EXTENSION]
    return own


def open_entrance(app: Any, config: Config) -> None:
    """Set up the ways in."""
    app.extensions[_EXTENSION] = entrance_of(config)


def scopes_of(claims: dict[str, Any], config: Config) -> frozenset[Scope]:
    """Our scopes among those of a token: words of a text, or a list."""
    told = claims.get(config.oidc_scope_claim)
    words = told.split() if isinstance(told, str) else told
    return frozenset(scope for scope in Scope if isinstance(words, list) and scope in words)


def default_scopes(config: Config) -> frozenset[Scope]:
    """What a clerk may do where the issuer says nothing; raises BadSetting."""
    try:
        return frozenset(map(Scope, config.clerk_scopes))
    except ValueError as fault:
        raise BadSetting(f"FORMSVC_CLERK_SCOPES: допустимо: {', '.join(Scope)}.") from fault
