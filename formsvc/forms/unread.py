"""What could not be read of a body, and so must not be judged by the rules."""

from collections.abc import Iterable

from formsvc.forms.findings import Path, Severity
from formsvc.forms.rules import Hit


class Unread:
    """Places without a readable value: what a rule says of them, or of what holds them, is void.

    An entry of a list counts as the whole list, because the entries after it have moved up.
    """

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._paths = set(filter(None, map(_gap, hits)))
        self._above = {path[:depth] for path in self._paths for depth in range(len(path))}

    def concerns(self, path: Path) -> bool:
        """Whether the place is one of them, leads to one, or lies in one."""
        ways = (path[:depth] for depth in range(1, len(path) + 1))
        return path in self._above or any(way in self._paths for way in ways)


def _gap(hit: Hit) -> Path:
    """The place that a complaint makes unreadable, or nothing: a draft may lack a field."""
    if hit.path and isinstance(hit.path[-1], int):
        return hit.path[:-1]
    return hit.path if hit.severity is Severity.ERROR else ()
