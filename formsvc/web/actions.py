"""What the buttons of a form do: without a script each answers with the page, or with a file."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Response

from formsvc.api import answers, service
from formsvc.errors import BadRequest, InvalidData
from formsvc.forms.groups import inputs
from formsvc.forms.load import read_json
from formsvc.forms.shown import Mode
from formsvc.jsons import encoded
from formsvc.pipeline import Wanted
from formsvc.renderers import FORMATS
from formsvc.web import decoding, drafts, rendering, rows
from formsvc.web.filling import Filling
from formsvc.web.posted import tree

Fields = Sequence[tuple[str, str]]
WORKING_COPY, DRAFT = "working", "draft"


def wanted(form_id: str, mode: str = "") -> Wanted:
    """A check on the present day, of the finished form or of a draft."""
    today = service().config.now().date()
    return Wanted(form_id, "", today, Mode.DRAFT if mode == DRAFT else Mode.FILLED)


def filling(form_id: str, fields: Fields) -> Filling:
    """The form with what was posted."""
    form = service().forms.get(form_id)
    asked = wanted(form_id, dict(fields).get("mode", ""))
    return Filling(service(), asked, decoding.read(form, tree(fields)))


def done(form_id: str, fields: Fields) -> Response:
    """The answer to a pressed button; its value is «verb» or «verb:pointer»."""
    asked = dict(fields)
    verb, _, pointer = asked.get("do", "check").partition(":")
    form = filling(form_id, fields)
    if verb == "make":
        return _made(form, pointer, asked)
    if verb == "json":
        return _exported(form)
    if verb == "show":
        return shown(form)
    if verb == "check":
        return shown(form.checked(), was_checked=True)
    return _with_rows(form, verb, pointer, asked)


def _made(form: Filling, extension: str, asked: dict[str, str]) -> Response:
    if extension not in FORMATS:
        raise BadRequest("Такого формата нет.")
    embed = asked.get("copy") == WORKING_COPY
    asking = replace(form, wanted=replace(form.wanted, format=extension, embed=embed))
    try:
        return answers.document(asking.document())
    except InvalidData as fault:
        told = replace(asking, findings=fault.findings)
        return shown(told, status=fault.status, was_checked=True)


def _exported(form: Filling) -> Response:
    answer = answers.as_json({"form": form.form.id, "data": form.finished})
    answer.headers["Content-Disposition"] = f'attachment; filename="{form.form.id}.json"'
    return answer


def _with_rows(form: Filling, verb: str, pointer: str, asked: dict[str, str]) -> Response:
    undo = None
    if verb == "add":
        pointer = rows.add(form.form, form.body, pointer)
    elif verb == "remove":
        undo = rows.remove(form.body, pointer)
        pointer = pointer.rpartition("/")[0]
    elif verb == "restore":
        removed = read_json(asked.get("removed", "").encode())
        pointer = rows.restore(form.body, rows.Undo(pointer, removed))
    elif verb in rows.MOVES:
        pointer = rows.MOVES[verb](form.body, pointer)
    else:
        raise BadRequest("Такого действия нет.")
    return shown(form, undo=undo, focus=pointer)


def shown(
    form: Filling,
    status: int = 200,
    *,
    was_checked: bool = False,
    undo: rows.Undo | None = None,
    focus: str = "",
    notices: Sequence[str] = (),
    opened: bool = False,
) -> Response:
    """The page of a form."""
    return rendering.page(
        "form",
        status,
        filling=form,
        form=form.form,
        told=form.told,
        was_checked=was_checked,
        computed=form.computed(),
        has_case="case" in inputs(form.form.fields),
        undo=undo,
        removed=encoded(undo.row).decode() if undo else "",
        focus=focus,
        notices=notices,
        opened=opened,
        draft_hours=drafts.hours(),
    )
