"""The contract as OpenAPI, and Swagger UI for reading it; everything is served from here."""

from flask import Blueprint, Response
from flask_swagger_ui import get_swaggerui_blueprint

from formsvc.api import answers, service
from formsvc.api.openapi import openapi

blueprint = Blueprint("docs", __name__)
# Without these two it would ask a validator on the Internet, and repeat the Host of the request.
_OFFLINE = {"validatorUrl": None, "oauth2RedirectUrl": "/docs/oauth2-redirect.html"}


@blueprint.get("/openapi.json")
def contract() -> Response:
    """OpenAPI 3.1 with the real body of every form."""
    return answers.as_json(openapi(service().forms))


def swagger_ui() -> Blueprint:
    """Swagger UI from its package, at /docs/."""
    pages: Blueprint = get_swaggerui_blueprint(
        "/docs", "/openapi.json", config={"app_name": "formsvc"} | _OFFLINE
    )
    return pages
