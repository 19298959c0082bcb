"""What a browser posts, as a tree: the name of a control is the JSON Pointer of its value."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MOST_STEPS = 32


@dataclass
class Posted:
    """The texts under one pointer, and what lies below it."""

    texts: list[str] = field(default_factory=list)
    inner: dict[str, "Posted"] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The last text: of a tick box, the one after that of the hidden field before it."""
        return self.texts[-1] if self.texts else ""

    def at(self, step: str) -> "Posted":
        """What lies one step below, empty where nothing was posted."""
        return self.inner.get(step) or Posted()

    def rows(self) -> Iterator["Posted"]:
        """The entries of a list in their order; numbers may have gaps."""
        numbered = [step for step in self.inner if step.isascii() and step.isdigit()]
        for step in sorted(numbered, key=int):
            yield self.inner[step]


def tree(pairs: Iterable[tuple[str, str]]) -> Posted:
    """The tree of all controls of a form; other fields of the request have no «/» in front."""
    root = Posted()
    for name, text in pairs:
        steps = name.split("/", MOST_STEPS)
        if steps[0] or len(steps) == 1:
            continue
        node = root
        for step in steps[1:]:
            node = node.inner.setdefault(step, Posted())
        # Browsers end lines with two characters, and count one of them against a limit.
        node.texts.append(text.replace("\r\n", "\n"))
    return root
