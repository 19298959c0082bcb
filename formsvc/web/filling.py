"""A form while it is filled: what was typed, what is found in it and computed of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from formsvc.forms.findings import Finding
from formsvc.forms.form import Form
from formsvc.forms.groups import Rows, inputs
from formsvc.forms.shown import Mode
from formsvc.pipeline import Document, Service, Wanted
from formsvc.web import computed, decoding
from formsvc.web.controls import ANY, Control, Walk, pointers
from formsvc.web.told import Told


@dataclass(frozen=True)
class Filling:
    """One form with what was typed so far, `body`, which holds its empty rows too."""

    service: Service
    wanted: Wanted
    body: dict[str, Any]
    findings: Sequence[Finding] = field(default=())

    @cached_property
    def form(self) -> Form:
        """The edition of the document's own date, as the API chooses it."""
        return self.service.form_for(self.wanted, self.body)

    @property
    def finished(self) -> dict[str, Any]:
        """The body as the API takes it."""
        finished: dict[str, Any] = decoding.finished(self.body)
        return finished

    def checked(self) -> "Filling":
        """The same with all that is found in it."""
        _, loaded = self.service.check(self.wanted, self.finished)
        return replace(self, findings=loaded.findings)

    def document(self) -> Document:
        """The file; raises InvalidData with every finding."""
        return self.service.generate(self.wanted, self.finished)

    def computed(self) -> list[dict[str, Any]]:
        """What the service works out of what can be read so far."""
        draft = replace(self.wanted, mode=Mode.DRAFT)
        _, told = self.service.report(draft, self.finished)
        return computed.shown(self.form, told["computed"])

    @cached_property
    def walk(self) -> Walk:
        """The walk that makes the controls and remembers the patterns of rows."""
        return Walk(self.form.with_defaults(_readable(self.body))["options"], self.wanted.as_of)

    @cached_property
    def controls(self) -> Sequence[Control]:
        """The controls from top to bottom; the options, which choose the variant, come first."""
        made = self.walk.of(self.form.fields, self.body)
        options = [one for one in made if one.pointer == "/options"]
        return [*options, *(one for one in made if one.pointer != "/options")]

    @property
    def patterns(self) -> Mapping[str, Control]:
        """From which scripts make new rows, by their patterns."""
        assert self.controls
        return self.walk.patterns

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """Levels of the headings of lists by their patterns, as the page has them."""
        return dict(self._levels(self.controls, 2))

    def _levels(self, controls: Sequence[Control], level: int) -> Iterator[tuple[str, int]]:
        for one in controls:
            pattern = f"{one.pattern}/{ANY}"
            if pattern in self.patterns:
                yield pattern, level
                rows = self.patterns[pattern].rows
                yield from self._levels(rows[0].inner if rows else (), level + 1)
            deeper = 1 if one.label and not one.folded else 0
            yield from self._levels(one.inner, level + deeper)

    @property
    def told(self) -> Told:
        """The findings at their places."""
        return Told(self.form, self.findings, set(pointers(self.controls)))


def _readable(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with options that a page may ask, whatever was posted under that name."""
    options = body.get("options")
    return {**body, "options": options if isinstance(options, dict) else {}}


def fresh(form: Form) -> dict[str, Any]:
    """An empty body that shows one row of every list that must not stay empty."""
    return _begun(form.fields)


def _begun(schema: Any) -> dict[str, Any]:
    begun: dict[str, Any] = {}
    for name, one in inputs(schema).items():
        if isinstance(one, Rows):
            begun[name] = [_begun(one.schema)] if one.required else []
        elif hasattr(one, "schema"):
            begun[name] = _begun(one.schema)
    return begun
