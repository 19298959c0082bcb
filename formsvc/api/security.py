"""What OpenAPI tells of access: the scheme, and the scopes of every call."""

from typing import Any

from flask import Flask

from formsvc.access.scopes import needed
from formsvc.api import shapes

SCHEME = "key"
_DESCRIPTION = "Ключ службы: fsk_…; его создаёт formsvc keys create."
_REFUSED = {"401": "Вызывающий не известен", "403": "Нет права на этот вызов"}
_CONTENT = {"application/problem+json": {"schema": shapes.ref("Problem")}}
_REFUSALS = {
    status: {"description": told, "content": _CONTENT} for status, told in _REFUSED.items()
}


def secured(contract: dict[str, Any], app: Flask) -> dict[str, Any]:
    """The contract with the scopes that each call demands."""
    scheme = {"type": "http", "scheme": "bearer", "description": _DESCRIPTION}
    paths = {
        path: {method: _told(app, path, method, call) for method, call in calls.items()}
        for path, calls in contract["paths"].items()
    }
    components = contract["components"] | {"securitySchemes": {SCHEME: scheme}}
    return contract | {"components": components, "paths": paths}


def _told(app: Flask, path: str, method: str, call: dict[str, Any]) -> dict[str, Any]:
    endpoint, _ = app.url_map.bind("localhost").match(path, method.upper())
    demanded = needed(app, endpoint)
    if not demanded:
        return call
    responses = {**_REFUSALS, **{str(status): one for status, one in call["responses"].items()}}
    return call | {"security": [{SCHEME: sorted(demanded)}], "responses": responses}
