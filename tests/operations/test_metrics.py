"""Numbers: of all workers together, with labels from a closed set."""

import re
from pathlib import Path

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.forms.registry import Registry, installed_forms
from tests.api.running import RunningService, running_service
from tests.api.support import IDS, post, sample
from tests.api.test_server import documents, encoded

OPERATIONS = installed_forms().roots.docs / "operations.md"


def numbers(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """All samples by name and labels."""
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_documents_refusals_and_durations_are_counted(registry: Registry) -> None:
    client = create_app(Config(), registry).test_client()
    for extension in ("docx", "docx", "xlsx"):
        post(client, "kz.plan", sample("kz.plan", "minimal"), format=extension)
    post(client, "kz.plan", {})
    client.get("/v1/forms/Вымышленникова")
    client.get("/Вымышленникова")
    text = client.get("/metrics").get_data(as_text=True)
    told = numbers(text)
    label = (("form", "kz.plan"), ("format", "docx"))
    assert told["formsvc_document_seconds_count", label] == 2
    assert told["formsvc_refusals_total", (("type", "invalid-data"),)] == 1
    assert told["formsvc_requests_total", (("call", "forms.documents"), ("status", "422"))] == 1
    assert told["formsvc_requests_total", (("call", "none"), ("status", "404"))] == 1
    assert "Вымышленникова" not in text


def test_workers_are_counted_together_and_nothing_is_inside_afterwards(tmp_path: Path) -> None:
    with running_service(tmp_path / "log") as running:
        body = encoded(sample("kz.plan", "minimal"))
        for _ in range(5):
            running.ask("POST", documents("kz.plan"), body, Content_Type="application/json")
        told = scraped(running)
        assert told["formsvc_requests_total", (("call", "forms.documents"), ("status", "200"))] == 5
        assert told["formsvc_calls_inside", ()] == 1, "the call that asks for the numbers"


def scraped(running: RunningService) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """The numbers of a service."""
    return numbers(running.ask("GET", "/metrics").body.decode())


def test_labels_hold_no_word_of_a_caller(client: FlaskClient) -> None:
    for path in ("/v1/forms/a'b", "/v1/forms/kz.plan/samples/a", "/a?b=c", "/v1/packs/1"):
        client.get(path)
    text = client.get("/metrics").get_data(as_text=True)
    forms = set(re.findall(r'form="([^"]*)"', text))
    assert forms <= {"", *IDS}


def test_every_metric_is_documented(client: FlaskClient) -> None:
    text = client.get("/metrics").get_data(as_text=True)
    names = {family.name for family in text_string_to_metric_families(text)}
    names = {name for name in names if not name.endswith("_created")}
    documented = OPERATIONS.read_text("utf-8")
    assert [name for name in sorted(names) if f"`{name}" not in documented] == []
