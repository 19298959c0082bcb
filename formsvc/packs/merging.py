"""A pack with files from outside, or a large one: finished files joined, without tags."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from errno import ENOSPC
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from formsvc.errors import Busy, TooLarge
from formsvc.packs import front
from formsvc.packs.alone import Alone, alone
from formsvc.packs.archival import Level
from formsvc.packs.documents import Document, FileDocument
from formsvc.packs.job import Job, Made, leaf
from formsvc.packs.joining import ANCHOR_URI, ENGINE, Joined, Part
from formsvc.renderers.bundle import settled
from formsvc.signing import sheet, slots

_RETRY_SECONDS = 30


def pack(job: Job, *, large: bool) -> Made:
    """The file; raises TooLarge over the limit of pages, unless it may be large, Busy without room.

    What is laid out lies in a private folder until it is joined, so memory does not grow with the
    number of documents.
    """
    level = _level(job)
    title, day = job.framing.title, job.wish.as_of
    with _room() as folder, Joined(title, day, level, folder) as joined:
        parts, pages = _parts(job, joined.folder, large=large)
        before, after = _frame(job, pages)
        for part in (*map(_paper, before), *parts):
            joined.add(part)
        start = len(joined.pdf.pages)
        for part in map(_paper, after):
            joined.add(part)
        joined.finish()
        if job.plan is not None:
            own = sheet.places(after[0].content, job.plan)
            places = [slots.moved(place, start) for place in own]
            slots.put(joined.pdf, job.plan, places, day)
        content = joined.saved(job.attachments())
    engines = {part.engine: None for part in (*parts, *map(_paper, (*before, *after)))}
    conformance = (f"PDF/A-3{level}",) if level else ("PDF 1.7",)
    return Made(content, sum(pages), ", ".join(filter(None, engines)) or ENGINE, conformance)


@contextmanager
def _room() -> Iterator[Path]:
    """A private folder; others may fill the disk under it, and leave it again."""
    try:
        with TemporaryDirectory() as name:
            yield Path(name)
    except OSError as fault:
        if fault.errno != ENOSPC:
            raise
        raise Busy("Во временной папке службы нет места для пакета.", _RETRY_SECONDS) from fault


def _frame(job: Job, pages: list[int]) -> tuple[list[Alone], list[Alone]]:
    """Cover and inventory, and the sheet of signatures."""
    framing = replace(job.framing, link=ANCHOR_URI + front.ANCHOR)
    return settled(framing, pages, lambda leaf: alone(leaf, job.settings), lambda one: one.pages)


def _level(job: Job) -> Level | None:
    """What all pages keep: ours can be read as text, others as found."""
    levels = [one.level for one in job.bound if isinstance(one, FileDocument)]
    if None in levels:
        return None
    return Level.B if Level.B in levels else Level.U


def _parts(job: Job, folder: Path, *, large: bool) -> tuple[list[Part], list[int]]:
    """The parts in order with the pages of each; as many at a time as there are engines."""
    parts: list[Part] = []
    pages: list[int] = []
    bound = [(number, one) for number, one in job.numbered() if not one.is_attached]
    with ThreadPoolExecutor(job.settings.pdf_processes) as pool:
        try:
            for part, own in pool.map(partial(_part, job, folder), bound):
                first = sum(pages) + 1 if job.wish.numbering else 0
                parts.append(replace(part, first=first))
                pages.append(own)
                if not large and sum(pages) > job.settings.max_pages:
                    raise TooLarge(f"Страниц больше, чем {job.settings.max_pages}.")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return parts, pages


def _part(job: Job, folder: Path, numbered: tuple[int, Document]) -> tuple[Part, int]:
    """A document as a file in the folder, not numbered yet, and its pages."""
    number, document = numbered
    file = folder / f"{number}.pdf"
    title, anchor = f"{number}. {document.heading.title}", front.ANCHOR.format(number=number)
    if isinstance(document, FileDocument):
        file.write_bytes(document.read())
        return Part(file, title, anchor, ours=False), document.pages
    made = alone(leaf(number, document), job.settings, to_join=True)
    file.write_bytes(made.content)
    part = Part(file, title, anchor, sections=made.sections, engine=made.engine)
    return part, made.pages


def _paper(one: Alone) -> Part:
    return Part(one.content, one.leaf.title, one.leaf.anchor, engine=one.engine)
