"""The page that puts documents in order and makes a pack of them: drafts and saved files."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request

from formsvc.access.scopes import Scope, needs
from formsvc.api import answers, bodies, service
from formsvc.errors import BadRequest, FormsvcError
from formsvc.forms.load import read_json
from formsvc.web import decoding, rendering
from formsvc.web.controls import Control, Walk
from formsvc.web.language import translated as _
from formsvc.web.posted import tree
from formsvc.web.problems import told
from formsvc.web.told import QUIET

blueprint = needs(Scope.PACK)(Blueprint("pack_page", __name__))
blueprint.register_error_handler(FormsvcError, told)
_ASKED = ("cover", "order", "output", "signers")


@blueprint.route("/pack", methods=["GET", "POST"])
def pack() -> Response:
    """The page, to which its script adds documents, or the pack of what it posts."""
    return _made() if request.method == "POST" else _page()


def _page() -> Response:
    walk = Walk({}, service().config.now().date())
    controls = [_worded(one) for one in walk.of(_request(), {"output": "pdf"})]
    return rendering.page("pack", places=controls, patterns=walk.patterns, quiet=QUIET)


def _made() -> Response:
    """The pack of what was posted: controls, and the documents as JSON in the field `items`."""
    from formsvc.packs import making

    fields = bodies.form_fields()
    asked = decoding.finished(decoding.object_of(_request(), tree(fields)))
    asked["items"] = [_item(one) for one in _items(dict(fields).get("items", ""))]
    file, _made = making.make(service(), asked, service().config.now())
    return answers.document(file)


def _request() -> Any:
    from formsvc.packs.request import PackRequest

    return PackRequest(only=_ASKED)


def _worded(control: Control) -> Control:
    """The words of codes, for a reader of the page instead of a caller of the API."""
    return replace(control, hint="", titles=_titles().get(control.pointer, {}))


def _titles() -> Mapping[str, Mapping[str, str]]:
    from formsvc.packs import orders

    return {
        "/output": {"pdf": _("один файл PDF"), "zip": _("архив ZIP с отдельными файлами")},
        "/order": {name: order.title for name, order in orders.ORDERS.items()},
    }


def _items(text: str) -> Sequence[Any]:
    items = read_json(text.encode())
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        raise BadRequest("Документы пакета не читаются.")
    return items


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    """A document of the pack; a draft comes as the texts of its controls."""
    texts = item.get("texts")
    if not isinstance(texts, list):
        return dict(item)
    form = service().forms.get(str(item.get("form")))
    posted = tree((str(name), str(text)) for name, text in texts)
    known = {key: value for key, value in item.items() if key != "texts"}
    return known | {"data": decoding.finished(decoding.read(form, posted))}
