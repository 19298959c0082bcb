"""Forms by id and edition: found by module name, imported when first asked for."""

import importlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from types import ModuleType

from formsvc.errors import NotFound
from formsvc.forms.form import Form
from formsvc.paths import Roots, installed

_EDITION = "__"


class Registry:
    """All forms below one package; `roots` tells where their other pieces lie."""

    def __init__(self, package: str, roots: Roots) -> None:
        """`package` is the importable name of the folder `roots.forms`."""
        self.package = package
        self.roots = roots
        self._loaded: dict[str, Form] = {}
        self._editions: dict[str, list[Form]] = {}

    @cached_property
    def stems(self) -> dict[str, list[str]]:
        """Module stems «family/name» or «family/name__edition» by form id, oldest name first."""
        found: dict[str, list[str]] = {}
        for module in sorted(self.roots.forms.glob("*/*.py")):
            if not module.name.startswith("_"):
                family, name = module.parent.name, module.stem
                base = name.split(_EDITION)[0]
                found.setdefault(f"{family}.{base}", []).append(f"{family}/{name}")
        return found

    def ids(self) -> list[str]:
        """All form ids, sorted."""
        return sorted(self.stems)

    def editions(self, form_id: str) -> list[Form]:
        """All editions of a form, oldest first; raises NotFound, ValueError on duplicates."""
        if form_id not in self._editions:
            self._editions[form_id] = self._all_editions(form_id)
        return self._editions[form_id]

    def _all_editions(self, form_id: str) -> list[Form]:
        if form_id not in self.stems:
            raise NotFound("Такой формы нет. Список форм: GET /v1/forms.")
        forms = [self._load(form_id, stem) for stem in self.stems[form_id]]
        if len({form.edition for form in forms}) < len(forms):
            raise ValueError(f"{form_id}: two modules have the same edition")
        return sorted(forms, key=lambda form: form.in_force.since)

    def get(self, form_id: str, edition: str | None = None, on: date | None = None) -> Form:
        """The named edition, else the one in force on the day, else the latest."""
        editions = self.editions(form_id)
        if edition is not None:
            for form in editions:
                if form.edition == edition:
                    return form
            raise NotFound("Такой редакции у формы нет. Список: GET /v1/forms/{id}.")
        in_force = [form for form in editions if on and form.in_force.covers(on)]
        return (in_force or editions)[-1]

    def all(self) -> Iterator[Form]:
        """Every edition of every form."""
        for form_id in self.ids():
            yield from self.editions(form_id)

    def samples(self, form: Form) -> list[str]:
        """Names of the samples of a form, sorted."""
        folder = self.roots.samples / form.stem
        return sorted(path.stem for path in folder.glob("*.json"))

    def _load(self, form_id: str, stem: str) -> Form:
        if stem not in self._loaded:
            module = importlib.import_module(f"{self.package}.{stem.replace('/', '.')}")
            self._loaded[stem] = replace(_form_of(module, form_id), stem=stem)
        return self._loaded[stem]


def _form_of(module: ModuleType, form_id: str) -> Form:
    form = getattr(module, "FORM", None)
    if not isinstance(form, Form) or form.id != form_id:
        raise ValueError(f"{module.__name__} must define FORM with the id {form_id}")
    return form


def installed_forms() -> Registry:
    """The forms of this installation."""
    return Registry("formsvc.forms", installed())
