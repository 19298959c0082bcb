"""Keys, and applications that know them."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from formsvc.access.keyfile import as_text
from formsvc.access.keys import Key, digest_of, new_text, prefix_of
from formsvc.access.scopes import Scope
from formsvc.app import create_app
from formsvc.config import Config
from formsvc.forms.registry import Registry

SECRET = "invented secret of an installation"
CREATED = datetime(2026, 11, 20, tzinfo=UTC).isoformat()


def made(*scopes: Scope, name: str = "case-system", **more: Any) -> tuple[str, Key]:
    """A key as its holder has it, and what is kept of it."""
    text = new_text()
    digest = digest_of(text, SECRET)
    return text, Key(name, prefix_of(text), digest, frozenset(scopes), CREATED, **more)


def guarded(registry: Registry, *keys: Key, **settings: Any) -> Flask:
    """An application that these keys open."""
    return create_app(Config(keys=as_text(keys), keys_secret=SECRET, **settings), registry)


def holding(text: str, app: Flask) -> FlaskClient:
    """A client that shows a key."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {text}"
    return client
