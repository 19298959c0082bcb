"""Errors on the pages: a page with the way back for a reader, JSON for a script."""

from flask import Response, request

from formsvc.api import answers
from formsvc.errors import FormsvcError
from formsvc.web import rendering


def told(error: FormsvcError) -> Response:
    """An error in the shape that was asked for."""
    if request.accept_mimetypes.best == "application/json" or request.path.startswith("/web/"):
        return answers.problem(error)
    return rendering.page("problem", error.status, title=error.title, detail=error.detail)
