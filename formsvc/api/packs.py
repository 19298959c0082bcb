"""Calls about packs: several documents as one file.

What binds them is loaded by the first of these calls, not with the service.
"""

from flask import Blueprint, Response

from formsvc.access.scopes import Scope, needs
from formsvc.api import answers, bodies, queries, service
from formsvc.packs import orders

blueprint = needs(Scope.PACK)(Blueprint("packs", __name__, url_prefix="/v1/packs"))


@blueprint.post("")
def pack() -> Response:
    """The pack of a request: JSON."""
    from formsvc.packs import making

    queries.parameters(queries.Strict)
    made = making.make(service(), bodies.json_body(), service().config.now())
    answer = answers.document(made.file)
    answer.headers["Formsvc-Sheets"] = str(made.sheets)
    answer.headers["Formsvc-Conformance"] = ", ".join(made.conformance)
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
