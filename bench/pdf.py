"""`make bench-pdf`: print and archive beside plain WeasyPrint and Typst, each in its process.

Every word of a document changes from round to round, so that none may keep what it has set before.
"Naive" is WeasyPrint as its manual shows it: the style sheet parsed and the fonts looked for anew,
tables laid out by their content; the output options are those of `archive`.
"""

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from statistics import median

import typst
import weasyprint
from pypdf import PdfReader

from bench import typst_like
from bench.measuring import paired
from formsvc.config import Config
from formsvc.forms.shown import Mode
from formsvc.pipeline import Service, Wanted
from formsvc.renderers import engine_process, engines, weasy
from formsvc.renderers.base import Rendered, RenderSettings
from formsvc.renderers.html import html
from tests.documents.reading import squeezed
from tests.documents.support import AS_OF, FORMS, form_of, loaded, printed_values

SAMPLES = (("kz.plan", "typical", 9), ("nso.kkss", "typical", 7), ("kz.plan", "large", 3))
BATCHES = {"print": 40, "archive": 4}
"""Documents of one turn."""
TURNS = {"print": 24, "archive": 9}
WAYS = ("naive", "archive", "print", "Typst")
_END = re.compile("(</td>|</p>)")
_TYPST = typst.Compiler()


def main() -> None:
    """Print the tables as Markdown."""
    print("| document | way | ms | CPU ms | times faster than naive, by CPU |")
    print("|---|---|---|---|---|")
    for form_id, case, rounds in SAMPLES:
        for line in _compared(form_id, case, rounds):
            print(line, flush=True)
    print(
        "\n| documents a second | one process | two | times | load before |\n|---|---|---|---|---|"
    )
    for way in ("print", "archive"):
        load = os.getloadavg()[0]
        one, two, ratio = _rates(way)
        print(f"| {way} | {one:.1f} | {two:.1f} | {ratio:.2f} | {load:.1f} |", flush=True)


def _compared(form_id: str, case: str, rounds: int) -> Iterator[str]:
    check_values(form_id, case, ways(form_id, case))
    times = paired(ways, (form_id, case), WAYS, rounds)
    for name, took in times.items():
        faster = took.times_faster(times["naive"])
        yield f"| `{form_id}` {case} | {name} | {took.wall:.1f} | {took.cpu:.1f} | {faster:.2f} |"


def source_of(form_id: str, case: str) -> tuple[str, RenderSettings]:
    """The HTML of a sample, and how it is printed."""
    form = FORMS.get(form_id)
    settings = Service(FORMS, Config()).settings(form, Wanted(form_id, "pdf", AS_OF))
    context = form.context(loaded(form_id, form.edition, case), Mode.FILLED, AS_OF)
    return html(form, context, settings), settings


def ways(form_id: str, case: str) -> dict[str, Callable[[int], bytes]]:
    """The ways to set a sample, by name of WAYS."""
    source, settings = source_of(form_id, case)
    plain = source.replace("table-layout: fixed;", "")
    return {
        "naive": lambda number: _naive(_varied(plain, number), settings),
        "archive": lambda number: _ours(_varied(source, number), settings, "archive"),
        "print": lambda number: _ours(_varied(source, number), settings, "print"),
        "Typst": lambda number: _typst(_varied(source, number)),
    }


def _varied(source: str, number: int) -> str:
    """The document with a number at the end of every cell and paragraph."""
    return _END.sub(rf" {number}\1", source) if number else source


def _ours(source: str, settings: RenderSettings, way: str) -> bytes:
    """As a process of the pool does it."""
    made = engine_process.answer(source, settings, way)
    assert isinstance(made, Rendered), made
    return made.content


def _naive(source: str, settings: RenderSettings) -> bytes:
    document = weasyprint.HTML(string=source).render(pdf_variant="pdf/a-3a", pdf_tags=True)
    return weasy.written(document, settings)


def _typst(source: str) -> bytes:
    made = _TYPST.compile(typst_like.document(source), pdf_standards=["a-3u"], pdf_tags=False)
    assert isinstance(made, bytes)
    return made


def check_values(form_id: str, case: str, ways: dict[str, Callable[[int], bytes]]) -> None:
    """All have every value in their text: a faster way that loses one is no way."""
    form = form_of(form_id, FORMS.get(form_id).edition)
    values = list(printed_values(form, loaded(form_id, form.edition, case)))
    for name, way in ways.items():
        pages = PdfReader(BytesIO(way(0))).pages
        text = squeezed("".join(page.extract_text() for page in pages))
        # A page may end in the middle of a value, and its number stand there.
        lost = [where for where, writings in values if not any(one in text for one in writings)]
        if len(lost) > len(pages):
            sys.exit(f"{name} loses {len(lost)} values of {form_id} {case}: {lost[:5]}")


def _rates(way: str) -> tuple[float, float, float]:
    """Documents a second of one and of two processes of the pool, and the second to the first.

    Both in turn; medians, the ratio that of the same turn. The first turn starts the processes.
    """
    source, settings = source_of("kz.plan", "typical")
    pools = [replace(settings, pdf_processes=processes) for processes in (1, 2)]
    turns = [
        [_rate(source, own, way, BATCHES[way]) for own in pools] for _ in range(TURNS[way] + 1)
    ][1:]
    one, two = (median(rates) for rates in zip(*turns, strict=True))
    return one, two, median(two / one for one, two in turns)


def _rate(source: str, settings: RenderSettings, way: str, batch: int) -> float:
    sources = [_varied(source, number) for number in range(1, batch + 1)]
    with ThreadPoolExecutor(settings.pdf_processes) as callers:
        began = time.perf_counter()
        list(callers.map(lambda one: engines.typeset(one, settings, way), sources))
    return batch / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
