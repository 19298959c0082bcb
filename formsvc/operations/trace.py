"""Which request a line of the log belongs to: the caller's trace (traceparent), or a new one."""

import re
import secrets
from dataclasses import dataclass

from flask import g, has_request_context, request

HEADER = "Formsvc-Request"
_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")


@dataclass(frozen=True)
class Trace:
    """Hexadecimal: the id of the request, and the caller's span, empty where none was given."""

    id: str
    parent: str = ""


def begin() -> None:
    """Read the trace of the present request."""
    given = _TRACEPARENT.fullmatch(request.headers.get("traceparent", "").strip())
    g.trace = Trace(given[1], given[2]) if given else Trace(secrets.token_hex(16))


def trace() -> Trace:
    """The trace of the present request; an empty one outside of requests."""
    known: Trace = g.get("trace", Trace("")) if has_request_context() else Trace("")
    return known
