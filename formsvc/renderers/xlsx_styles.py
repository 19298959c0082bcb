"""The styles part of a workbook (ECMA-376 part 1, 18.8): every look that its cells have."""

import re
from functools import lru_cache

from formsvc.forms.shown import Dated
from formsvc.renderers.xlsx_look import FONT, USUAL_POINTS, Look
from formsvc.renderers.xlsx_model import BOTTOM, LEFT, RIGHT, TOP, Cell

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATE_FORMAT = 164  # the first number that is free for formats of one's own
# A text that a program would take for a formula if somebody typed it in again.
_LIKE_A_FORMULA = re.compile(r"[=+\-@]")
# Its digits are the unit of all widths of columns, on every machine.
_USUAL_FONT = f'<font><sz val="{USUAL_POINTS}"/><name val="{FONT}"/></font>'
_NO_BORDER = "<border><left/><right/><top/><bottom/></border>"
_HEAD = (
    f'{DECLARATION}<styleSheet xmlns="{MAIN}">'
    f'<numFmts count="1"><numFmt numFmtId="{_DATE_FORMAT}" formatCode="DD.MM.YYYY"/></numFmts>'
)
# The standard wants these two fills in every workbook.
_FILLS = (
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
)
_USUAL_STYLE = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
_BASE = f'<cellStyleXfs count="1">{_USUAL_STYLE}/></cellStyleXfs>'
_TAIL = (
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


class Styles:
    """Styles of cells, numbered in the order of their first use."""

    def __init__(self) -> None:
        self._known: dict[tuple[Look, int, bool, bool], int] = {}
        self._fonts = {_USUAL_FONT: 0}
        self._borders = {_NO_BORDER: 0}
        self._styles = {f'{_USUAL_STYLE} xfId="0"/>': 0}

    def number(self, cell: Cell) -> int:
        """The number of a cell's style."""
        value = cell.value
        dated = isinstance(value, Dated)
        quoted = not dated and isinstance(value, str) and bool(_LIKE_A_FORMULA.match(value))
        key = cell.look, cell.sides, dated, quoted
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = _numbered(self._styles, self._style(*key))
        return number

    def _style(self, look: Look, sides: int, dated: bool, quoted: bool) -> str:
        font = _numbered(self._fonts, _font(look))
        border = _numbered(self._borders, _border(sides))
        flags = ' applyNumberFormat="1"' * dated + ' quotePrefix="1"' * quoted
        return (
            f'<xf numFmtId="{_DATE_FORMAT if dated else 0}" fontId="{font}" fillId="0"'
            f' borderId="{border}" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1"'
            f'{flags}><alignment horizontal="{look.align}" vertical="{look.level}"'
            ' wrapText="1"/></xf>'
        )

    def xml(self) -> str:
        """The part."""
        lists = (
            _listed("fonts", self._fonts),
            _FILLS,
            _listed("borders", self._borders),
            _BASE,
            _listed("cellXfs", self._styles),
        )
        return f"{_HEAD}{''.join(lists)}{_TAIL}"


def _numbered(known: dict[str, int], xml: str) -> int:
    return known.setdefault(xml, len(known))


def _listed(name: str, known: dict[str, int]) -> str:
    return f'<{name} count="{len(known)}">{"".join(known)}</{name}>'


@lru_cache(maxsize=256)
def _font(look: Look) -> str:
    shape = "<b/>" * look.bold + "<i/>" * look.italic
    colour = f'<color rgb="FF{look.colour}"/>' if look.colour else ""
    return f'<font>{shape}<sz val="{look.size}"/>{colour}<name val="{FONT}"/></font>'


@lru_cache(maxsize=16)
def _border(sides: int) -> str:
    drawn = (("left", LEFT), ("right", RIGHT), ("top", TOP), ("bottom", BOTTOM))
    rules = (f'<{name} style="thin"/>' if sides & side else f"<{name}/>" for name, side in drawn)
    return f"<border>{''.join(rules)}</border>"
