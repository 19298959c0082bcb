"""Where spans of calls go: nowhere, or to the collector that is named."""

from typing import Protocol

from formsvc.config import Config
from formsvc.errors import BadSetting
from formsvc.operations.calls import Call


class Spans(Protocol):
    """Somebody who is told of calls."""

    def tell(self, call: Call) -> None:
        """A call is over."""


class NoSpans:
    """Nobody is told."""

    def tell(self, call: Call) -> None:
        """Nothing."""


def spans(config: Config) -> Spans:
    """Who is told in this installation; raises BadSetting without the extra."""
    if not config.otel_endpoint:
        return NoSpans()
    try:
        from formsvc.operations.otel import SentSpans
    except ImportError as fault:
        raise BadSetting("FORMSVC_OTEL_ENDPOINT: установите formsvc[otel].") from fault
    return SentSpans(config.otel_endpoint)
