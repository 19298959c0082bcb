"""Sign-in of clerks at the issuer of their organisation: authorization code with PKCE.

What is under way (state, nonce, verifier, where to go) is in a sealed cookie of the browser that
began it, so that no other browser can end it.
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, redirect, request

from formsvc.access import sessions
from formsvc.access.current import caller
from formsvc.access.entrance import default_scopes, entrance, entrance_of, scopes_of
from formsvc.access.origins import refuse_unless_own_page
from formsvc.access.scopes import open_to_all
from formsvc.access.sessions import Session
from formsvc.config import Config
from formsvc.errors import NotAuthenticated
from formsvc.web import drafts, rendering

if TYPE_CHECKING:
    from formsvc.access.issuer import Issuer

blueprint = open_to_all(Blueprint("sign_in", __name__, url_prefix="/sign-in"))
SECONDS_TO_SIGN_IN = 600


@dataclass(frozen=True)
class Cookie:
    """Names and attributes: over HTTPS a name that no other host or path can set."""

    config: Config

    @property
    def is_secure(self) -> bool:
        """Whether pages are opened over HTTPS."""
        return self.config.public_url.startswith("https://")

    def name(self, kind: str) -> str:
        """The name of the cookie."""
        return f"__Host-formsvc-{kind}" if self.is_secure else f"formsvc-{kind}"

    def put(self, answer: Any, kind: str, value: str, seconds: int) -> None:
        """Give it to the browser; scripts cannot read it, other sites do not send it."""
        answer.set_cookie(
            self.name(kind),
            value,
            max_age=seconds,
            path="/",
            secure=self.is_secure,
            httponly=True,
            samesite="Lax",
        )


def offer_sign_in(app: Flask, config: Config) -> None:
    """The addresses of sign-in, and the key of each clerk's drafts, where an issuer is set."""
    if entrance_of(config).has_sign_in:
        app.register_blueprint(blueprint)
        app.extensions[drafts.EXTENSION] = draft_key


def session_cookie(config: Config) -> str:
    """The cookie of the clerk's session that came with the request; empty without one."""
    return request.cookies.get(Cookie(config).name("session"), "")


def draft_key() -> drafts.DraftKey | None:
    """The key of the present clerk's drafts; the same after every sign-in."""
    who = caller().id
    if not who:
        return None
    key = sessions.derived(entrance().config, f"draft:{who}")
    owner = hashlib.sha256(key).hexdigest()[:32]
    return drafts.DraftKey(owner, base64.b64encode(key).decode())


@blueprint.get("")
def begin() -> Any:
    """To the issuer."""
    config, issuer = _known()
    under_way = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    digest = hashlib.sha256(under_way["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": config.oidc_client_id,
        "redirect_uri": _back(config),
        "scope": "openid",
        "state": under_way["state"],
        "nonce": under_way["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    answer = redirect(f"{issuer.address('authorization_endpoint')}?{urlencode(asked)}")
    kept = json.dumps(under_way | {"next": _own_page(request.args.get("next", "/"))}).encode()
    now = sessions.stamp(config.now())
    sealed = sessions.box(config, "sign-in").encrypt_at_time(kept, now).decode()
    Cookie(config).put(answer, "sign-in", sealed, SECONDS_TO_SIGN_IN)
    return _private(answer)


@blueprint.get("/return")
def end() -> Any:
    """Back from the issuer: the session begins."""
    config, issuer = _known()
    under_way = _under_way(config)
    state = request.args.get("state", "")
    if not hmac.compare_digest(state.encode(), under_way["state"].encode()):
        raise NotAuthenticated("Вход начат не здесь: войдите снова.")
    code = request.args.get("code", "")
    if not code:
        raise NotAuthenticated("Служба входа не подтвердила вход.")
    token = issuer.exchanged(code, under_way["verifier"], _back(config))
    nonce = {"essential": True, "value": under_way["nonce"]}
    claims = issuer.claims(token, config.oidc_client_id, nonce=nonce)
    answer = redirect(under_way["next"])
    _begin_session(answer, claims, config)
    return _private(answer)


@blueprint.post("/end")
def leave() -> Any:
    """Sign out: the browser forgets the session."""
    config, _ = _known()
    refuse_unless_own_page(config.public_url)
    # Not to a page that leads to the issuer at once: he would let the clerk in again unasked, and
    # browsers do not let the answer to a form lead to another host (form-action).
    answer = redirect("/sign-in/left", 303)
    Cookie(config).put(answer, "session", "", 0)
    return _private(answer)


@blueprint.get("/left")
def left() -> Any:
    """Signed out, with the way back in."""
    _known()
    return rendering.page("left")


def _known() -> "tuple[Config, Issuer]":
    own = entrance()
    if own.issuer is None:
        raise NotAuthenticated("Вход не настроен.")
    return own.config, own.issuer


def _begin_session(answer: Any, claims: dict[str, Any], config: Config) -> None:
    said = config.oidc_scope_claim in claims
    scopes = scopes_of(claims, config) if said else default_scopes(config)
    session = sessions.sealed(Session(claims["sub"], scopes), config, config.now())
    Cookie(config).put(answer, "session", session, config.session_hours * 3600)
    Cookie(config).put(answer, "sign-in", "", 0)


def _under_way(config: Config) -> dict[str, Any]:
    cookie = request.cookies.get(Cookie(config).name("sign-in"), "")
    seal = sessions.box(config, "sign-in")
    found = sessions.unsealed(seal, cookie, SECONDS_TO_SIGN_IN, config.now())
    if found is None:
        raise NotAuthenticated("Вход начат не здесь: войдите снова.")
    return found


def _back(config: Config) -> str:
    return f"{config.public_url.rstrip('/')}/sign-in/return"


def _own_page(path: str) -> str:
    """Where to go afterwards: a page of ours, never another host."""
    plain = path.startswith("/") and not path.startswith("//")
    return path if plain and path.isprintable() and "\\" not in path else "/"


def _private(answer: Any) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    kept: Response = answer
    return kept
