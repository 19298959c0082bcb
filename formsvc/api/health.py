"""Is the process alive, and can it make documents?"""

from flask import Blueprint, Response

from formsvc import readiness
from formsvc.access.scopes import open_to_all
from formsvc.api import answers, service

blueprint = open_to_all(Blueprint("health", __name__))


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return answers.as_json({"status": "ok"})


@blueprint.get("/readyz")
def readyz() -> Response:
    """Templates and fonts are in place; 503 names what is missing."""
    readiness.check(service().forms)
    return answers.as_json({"status": "ready"})
