"""Who asks."""

from dataclasses import dataclass

from formsvc.access.scopes import Scope


@dataclass(frozen=True)
class Caller:
    """A known caller: `id` is what is bound to him, `name` is what the audit log calls him."""

    id: str
    name: str
    scopes: frozenset[Scope]


LOCAL = Caller("", "local", frozenset(Scope))
NOBODY = Caller("", "anonymous", frozenset())
