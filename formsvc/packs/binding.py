"""A pack of our own documents alone: one file with tags, made by the engine of the archive."""

from dataclasses import replace

from formsvc.packs import attaching
from formsvc.packs.documents import FormDocument
from formsvc.packs.front import ANCHOR
from formsvc.packs.job import Job, Made, leaf
from formsvc.renderers import engines
from formsvc.renderers.bundle import Bundle
from formsvc.signing import sheet, slots

_CONFORMANCE = ("PDF/A-3a", "PDF/UA-1")


def pack(job: Job) -> Made:
    """The file; raises TooLarge over the limit of pages."""
    leaves = tuple(
        leaf(number, one) for number, one in job.numbered() if isinstance(one, FormDocument)
    )
    framing = replace(job.framing, link=f"#{ANCHOR}")
    bundle = Bundle(framing.title, leaves, framing, job.wish.numbering)
    bound = engines.bound(bundle, job.settings)
    content = attaching.with_files(bound.content, job.attachments(), job.wish.as_of)
    if job.plan is not None:
        places = sheet.places(content, job.plan)
        content = slots.prepare(content, job.plan, places, job.wish.as_of)
    return Made(content, sum(bound.pages), bound.engine, _CONFORMANCE)
