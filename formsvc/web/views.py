"""The pages: the catalogue, a form, an opened file. A view parses, calls and returns."""

import json
from typing import Any

from flask import Blueprint, Response, request

from formsvc.access.scopes import Scope, needs, open_to_all
from formsvc.api import bodies, service
from formsvc.errors import FormsvcError
from formsvc.web import actions, assets, opening, rendering
from formsvc.web.catalogue import groups
from formsvc.web.filling import Filling, fresh
from formsvc.web.problems import told

blueprint = needs(Scope.RENDER)(Blueprint("pages", __name__))
blueprint.register_error_handler(FormsvcError, told)


@blueprint.get("/")
def catalogue() -> Response:
    """All forms in groups, narrowed by the parameter `q`."""
    sought = request.args.get("q", "")
    return rendering.page("catalogue", groups=groups(service().forms, sought), sought=sought)


@blueprint.route("/forms/<form_id>", methods=["GET", "POST"])
def form(form_id: str) -> Response:
    """The form, or what a button of it asks for: check, rows, a file."""
    if request.method == "POST":
        return actions.done(form_id, bodies.form_fields())
    return actions.shown(Filling(service(), actions.wanted(form_id), _first(form_id)))


def _first(form_id: str) -> dict[str, Any]:
    """An empty body, or, for training, the sample that the parameter `sample` names."""
    known, case = service().forms.get(form_id), request.args.get("sample", "")
    sample = case in service().forms.samples(known)
    return _sample(known.stem, case) if sample else fresh(known)


def _sample(stem: str, case: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(service().forms.roots.sample(stem, case).read_bytes())
    return body


@blueprint.post("/open")
def opened() -> Response:
    """A working copy, or the JSON of a draft, as a form again."""
    return opening.opened(bodies.parts("file")["file"])


@blueprint.get("/web/<name>")
@open_to_all
def asset(name: str) -> Response:
    """A style or a script of the pages."""
    return assets.sent(name)


@blueprint.get("/web/<version>/<name>")
@open_to_all
def asset_of_version(version: str, name: str) -> Response:
    """The same at an address that changes with it."""
    return assets.sent(name, version)
