"""Where a request comes from: this machine, our own pages, or a page of somebody else."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from formsvc.errors import Forbidden

_OWN = ("same-origin", "none")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def refuse_unless_local() -> None:
    """A page of the Internet, open in a browser of this machine, must not ask in its name.

    Neither by a name of its own that leads to 127.0.0.1 (DNS rebinding), nor by a form that it
    sends here. Raises Forbidden.
    """
    origin = request.headers.get("Origin", "")
    hosts = [_host(request.host)] + ([_host(origin.partition("://")[2])] if origin else [])
    if not all(map(is_of_this_machine, hosts)):
        raise Forbidden("Без ключей служба отвечает только по адресу этой машины: 127.0.0.1.")


def refuse_unless_own_page(public_url: str) -> None:
    """What a browser sends with the cookie of a clerk must come from a page of ours (CSRF).

    A browser tells by Sec-Fetch-Site, an older one by Origin. Raises Forbidden.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
    own = site in _OWN if site else origin == origin_of(public_url)
    if not own:
        raise Forbidden("Запрос пришёл не со страницы этой службы.")


def origin_of(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_of_this_machine(host: str) -> bool:
    """Whether a name or an address is loopback."""
    try:
        return host in _LOOPBACK or ip_address(host).is_loopback
    except ValueError:
        return False


def _host(named: str) -> str:
    """The name without its port."""
    if named.startswith("["):
        return named[1:].partition("]")[0]
    return named.partition(":")[0]
