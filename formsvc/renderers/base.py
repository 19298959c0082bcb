"""What an output format is: one method, a media type and an extension."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from formsvc.forms.form import Form
from formsvc.forms.layouts import PageLayout
from formsvc.forms.shown import Mode
from formsvc.paths import Roots


class PdfKind(StrEnum):
    """What a PDF is made for."""

    ARCHIVE = "archive"
    """To be kept and read by all: PDF/A-3a and PDF/UA-1, tagged."""
    PRINT = "print"
    """To be printed now, and many of them: PDF/A-3u, some twenty times faster."""


@dataclass(frozen=True)
class Rendered:
    """A finished file, what made it, and of a PDF or its picture how many pages there are.

    `page` is the number of the page that a picture shows.
    """

    content: bytes
    engine: str
    pages: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class RenderSettings:
    """How to print: page layout, mode, day of printing, where the templates lie, and limits.

    `time_limit` in seconds holds for each document; it counts since `began` on the monotonic clock
    where that is told. `memory_mib` holds for each process of a PDF engine. Who does not
    insist on `pdf` takes the other kind where its engine fails; `page` is the one that a picture
    shows.
    """

    layout: PageLayout
    mode: Mode
    as_of: date
    roots: Roots
    max_pages: int = 500
    time_limit: int = 60
    began: float = 0.0
    memory_mib: int = 2048
    pdf_processes: int = 1
    pdf_waiting: int = 16
    pdf: PdfKind = PdfKind.ARCHIVE
    insists: bool = True
    page: int = 1

    @property
    def ends(self) -> float:
        """When the time of what is begun now is over, on the monotonic clock."""
        return (self.began or time.monotonic()) + self.time_limit

    @property
    def draft_mark(self) -> str:
        """What stands on every page of an unfinished document."""
        return "ПРОЕКТ" if self.mode is Mode.DRAFT else ""

    @property
    def created(self) -> str:
        """The day of printing as the time that the file's properties bear."""
        return f"{self.as_of.isoformat()}T00:00:00Z"

    def document(self, form: Form) -> dict[str, Any]:
        """`doc` of the templates: what belongs to the file and not to the form's data."""
        return {
            "title": form.title,
            "id": form.id,
            "edition": form.edition,
            "created": self.created,
            "draft_mark": self.draft_mark,
            "by_hand": self.mode is Mode.BLANK,
        }


class Renderer(Protocol):
    """One output format."""

    media_type: str
    extension: str

    def render(self, form: Form, context: Mapping[str, Any], settings: RenderSettings) -> Rendered:
        """The finished file; raises RenderFailed where the template or the engine is at fault."""
        ...
