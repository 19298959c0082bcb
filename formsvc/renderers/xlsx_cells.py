"""The cells of a worksheet as XML (ECMA-376 part 1, 18.3), and the texts that they share."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from formsvc.forms.shown import Dated
from formsvc.renderers.xlsx_look import Look
from formsvc.renderers.xlsx_model import Merged, Sheet
from formsvc.renderers.xlsx_styles import DECLARATION, MAIN, Styles

_DAY_ZERO = date(1899, 12, 30).toordinal()
_FIRST_CERTAIN_DAY = date(1900, 3, 1)  # Excel has a 29 February 1900, and no day before 1900
# What looks like an escape is a text: Excel reads _x0041_ as an A.
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# A text that a program would take for a formula if somebody typed it in again.
_BEFORE_FORMULAS = frozenset("=+-@")
letters = cache(get_column_letter)


class SharedTexts:
    """The texts of a workbook, each once, in the order of their first use."""

    def __init__(self) -> None:
        self._texts: dict[str, int] = {}

    def number(self, text: str) -> int:
        """The number of a text."""
        return self._texts.setdefault(text, len(self._texts))

    def xml(self) -> str:
        """The part."""
        items = "".join(map(_item, self._texts))
        return f'{DECLARATION}<sst xmlns="{MAIN}" uniqueCount="{len(self._texts)}">{items}</sst>'


def _item(text: str) -> str:
    # A carriage return as it stands would be read as a line feed.
    escaped = escape(_ESCAPE_LOOKALIKE.sub("_x005F_", text), {"\r": "&#13;"})
    space = ' xml:space="preserve"' if text.strip() != text else ""
    return f"<si><t{space}>{escaped}</t></si>"


def rows_xml(sheet: Sheet, styles: Styles, texts: SharedTexts) -> Iterator[str]:
    """Every row that has cells or a height."""
    for row in sorted({*sheet.cells, *sheet.heights}):
        height = sheet.heights.get(row)
        high = f' ht="{height:g}" customHeight="1"' if height else ""
        written = [
            f'<c r="{letters(column)}{row}" s="{_end(*cell, styles, texts)}'
            for column, cell in sorted(sheet.cells.get(row, {}).items())
        ]
        yield f'<row r="{row}"{high}>{"".join(written)}</row>'


def _end(value: str | int, look: Look, sides: int, styles: Styles, texts: SharedTexts) -> str:
    """The end of a cell's element, from the number of its style on."""
    if value == "":
        return f'{styles.number(look, sides)}"/>'
    if isinstance(value, int):
        return f'{styles.number(look, sides)}"><v>{value}</v></c>'
    style = styles.number(look, sides, isinstance(value, Dated), value[0] in _BEFORE_FORMULAS)
    if isinstance(value, Dated) and value.day >= _FIRST_CERTAIN_DAY:
        return f'{style}"><v>{value.day.toordinal() - _DAY_ZERO}</v></c>'
    return f'{style}" t="s"><v>{texts.number(value)}</v></c>'


def merged_xml(areas: list[Merged]) -> str:
    """The merged cells; nothing where there are none."""
    cells = "".join(f'<mergeCell ref="{_reference(area)}"/>' for area in areas)
    return f'<mergeCells count="{len(areas)}">{cells}</mergeCells>' if areas else ""


def _reference(area: Merged) -> str:
    return f"{letters(area.left)}{area.top}:{letters(area.right)}{area.bottom}"
