"""The one straight line from raw JSON to a document; the API, the command line and all else
call it, and there is no second path.

raw JSON ─ form ─ load and rules ─ context ─ renderer ─ (embed) ─ Document
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from formsvc import __version__, embedding
from formsvc.config import Config
from formsvc.errors import BadRequest, InvalidData, NotAcceptable, TooLarge
from formsvc.forms import walk
from formsvc.forms.fields import iso_day
from formsvc.forms.findings import Finding, Severity, pointer
from formsvc.forms.form import Form
from formsvc.forms.layouts import LAYOUTS, STITCHED
from formsvc.forms.load import Loaded, jsonable, load
from formsvc.forms.registry import Registry
from formsvc.forms.shown import Mode
from formsvc.limits import has_more_values_than
from formsvc.renderers import FORMATS, PREVIEWS, renderer
from formsvc.renderers.base import PdfKind, Renderer, RenderSettings


@dataclass(frozen=True)
class Wanted:
    """What to make: form, format, and how to print it. None means the form's own default.

    `page` is the one that a picture shows; who does not insist on `pdf` takes the other kind where
    its engine fails.
    """

    form_id: str
    format: str
    as_of: date
    mode: Mode = Mode.FILLED
    layout: str | None = None
    edition: str | None = None
    embed: bool = False
    pdf: PdfKind = PdfKind.ARCHIVE
    insists: bool = True
    page: int = 1


@dataclass(frozen=True)
class Document:
    """A finished file with what the caller should know of it.

    `pages` is known of PDF and its pictures, `page` is the number of the page that one shows.
    """

    content: bytes
    media_type: str
    file_name: str
    engine: str
    as_of: date
    findings: tuple[Finding, ...] = ()
    pages: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class Service:
    """The forms of an installation with its settings."""

    forms: Registry
    config: Config

    def generate(self, wanted: Wanted, raw: Any) -> Document:
        """A document of raw JSON; raises InvalidData with every finding when there is an error."""
        form, loaded = self.check(wanted, raw)
        if not loaded.ok:
            raise InvalidData(findings=loaded.findings)
        return self._render(form, wanted, loaded.data, loaded.findings)

    def preview(self, wanted: Wanted, raw: Any) -> Document:
        """A draft of whatever can be read of raw JSON, the findings beside it."""
        wanted = replace(wanted, mode=Mode.DRAFT, pdf=PdfKind.PRINT, insists=False)
        form, loaded = self.check(wanted, raw)
        return self._render(form, wanted, loaded.data, loaded.findings, PREVIEWS)

    def blank(self, wanted: Wanted) -> Document:
        """The empty form for handwriting."""
        form = self.forms.get(wanted.form_id, wanted.edition, wanted.as_of)
        return self._render(form, wanted, {}, ())

    def check(self, wanted: Wanted, raw: Any) -> tuple[Form, Loaded]:
        """The form that the data ask for, and the data with all that is found in them."""
        if has_more_values_than(self.config.max_values, raw):
            raise TooLarge(f"В данных больше {self.config.max_values} значений.")
        form = self.form_for(wanted, raw)
        loaded = load(form, raw, wanted.mode, wanted.as_of, self.config.rules)
        findings = (*loaded.findings, *edition_findings(form, loaded.data))
        return form, Loaded(loaded.data, findings)

    def report(self, wanted: Wanted, raw: Any) -> tuple[Loaded, dict[str, Any]]:
        """The checked data, and all that is found in them and computed of them, as JSON."""
        form, loaded = self.check(wanted, raw)
        settings = self.config.rules
        return loaded, {
            "valid": loaded.ok,
            "edition": form.edition,
            "as_of": wanted.as_of.isoformat(),
            "data": jsonable(loaded.data),
            "computed": form.computed(loaded.data, wanted.as_of, settings) if loaded.ok else {},
            "findings": [finding.as_json() for finding in loaded.findings],
        }

    def form_for(self, wanted: Wanted, raw: Any) -> Form:
        """The named edition, else the one in force on the document's own date."""
        latest = self.forms.get(wanted.form_id)
        own_date = _at(raw, latest.dated_by.split("."))
        return self.forms.get(wanted.form_id, wanted.edition, iso_day(own_date) or wanted.as_of)

    def _render(
        self,
        form: Form,
        wanted: Wanted,
        data: dict[str, Any],
        findings: tuple[Finding, ...],
        formats: Sequence[str] = FORMATS,
    ) -> Document:
        if wanted.format not in formats:
            raise NotAcceptable(f"Форматы: {', '.join(formats)}.")
        settings = self.settings(form, wanted)
        output = renderer(wanted.format)
        made = output.render(form, form.context(data, wanted.mode, wanted.as_of), settings)
        content = made.content
        if wanted.embed:
            content = _embedded(content, output, envelope(form, wanted, data, settings))
        return Document(
            content=content,
            media_type=output.media_type,
            file_name=f"{form.id}.{output.extension}",
            engine=made.engine,
            as_of=wanted.as_of,
            findings=findings,
            pages=made.pages,
            page=made.page,
        )

    def settings(self, form: Form, wanted: Wanted) -> RenderSettings:
        """How a form is printed; raises BadRequest over an unknown layout."""
        name = wanted.layout or form.layout
        if name not in LAYOUTS:
            raise BadRequest(f"Разметка страницы: одна из {', '.join(LAYOUTS)}.")
        return RenderSettings(
            layout=STITCHED[name],
            mode=wanted.mode,
            as_of=wanted.as_of,
            roots=self.forms.roots,
            max_pages=self.config.max_pages,
            time_limit=self.config.render_seconds,
            memory_mib=self.config.pdf_memory_mib,
            pdf_processes=self.config.engines,
            pdf_waiting=self.config.pdf_waiting,
            pdf=wanted.pdf,
            page=wanted.page,
            insists=wanted.insists,
        )


def edition_findings(form: Form, data: Mapping[str, Any]) -> list[Finding]:
    """A warning where the form is not in force on the document's date (found.md 1)."""
    path = form.dated_by.split(".")
    day = _at(data, path)
    if not isinstance(day, date) or form.in_force.covers(day):
        return []
    why = f": {form.repealed_by}" if form.repealed_by else ""
    message = f"На дату документа эта редакция формы не действует{why}."
    where = pointer(path), walk.label(form.fields, path)
    return [Finding(Severity.WARNING, "F-edition", *where, message)]


def envelope(
    form: Form, wanted: Wanted, data: dict[str, Any], settings: RenderSettings
) -> dict[str, Any]:
    """What a self-describing file carries: never the `case`, which is not of the paper."""
    return {
        "form": form.id,
        "edition": form.edition,
        "engine": f"formsvc {__version__}",
        "as_of": wanted.as_of.isoformat(),
        "mode": str(wanted.mode),
        "layout": settings.layout.id,
        "data": jsonable({key: value for key, value in data.items() if key != "case"}),
    }


def _embedded(content: bytes, output: Renderer, source: dict[str, Any]) -> bytes:
    try:
        return embedding.embed(content, output.extension, source)
    except ValueError:
        raise TooLarge("Исходные данные слишком велики, чтобы вложить их в файл.") from None


def _at(data: Any, path: list[str]) -> Any:
    for step in path:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data
