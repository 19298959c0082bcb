"""Spans reach a collector, below the caller's own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.forms.registry import Registry
from tests.api.running import free_port
from tests.api.support import post, sample
from tests.operations.test_log import TRACE, TRACEPARENT

SECONDS = 30


@contextmanager
def collector() -> Iterator[tuple[str, "Queue[bytes]"]]:
    """A collector on loopback, and what it is sent."""
    heard: Queue[bytes] = Queue()

    @Request.application
    def answering(request: Request) -> Response:
        heard.put(request.get_data())
        return Response(b"", mimetype="application/x-protobuf")

    port = free_port()
    server = make_server("127.0.0.1", port, answering, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_call_is_a_span_below_that_of_its_caller(registry: Registry) -> None:
    with collector() as (address, heard):
        client = create_app(Config(otel_endpoint=address), registry).test_client()
        client.environ_base["HTTP_TRACEPARENT"] = TRACEPARENT
        post(client, "kz.plan", sample("kz.plan"))
        sent = heard.get(timeout=SECONDS)
    (spans,) = ExportTraceServiceRequest.FromString(sent).resource_spans
    (span,) = spans.scope_spans[0].spans
    assert span.trace_id.hex() == TRACE
    assert span.parent_span_id.hex() == "b7ad6b7169203331"
    assert span.name == "forms.documents"
    told = {one.key: one.value for one in span.attributes}
    assert told["formsvc.form"].string_value == "kz.plan"
    assert told["http.response.status_code"].int_value == 200
    for value in ("Полякова", "Ирина"):
        assert value.encode() not in sent
