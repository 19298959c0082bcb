"""Numbers for Prometheus, of all processes together.

Labels are names of views, ids of installed forms, formats, statuses and types of problems: a
closed set, which holds no word of a caller.

To be imported after PROMETHEUS_MULTIPROC_DIR is set: prometheus_client looks for it when loaded.
"""

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from formsvc.operations.calls import Call

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = CONTENT_TYPE_LATEST
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_ENGINE_FAULTS = ("render-failed", "overloaded")


class Metrics:
    """All metrics of an application."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self._requests = Counter(
            "formsvc_requests", "Answers by call and status.", ["call", "status"], registry=own
        )
        self._seconds = Histogram(
            "formsvc_request_seconds",
            "Time to an answer, waiting included, by call.",
            ["call"],
            buckets=_BUCKETS,
            registry=own,
        )
        self._documents = Histogram(
            "formsvc_document_seconds",
            "Time to a document, by form and format; its count is the number of documents.",
            ["form", "format"],
            buckets=_BUCKETS,
            registry=own,
        )
        self._refusals = Counter(
            "formsvc_refusals", "Refusals and failures by type of problem.", ["type"], registry=own
        )
        self._failures = Counter(
            "formsvc_render_failures",
            "Documents that the service failed to make, by form: template, engine, time, memory.",
            ["form"],
            registry=own,
        )
        self.inside = Gauge(
            "formsvc_calls_inside",
            "Calls that are worked on or wait.",
            multiprocess_mode="livesum",
            registry=own,
        )
        self.keys_damaged = Gauge(
            "formsvc_keys_damaged",
            "1 where the keys file cannot be read and older keys are in force.",
            multiprocess_mode="livemax",
            registry=own,
        )

    def count(self, call: Call) -> None:
        """Add a call that is over."""
        self._requests.labels(call.call, str(call.status)).inc()
        self._seconds.labels(call.call).observe(call.seconds)
        if call.format:
            self._documents.labels(call.form, call.format).observe(call.seconds)
        if call.problem:
            self._refusals.labels(call.problem).inc()
        if call.problem in _ENGINE_FAULTS:
            self._failures.labels(call.form).inc()

    def text(self) -> bytes:
        """All numbers as Prometheus reads them."""
        if not os.environ.get(FOLDER):
            return generate_latest(self._registry)
        every = CollectorRegistry()
        MultiProcessCollector(every)  # type: ignore[no-untyped-call]
        return generate_latest(every)
