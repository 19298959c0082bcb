"""Before every call: who asks, and may he?"""

from ipaddress import ip_address

from flask import Flask, current_app, request

from formsvc.access.callers import LOCAL, Caller
from formsvc.access.current import caller, set_caller
from formsvc.access.keyring import Keyring, configured
from formsvc.access.rates import note_guess, refuse_guesser
from formsvc.access.scopes import NOTHING, needed
from formsvc.config import Config
from formsvc.errors import Forbidden, NotAuthenticated

_EXTENSION = "formsvc.keys"
_SCHEME = "bearer "


def guard(app: Flask, config: Config) -> None:
    """Let nobody past who may not call what is asked."""
    app.extensions[_EXTENSION] = Keyring(config) if configured(config) else None
    app.before_request(_admit)


def keyring() -> Keyring | None:
    """The keys of this application; None where everybody on this machine may call."""
    own: Keyring | None = current_app.extensions[_EXTENSION]
    return own


def _admit() -> None:
    """Sets the caller; raises NotAuthenticated or Forbidden."""
    endpoint = request.endpoint
    if endpoint is None:  # no such address or method: there is nothing to guard
        return
    demanded = needed(current_app, endpoint)
    if demanded == NOTHING:
        return
    if keyring() is None:
        _refuse_foreign_page()
        set_caller(LOCAL)
        return
    set_caller(_caller())
    _refuse_without(demanded)


def _caller() -> Caller:
    keys, given = keyring(), request.headers.get("Authorization", "")
    if keys is None or given[: len(_SCHEME)].lower() != _SCHEME:
        raise NotAuthenticated("Нужен ключ: заголовок Authorization: Bearer fsk_…")
    refuse_guesser()
    try:
        return keys.caller_of(given[len(_SCHEME) :].strip())
    except NotAuthenticated:
        note_guess()
        raise


def _refuse_without(demanded: frozenset[str] | None) -> None:
    if demanded is None:
        raise Forbidden("Этот вызов не открыт никому: для него не объявлено право.")
    lacking = sorted(demanded - caller().scopes)
    if lacking:
        raise Forbidden(f"Ключ не даёт права: {', '.join(lacking)}.", scopes=sorted(demanded))


def _refuse_foreign_page() -> None:
    """A page of the Internet, open in a browser of this machine, must not ask in its name.

    Neither by a name of its own that leads to 127.0.0.1 (DNS rebinding), nor by a form that it
    sends here.
    """
    origin = request.headers.get("Origin", "")
    hosts = [_host(request.host)] + ([_host(origin.partition("://")[2])] if origin else [])
    if not all(map(_is_of_this_machine, hosts)):
        raise Forbidden("Без ключей служба отвечает только по адресу этой машины: 127.0.0.1.")


def _host(named: str) -> str:
    """The name without its port."""
    if named.startswith("["):
        return named[1:].partition("]")[0]
    return named.partition(":")[0]


def _is_of_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
