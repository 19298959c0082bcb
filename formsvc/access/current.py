"""The caller of the present request."""

from flask import g

from formsvc.access.callers import NOBODY, Caller


def caller() -> Caller:
    """Whoever asks; NOBODY at an address that is open to all."""
    known: Caller = g.get("caller", NOBODY)
    return known


def set_caller(known: Caller) -> None:
    """The guard has found out who asks."""
    g.caller = known
