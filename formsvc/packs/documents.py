"""What a pack is made of: documents of forms, and files from outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from formsvc.forms.findings import Finding
from formsvc.forms.form import Form
from formsvc.forms.shown import Mode
from formsvc.packs.archival import Level
from formsvc.pipeline import Wanted, envelope
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.html import html

Files = Callable[[str], bytes | None]
"""The content of a file by the name that the request gives it; None where there is none."""


@dataclass(frozen=True)
class Heading:
    """How a document is listed: in the inventory, in bookmarks, in the manifest."""

    title: str
    date: str = ""
    number: str = ""
    note: str = ""


@dataclass(frozen=True)
class FormDocument:
    """A document of a form, with its data checked."""

    heading: Heading
    form: Form
    wanted: Wanted
    data: Mapping[str, Any]
    settings: RenderSettings
    findings: tuple[Finding, ...]
    is_attached = False
    spoils_archive = False

    @property
    def is_draft(self) -> bool:
        """Whether it is not finished."""
        return self.wanted.mode is Mode.DRAFT

    @property
    def file_stem(self) -> str:
        """Its name among the files of a pack, without a word of its data."""
        return self.form.id

    def source(self) -> str:
        """Its HTML."""
        shown = self.form.context(self.data, self.wanted.mode, self.wanted.as_of)
        return html(self.form, shown, self.settings)

    def told(self) -> dict[str, Any]:
        """What a manifest says of it beside its heading and sheets."""
        return {
            "form": self.form.id,
            "edition": self.form.edition,
            "mode": str(self.wanted.mode),
            "findings": sorted({one.rule for one in self.findings}),
        }

    def envelope(self) -> dict[str, Any]:
        """The data it was made of, without `case`."""
        return envelope(self.form, self.wanted, dict(self.data), self.settings)


@dataclass(frozen=True)
class FileDocument:
    """A PDF from outside, checked; one that is signed is attached byte for byte."""

    heading: Heading
    read: Callable[[], bytes]
    pages: int
    is_attached: bool
    level: Level | None
    signatures: str
    verdict: str
    findings: tuple[Finding, ...] = ()
    is_draft = False
    file_stem = "file"

    @property
    def spoils_archive(self) -> bool:
        """Whether it makes the whole pack an ordinary PDF."""
        return self.level is None and not self.is_attached

    def told(self) -> dict[str, Any]:
        """What a manifest says of it beside its heading and sheets."""
        return {
            "pages": self.pages,
            "signatures": self.signatures,
            "verdict": self.verdict,
            "findings": sorted({one.rule for one in self.findings}),
        }


Document = FormDocument | FileDocument


def file_name(number: int, document: Document, extension: str = "pdf") -> str:
    """«03-kz.plan.pdf»: no word of what is in it."""
    return f"{number:02}-{document.file_stem}.{extension}"
