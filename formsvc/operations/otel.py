"""Spans sent to an OpenTelemetry collector; only loaded where one is named (extra `otel`)."""

import time

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    TraceFlags,
    set_span_in_context,
)

from formsvc.operations.calls import Call
from formsvc.operations.trace import trace


class Ids(RandomIdGenerator):
    """A trace that begins here has the id of the request, as in the log."""

    def generate_trace_id(self) -> int:
        """The id of the present request."""
        return int(trace().id, 16)


class SentSpans:
    """To a collector by OTLP over HTTP, from a thread of its own."""

    def __init__(self, endpoint: str) -> None:
        resource = Resource.create({"service.name": "formsvc"})
        provider = TracerProvider(resource=resource, id_generator=Ids())
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = provider.get_tracer("formsvc")

    def tell(self, call: Call) -> None:
        """A span that ends now and began when the call did."""
        end = time.time_ns()
        span = self._tracer.start_span(
            call.call,
            context=_above(),
            kind=SpanKind.SERVER,
            start_time=end - int(call.seconds * 1e9),
            attributes={
                "http.response.status_code": call.status,
                "formsvc.form": call.form,
                "formsvc.format": call.format,
                "formsvc.problem": call.problem,
            },
        )
        span.end(end)


def _above() -> Context:
    """The caller's span, where there is one."""
    known = trace()
    if not known.parent:
        return Context()
    ids = int(known.id, 16), int(known.parent, 16)
    parent = SpanContext(*ids, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))
    return set_span_in_context(NonRecordingSpan(parent), Context())
