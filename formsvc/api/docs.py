"""The contract as OpenAPI, and Swagger UI for reading it; everything is served from here."""

from typing import Any

from flask import Blueprint, Flask, Response, current_app
from flask_swagger_ui import get_swaggerui_blueprint

from formsvc.access.entrance import is_configured
from formsvc.access.scopes import open_to_all
from formsvc.api import answers
from formsvc.api.openapi import openapi
from formsvc.api.security import secured
from formsvc.pipeline import Service

blueprint = open_to_all(Blueprint("docs", __name__))
# Without these two it would ask a validator on the Internet, and repeat the Host of the request.
_OFFLINE = {"validatorUrl": None, "oauth2RedirectUrl": "/docs/oauth2-redirect.html"}


@blueprint.get("/openapi.json")
def contract() -> Response:
    """OpenAPI 3.1 with the real body of every form."""
    return answers.as_json(contract_of(current_app))


def contract_of(app: Flask) -> dict[str, Any]:
    """The contract of an application; with keys configured, each call tells what it demands."""
    own: Service = app.extensions["formsvc"]
    told = openapi(own.forms)
    return secured(told, app, own.config) if is_configured(own.config) else told


def swagger_ui() -> Blueprint:
    """Swagger UI from its package, at /docs/."""
    pages: Blueprint = get_swaggerui_blueprint(
        "/docs", "/openapi.json", config={"app_name": "formsvc"} | _OFFLINE
    )
    return open_to_all(pages)
