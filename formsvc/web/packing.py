"""The page that puts documents in order and makes a pack of them: drafts, saved files, PDFs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeGuard

from flask import Blueprint, Response, request

from formsvc.access.scopes import Scope, needs
from formsvc.api import bodies, service
from formsvc.api.packs import answered
from formsvc.errors import BadRequest, FormsvcError, InvalidData
from formsvc.forms.findings import Finding
from formsvc.web import decoding, rendering
from formsvc.web.controls import Control, Walk
from formsvc.web.language import translated as _
from formsvc.web.posted import tree
from formsvc.web.problems import told
from formsvc.web.told import QUIET, typed_here

blueprint = needs(Scope.PACK)(Blueprint("pack_page", __name__))
blueprint.register_error_handler(FormsvcError, told)
_OF_ITEMS = ("title", "date", "number", "section", "attach")
_ASKED = ("cover", "order", "output", "signers", *(f"items.{name}" for name in _OF_ITEMS))
_ITEM = "/items/*"


@blueprint.route("/pack", methods=["GET", "POST"])
def pack() -> Response:
    """The page, to which its script adds documents, or the pack of what it posts."""
    return _made() if request.method == "POST" else _page()


def _page() -> Response:
    from formsvc.packs import orders

    walk = Walk({}, service().config.now().date())
    controls = [_worded(one) for one in walk.of(_request(), {"output": "pdf"})]
    item = walk.patterns.pop(_ITEM).rows[0]
    return rendering.page(
        "pack",
        places=[one for one in controls if one.pointer != "/items"],
        item={one.pointer.rpartition("/")[2]: _of_row(one) for one in item.inner},
        orders=orders.ORDERS.values(),
        patterns=walk.patterns,
        told=QUIET,
    )


def _of_row(control: Control) -> Control:
    """Without the hints for callers of the API; a flag is a box to tick."""
    return replace(control, hint="", kind="tick" if control.kind == "answer" else control.kind)


def _made() -> Response:
    """The pack of what was posted; the words of its errors are those of the page."""
    raw, files = bodies.json_with_files("pack")
    try:
        return answered(_asked(raw), files)
    except InvalidData as fault:
        raise InvalidData(fault.detail, [_typed_here(one) for one in fault.findings]) from fault


def _typed_here(finding: Finding) -> Finding:
    """On the page boxes and lists are named by their labels, not by fields and codes of the API."""
    message = typed_here(finding.message).replace(" (attach)", "")
    if finding.rule == "P-section":
        message = _("Выберите раздел дела.")
    return replace(finding, message=message)


def _asked(raw: Any) -> dict[str, Any]:
    """The request of the API: `texts` of the controls, and `items`, which tell the sources."""
    given: dict[str, Any] = raw if isinstance(raw, dict) else {}
    texts, items = given.get("texts"), given.get("items")
    if not _are_pairs(texts) or not _are_objects(items):
        raise BadRequest("Документы пакета не читаются.")
    typed = decoding.object_of(_request(), tree(texts))
    headings = typed.pop("items", [{}] * len(items))
    if len(headings) != len(items):
        raise BadRequest("Документы пакета не читаются.")
    documents = [_document(one) | _heading(of) for one, of in zip(items, headings, strict=True)]
    asked: dict[str, Any] = decoding.finished(typed)
    return asked | {"items": documents}


def _are_pairs(value: Any) -> TypeGuard[list[tuple[str, str]]]:
    return isinstance(value, list) and all(
        isinstance(one, list) and len(one) == 2 and all(isinstance(text, str) for text in one)
        for one in value
    )


def _are_objects(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _heading(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the row of a document; a box without its tick says nothing."""
    return {name: value for name, value in typed.items() if value is not False}


def _document(source: Mapping[str, Any]) -> dict[str, Any]:
    """A document of the pack; a draft comes as the texts of its controls."""
    texts = source.get("texts")
    if not _are_pairs(texts):
        return dict(source)
    form = service().forms.get(str(source.get("form")))
    known = {key: value for key, value in source.items() if key != "texts"}
    return known | {"data": decoding.finished(decoding.read(form, tree(texts)))}


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
