"""A pack with files from outside, or a large one: finished files joined, without tags."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
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
    number of documents. Documents are joined while the engines lay out the next ones.
    """
    level = _level(job)
    title, day = job.framing.title, job.wish.as_of
    with _room() as folder, Joined(title, day, level, folder) as joined:
        pages, engines = _joined_documents(job, joined, large=large)
        before, after = _frame(job, pages)
        joined.put_before([_paper(one) for one in before])
        start = len(joined.pdf.pages)
        for one in after:
            joined.add(_paper(one))
        joined.finish()
        if job.plan is not None:
            own = sheet.places(after[0].content, job.plan)
            places = [slots.moved(place, start) for place in own]
            slots.put(joined.pdf, job.plan, places, day)
        content = joined.saved(job.attachments())
    engines |= {one.engine: None for one in (*before, *after)}
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


def _joined_documents(
    job: Job, joined: Joined, *, large: bool
) -> tuple[list[int], dict[str, None]]:
    """Joins the documents; the pages of each, and the engines that made them in their order."""
    pages: list[int] = []
    engines: dict[str, None] = {}
    with closing(_parts(job, joined.folder)) as parts:
        for part, own in parts:
            first = sum(pages) + 1 if job.wish.numbering else 0
            pages.append(own)
            engines[part.engine] = None
            if not large and sum(pages) > job.settings.max_pages:
                raise TooLarge(f"Страниц больше, чем {job.settings.max_pages}.")
            joined.add(replace(part, first=first))
    return pages, engines


def _frame(job: Job, pages: list[int]) -> tuple[list[Alone], list[Alone]]:
    """Cover and inventory, and the sheet of signatures."""
    framing = replace(job.framing, link=ANCHOR_URI + front.ANCHOR)
    made = partial(alone, settings=job.settings, to_join=True)
    return settled(framing, pages, made, lambda one: one.pages)


def _level(job: Job) -> Level | None:
    """What all pages keep: ours can be read as text, others as found."""
    levels = [one.level for one in job.bound if isinstance(one, FileDocument)]
    if None in levels:
        return None
    return Level.B if Level.B in levels else Level.U


def _parts(job: Job, folder: Path) -> Generator[tuple[Part, int], None, None]:
    """The parts in order with the pages of each.

    There is one more at a time than engines, so that the next HTML is ready when one gets free.
    """
    bound = [(number, one) for number, one in job.numbered() if not one.is_attached]
    settings = job.settings
    at_once = settings.pdf_processes + min(1, settings.pdf_waiting)
    with ThreadPoolExecutor(at_once) as pool:
        try:
            yield from pool.map(partial(_part, job, folder), bound)
        finally:
            pool.shutdown(cancel_futures=True)


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
    return replace(_paper(made), content=file), made.pages


def _paper(one: Alone) -> Part:
    return Part(
        one.content,
        one.leaf.title,
        one.leaf.anchor,
        sections=one.sections,
        engine=one.engine,
        plain=one.plain,
    )
