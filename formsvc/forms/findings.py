"""One shape for everything that is said about the data: errors, warnings, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

Path = tuple[str | int, ...]


class Severity(StrEnum):
    """An error stops the document, a warning goes with it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """What was found, under which rule, in which field.

    `pointer` is a JSON Pointer (RFC 6901) into the body, `label` the field as it stands on the
    form, `message` Russian text that never repeats the value.
    """

    severity: Severity
    rule: str
    pointer: str
    label: str
    message: str

    def as_json(self) -> dict[str, str]:
        """Plain dict for the API and the command line."""
        return {key: str(value) for key, value in asdict(self).items()}


def pointer(path: Sequence[str | int]) -> str:
    """JSON Pointer of a path: «("actions", 2, "due")» is «/actions/2/due»."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Only those that stop the document."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
