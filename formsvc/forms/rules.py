"""Rules of the field: each a small function under its id, giving findings about loaded data."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from formsvc.forms.findings import Path, Severity


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
    settings: Mapping[str, Any] = field(default_factory=dict)

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


@dataclass(frozen=True)
class Rule:
    """A rule under its id of rules.md; `basis` names the source text."""

    id: str
    basis: str
    text: str
    check: Check


def rule(id: str, basis: str) -> Callable[[Check], Rule]:
    """Make a rule of a function; its docstring is the rule's text."""

    def made(check: Check) -> Rule:
        return Rule(id=id, basis=basis, text=" ".join((check.__doc__ or "").split()), check=check)

    return made


def error(message: str, *path: str | int) -> Hit:
    """A breach that stops the document."""
    return Hit(Severity.ERROR, path, message)


def warning(message: str, *path: str | int) -> Hit:
    """A breach that goes with the document."""
    return Hit(Severity.WARNING, path, message)


def rows(data: Mapping[str, Any], name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows of a list with their places, from 0; nothing where the list is absent."""
    yield from enumerate(data.get(name) or [])
