"""Numbers for monitoring."""

from flask import Blueprint, Response

from formsvc.access.scopes import Scope, needs
from formsvc.operations.metrics import CONTENT_TYPE
from formsvc.operations.watch import metrics

blueprint = needs(Scope.METRICS)(Blueprint("numbers", __name__))


@blueprint.get("/metrics")
def numbers() -> Response:
    """Metrics of all workers, as Prometheus reads them."""
    return Response(metrics().text(), content_type=CONTENT_TYPE)
