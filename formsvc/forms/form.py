"""What a form is: one frozen record that a form module makes of its schema and rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from formsvc.forms.copies import with_copy_mark
from formsvc.forms.definitions import definitions
from formsvc.forms.fields import Paper
from formsvc.forms.groups import object_schema, object_skeleton, show_object
from formsvc.forms.rules import Rule
from formsvc.forms.schema import FormSchema
from formsvc.forms.settings import RuleSettings
from formsvc.forms.shown import Mode, Scope

Computed = Callable[[Mapping[str, Any], date, RuleSettings], dict[str, Any]]
"""What the service works out of the data, the reference date and the settings of the office."""


class Status(StrEnum):
    """Where a layout comes from."""

    OFFICIAL = "official"
    HOUSE = "house layout"


class Stage(StrEnum):
    """At which point of a case a form is filled, in the order of a case."""

    APPEAL = "обращение"
    ASSESSMENT = "оценка"
    PLAN = "план и пересмотры"
    SUPPORT = "сопровождение от оценки до мониторинга"
    OFFICE = "на любом этапе"

    @property
    def order(self) -> int:
        """Place in the course of a case, from 0."""
        return list(Stage).index(self)


@dataclass(frozen=True)
class InForce:
    """From which day to which day (both included) an edition is the law."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the edition is in force on the day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Form:
    """One edition of one official form.

    `title` is verbatim, `dated_by`, `numbered_by` and `headed_by` name the fields with the
    document's own date, number and heading («О …»), `status` tells for the whole («») or for named
    sections whether the layout is official, `computed` gives values that the service works out of
    the data, `layout` is the default page layout, `signed_by` says in Russian who signs the paper,
    `stage` when in a case it is filled; `computed_labels` are Russian words for the keys of what is
    computed.
    """

    id: str
    edition: str
    title: str
    issuer: str
    group: str
    legal_basis: tuple[str, ...]
    in_force: InForce
    schema: type[FormSchema]
    dated_by: str
    layout: str
    numbered_by: str = ""
    headed_by: str = ""
    status: Mapping[str, Status] = field(default_factory=lambda: {"": Status.OFFICIAL})
    rules: tuple[Rule, ...] = ()
    computed: Computed = lambda data, as_of, settings: {}
    deadlines: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    repealed_by: str = ""
    stage: Stage = Stage.OFFICE
    computed_labels: Mapping[str, str] = field(default_factory=dict)
    stem: str = ""

    @cached_property
    def fields(self) -> FormSchema:
        """The schema with what stands at the end of every paper, built once."""
        return with_copy_mark(self.schema)()

    @property
    def labels(self) -> dict[str, str]:
        """Verbatim labels of the top level by field name."""
        paper: Mapping[str, Any] = self.fields.fields
        return {name: one.label for name, one in paper.items() if isinstance(one, Paper)}

    def context(self, data: Mapping[str, Any], mode: Mode, as_of: date) -> dict[str, Any]:
        """What the templates and the sheet print: every field of the paper, as shown."""
        root = self.with_defaults(data)
        scope = Scope(mode=mode, as_of=as_of, data=root, root=root)
        shown = show_object(self.fields, root, scope)
        return shown | {"options": root["options"]}

    def with_defaults(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The data with every option present, so that templates may ask for any of them."""
        return {**data, "options": {**self._option_defaults, **(data.get("options") or {})}}

    @cached_property
    def _option_defaults(self) -> Mapping[str, Any]:
        options = self.fields.fields["options"]
        known = options.schema.fields  # type: ignore[attr-defined]
        return {name: one.load_default for name, one in known.items()}

    def json_schema(self) -> dict[str, Any]:
        """The published contract (JSON Schema 2020-12) of the body."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:formsvc:{self.id}:{self.edition}",
            "title": self.title,
            "description": "Поле не заполнено, если в нем null, пустой текст, пустой список или"
            " объект без значений.",
            **object_schema(self.fields),
            "$defs": definitions(),
        }

    def skeleton(self) -> dict[str, Any]:
        """The body with all its fields empty."""
        return object_skeleton(self.fields)
