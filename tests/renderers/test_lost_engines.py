"""A PDF engine that is killed or crashes costs its document one retry, and the service nothing."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from pypdf import PdfReader

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.errors import Busy, Overloaded
from formsvc.forms.registry import Registry
from formsvc.jsons import encoded
from formsvc.renderers.base import PdfKind, Rendered
from formsvc.renderers.engines import EngineLost, Pool, typeset
from tests.api.running import RunningService, children
from tests.api.support import AS_OF, assert_problem, post, sample
from tests.renderers.support import page, settings

SHORT = page("<p>Коротко</p>")
LONG = page("<p>" + "щ" * 30_000 + "</p>", "<style>p { overflow-wrap: anywhere }</style>")
MANY = page("<p>Слово</p>" * 200_000)
POOLS = count(2_100)
"""Limits of memory that no other test has: a pool of its own."""


def engines(pid: int) -> set[int]:
    """Process ids of the engines that a process has."""
    found = set()
    for child in children(pid):
        try:
            command = Path(f"/proc/{child}/cmdline").read_bytes()
        except OSError:  # ended in between
            continue
        if b"formsvc.renderers.engine_process" in command:
            found.add(child)
    return found


@contextmanager
def killing(most: int, pid: int, spared: set[int]) -> Iterator[list[int]]:
    """Kills engines of a process as soon as they are there, at most so many, but not the spared."""
    killed: list[int] = []
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.002) and len(killed) < most:
            for one in engines(pid) - spared - set(killed):
                os.kill(one, signal.SIGKILL)
                killed.append(one)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield killed
    finally:
        over.set()
        killer.join()


def text(made: Rendered) -> str:
    """The text of a PDF."""
    return "".join(one.extract_text() for one in PdfReader(BytesIO(made.content)).pages)


@pytest.mark.parametrize("way", list(PdfKind))
def test_an_engine_that_is_killed_costs_one_retry(way: str) -> None:
    with killing(1, os.getpid(), engines(os.getpid())) as killed:
        made = typeset(SHORT, settings(memory_mib=next(POOLS)), way)
    assert len(killed) == 1
    assert text(made) == "Коротко"


@pytest.mark.parametrize("way", list(PdfKind))
def test_one_that_is_killed_twice_is_given_up_and_the_next_is_set(way: str) -> None:
    own = settings(memory_mib=next(POOLS))
    with (
        killing(2, os.getpid(), engines(os.getpid())) as killed,
        pytest.raises(Overloaded, match="при повторе тоже"),
    ):
        typeset(SHORT, own, way)
    assert len(killed) == 2
    assert text(typeset(SHORT, own, way)) == "Коротко"


def test_the_other_engine_steps_in_where_the_caller_allows_it() -> None:
    with killing(2, os.getpid(), engines(os.getpid())) as killed:
        own = settings(memory_mib=next(POOLS))
        made = typeset(SHORT, own, PdfKind.PRINT, instead=PdfKind.ARCHIVE)
    assert len(killed) == 2
    assert made.engine.startswith("weasyprint ")
    assert text(made) == "Коротко"


@pytest.mark.parametrize(("way", "source"), [("archive", LONG), ("print", MANY)])
def test_an_engine_is_killed_in_the_middle_of_a_document(way: str, source: str) -> None:
    pool, deadline = Pool(1, next(POOLS)), time.monotonic() + 60
    with pool.engine(deadline) as engine:
        engine.ask(SHORT, settings(), way, deadline)  # it has loaded all that it needs
        threading.Timer(0.5, engine.process.kill).start()
        with pytest.raises(EngineLost):
            engine.ask(source, settings(), way, deadline)
    pool.stop()


def test_more_documents_than_may_wait_are_told_to_come_again() -> None:
    pool = Pool(1, next(POOLS), waiting=0)
    with (
        pool.engine(time.monotonic() + 60),
        pytest.raises(Busy) as busy,
        pool.engine(time.monotonic() + 60),
    ):
        raise AssertionError("there is no room")
    assert int(busy.value.headers["Retry-After"]) > 0
    with pool.engine(time.monotonic() + 60) as engine:
        assert engine.fit
    pool.stop()


def test_a_call_for_which_there_is_no_room_is_told_when_to_come_again(registry: Registry) -> None:
    app = create_app(Config(pdf_processes=1, pdf_waiting=0, pdf_memory_mib=next(POOLS)), registry)
    before, answers = engines(os.getpid()), []

    def ask() -> None:
        answers.append(post(app.test_client(), "kz.plan", sample("kz.plan"), format="pdf"))

    first = threading.Thread(target=ask)
    first.start()
    while engines(os.getpid()) <= before:  # it has taken the only place
        time.sleep(0.002)
    refused = post(app.test_client(), "kz.plan", sample("kz.plan"), format="pdf")
    first.join()
    assert assert_problem(refused, 503)["type"] == "urn:formsvc:overloaded"
    assert int(refused.headers["Retry-After"]) > 0
    assert [answer.status_code for answer in answers] == [200]


def test_a_preview_tells_which_engine_stepped_in(registry: Registry) -> None:
    client = create_app(Config(pdf_memory_mib=next(POOLS)), registry).test_client()
    with killing(2, os.getpid(), engines(os.getpid())) as killed:
        answer = post(client, "kz.plan", sample("kz.plan"), "preview", format="pdf")
    assert len(killed) == 2
    assert answer.status_code == 200
    assert answer.headers["Formsvc-Engine"].startswith("weasyprint ")


def asked(server: RunningService, call: Callable[[], None]) -> tuple[int, str, bytes]:
    """Status, engine and body of a PDF of the service, while something is done to it."""
    doing = threading.Timer(0.1, call)
    doing.start()
    answer = server.ask(
        "POST",
        f"/v1/forms/nso.kkss/documents?format=pdf&as_of={AS_OF}",
        encoded(sample("nso.kkss")),
        content_type="application/json",
    )
    doing.join()
    return answer.status, answer.headers.get("Formsvc-Engine", ""), answer.body


def test_the_service_makes_a_document_whose_engine_was_killed(server: RunningService) -> None:
    def kill() -> None:
        for one in engines(server.process.pid):
            os.kill(one, signal.SIGKILL)

    status, engine, content = asked(server, kill)
    assert status == 200, content
    assert engine.startswith("weasyprint ")
    assert content.startswith(b"%PDF-1.7")
    status, _, again = asked(server, lambda: None)
    assert (status, again) == (200, content)
