"""A pack as a ZIP: each paper a file of its own, in order, with a manifest of digests."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from formsvc import __version__, embedding
from formsvc.errors import TooLarge
from formsvc.jsons import encoded
from formsvc.packs import numbers
from formsvc.packs.alone import Alone, alone
from formsvc.packs.documents import Document, FileDocument, FormDocument, file_name
from formsvc.packs.job import Job, Made, leaf
from formsvc.renderers.archive import write_archive
from formsvc.renderers.base import PdfKind
from formsvc.renderers.bundle import settled

MANIFEST = "manifest.json"
_CONFORMANCE = {PdfKind.ARCHIVE: ("PDF/A-3a", "PDF/UA-1"), PdfKind.PRINT: ("PDF/A-3u",)}


@dataclass(frozen=True)
class Member:
    """A file of the ZIP with what the manifest tells of it."""

    name: str
    content: bytes
    sheets: int = 0
    engine: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)

    def entry(self) -> dict[str, Any]:
        """Its entry in the manifest."""
        digest = hashlib.sha256(self.content).hexdigest()
        return {"name": self.name, "sha256": digest, "bytes": len(self.content), **self.told}


def pack(job: Job) -> Made:
    """All papers of a pack and their manifest; same input, same bytes."""
    documents = list(_documents(job))
    pages = [one.sheets for one in documents if one.sheets]
    front, _ = settled(
        job.framing, pages, lambda one: alone(one, job.settings), lambda one: one.pages
    )
    members = [*map(_paper, front), *documents]
    engines = {one.engine: None for one in members if one.engine}
    manifest = encoded(_manifest(job, members, sum(pages)), indent=2)
    files = [(one.name, one.content) for one in members]
    content = write_archive([*files, (MANIFEST, manifest)])
    ours = not any(isinstance(one, FileDocument) for one in job.documents)
    kept = _CONFORMANCE[job.wish.pdf] if ours else ()
    return Made(content, sum(pages), ", ".join(engines), kept)


def _paper(one: Alone) -> Member:
    return Member(f"00-{one.leaf.anchor}.pdf", one.content, engine=one.engine)


def _documents(job: Job) -> Iterator[Member]:
    before = 0
    for number, document in job.numbered():
        if isinstance(document, FileDocument):
            sheets = 0 if document.is_attached else document.pages
            content, engine = document.read(), ""
        else:
            made = _file(job, number, document, before + 1)
            content, sheets, engine = made.content, made.pages, made.engine
        told = _told(document, before + 1, sheets)
        yield Member(file_name(number, document), content, sheets, engine, told)
        before += sheets
        if before > job.settings.max_pages:
            raise TooLarge(f"Страниц больше, чем {job.settings.max_pages}.")


def _file(job: Job, number: int, document: FormDocument, first: int) -> Alone:
    """The file of a document of a form, with its numbers of sheets, and its data if asked for."""
    first = first if job.wish.numbering else 0
    made = alone(leaf(number, document), job.settings, first)
    content = made.content
    if first and not made.numbered:
        content = numbers.written(content, first)
    if job.wish.embed:
        content = embedding.embed(content, "pdf", document.envelope())
    return replace(made, content=content)


def _told(document: Document, first: int, sheets: int) -> dict[str, Any]:
    span = {"first_sheet": first, "last_sheet": first + sheets - 1} if sheets else {}
    return asdict(document.heading) | span | document.told()


def _manifest(job: Job, members: Sequence[Member], sheets: int) -> dict[str, Any]:
    return {
        "title": job.framing.title,
        "as_of": job.wish.as_of.isoformat(),
        "engine": f"formsvc {__version__}",
        "sheets": sheets,
        "files": [one.entry() for one in members],
    }
