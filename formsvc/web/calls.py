"""What the scripts of the pages ask for: JSON, from the same code as the pages themselves."""

from flask import Blueprint, Response

from formsvc.access.scopes import Scope, needs
from formsvc.api import answers, bodies
from formsvc.web import actions, drafts, previewing, rows
from formsvc.web.controls import texts

blueprint = needs(Scope.RENDER)(Blueprint("page_calls", __name__))


@blueprint.post("/forms/<form_id>/check")
def check(form_id: str) -> Response:
    """All that is found in what was typed, with the places on the page, and what is computed."""
    form = actions.filling(form_id, bodies.form_fields()).checked()
    return answers.as_json({"findings": form.told.as_json(), "computed": form.computed()})


@blueprint.post("/forms/<form_id>/opening")
def opening(form_id: str) -> Response:
    """A new row of the list that the field `do` names: pairs of a control's name and its text."""
    fields = bodies.form_fields()
    form = actions.filling(form_id, fields)
    pointer = rows.add(form.form, form.body, dict(fields).get("do", ""))
    below = (pair for pair in texts(form.controls) if pair[0].startswith(f"{pointer}/"))
    return answers.as_json({"pointer": pointer, "texts": list(below)})


@blueprint.get("/drafts/key")
def draft_key() -> Response:
    """The key of this clerk's drafts; 204 where nobody signs in, and drafts live some hours."""
    key = drafts.key()
    return Response(status=204) if key is None else answers.as_json(key.as_json())


@blueprint.post("/forms/<form_id>/preview")
def preview(form_id: str) -> Response:
    """One page of what was typed as a picture: by the field `page`, or with the control `at`."""
    fields = bodies.form_fields()
    asked = dict(fields)
    form = actions.filling(form_id, fields)
    return previewing.page(form, asked.get("page", ""), asked.get("at", ""))
