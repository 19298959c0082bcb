"""From raw JSON to a pack: read, check every document, bind, prepare the places to sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from formsvc.errors import InvalidData, TooLarge
from formsvc.forms.findings import Finding, Severity
from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.shown import Mode
from formsvc.packs import attaching, front, items, request, zipped
from formsvc.packs.items import FormDocument
from formsvc.packs.request import Wish
from formsvc.pipeline import Document, Service
from formsvc.renderers import engines
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.bundle import Bundle, Leaf
from formsvc.signing import sheet, slots
from formsvc.signing.plan import Plan, Slot, planned

_LAYOUT = "gost_2025"
_ARCHIVE = ("PDF/A-3a", "PDF/UA-1")


@dataclass(frozen=True)
class Pack:
    """A finished pack: the file, how many sheets, and which standards it keeps."""

    file: Document
    sheets: int
    conformance: tuple[str, ...] = ()


def make(service: Service, raw: Any, now: datetime) -> Pack:
    """The pack of a request; raises InvalidData, TooLarge, Overloaded, and makes nothing half."""
    wish = request.read(raw, now.date())
    if len(wish.items) > service.config.max_documents:
        raise TooLarge(f"Документов больше, чем {service.config.max_documents}.")
    _refuse_signers_of_many_files(wish)
    documents, findings = items.documents(service, wish)
    settings = _settings(service, wish)
    plan = _plan(wish)
    frame = front.framing(wish, documents, _remarks(documents, findings), plan, settings)
    bundle = Bundle(frame.title, _leaves(documents), frame, wish.numbering)
    if wish.output == "zip":
        made = zipped.pack(bundle, documents, wish, settings)
        file = _file(made.content, "zip", made.engine, wish, findings)
        return Pack(file, made.sheets, _ARCHIVE)
    bound = engines.bound(bundle, settings)
    content = attaching.with_files(bound.content, _sources(documents, wish), wish.as_of)
    if plan is not None:
        content = slots.prepare(content, plan, sheet.places(content, plan), wish.as_of)
    file = _file(content, "pdf", bound.engine, wish, findings)
    return Pack(file, sum(bound.pages), _ARCHIVE)


def _file(
    content: bytes, extension: str, engine: str, wish: Wish, findings: tuple[Finding, ...]
) -> Document:
    media_type, name = f"application/{extension}", f"pack.{extension}"
    return Document(content, media_type, name, engine, wish.as_of, findings)


def _refuse_signers_of_many_files(wish: Wish) -> None:
    if wish.signers and wish.output != "pdf":
        message = "Подписать можно пакет в одном файле (output = pdf)."
        raise InvalidData(
            findings=[Finding(Severity.ERROR, "P-signers", "/signers", "Кто подписывает", message)]
        )


def _settings(service: Service, wish: Wish) -> RenderSettings:
    config = service.config
    return RenderSettings(
        layout=LAYOUTS[wish.layout or _LAYOUT].stitched(),
        mode=Mode.FILLED,
        as_of=wish.as_of,
        roots=service.forms.roots,
        max_pages=config.max_pages,
        time_limit=config.pack_seconds,
        memory_mib=config.pdf_memory_mib,
        pdf_processes=config.engines,
        pdf_waiting=config.pdf_waiting,
    )


def _plan(wish: Wish) -> Plan | None:
    if not wish.signers:
        return None
    signers = [Slot("", **{"step": 1} | dict(one)) for one in wish.signers]
    return planned(signers, wish.required, wish.mark)


def _leaves(documents: Sequence[FormDocument]) -> tuple[Leaf, ...]:
    return tuple(
        Leaf(one.source(), f"{number}. {one.heading.title}", front.ANCHOR.format(number=number))
        for number, one in enumerate(documents, 1)
    )


def _sources(documents: Sequence[FormDocument], wish: Wish) -> list[attaching.File]:
    """The data of each document, where they are asked for."""
    if not wish.embed:
        return []
    return [
        attaching.source(f"{number:02}-{one.file_stem}.json", one.envelope())
        for number, one in enumerate(documents, 1)
    ]


def _remarks(documents: Sequence[FormDocument], findings: Sequence[Finding]) -> list[str]:
    """What the cover tells: unfinished documents, those with warnings, what the pack lacks."""
    told = [finding.message for finding in findings if finding.rule == items.MISSING]
    for number, one in enumerate(documents, 1):
        rules = sorted({finding.rule for finding in one.findings})
        parts = ["не окончен (проект)"] if one.is_draft else []
        parts += [f"есть предупреждения ({', '.join(rules)})"] if rules else []
        if parts:
            told.append(f"Документ № {number}: {'; '.join(parts)}.")
    return told
