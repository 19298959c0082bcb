"""Documents of the samples, made by the pipeline and read back, once a run of the tests."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from functools import lru_cache
from itertools import cycle
from typing import Any

from formsvc.config import Config
from formsvc.forms import dates, names, walk
from formsvc.forms.columns import columns, header
from formsvc.forms.fields import Name, Paper
from formsvc.forms.form import Form
from formsvc.forms.groups import Group, Rows, Table
from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.load import load
from formsvc.forms.parts import Grid
from formsvc.forms.registry import installed_forms
from formsvc.forms.shown import Mode
from formsvc.pipeline import Service, Wanted
from formsvc.renderers.base import PdfKind
from tests.documents.reading import squeezed, whole
from tests.sharing import once

AS_OF = date(2026, 11, 20)
FORMS = installed_forms()
SERVICE = Service(FORMS, Config())
FORMATS = ("docx", "xlsx", "pdf")
OUTPUTS = (*FORMATS, "print")
"""The formats, and the PDF for print."""
SAMPLES = [(form.id, form.edition, case) for form in FORMS.all() for case in FORMS.samples(form)]
EDITIONS = [(form.id, form.edition) for form in FORMS.all()]
EMBEDDED = {
    (form.id, form.edition, case): layout
    for form in FORMS.all()
    for case, layout in zip(
        (case for case in FORMS.samples(form) if case != "large"), cycle(LAYOUTS), strict=False
    )
}
"""Samples that carry their source, in the layouts in turn; the large ones take long to make."""


def is_drafted(case: str, output: str) -> bool:
    """Whether the tests look at the draft, too; of those that take long to make, at a few.

    Nothing but the mark differs from the finished one, whatever the sample.
    """
    return output == "print" or (case == "typical" if output == "pdf" else case != "large")


def form_of(form_id: str, edition: str) -> Form:
    """An edition of a form."""
    return FORMS.get(form_id, edition)


@lru_cache(maxsize=64)
def raw_sample(form_id: str, edition: str, case: str) -> Any:
    """The JSON of a sample."""
    path = FORMS.roots.sample(form_of(form_id, edition).stem, case)
    return json.loads(path.read_bytes())


@lru_cache(maxsize=256)
def made(form_id: str, edition: str, case: str, extension: str, mode: str = "filled") -> bytes:
    """The document of a sample."""

    def make() -> bytes:
        asked = wanted(form_id, edition, extension, Mode(mode))
        return SERVICE.generate(asked, raw_sample(form_id, edition, case)).content

    return once(f"{form_id}.{edition}.{case}.{mode}.{extension}", make)


def embedded(form_id: str, edition: str, case: str, extension: str) -> bytes:
    """The document of one of EMBEDDED."""
    layout = EMBEDDED[form_id, edition, case]

    def make() -> bytes:
        asked = wanted(form_id, edition, extension, Mode.FILLED)
        asked = replace(asked, layout=layout, embed=True)
        return SERVICE.generate(asked, raw_sample(form_id, edition, case)).content

    return once(f"{form_id}.{edition}.{case}.{layout}.embedded.{extension}", make)


@lru_cache(maxsize=64)
def blank(form_id: str, edition: str, extension: str) -> bytes:
    """The empty form."""

    def make() -> bytes:
        return SERVICE.blank(wanted(form_id, edition, extension, Mode.BLANK)).content

    return once(f"{form_id}.{edition}.blank.{extension}", make)


def wanted(form_id: str, edition: str, output: str, mode: Mode) -> Wanted:
    """What to ask for to get one of OUTPUTS."""
    asked = Wanted(form_id, output, AS_OF, mode, edition=edition)
    return replace(asked, format="pdf", pdf=PdfKind.PRINT) if output == "print" else asked


def loaded(form_id: str, edition: str, case: str) -> dict[str, Any]:
    """The loaded data of a sample; it has no errors."""
    form = form_of(form_id, edition)
    result = load(form, raw_sample(form_id, edition, case), Mode.FILLED, AS_OF)
    assert result.ok, result.findings
    return result.data


def printed_values(form: Form, data: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Pointer of every value that the paper must show, and the forms in which it may stand."""
    for path, field, value in walk.leaves(form.fields, walk.printed(form.fields, data)):
        yield "/".join(map(str, path)), [squeezed(text) for text in writings(field, value)]


def writings(field: Paper, value: Any) -> list[str]:
    """The ways in which a paper may show a value."""
    if isinstance(value, bool):
        return ["☑" if value else "☐"]
    if isinstance(value, date):
        return [
            dates.numeric(value),
            dates.quoted(value),
            dates.in_words(value),
            dates.in_words_full(value),
            dates.in_words_kk(value),
        ]
    if isinstance(value, time):
        return [dates.clock(value)]
    if isinstance(value, dict):
        return [f"с {dates.numeric(value['from'])} по {dates.numeric(value['to'])}"]
    # The kind of an attachment is its title, a social worker's role the beginning of a heading.
    texts = [str(value), str(value).upper(), str(value).capitalize()]
    if isinstance(field, Name):
        texts += [names.initials_first(value), names.surname_first(value)]
    return texts


def header_rows(form: Form, data: dict[str, Any]) -> list[str]:
    """Squeezed headers of the tables of a document: a PDF repeats them on every page."""
    options = form.with_defaults(data)["options"]
    return [squeezed("".join(labels)) for labels in _tables(form.fields, options)]


def _tables(schema: Any, options: dict[str, Any]) -> Iterator[list[str]]:
    for field in schema.fields.values():
        if isinstance(field, Table | Grid):
            levels = header(columns(field, options))
            yield [head.label for level in levels for head in level]
        if isinstance(field, Group | Rows):
            yield from _tables(field.schema, options)


def without_header_rows(form: Form, text: str, data: dict[str, Any]) -> str:
    """The squeezed text of a document of the data without any header row of a table."""
    for words in header_rows(form, data):
        text = text.replace(words, "")
    return text


@lru_cache(maxsize=512)
def text_of(form_id: str, edition: str, case: str, extension: str, mode: str = "filled") -> str:
    """Squeezed text of a sample's document."""
    content = made(form_id, edition, case, extension, mode)
    name = f"{form_id}.{edition}.{case}.{mode}.{extension}.txt"
    return once(name, lambda: whole(content, extension).encode()).decode()
