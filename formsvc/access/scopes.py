"""What an address demands of its caller: declared where the views are.

A blueprint declares it for all of its views, a view for itself; no scope means open to all:

    blueprint = needs(Scope.RENDER)(Blueprint("files", __name__, url_prefix="/v1"))

    @blueprint.post("/signatures/seal")
    @needs(Scope.SEAL)
    def seal() -> Response: ...

An address that declares nothing is closed to everybody as soon as keys are configured, and a
test names it.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:  # the command line needs scopes, and no Flask
    from flask import Flask

T = TypeVar("T")
NOTHING: frozenset["Scope"] = frozenset()
_MARK = "_formsvc_needs"


class Scope(StrEnum):
    """What a key allows."""

    RENDER = "render"
    """The catalogue, checks, documents, blanks, extract."""
    PACK = "pack"
    """Packs, and files made ready for outside signers."""
    SEAL = "seal"
    """The service's own signature."""
    VERIFY = "verify"
    """What is to be said of signatures."""
    METRICS = "metrics"
    """Numbers for monitoring."""


def needs(*scopes: Scope) -> Callable[[T], T]:
    """Declares what a view, or every view of a blueprint, demands."""

    def declared(subject: T) -> T:
        setattr(subject, _MARK, frozenset(scopes))
        return subject

    return declared


open_to_all = needs()


def needed(app: "Flask", endpoint: str) -> frozenset[Scope] | None:
    """What the address demands, the view's own word first; None where nothing is declared."""
    blueprint = app.blueprints.get(endpoint.rpartition(".")[0])
    own: frozenset[Scope] | None = getattr(app.view_functions.get(endpoint), _MARK, None)
    return getattr(blueprint, _MARK, None) if own is None else own
