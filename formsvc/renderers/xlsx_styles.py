"""The styles part of a workbook (ECMA-376 part 1, 18.8): every look that its cells have.

openpyxl describes the styles, each once a process; only their list is written anew.
"""

from collections.abc import Collection
from functools import lru_cache

from openpyxl.descriptors.serialisable import Serialisable
from openpyxl.styles import Alignment, Border, Side
from openpyxl.styles.cell_style import CellStyle
from openpyxl.xml.functions import tostring

from formsvc.renderers.xlsx_look import BOTTOM, FONT, LEFT, RIGHT, TOP, USUAL_POINTS, Look

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATE_FORMAT = 164  # the first number that is free for formats of one's own
_HEAD = (
    f'{DECLARATION}<styleSheet xmlns="{MAIN}">'
    f'<numFmts count="1"><numFmt numFmtId="{_DATE_FORMAT}" formatCode="DD.MM.YYYY"/></numFmts>'
)
# The standard wants these two fills in every workbook.
_FILLS = (
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
)


def described(what: Serialisable, name: str | None = None) -> str:
    """What openpyxl makes of one of its descriptions, as the element of that name."""
    xml: bytes | str = tostring(what.to_tree(name))
    return xml.decode() if isinstance(xml, bytes) else xml


@lru_cache(maxsize=256)
def _font(size: int, bold: bool = False, italic: bool = False, colour: str | None = None) -> str:
    # Not openpyxl's: it names the face first, which the Open XML SDK does not take.
    shape = "<b/>" * bold + "<i/>" * italic
    rgb = f'<color rgb="FF{colour}"/>' if colour else ""
    return f'<font>{shape}<sz val="{size}"/>{rgb}<name val="{FONT}"/></font>'


@lru_cache(maxsize=16)
def _border(sides: int) -> str:
    left, right, top, bottom = (
        Side("thin" if sides & side else None) for side in (LEFT, RIGHT, TOP, BOTTOM)
    )
    return described(Border(left, right, top, bottom), "border")


@lru_cache(maxsize=1024)
def _style(font: int, border: int, align: str, level: str, dated: bool, quoted: bool) -> str:
    style = CellStyle(
        numFmtId=_DATE_FORMAT if dated else 0,
        fontId=font,
        fillId=0,
        borderId=border,
        xfId=0,
        quotePrefix=quoted or None,
        applyNumberFormat=dated or None,
        applyFont=True,
        applyBorder=True,
        applyAlignment=True,
        alignment=Alignment(align, level, wrap_text=True),
    )
    return described(style)


# Its digits are the unit of all widths of columns, on every machine.
_USUAL_FONT, _NO_BORDER = _font(USUAL_POINTS), _border(0)
_USUAL_STYLE = described(CellStyle(numFmtId=0, fontId=0, fillId=0, borderId=0, xfId=0))
_BASE = described(CellStyle(numFmtId=0, fontId=0, fillId=0, borderId=0))
_TAIL = (
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


class Styles:
    """Styles of cells, numbered in the order of their first use."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, bool, bool], int] = {}
        self._fonts = {_USUAL_FONT: 0}
        self._borders = {_NO_BORDER: 0}
        self._styles = {_USUAL_STYLE: 0}

    def number(self, look: Look, sides: int, dated: bool = False, quoted: bool = False) -> int:
        """The number of a style; a text that is `quoted` is never taken for a formula."""
        # By its identity, while the cell keeps it alive: to hash a look costs more than all else.
        key = id(look), sides, dated, quoted
        number = self._known.get(key)
        if number is None:
            style = self._style(look, sides, dated, quoted)
            number = self._known[key] = _numbered(self._styles, style)
        return number

    def _style(self, look: Look, sides: int, dated: bool, quoted: bool) -> str:
        shape = _font(look.size, look.bold, look.italic, look.colour)
        font = _numbered(self._fonts, shape)
        border = _numbered(self._borders, _border(sides))
        return _style(font, border, look.align, look.level, dated, quoted)

    def xml(self) -> str:
        """The part."""
        lists = (
            _listed("fonts", self._fonts),
            _FILLS,
            _listed("borders", self._borders),
            _listed("cellStyleXfs", [_BASE]),
            _listed("cellXfs", self._styles),
        )
        return f"{_HEAD}{''.join(lists)}{_TAIL}"


def _numbered(known: dict[str, int], xml: str) -> int:
    return known.setdefault(xml, len(known))


def _listed(name: str, known: Collection[str]) -> str:
    return f'<{name} count="{len(known)}">{"".join(known)}</{name}>'
