"""Drafts live in the browser of the clerk; the service gives only the key and the time of life."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from formsvc.api import service

EXTENSION = "formsvc.draft_key"
"""Where an installation with sign-in puts a function that gives the key of the present clerk."""


@dataclass(frozen=True)
class DraftKey:
    """A clerk by an opaque id, and the 256-bit key of the clerk's drafts in base64."""

    owner: str
    key: str

    def as_json(self) -> dict[str, str]:
        """For the scripts of the pages."""
        return {"owner": self.owner, "key": self.key}


def key() -> DraftKey | None:
    """The key of the present clerk; None without sign-in."""
    given: Callable[[], DraftKey | None] | None = current_app.extensions.get(EXTENSION)
    return given() if given else None


def hours() -> int:
    """How long a browser keeps a draft that no key protects; 0: not at all."""
    return service().config.draft_hours
