"""What is found in a body, as a page tells it: beside the fields, and in a summary with links."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from formsvc.forms.findings import Finding, Severity, errors
from formsvc.forms.form import Form
from formsvc.forms.groups import Aside, inputs

_TYPED_HERE = {
    # The API speaks of JSON; a clerk types a day as it stands on the paper.
    "Ожидается дата вида ГГГГ-ММ-ДД, например 2026-03-05.": (
        "Ожидается дата вида ДД.ММ.ГГГГ, например 05.03.2026."
    ),
    "Период: {«from», «to»}, даты вида ГГГГ-ММ-ДД.": (
        "Ожидается период вида «с 05.03.2026 по 15.04.2026»; обе даты есть в календаре."
    ),
}


def message(form: Form, finding: Finding) -> str:
    """The text of a finding in the words of the page."""
    if finding.rule == "S-printed":
        return _not_printed(form, finding)
    return typed_here(finding.message)


def typed_here(text: str) -> str:
    """A message of the API about what is typed, as it is typed on a page."""
    return _TYPED_HERE.get(text, text)


def _not_printed(form: Form, finding: Finding) -> str:
    """The option that prints a field, by its words instead of its name."""
    options = inputs(form.fields)["options"]
    assert isinstance(options, Aside)
    named = {f"options.{name}": field.label for name, field in inputs(options.schema).items()}
    label = next((words for name, words in named.items() if name in finding.message), "")
    return (
        f"Это поле печатается, только если включён параметр «{label}»."
        if label
        else (finding.message)
    )


@dataclass(frozen=True)
class Told:
    """The findings of a page, each at the place where it is shown."""

    form: Form
    findings: Sequence[Finding]
    places: Collection[str]

    def as_json(self) -> list[dict[str, str]]:
        """The findings with the id of the control that each is about."""
        return [
            {**one.as_json(), "message": message(self.form, one), "place": self.place(one)}
            for one in self.findings
        ]

    def place(self, finding: Finding) -> str:
        """The id of the control, or of the nearest group around it."""
        pointer = finding.pointer
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return pointer

    @cached_property
    def _by_place(self) -> Mapping[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = {}
        for one in self.as_json():
            found.setdefault(one["place"], []).append(one)
        return found

    def at(self, pointer: str) -> list[dict[str, str]]:
        """What stands beside the control with this id."""
        return self._by_place.get(pointer, [])

    @property
    def errors(self) -> list[dict[str, str]]:
        """Those that stop the document, as in the summary."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> list[dict[str, str]]:
        """Those that go with it."""
        return self._of(Severity.WARNING)

    def _of(self, severity: Severity) -> list[dict[str, str]]:
        return [one for one in self.as_json() if one["severity"] == severity]

    @property
    def ok(self) -> bool:
        """Whether nothing stops the document."""
        return not errors(self.findings)


class Quiet:
    """A page on which nothing is told yet."""

    errors: Sequence[dict[str, str]] = ()
    warnings: Sequence[dict[str, str]] = ()

    def at(self, pointer: str) -> list[dict[str, str]]:
        """Nothing."""
        return []


QUIET = Quiet()


def lost(given: Any, read: Any, pointer: str = "") -> Iterable[str]:
    """Pointers of values of an opened body that the page does not hold."""
    if isinstance(given, dict):
        for name, value in given.items():
            inner = read.get(name) if isinstance(read, dict) else None
            yield from lost(value, inner, f"{pointer}/{name}")
    elif isinstance(given, list):
        others = read if isinstance(read, list) else []
        for place, value in enumerate(given):
            inner = others[place] if place < len(others) else None
            yield from lost(value, inner, f"{pointer}/{place}")
    elif given is not None and str(given).split() != ("" if read is None else str(read)).split():
        yield pointer
