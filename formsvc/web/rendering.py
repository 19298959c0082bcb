"""Templates of the pages, apart from those of documents: strict, escaped, without Flask's own."""

from functools import lru_cache
from http import HTTPStatus
from typing import Any

from flask import Response, current_app
from jinja2 import Environment, PackageLoader, StrictUndefined

from formsvc.access.callers import NOBODY
from formsvc.access.current import caller
from formsvc.web import assets, drafts, language, words
from formsvc.web.assets import compressed
from formsvc.web.kinds import typed_day

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "frame-src blob:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""No inline script or style, nothing from elsewhere, and nobody may frame a page."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("formsvc.web"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        _=language.translated,
        address=language.address,
        asset=assets.address,
        needed_by=assets.needed_by,
        languages=language.LANGUAGES,
        language=language.language,
        script_words=words.script_words,
        may=lambda scope: scope in caller().scopes,
        day=lambda moment: typed_day(moment[:10]),
    )
    return made


def page(name: str, status: int = 200, **values: Any) -> Response:
    """A whole page. What was typed is about a family: no cache keeps it."""
    is_known = status == HTTPStatus.OK and caller() is not NOBODY
    signed_in = is_known and drafts.EXTENSION in current_app.extensions
    template = _environment().get_template(f"web/{name}.html")
    text = template.render(signed_in=signed_in, **values)
    answer = Response(text, status=status, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = POLICY
    # With «no-referrer» a browser hides from us, too, that a form was posted by our own page.
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return compressed(answer)
