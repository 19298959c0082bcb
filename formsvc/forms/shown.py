"""What templates and sheets receive: values as they stand on the paper."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple


class Mode(StrEnum):
    """How a form is printed: finished, unfinished, or empty for handwriting."""

    FILLED = "filled"
    DRAFT = "draft"
    BLANK = "blank"


class Blank(str):
    """An empty place: false, prints as nothing by itself; a renderer draws `lines` rules."""

    lines: int

    def __new__(cls, lines: int = 1) -> "Blank":
        """An empty string that remembers how many ruled lines stand for it."""
        blank = super().__new__(cls, "")
        blank.lines = lines
        return blank


class Dated(str):
    """A date as printed that remembers its day, for formats that have real dates."""

    day: date

    def __new__(cls, text: str, day: date) -> "Dated":
        """`text` is the day as the form writes it."""
        dated = super().__new__(cls, text)
        dated.day = day
        return dated


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Scope(NamedTuple):
    """What a field may know when it shows itself.

    `data` is the object the field belongs to, `root` the whole body, `number` the place of the
    object in its list (from 1), `numbers` that place after those of the objects around it,
    `cells` whether the object is a row of a printed table.
    """

    mode: Mode
    as_of: date
    data: Mapping[str, Any] = _NOTHING
    root: Mapping[str, Any] = _NOTHING
    number: int = 0
    numbers: tuple[int, ...] = ()
    cells: bool = False

    @property
    def options(self) -> Mapping[str, Any]:
        """The options of the form, already with their defaults."""
        options: Mapping[str, Any] = self.root.get("options", {})
        return options

    @property
    def blank(self) -> bool:
        """Whether the form is printed empty, for handwriting."""
        return self.mode is Mode.BLANK

    def inside(
        self, data: Mapping[str, Any], *, number: int = 0, cells: bool | None = None
    ) -> "Scope":
        """Scope of an object one step further in."""
        within = self.cells if cells is None else cells
        numbers = (*self.numbers, number) if number else self.numbers
        return Scope(self.mode, self.as_of, data, self.root, number, numbers, within)

    def empty(self, lines: int) -> Blank:
        """Rules for a missing value, as many as on the original; a table cell needs none.

        In the empty form a cell of several lines keeps their room.
        """
        roomy = not self.cells or (self.blank and lines > 1)
        return _blank(lines if roomy else 0)


@cache
def _blank(lines: int) -> Blank:
    return Blank(lines)
