"""PDF for print: ours beside a warm LibreOffice, which prints our Word file, and a warm Chromium.

Both are started once. LibreOffice is spoken to as unoserver does; Chromium gets our print template
filled, in a new context for each document, as Gotenberg does, so that none sees another's data.
"""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from bench import docx_peers
from bench.harness import OURS, Contender, timed
from bench.pdf import check_values, source_of
from bench.subjects import Subject, subject
from formsvc import __version__
from formsvc.renderers import pluto
from formsvc.renderers.html import html

LIBREOFFICE, CHROMIUM = "LibreOffice, warm", "Chromium, warm"
_DEBIAN_PYTHON = "/usr/bin/python3"
_PRINTER = Path(__file__).with_name("uno_printer.py")
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu"]


def present() -> list[str]:
    """The programs that this machine has."""
    found = []
    if which("soffice") and _speaks_to_it():
        found.append(LIBREOFFICE)
    return found + ([CHROMIUM] if which("chromium") else [])


def _speaks_to_it() -> bool:
    asked = [_DEBIAN_PYTHON, "-c", "import uno"]
    there = Path(_DEBIAN_PYTHON).exists()
    return there and not subprocess.run(asked, capture_output=True, check=False).returncode


@contextmanager
def contenders(form_id: str, case: str) -> Iterator[list[Contender]]:
    """Every way to print; each has printed the document once, with every value in its text."""
    made = subject(form_id, case)
    source, settings = source_of(form_id, case)

    def ours() -> bytes:
        return pluto.typeset(html(made.form, made.context, settings), settings).content

    check_values(form_id, case, {OURS: lambda _: ours()})
    found = [Contender(OURS, __version__, timed(ours))]
    with ExitStack() as stack:
        if LIBREOFFICE in present():
            found.append(stack.enter_context(_libreoffice(form_id, case, made)))
        if CHROMIUM in present():
            found.append(stack.enter_context(_chromium(form_id, case, source)))
        yield found


@contextmanager
def _libreoffice(form_id: str, case: str, made: Subject) -> Iterator[Contender]:
    with TemporaryDirectory() as folder:
        word, pdf = Path(folder, "word.docx"), Path(folder, "word.pdf")
        word.write_bytes(docx_peers.ours(made))
        process = subprocess.Popen(
            [_DEBIAN_PYTHON, _PRINTER, Path(folder, "profile")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        asking, answering = process.stdin, process.stdout
        assert asking is not None and answering is not None

        def work() -> float:
            asking.write(f"{word}\t{pdf}\n")
            asking.flush()
            return float(answering.readline())

        try:
            work()
            check_values(form_id, case, {LIBREOFFICE: lambda _: pdf.read_bytes()})
            yield Contender(LIBREOFFICE, _version("soffice"), work)
        finally:
            asking.close()
            process.wait(60)
            answering.close()


@contextmanager
def _chromium(form_id: str, case: str, source: str) -> Iterator[Contender]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=_FLAGS)
        check_values(form_id, case, {CHROMIUM: lambda _: _printed(browser, source)})
        yield Contender(CHROMIUM, browser.version, timed(lambda: _printed(browser, source)))
        browser.close()


def _printed(browser: Browser, source: str) -> bytes:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.set_content(source)
        return page.pdf(format="A4")
    finally:
        context.close()


def _version(program: str) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return said.stdout.split()[1]
