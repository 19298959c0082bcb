"""Calls about packs: several documents as one file.

What binds them is loaded by the first of these calls, not with the service.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response

from formsvc.access.scopes import Scope, needs
from formsvc.api import answers, bodies, queries, service
from formsvc.errors import BadRequest
from formsvc.packs import orders

blueprint = needs(Scope.PACK)(Blueprint("packs", __name__, url_prefix="/v1/packs"))


@blueprint.post("")
def pack() -> Response:
    """The pack of a request: JSON, alone or as the part `pack` of a form with PDF files."""
    queries.parameters(queries.Strict)
    return answered(*bodies.json_with_files("pack"))


def answered(raw: Any, files: Mapping[str, bytes]) -> Response:
    """The pack as an answer, whoever asked for it."""
    from formsvc.packs import items, making

    _refuse_unnamed(raw, files)
    file, made = making.make(service(), raw, service().config.now(), files.get)
    answer = answers.document(file)
    answer.headers["Formsvc-Sheets"] = str(made.sheets)
    answer.headers["Formsvc-Conformance"] = ", ".join(made.conformance)
    spoilers = [one.pointer for one in file.findings if one.rule == items.ARCHIVE]
    if spoilers:
        answer.headers["Formsvc-Not-Archival"] = ", ".join(spoilers)
    return answer


@blueprint.get("/orders")
def ready_orders() -> Response:
    """Ready orders of documents with their sections."""
    queries.parameters(queries.Strict)
    return answers.as_json({"orders": [orders.told(one) for one in orders.ORDERS.values()]})


@blueprint.get("/schema")
def schema() -> Response:
    """JSON Schema of the request."""
    from formsvc.packs import request

    queries.parameters(queries.Strict)
    return answers.as_json(request.json_schema())


def _refuse_unnamed(raw: Any, files: Mapping[str, bytes]) -> None:
    """A file that no item names would be lost in silence."""
    items = raw.get("items") if isinstance(raw, dict) else None
    listed = items if isinstance(items, list) else []
    named = [one.get("file") for one in listed if isinstance(one, dict)]
    if any(name not in named for name in files):
        raise BadRequest("В запросе есть лишние части: ни один документ их не называет.")
