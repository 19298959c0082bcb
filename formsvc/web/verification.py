"""The page on which a PDF is dropped to read who signed it; nothing of the file is kept."""

from typing import Any

from flask import Blueprint, Response, request

from formsvc.access.scopes import Scope, needs
from formsvc.api import bodies, service
from formsvc.errors import FormsvcError
from formsvc.web import rendering
from formsvc.web.problems import told

blueprint = needs(Scope.VERIFY)(Blueprint("verify_page", __name__))
blueprint.register_error_handler(FormsvcError, told)


@blueprint.route("/verify", methods=["GET", "POST"])
def verify() -> Response:
    """The empty page, or the report on the posted file."""
    report = _report() if request.method == "POST" else None
    return rendering.page("verify", report=report)


def _report() -> dict[str, Any]:
    from formsvc.signing import calls

    parts = bodies.parts("file", optional=("signature",))
    beside = parts.get("signature") or None  # a browser sends the empty choice of a file, too
    now = service().config.now()
    return calls.verify(service(), parts["file"], beside, now).as_json()
