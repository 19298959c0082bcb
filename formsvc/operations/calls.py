"""A call that is over, as operators may know it: no value of the data, no address, no name."""

import json
import time
from dataclasses import dataclass

from flask import Response, current_app, g, request

from formsvc.access.callers import NOBODY
from formsvc.access.current import caller
from formsvc.operations.trace import trace
from formsvc.pipeline import Service
from formsvc.renderers import MEDIA_TYPES

NONE = "none"
_FORMATS = {media_type: extension for extension, media_type in MEDIA_TYPES.items()}
_PROBLEM = "application/problem+json"
_PAGES = {
    401: "not-authenticated",
    403: "forbidden",
    422: "invalid-data",
    500: "render-failed",
    503: "overloaded",
}


@dataclass(frozen=True)
class Call:
    """`call` is the name of the view, `digest` SHA-256 of the file that was handed out."""

    caller: str
    key: str
    call: str
    form: str
    format: str
    digest: str
    status: int
    problem: str
    seconds: float
    request: str
    is_about_data: bool

    @property
    def is_on_record(self) -> bool:
        """Whether the audit log has it: data came, a file went out, or somebody was refused."""
        return bool(self.is_about_data or self.digest) or self.status in (401, 403, 429)


def finished(answer: Response) -> Call:
    """What the present request came to."""
    is_file = "Content-Disposition" in answer.headers and answer.status_code == 200
    digest, _ = answer.get_etag()
    return Call(
        caller=caller().name,
        key=caller().id,
        call=request.endpoint or NONE,
        form=_form(),
        format=_FORMATS.get(answer.mimetype or "", "") if is_file else "",
        digest=digest or "" if is_file else "",
        status=answer.status_code,
        problem=_problem(answer),
        seconds=time.monotonic() - g.get("began", time.monotonic()),
        request=trace().id,
        is_about_data=request.method == "POST" and caller() is not NOBODY,
    )


def _form() -> str:
    """The form that was asked for, where there is such a form: else it is the caller's word."""
    known: Service = current_app.extensions["formsvc"]
    asked = str((request.view_args or {}).get("form_id", ""))
    return asked if asked in known.forms.stems else ""


def _problem(answer: Response) -> str:
    """The last part of the type of a problem; a page tells it by its status alone."""
    if answer.mimetype != _PROBLEM:
        return _PAGES.get(answer.status_code, "page") if answer.status_code >= 400 else ""
    kind: str = json.loads(answer.get_data())["type"]
    return kind.rpartition(":")[2]
