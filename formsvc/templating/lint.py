"""Checks templates against schemas both ways: no tag that the schema does not know, no place of
the paper that is not printed, no label that is missing; nothing but styles and plain tags.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import FileSystemLoader
from lxml import etree

from formsvc.forms.form import Form
from formsvc.forms.registry import Registry
from formsvc.paths import Roots
from formsvc.renderers.archive import ArchiveRefused
from formsvc.renderers.environment import DataEnvironment
from formsvc.templating.reading import Reader
from formsvc.templating.shapes import VALUE, Listing, Place, Shape, of_form, of_layout, places
from formsvc.templating.word_lint import read_word

_MARKUP = re.compile(r"<[^>]*>")
_WITHIN_WORDS = re.compile(r"</?(w:(?!(p|tab|br|cr)\b)\w+|span|b|i|em|strong|sup|sub|a)\b[^>]*>")
_OF_PRINTED_TEXT = {"rules": Listing(), "more_rules": Listing()}


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: in which form, part of a template (and line, from 1), at which tag."""

    form: str
    part: str
    line: int
    tag: str
    message: str

    def __str__(self) -> str:
        """One line: «kz.plan: templates_docx/kz/plan.docx word/document.xml: {{ nmae }}: …»."""
        part = f"{self.part}:{self.line}" if self.line else self.part
        words = (self.form, part, self.tag, self.message)
        return " ".join(": ".join(word for word in words if word).split())


def lint_all(registry: Registry) -> list[Problem]:
    """Problems of all templates of all editions, sorted."""
    return sorted({one for form in registry.all() for one in lint(form, registry.roots)})


def lint(form: Form, roots: Roots) -> Iterator[Problem]:
    """Problems of the Word template and of the print template of a form."""
    names = of_form(form, roots)
    for path, check in ((roots.docx(form.stem), _word), (roots.html(form.stem), _print)):
        file = "/".join(path.parts[-3:])
        if path.is_file():
            yield from check(form, path, file, names)
        else:
            yield Problem(form.id, file, 0, "", "шаблона нет")


def _word(form: Form, path: Path, file: str, names: Mapping[str, Shape]) -> Iterator[Problem]:
    try:
        reader = read_word(path.read_bytes(), names)
    except (ArchiveRefused, UnicodeDecodeError, etree.XMLSyntaxError) as wrong:
        yield Problem(form.id, file, 0, "", f"шаблон не прочесть: {wrong}")
        return
    for fault in reader.faults:
        # The line is one of docxtpl's cleaned XML, which no author sees.
        yield Problem(form.id, f"{file} {fault.file}", 0, fault.tag, fault.message)
    yield from _missing(form, file, reader)


def _print(form: Form, path: Path, file: str, names: Mapping[str, Shape]) -> Iterator[Problem]:
    folder = path.parents[1]
    environment = DataEnvironment(lambda value: value, FileSystemLoader(folder))
    reader = Reader(environment, _OF_PRINTED_TEXT)
    reader.read(f"{form.stem}.html", {**names, "layout": of_layout()})
    for fault in reader.faults:
        part = f"{folder.name}/{fault.file}"
        yield Problem(form.id, part, fault.line, fault.tag, fault.message)
    yield from _missing(form, file, reader)


def _missing(form: Form, file: str, reader: Reader) -> Iterator[Problem]:
    """Places of the paper and labels that the template lacks; unknown where it cannot be read."""
    if not reader.readable:
        return
    wanted = list(places(form.fields))
    for place in wanted:
        if place.path and place.path not in reader.printed:
            yield Problem(form.id, file, 0, place.path, "поле есть в схеме, но не печатается")
    for label in _missing_labels(wanted, "".join(reader.text)):
        yield Problem(form.id, file, 0, label, "надписи из схемы нет в шаблоне")


def _missing_labels(wanted: Sequence[Place], markup: str) -> Iterator[str]:
    """Labels without words of their own: each is crossed out where found, the longest first."""
    text = _plain(_MARKUP.sub(" ", _WITHIN_WORDS.sub("", markup)))
    labels = [_plain(label) for place in wanted for label in place.labels]
    for label in sorted(labels, key=len, reverse=True):
        left = re.sub(rf"(?<!\w){re.escape(label)}(?!\w)", VALUE, text, count=1)
        if left == text:
            yield label
        text = left


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).split())
