"""Calls about electronic signatures: seal, prepare, complete, verify.

The libraries of signing are loaded by the first of these calls, not with the service.
"""

from typing import Any

from flask import Blueprint, Response

from formsvc.access.current import caller
from formsvc.access.scopes import Scope, needs
from formsvc.api import answers, bodies, queries, service
from formsvc.forms.load import read_json
from formsvc.pipeline import Document

blueprint = Blueprint("signatures", __name__, url_prefix="/v1")


@blueprint.post("/signatures/seal")
@needs(Scope.SEAL)
def seal() -> Response:
    """The file with the service's own signature."""
    from formsvc.signing import calls

    queries.parameters(queries.Strict)
    parts = bodies.parts("file", optional=("request",))
    now = service().config.now()
    return _signed(calls.seal(service(), parts["file"], _request(parts), now))


@blueprint.post("/signatures/prepare")
@needs(Scope.PACK)
def prepare() -> Response:
    """A file made ready for an outside signer, the bytes to sign, and a token."""
    from formsvc.signing import calls

    queries.parameters(queries.Strict)
    parts = bodies.parts("file", optional=("request",))
    now = service().config.now()
    made = calls.prepare(service(), parts["file"], _request(parts), now, caller().id)
    return answers.as_json(calls.told(made))


@blueprint.post("/signatures/complete")
@needs(Scope.PACK)
def complete() -> Response:
    """The prepared file with the signature that an outside signer made."""
    from formsvc.signing import calls

    queries.parameters(queries.Strict)
    parts = bodies.parts("file", "token", "cms")
    token = parts["token"].decode("utf-8", "replace")
    now = service().config.now()
    return _signed(calls.complete(service(), parts["file"], token, parts["cms"], now, caller().id))


@blueprint.post("/verify")
@needs(Scope.VERIFY)
def verify() -> Response:
    """Who signed a PDF, or a file with a signature beside it; 200 for any file."""
    from formsvc.signing import calls

    queries.parameters(queries.Strict)
    parts = bodies.parts("file", optional=("signature",))
    now = service().config.now()
    report = calls.verify(service(), parts["file"], parts.get("signature"), now)
    return answers.as_json(report.as_json())


def _request(parts: dict[str, bytes]) -> Any:
    return read_json(parts["request"]) if "request" in parts else {}


def _signed(content: bytes) -> Response:
    from formsvc.signing.files import ENGINE

    today = service().config.now().date()
    return answers.document(Document(content, "application/pdf", "signed.pdf", ENGINE, today))
