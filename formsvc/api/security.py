"""What OpenAPI tells of access: the scheme, and the scopes of every call."""

from collections.abc import Iterable
from typing import Any

from flask import Flask

from formsvc.access.scopes import needed
from formsvc.api import shapes
from formsvc.config import Config

_DESCRIPTION = "Ключ службы: fsk_…; его создаёт formsvc keys create."
_REFUSED = {"401": "Вызывающий не известен", "403": "Нет права на этот вызов"}
_CONTENT = {"application/problem+json": {"schema": shapes.ref("Problem")}}
_REFUSALS = {
    status: {"description": told, "content": _CONTENT} for status, told in _REFUSED.items()
}


def secured(contract: dict[str, Any], app: Flask, config: Config) -> dict[str, Any]:
    """The contract with the scopes that each call demands."""
    schemes = _schemes(config)
    paths = {
        path: {method: _told(app, path, method, call, schemes) for method, call in calls.items()}
        for path, calls in contract["paths"].items()
    }
    components = contract["components"] | {"securitySchemes": schemes}
    return contract | {"components": components, "paths": paths}


def _schemes(config: Config) -> dict[str, Any]:
    """The ways in that are configured."""
    schemes: dict[str, Any] = {}
    if config.keys or config.keys_file:
        schemes["key"] = {"type": "http", "scheme": "bearer", "description": _DESCRIPTION}
    if config.oidc_audience:
        url = f"{config.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
        schemes["oidc"] = {"type": "openIdConnect", "openIdConnectUrl": url}
    return schemes


def _told(
    app: Flask, path: str, method: str, call: dict[str, Any], schemes: Iterable[str]
) -> dict[str, Any]:
    endpoint, _ = app.url_map.bind("localhost").match(path, method.upper())
    demanded = needed(app, endpoint)
    if not demanded:
        return call
    responses = {**_REFUSALS, **{str(status): one for status, one in call["responses"].items()}}
    return call | {
        "security": [{scheme: sorted(demanded)} for scheme in schemes],
        "responses": responses,
    }
