"""The hostile values of values.json: texts that mean something to a program on their way.

`fate` says what becomes of a value: «printed» ones stand in the document as they were given
where the field takes their length and lines, «refused» ones no field takes, «blank» ones say
nothing. `times` repeats the text. What no eye sees is written as an escape.
"""

import json
from dataclasses import dataclass
from pathlib import Path

PRINTED, REFUSED, BLANK = "printed", "refused", "blank"


@dataclass(frozen=True)
class Hostile:
    """A value, with what becomes of it and why somebody could trip over it."""

    fate: str
    name: str
    why: str
    text: str

    @property
    def read(self) -> str:
        """The value as the service reads it: every line break is the plain one."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n")


def _hostile(*, times: int = 1, text: str, **told: str) -> Hostile:
    return Hostile(text=text * times, **told)


VALUES = [
    _hostile(**entry)
    for entry in json.loads(Path(__file__).with_name("values.json").read_text("utf-8"))
]
