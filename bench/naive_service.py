"""The service that one writes first: Flask, marshmallow and docxtpl, all anew for each request."""

from datetime import date
from io import BytesIO

from docxtpl import DocxTemplate
from flask import Flask, Response, request

from bench.docx_peers import template
from bench.subjects import FORMS, SERVICE, Subject
from formsvc.forms.shown import Mode
from formsvc.pipeline import Wanted
from formsvc.renderers.docx import ENVIRONMENT

app = Flask(__name__)


_templates: dict[str, bytes] = {}


def _prepared(form_id: str, subject: Subject) -> bytes:
    """The file as it would lie on the disk: the blocks of forms are our affair alone."""
    if form_id not in _templates:
        _templates[form_id] = template(subject)
    return _templates[form_id]


@app.post("/v1/forms/<form_id>/documents")
def document(form_id: str) -> Response:
    """The Word document of the posted JSON; nothing is checked but the schema."""
    form, day = FORMS.get(form_id), date.fromisoformat(request.args["as_of"])
    data = form.with_defaults(form.fields.load(request.get_json()))
    settings = SERVICE.settings(form, Wanted(form.id, "docx", day))
    subject = Subject(form, form.context(data, Mode.FILLED, day), settings)
    word = DocxTemplate(BytesIO(_prepared(form_id, subject)))
    word.render({**subject.context, "doc": settings.document(form)}, jinja_env=ENVIRONMENT)
    saved = BytesIO()
    word.save(saved)
    return Response(saved.getvalue(), mimetype="application/octet-stream")
