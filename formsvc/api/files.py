"""Calls about finished files."""

from flask import Blueprint, Response

from formsvc.access.scopes import Scope, needs
from formsvc.api import answers, bodies, queries, service
from formsvc.reopening import reopened

blueprint = needs(Scope.RENDER)(Blueprint("files", __name__, url_prefix="/v1"))


@blueprint.post("/extract")
def extract() -> Response:
    """The form and data of a file that was made with `embed`; a raw body or a field `file`."""
    queries.parameters(queries.Strict)
    return answers.as_json(reopened(service(), bodies.uploaded_file()))
