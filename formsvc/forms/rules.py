"""Rules of the field: each a small function under its id, giving findings about loaded data."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from formsvc.forms import walk
from formsvc.forms.findings import Path, Severity
from formsvc.forms.settings import DEFAULTS, RuleSettings


class Gives(StrEnum):
    """What comes of a rule: findings of a severity, a computed value, or a way of printing."""

    ERROR = "error"
    WARNING = "warning"
    COMPUTED = "computed"
    PRINTED = "printed"


ERROR, WARNING, COMPUTED, PRINTED = Gives


@dataclass(frozen=True)
class Hit:
    """One breach: where (path into the data) and what to tell."""

    severity: Severity
    path: Path
    message: str


@dataclass(frozen=True)
class Checked:
    """What a rule looks at: loaded data, the reference date, and the settings of the office."""

    data: Mapping[str, Any]
    as_of: date
    schema: Any
    settings: RuleSettings = DEFAULTS

    @cached_property
    def leaves(self) -> Sequence[walk.Leaf]:
        """Every given value with its path and field, in the order of the paper."""
        return walk.leaves(self.schema, self.data)

    @property
    def case(self) -> Mapping[str, Any]:
        """Facts that the paper lacks; a rule whose facts are absent does not fire."""
        case: Mapping[str, Any] = self.data.get("case") or {}
        return case

    @property
    def options(self) -> Mapping[str, Any]:
        """The options of the form, as given."""
        options: Mapping[str, Any] = self.data.get("options") or {}
        return options


Check = Callable[[Checked], Iterable[Hit]]


def _nothing(_: Checked) -> Iterable[Hit]:
    return ()


@dataclass(frozen=True)
class Rule:
    """A rule under its id of rules.md; `basis` names the source text, `gives` what may come of it.

    The findings of a rule without a `check` are told by the schema under its id, or it gives none.
    """

    id: str
    basis: str
    text: str
    gives: tuple[Gives, ...]
    check: Check = _nothing


def rule(id: str, basis: str, *gives: Gives) -> Callable[[Check], Rule]:
    """Make a rule of a function; its docstring is the rule's text."""

    def made(check: Check) -> Rule:
        return Rule(id, basis, " ".join((check.__doc__ or "").split()), gives, check)

    return made


def kept(id: str, basis: str, text: str, *gives: Gives) -> Rule:
    """A rule that the schema keeps, the paper, or a computed value."""
    return Rule(id, basis, text, gives)


def error(message: str, *path: str | int) -> Hit:
    """A breach that stops the document."""
    return Hit(Severity.ERROR, path, message)


def warning(message: str, *path: str | int) -> Hit:
    """A breach that goes with the document."""
    return Hit(Severity.WARNING, path, message)


def rows(data: Mapping[str, Any], name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows of a list with their places, from 0; nothing where the list is absent."""
    yield from enumerate(data.get(name) or [])
