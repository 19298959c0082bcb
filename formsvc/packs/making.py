"""From raw JSON to a pack: read, check every document, bind, prepare the places to sign."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from formsvc.errors import InvalidData, TooLarge
from formsvc.forms.findings import Finding, Severity
from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.shown import Mode
from formsvc.packs import binding, front, merging, ordering, request, zipped
from formsvc.packs.documents import Document, FileDocument, Files
from formsvc.packs.items import Maker
from formsvc.packs.job import Job, Made
from formsvc.packs.request import Wish
from formsvc.pipeline import Document as Finished
from formsvc.pipeline import Service
from formsvc.renderers.base import PdfKind, RenderSettings
from formsvc.signing.plan import Plan, Slot, planned

_LAYOUT = "gost_2025"
_SPOILS = "файл «{}» не PDF/A, поэтому весь пакет — обычный PDF"


def no_files(_: str) -> bytes | None:
    """Of a request that brings none."""
    return None


def make(
    service: Service, raw: Any, now: datetime, files: Files = no_files, *, large: bool = False
) -> tuple[Finished, Made]:
    """The pack of a request and what is to be said of it; nothing is made half.

    A `large` one may have more documents and pages than the limits say, and has no tags then.
    Raises InvalidData, TooLarge, Overloaded.
    """
    wish = request.read(raw, now.date())
    _refuse_signers_of_many_files(wish)
    too_many = len(wish.items) > service.config.max_documents
    if too_many and not large:
        raise TooLarge(f"Документов больше, чем {service.config.max_documents}.")
    documents, findings = Maker(service, wish, files, now).documents()
    # A large one takes what it takes; any other has its time as a whole.
    began = 0.0 if large else time.monotonic()
    job = _job(service, wish, documents, findings, began)
    made = _made(job, large=large, tagged=not too_many)
    name = f"{wish.order.id if wish.order else 'pack'}.{wish.output}"
    media_type = f"application/{wish.output}"
    return Finished(made.content, media_type, name, made.engine, wish.as_of, findings), made


def _made(job: Job, *, large: bool, tagged: bool) -> Made:
    if job.wish.output == "zip":
        return zipped.pack(job)
    all_ours = not any(isinstance(one, FileDocument) for one in job.bound)
    if all_ours and tagged and job.wish.pdf is PdfKind.ARCHIVE:
        try:
            return binding.pack(job)
        except TooLarge:
            if not large:
                raise
    return merging.pack(job, large=large)


def _refuse_signers_of_many_files(wish: Wish) -> None:
    if wish.signers and wish.output != "pdf":
        message = "Подписать можно пакет в одном файле (output = pdf)."
        raise InvalidData(
            findings=[Finding(Severity.ERROR, "P-signers", "/signers", "Кто подписывает", message)]
        )


def _job(
    service: Service,
    wish: Wish,
    documents: list[Document],
    findings: tuple[Finding, ...],
    began: float,
) -> Job:
    settings, plan = _settings(service, wish, began), _plan(wish)
    framing = front.framing(wish, documents, _remarks(documents, findings), plan, settings)
    return Job(wish, tuple(documents), framing, plan, settings)


def _settings(service: Service, wish: Wish, began: float) -> RenderSettings:
    config = service.config
    return RenderSettings(
        layout=LAYOUTS[wish.layout or _LAYOUT].stitched(),
        mode=Mode.FILLED,
        as_of=wish.as_of,
        roots=service.forms.roots,
        max_pages=config.max_pages,
        time_limit=config.pack_seconds,
        began=began,
        memory_mib=config.pdf_memory_mib,
        pdf_processes=config.engines,
        pdf_waiting=config.pdf_waiting,
        pdf=wish.pdf,
    )


def _plan(wish: Wish) -> Plan | None:
    if not wish.signers:
        return None
    signers = [Slot("", **{"step": 1} | dict(one)) for one in wish.signers]
    return planned(signers, wish.required, wish.mark)


def _remarks(documents: Sequence[Document], findings: Sequence[Finding]) -> list[str]:
    """What the cover tells: unfinished documents, those with warnings, what the pack lacks."""
    told = [finding.message for finding in findings if finding.rule == ordering.MISSING]
    for number, one in enumerate(documents, 1):
        rules = sorted({finding.rule for finding in one.findings})
        parts = ["не окончен (проект)"] if one.is_draft else []
        parts += [_SPOILS.format(one.heading.title)] if one.spoils_archive else []
        parts += [f"есть предупреждения ({', '.join(rules)})"] if rules else []
        if parts:
            told.append(f"Документ № {number}: {'; '.join(parts)}.")
    return told
