"""Around every call: its trace at the beginning; at the end metrics, audit log and span."""

import time

from flask import Flask, Response, current_app, g

from formsvc.access.entrance import entrance
from formsvc.api import answers
from formsvc.config import Config
from formsvc.errors import NotReady, log
from formsvc.operations import audit, trace, tracing
from formsvc.operations.calls import Call, finished
from formsvc.operations.metrics import Metrics

_EXTENSION = "formsvc.metrics"


def metrics() -> Metrics:
    """The metrics of this application."""
    own: Metrics = current_app.extensions[_EXTENSION]
    return own


def watch(app: Flask, config: Config) -> None:
    """Tell operators of every call; to be wired before all else, so that refusals count too."""
    app.extensions[_EXTENSION] = Metrics()
    spans = tracing.spans(config)

    def begin() -> None:
        g.began = time.monotonic()
        trace.begin()
        metrics().inside.inc()

    def end(answer: Response) -> Response:
        call = finished(answer)
        given = _recorded(call, answer, config)
        metrics().count(call if given is answer else finished(given))
        spans.tell(call)
        given.headers[trace.HEADER] = trace.trace().id
        return given

    def leave(_: BaseException | None) -> None:
        if g.pop("began", None) is not None:
            metrics().inside.dec()

    app.before_request(begin)
    app.after_request(end)
    app.teardown_request(leave)


def _recorded(call: Call, answer: Response, config: Config) -> Response:
    """The answer, or a refusal where it cannot be recorded."""
    keys = entrance().keys
    if keys is not None:
        metrics().keys_damaged.set(keys.stale)
    if not call.is_on_record:
        return answer
    try:
        audit.record(call, config)
    except NotReady as fault:
        log(fault)
        return answers.problem(fault)
    return answer
