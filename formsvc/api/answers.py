"""Answers: documents with their headers, JSON with its ETag, problems."""

import hashlib
from typing import Any

from flask import Response, request
from werkzeug.exceptions import PreconditionFailed

from formsvc import errors
from formsvc.jsons import encoded
from formsvc.pipeline import Document


def document(made: Document, shown: str = "attachment") -> Response:
    """A finished file; its name and headers hold no data of the form."""
    told = {
        "Content-Disposition": f'{shown}; filename="{made.file_name}"',
        "Formsvc-As-Of": made.as_of.isoformat(),
        "Formsvc-Engine": made.engine,
        "Formsvc-Findings": ", ".join(sorted({one.rule for one in made.findings})),
        "Vary": "Accept",
    }
    for name, number in (("Formsvc-Pages", made.pages), ("Formsvc-Page", made.page)):
        if number is not None:
            told[name] = str(number)
    return _tagged(Response(made.content, headers=told, mimetype=made.media_type), "no-store")


def as_json(value: Any) -> Response:
    """JSON in UTF-8; what was asked with POST is about a family and is kept nowhere."""
    answer = Response(encoded(value), mimetype="application/json")
    return _tagged(answer, "no-store" if request.method == "POST" else "no-cache")


def problem(error: errors.FormsvcError) -> Response:
    """RFC 9457 problem details."""
    body = encoded(errors.problem(error))
    answer = Response(body, status=error.status, mimetype="application/problem+json")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers.update(error.headers)
    return answer


def _tagged(answer: Response, caching: str) -> Response:
    """The answer with the digest of its bytes, or 304 where the client of a GET has them."""
    answer.headers["Cache-Control"] = caching
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest())
    if request.method in ("GET", "HEAD"):
        answer.make_conditional(request)
    if answer.status_code == PreconditionFailed.code:
        raise PreconditionFailed
    return answer
