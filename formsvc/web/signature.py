"""The page on which a clerk signs a PDF with a program of his own: its script calls the two steps
`prepare` and `complete`; what lies between them is kept in the page alone."""

from flask import Blueprint, Response

from formsvc.access.scopes import Scope, needs
from formsvc.errors import FormsvcError
from formsvc.web import rendering
from formsvc.web.problems import told

blueprint = needs(Scope.PACK)(Blueprint("sign_page", __name__))
blueprint.register_error_handler(FormsvcError, told)


@blueprint.get("/sign")
def sign() -> Response:
    """The page; nothing on it is of a document yet."""
    return rendering.page("sign")
