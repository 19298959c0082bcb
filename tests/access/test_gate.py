"""Calls at once: so many are worked on, so many wait, the others are told to come again."""

import threading

import pytest

from formsvc.access.gate import Gate
from formsvc.access.scopes import Scope
from formsvc.app import create_app
from formsvc.config import Config
from formsvc.errors import Busy
from formsvc.forms.registry import Registry
from tests.access.support import guarded, holding, made
from tests.api.support import assert_problem, post, sample


def test_more_than_work_and_wait_are_refused_at_once() -> None:
    gate = Gate(Config(threads=1, waiting=1))
    gate.enter()
    waiting = threading.Thread(target=gate.enter)
    waiting.start()
    while gate.inside < 2:
        pass
    with pytest.raises(Busy, match="Слишком много"):
        gate.enter()
    gate.leave()
    waiting.join()
    assert gate.inside == 1
    gate.leave()
    assert gate.inside == 0


def test_who_comes_later_does_not_overtake_who_waits() -> None:
    gate, order = Gate(Config(threads=1, waiting=2)), []

    def work(name: str) -> None:
        gate.enter()
        order.append(name)
        gate.leave()

    gate.enter()
    waiting = threading.Thread(target=work, args=("earlier",))
    waiting.start()
    while gate.inside < 2:
        pass
    gate.leave()
    work("later")
    waiting.join()
    assert order == ["earlier", "later"]
    assert gate.inside == 0


def test_nobody_waits_longer_than_a_document_may_take() -> None:
    gate = Gate(Config(threads=1, waiting=1, render_seconds=1))
    gate.enter()
    with pytest.raises(Busy, match="не подошла"):
        gate.enter()
    assert gate.inside == 1


def test_a_call_that_is_refused_or_fails_leaves_its_place(registry: Registry) -> None:
    text, key = made(Scope.RENDER)
    app = guarded(registry, key, threads=1, waiting=1)
    client = holding(text, app)
    for _ in range(5):
        assert_problem(client.post("/v1/forms/kz.plan/documents", data=b"{"), 415)
        assert_problem(client.post("/v1/verify"), 403)
        assert_problem(app.test_client().get("/v1/forms"), 401)
    assert client.get("/v1/forms/kz.plan").status_code == 200


def test_a_full_worker_answers_health_and_says_when_to_come_again(registry: Registry) -> None:
    app = create_app(Config(threads=1, waiting=1), registry)
    client = app.test_client()
    entered, go_on = threading.Semaphore(0), threading.Event()

    def slow() -> str:
        entered.release()
        go_on.wait(30)
        return ""

    app.view_functions["forms.samples"] = lambda form_id: slow()
    asking = [
        threading.Thread(target=app.test_client().get, args=("/v1/forms/kz.plan/samples",))
        for _ in range(2)
    ]
    for thread in asking:
        thread.start()
    entered.acquire()
    gate: Gate = app.extensions["formsvc.gate"]
    while gate.inside < 2:
        pass
    refused = client.get("/v1/forms")
    assert_problem(refused, 503)
    assert refused.headers["Retry-After"] == "2"
    assert client.get("/healthz").status_code == 200
    go_on.set()
    for thread in asking:
        thread.join()
    assert client.get("/v1/forms").status_code == 200


def test_a_slow_pdf_keeps_no_word_file_waiting(registry: Registry) -> None:
    app = create_app(Config(threads=1, waiting=1), registry)
    made_first: list[str] = []

    def ask(case: str, extension: str) -> None:
        asked = {"format": extension}
        answer = post(app.test_client(), "kz.plan", sample("kz.plan", case), **asked)
        assert answer.status_code == 200
        made_first.append(extension)

    ask("minimal", "docx")
    slow = threading.Thread(target=ask, args=("large", "pdf"))
    slow.start()
    gate: Gate = app.extensions["formsvc.gate"]
    while not gate.inside:
        pass
    ask("minimal", "docx")
    slow.join()
    assert made_first == ["docx", "docx", "pdf"]
    assert gate.inside == 0
