"""Processes of the PDF engine: their limits hold, and one that is lost is replaced."""

import os
import signal
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from formsvc.errors import Overloaded, RenderFailed, TooLarge
from formsvc.renderers.base import PdfKind, Rendered
from formsvc.renderers.engines import DOCUMENTS_A_PROCESS, Pool, typeset
from tests.renderers.support import page, settings

ARCHIVE = PdfKind.ARCHIVE
SHORT = page("<p>Коротко</p>")
LONG = page("<p>" + "щ" * 30_000 + "</p>", "<style>p { overflow-wrap: anywhere }</style>")
HUGE = page("слово " * 8_000_000)


def text(made: Rendered) -> str:
    """The text of a PDF."""
    return "".join(one.extract_text() for one in PdfReader(BytesIO(made.content)).pages)


def test_a_page_is_set() -> None:
    assert text(typeset(SHORT, settings())) == "Коротко"


def test_the_same_page_has_the_same_bytes_in_another_process() -> None:
    one = typeset(SHORT, settings(memory_mib=2000))
    other = typeset(SHORT, settings(memory_mib=2001))
    assert one == other


def test_a_document_over_its_time_is_given_up_and_the_next_is_set() -> None:
    began = time.monotonic()
    with pytest.raises(Overloaded, match="PDF не готов за 2 с"):
        typeset(LONG, settings(time_limit=2))
    assert time.monotonic() - began < 8
    assert text(typeset(SHORT, settings())) == "Коротко"


def test_the_time_of_several_documents_counts_from_their_common_beginning() -> None:
    began = time.monotonic()
    assert text(typeset(SHORT, settings(time_limit=60, began=began))) == "Коротко"
    with pytest.raises(Overloaded, match="PDF не готов за 60 с"):
        typeset(SHORT, settings(time_limit=60, began=began - 60))


def test_a_document_over_its_memory_is_given_up_and_the_next_is_set() -> None:
    small = settings(memory_mib=300)
    assert text(typeset(SHORT, small)) == "Коротко"
    with pytest.raises(Overloaded, match="не хватило памяти"):
        typeset(HUGE, small)
    assert text(typeset(SHORT, small)) == "Коротко"


def test_a_document_over_its_pages_is_refused() -> None:
    pages = page('<p style="break-after: page">Лист</p>' * 4)
    with pytest.raises(TooLarge, match="больше, чем 3"):
        typeset(pages, settings(max_pages=3))
    assert typeset(pages, settings(max_pages=5)).pages == 4


def test_waiting_for_a_free_engine_counts_as_time_of_the_document() -> None:
    given_up = threading.Thread(target=give_up, args=(LONG, 5))
    given_up.start()
    time.sleep(0.5)  # the other has taken the engine: it had nothing else to do
    give_up(SHORT, 2)
    given_up.join()


def give_up(source: str, seconds: int) -> None:
    """Try to set a page with the only engine of its kind."""
    with pytest.raises(Overloaded, match=f"PDF не готов за {seconds} с"):
        typeset(source, settings(memory_mib=2002, time_limit=seconds))


def test_so_many_engines_work_at_once_as_are_wanted() -> None:
    pool = Pool(2, 2048)
    deadline = time.monotonic() + 60
    with pool.engine(deadline) as one, pool.engine(deadline) as other:
        assert one.process.pid != other.process.pid
        with pytest.raises(TimeoutError), pool.engine(time.monotonic() + 0.1):
            pass
    with pool.engine(deadline) as again:
        assert again in (one, other)
    pool.stop()
    assert one.process.returncode == other.process.returncode == -signal.SIGKILL


def test_an_engine_is_kept_for_the_next_document_until_it_is_worn_out() -> None:
    pool, deadline = Pool(1, 2048), time.monotonic() + 60
    with pool.engine(deadline) as first:
        assert isinstance(first.ask(SHORT, settings(), ARCHIVE, deadline), Rendered)
    with pool.engine(deadline) as second:
        assert second is first
        second.documents = DOCUMENTS_A_PROCESS
    with pool.engine(deadline) as third:
        assert third is not first
    assert first.process.returncode is not None
    pool.stop()


def test_an_engine_that_died_at_rest_is_replaced_unnoticed() -> None:
    pool, deadline = Pool(1, 2048), time.monotonic() + 60
    with pool.engine(deadline) as first:
        assert isinstance(first.ask(SHORT, settings(), ARCHIVE, deadline), Rendered)
    os.kill(first.process.pid, signal.SIGKILL)
    first.process.wait()
    with pool.engine(deadline) as second:
        assert isinstance(second.ask(SHORT, settings(), ARCHIVE, deadline), Rendered)
    pool.stop()


def test_an_engine_whose_user_failed_is_not_used_again() -> None:
    pool, deadline = Pool(1, 2048), time.monotonic() + 60
    with pytest.raises(KeyboardInterrupt), pool.engine(deadline) as first:
        first.pipe.send((SHORT, settings(), ARCHIVE))
        raise KeyboardInterrupt
    with pool.engine(deadline) as second:
        assert second is not first
        answer = second.ask(page("<p>Другой</p>"), settings(), ARCHIVE, deadline)
    assert isinstance(answer, Rendered)
    assert text(answer) == "Другой"
    pool.stop()


def test_an_engine_ends_when_its_owner_is_gone() -> None:
    pool, deadline = Pool(1, 2048), time.monotonic() + 60
    with pool.engine(deadline) as engine:
        assert isinstance(engine.ask(SHORT, settings(), ARCHIVE, deadline), Rendered)
    engine.pipe.close()
    assert engine.process.wait(10) == 0
    pool.stop()


def test_an_error_of_the_engine_is_told_without_the_text_of_the_document(
    capfd: pytest.CaptureFixture[str],
) -> None:
    nested = page("<div>" * 3_000 + "Вымышленникова" + "</div>" * 3_000)
    with pytest.raises(RenderFailed, match=r"Вёрстка PDF: \w+\.") as told:
        typeset(nested, settings())
    assert "Вымышленникова" not in str(told.value)
    assert "Вымышленникова" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("char", ["\U0001f96f", "\U000f0000"])
def test_a_character_that_the_fonts_lack_is_a_failure_and_no_box(char: str) -> None:
    with pytest.raises(RenderFailed, match="notdef") as told:
        typeset(page(f"<p>{char}</p>"), settings())
    assert char not in str(told.value)


@pytest.mark.parametrize("way", list(PdfKind))
def test_an_engine_does_not_grow_over_many_documents(way: str) -> None:
    pool, deadline = Pool(1, 2048), time.monotonic() + 300
    source = page("<p>Слово</p>" * 20, "<style>p { margin: 0 }</style>")
    with pool.engine(deadline) as engine:
        peaks = []
        for _ in range(3):
            for _ in range(50):
                engine.ask(source, settings(), way, deadline)
            peaks.append(peak_kib(engine.process.pid))
    pool.stop()
    assert peaks[2] - peaks[1] < 2_048


def peak_kib(pid: int) -> int:
    """The most memory that a process has had."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])
