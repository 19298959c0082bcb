"""Calls about forms: catalogue, contract, samples, check, documents, blanks."""

import json
from dataclasses import replace

from flask import Blueprint, Response

from formsvc.access.scopes import Scope, needs
from formsvc.api import answers, bodies, queries, service
from formsvc.errors import NotFound
from formsvc.forms.catalogue import entry
from formsvc.forms.form import Form
from formsvc.forms.shown import Mode
from formsvc.renderers import PREVIEWS

blueprint = needs(Scope.RENDER)(Blueprint("forms", __name__, url_prefix="/v1/forms"))


@blueprint.get("")
def catalogue() -> Response:
    """All forms with their editions."""
    queries.parameters(queries.Strict)
    forms = service().forms
    return answers.as_json({"forms": [entry(forms, form_id) for form_id in forms.ids()]})


@blueprint.get("/<form_id>")
def one(form_id: str) -> Response:
    """One form with its editions."""
    queries.parameters(queries.Strict)
    return answers.as_json(entry(service().forms, form_id))


@blueprint.get("/<form_id>/schema")
def schema(form_id: str) -> Response:
    """JSON Schema of the body."""
    return answers.as_json(_edition_of(form_id).json_schema())


@blueprint.get("/<form_id>/skeleton")
def skeleton(form_id: str) -> Response:
    """The body with all its fields empty."""
    return answers.as_json(_edition_of(form_id).skeleton())


@blueprint.get("/<form_id>/samples")
def samples(form_id: str) -> Response:
    """Names of the samples of a form."""
    return answers.as_json({"samples": service().forms.samples(_edition_of(form_id))})


@blueprint.get("/<form_id>/samples/<case>")
def sample(form_id: str, case: str) -> Response:
    """One sample with invented data."""
    forms, form = service().forms, _edition_of(form_id)
    if case not in forms.samples(form):
        raise NotFound("Такого образца нет. Список: GET /v1/forms/{id}/samples.")
    return answers.as_json(json.loads(forms.roots.sample(form.stem, case).read_bytes()))


@blueprint.post("/<form_id>/validate")
def validate(form_id: str) -> Response:
    """All that is found in the data; 200 for any JSON that can be read."""
    asked = queries.wanted(form_id, queries.parameters(queries.ValidateQuery))
    _, told = service().report(asked, bodies.json_body())
    return answers.as_json(told)


@blueprint.post("/<form_id>/documents")
def documents(form_id: str) -> Response:
    """The document of the data."""
    asked = queries.wanted_file(form_id, queries.parameters(queries.DocumentQuery))
    return answers.document(service().generate(asked, bodies.json_body()))


@blueprint.post("/<form_id>/preview")
def preview(form_id: str) -> Response:
    """A draft of what can be read of the data, however wrong they are."""
    query = queries.parameters(queries.PreviewQuery)
    asked = queries.wanted_file(form_id, query, PREVIEWS)
    return answers.document(service().preview(asked, bodies.json_body()), shown="inline")


@blueprint.get("/<form_id>/blank")
def blank(form_id: str) -> Response:
    """The empty form for handwriting."""
    asked = queries.wanted_file(form_id, queries.parameters(queries.BlankQuery))
    return answers.document(service().blank(replace(asked, mode=Mode.BLANK)))


def _edition_of(form_id: str) -> Form:
    query = queries.parameters(queries.EditionQuery)
    return service().forms.get(form_id, query.get("edition"))
