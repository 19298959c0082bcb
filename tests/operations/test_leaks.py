"""No log line, metric, span, name of a file, error or property holds a value of the samples."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from formsvc.access.keyfile import as_text
from formsvc.access.scopes import Scope
from tests.access.support import SECRET, made
from tests.api.running import Answer, RunningService, running_service
from tests.api.support import FORMATS, SAMPLES, sample
from tests.api.test_server import documents, encoded
from tests.documents.properties import properties
from tests.leaks import Watch, leaked, personal


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Answer], str]:
    """Every sample in every format, right and spoilt; all answers, and all that operators see."""
    folder: Path = tmp_path_factory.mktemp("leaks")
    text, key = made(*Scope)
    settings = {"keys": as_text([key]), "keys_secret": SECRET, "calls_per_minute": "100000"}
    settings["audit_file"] = str(folder / "audit")
    with running_service(folder / "log", **settings) as running:
        answers = list(_asked(running, f"Bearer {text}"))
        numbers = running.ask("GET", "/metrics", Authorization=f"Bearer {text}").body.decode()
    return answers, numbers + (folder / "log").read_text() + (folder / "audit").read_text()


def _asked(running: RunningService, authorization: str) -> Iterator[Answer]:
    headers = {"Content_Type": "application/json", "Authorization": authorization}
    for form_id, case in SAMPLES:
        if case == "large":
            continue
        body = sample(form_id, case)
        spoilt = {name: [value] for name, value in body.items()}
        for extension in FORMATS if case == "typical" else FORMATS[:2]:
            path = documents(form_id, format=extension)
            yield running.ask("POST", path, encoded(body), **headers)
            yield running.ask("POST", path, encoded(spoilt), **headers)
        yield running.ask("POST", documents(form_id), encoded(body)[:-5], **headers)


def test_the_words_that_are_looked_for_are_there() -> None:
    assert len(personal()) > 100
    assert leaked("дело Полякова Ирина Юрьевна закрыто")


def test_the_watch_over_the_whole_run_finds_a_word_wherever_it_is_told() -> None:
    watch, name = Watch(), "Полякова"
    watch.emit(logging.LogRecord("formsvc", logging.ERROR, "", 0, "opened %s", (name,), None))
    watch.look_at_answer(200, {"Content-Disposition": f'filename="{name}.docx"'}, b"")
    problem = {"Content-Type": "application/problem+json"}
    watch.look_at_answer(422, problem, json.dumps({"detail": name}).encode())
    watch.look_at_answer(200, {"Content-Type": "application/json"}, json.dumps([name]).encode())
    assert watch.found == {("log", name), ("headers", name), ("error", name)}


def test_what_operators_see_holds_none(told: tuple[list[Answer], str]) -> None:
    assert "forms.documents" in told[1]
    assert leaked(told[1]) == set()


def test_headers_and_names_of_files_hold_none(told: tuple[list[Answer], str]) -> None:
    for answer in told[0]:
        assert leaked(json.dumps(dict(answer.headers), ensure_ascii=False)) == set()


def test_errors_hold_none(told: tuple[list[Answer], str]) -> None:
    refused = [answer for answer in told[0] if answer.status != 200]
    assert len(refused) > len(SAMPLES)
    for answer in refused:
        assert answer.status in (400, 422)
        assert leaked(answer.body.decode()) == set()


def test_properties_of_documents_hold_none(told: tuple[list[Answer], str]) -> None:
    made_files = [answer for answer in told[0] if answer.status == 200]
    assert len(made_files) > len(SAMPLES)
    for answer in made_files:
        assert leaked(properties(answer.body)) == set()
