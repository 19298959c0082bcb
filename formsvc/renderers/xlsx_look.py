"""How cells of worksheets look: names of the looks that forms use."""

from dataclasses import dataclass, replace
from functools import cached_property

FONT = "Times New Roman"
# A column unit is a digit of the workbook's usual font, 6 points of paper and 8 pixels of a screen
# when it has 12 points: a whole number, so that all programs make a column equally wide.
USUAL_POINTS, POINTS_A_WIDTH = 12, 6
LEFT, RIGHT, TOP, BOTTOM = 1, 2, 4, 8
AROUND = LEFT | RIGHT | TOP | BOTTOM
"""The sides of a cell on which a thin rule is drawn, added together."""


@dataclass(frozen=True)
class Look:
    """How a cell looks."""

    bold: bool = False
    italic: bool = False
    size: int = 11
    align: str = "left"
    boxed: bool = False
    ruled: bool = False
    level: str = "top"
    begin: float = 0.0  # the share of the width that stays free on the left
    colour: str | None = None  # RGB in hexadecimal digits; None is the usual black
    keep: bool = False  # on the page of the next row
    open_above: bool = False  # the cell goes on from the row above, or in the row below:
    open_below: bool = False  # no rule of the box is drawn there

    @cached_property
    def sides(self) -> int:
        """The sides of the cell on which a rule is drawn."""
        if not self.boxed:
            return BOTTOM if self.ruled else 0
        return AROUND & ~(TOP * self.open_above) & ~(BOTTOM * self.open_below)

    def going_on(self, *, above: bool, below: bool, text: bool) -> "Look":
        """The same in a cell that goes on from above, or below: its box alone, or its text too."""
        if not (above or below):
            return self
        return replace(
            self,
            open_above=self.open_above or above,
            open_below=self.open_below or below,
            level="justify" if text else self.level,  # no gap before the text goes on
        )


TEXT, LABEL = Look(), Look(bold=True, keep=True)
HEADING = Look(bold=True, size=12, keep=True)
BOX, BOX_HEAD = Look(boxed=True), Look(boxed=True, bold=True, align="center")
BOX_HEAD_TALL = Look(boxed=True, bold=True, align="center", level="center")
BOX_NUMBER = Look(boxed=True, align="center")
BOX_LABEL = Look(boxed=True, italic=True)
CAPTION = Look(size=8, align="center")
SIGNED, SIGN_HERE = Look(level="bottom"), Look(level="bottom", ruled=True)
