"""Forms in a temporary folder: the shared templates of this checkout, and forms made anew."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from formsvc.forms.form import Form
from formsvc.forms.registry import Registry
from formsvc.paths import Roots, installed
from formsvc.renderers.archive import read_archive, write_archive
from formsvc.templating import newform, scaffold
from formsvc.templating.lint import lint_all

DOCUMENT = "word/document.xml"


@dataclass(frozen=True)
class Workshop:
    """A tree of its own with an importable package of forms."""

    package: str
    roots: Roots

    @classmethod
    def in_folder(cls, folder: Path, monkeypatch: pytest.MonkeyPatch) -> "Workshop":
        """An empty one; the package bears the name of the folder, which pytest gives once."""
        package = f"forms_of_{folder.name}"
        monkeypatch.syspath_prepend(folder)
        roots = Roots.below(folder, folder / package)
        roots.forms.mkdir()
        _copy_shared(installed().templates_docx, roots.templates_docx)
        _copy_shared(installed().templates_html, roots.templates_html)
        return cls(package, roots)

    @property
    def forms(self) -> Registry:
        """A registry that looks anew."""
        return Registry(self.package, self.roots)

    def add(self, form_id: str = "kz.trial") -> Form:
        """A new form as `new-form` makes it."""
        newform.create(self.roots, form_id)
        return self.forms.get(form_id)

    def draft_templates(self, form: Form) -> None:
        """Templates as the scaffold draws them from the schema."""
        master = (self.roots.templates_docx / "_blocks.docx").read_bytes()
        self.roots.docx(form.stem).write_bytes(scaffold.word_template(form, master))
        self.roots.html(form.stem).write_text(scaffold.print_template(form), "utf-8")

    def problems(self) -> list[str]:
        """What lint says of all forms, a line each."""
        return [str(problem) for problem in lint_all(self.forms)]


def _copy_shared(source: Path, target: Path) -> None:
    target.mkdir()
    for path in source.glob("_*"):
        shutil.copy(path, target)


def edit(path: Path, old: str, new: str) -> None:
    """Replace the only occurrence of a text in a file."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")


def edit_word(path: Path, old: str, new: str, part: str = DOCUMENT) -> None:
    """Replace the only occurrence of a text in a part of a Word file."""
    parts = read_archive(path.read_bytes())
    xml = parts[part].decode()
    assert xml.count(old) == 1, f"{old} stands {xml.count(old)} times in {part}"
    parts[part] = xml.replace(old, new).encode()
    path.write_bytes(write_archive(parts))
