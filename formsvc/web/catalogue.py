"""The forms as the catalogue shows them: in groups, by the stage of the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from formsvc.forms.form import Form
from formsvc.forms.registry import Registry
from formsvc.web.kinds import typed_day


@dataclass(frozen=True)
class Entry:
    """A form, and what its line of the catalogue says of it."""

    form: Form

    @property
    def since(self) -> str:
        """The first day of the edition."""
        return typed_day(self.form.in_force.since)

    @property
    def until(self) -> str:
        """Its last day, or nothing."""
        return typed_day(self.form.in_force.until)

    @property
    def text(self) -> str:
        """All words in which a form is sought."""
        form = self.form
        return " ".join((form.id, form.title, form.issuer, form.stage, *form.legal_basis)).lower()


Groups = Sequence[tuple[str, Sequence[Entry]]]


def groups(forms: Registry, sought: str) -> Groups:
    """Forms with all sought words, in groups, each in the order of the stages of a case."""
    words = sought.lower().split()
    entries = [Entry(forms.get(form_id)) for form_id in forms.ids()]
    found = [one for one in entries if all(word in one.text for word in words)]
    found.sort(key=lambda one: (one.form.group, one.form.stage.order, one.form.title))
    return [(group, list(these)) for group, these in groupby(found, lambda one: one.form.group)]
