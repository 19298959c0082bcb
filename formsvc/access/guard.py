"""Before every call: who asks, and may he?"""

from urllib.parse import urlencode

from flask import Flask, current_app, redirect, request
from werkzeug.wrappers import Response

from formsvc.access.callers import LOCAL, Caller
from formsvc.access.current import caller, set_caller
from formsvc.access.entrance import entrance, open_entrance
from formsvc.access.origins import refuse_unless_local, refuse_unless_own_page
from formsvc.access.rates import note_guess, refuse_guesser
from formsvc.access.scopes import NOTHING, needed
from formsvc.access.sign_in import session_cookie
from formsvc.config import Config
from formsvc.errors import Forbidden, NotAuthenticated

_SCHEME = "bearer "


def guard(app: Flask, config: Config) -> None:
    """Let nobody past who may not call what is asked."""
    open_entrance(app, config)
    app.before_request(_admit)


def _admit() -> Response | None:
    """Sets the caller; raises NotAuthenticated or Forbidden, or sends a browser to sign in."""
    endpoint = request.endpoint
    if endpoint is None:  # no such address or method: there is nothing to guard
        return None
    demanded = needed(current_app, endpoint)
    if demanded == NOTHING:
        return None
    if entrance().is_open:
        refuse_unless_local()
        set_caller(LOCAL)
        return None
    if _is_for_sign_in():
        return redirect(f"/sign-in?{urlencode({'next': request.full_path.rstrip('?')})}")
    set_caller(_caller())
    _refuse_without(demanded)
    return None


def _caller() -> Caller:
    own, given = entrance(), request.headers.get("Authorization", "")
    cookie = session_cookie(own.config) if own.has_sign_in else ""
    if cookie and not given:
        refuse_unless_own_page(own.config.public_url)
        return own.clerk_of(cookie)
    if own.has_sign_in and not given:
        raise NotAuthenticated("Вход истёк или не выполнен: войдите снова.")
    if given[: len(_SCHEME)].lower() != _SCHEME:
        raise NotAuthenticated("Нужен ключ: заголовок Authorization: Bearer fsk_…")
    refuse_guesser()
    try:
        return own.caller_of(given[len(_SCHEME) :].strip())
    except NotAuthenticated:
        note_guess()
        raise


def _is_for_sign_in() -> bool:
    """Whether a browser opens a page and nobody has signed in, or the session is over."""
    own = entrance()
    # A browser names HTML among others, some of them more exactly; programs do not name it.
    is_page = request.method == "GET" and "text/html" in request.accept_mimetypes.values()
    if not own.has_sign_in or not is_page or "Authorization" in request.headers:
        return False
    try:
        own.clerk_of(session_cookie(own.config))
    except NotAuthenticated:
        return True
    return False


def _refuse_without(demanded: frozenset[str] | None) -> None:
    if demanded is None:
        raise Forbidden("Этот вызов не открыт никому: для него не объявлено право.")
    lacking = sorted(demanded - caller().scopes)
    if lacking:
        raise Forbidden(f"Нет права: {', '.join(lacking)}.", scopes=sorted(demanded))
