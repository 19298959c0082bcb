"""Places in two columns side by side in a worksheet (`Sides`), read row by row."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from formsvc.forms.fields import Paper, Printed
from formsvc.forms.groups import Signers
from formsvc.forms.parts import Captioned
from formsvc.forms.shown import Blank
from formsvc.renderers.xlsx_look import CAPTION, LABEL, SIGN_HERE, SIGNED, TEXT, Look
from formsvc.renderers.xlsx_model import Span
from formsvc.renderers.xlsx_sheet import SheetWriter

SIDES_WIDTHS = (17, 3, 19, 4, 16, 3, 24)
"""Signature, gap and name on the left, a gap, the same on the right."""

_ON_A_RULE = Look(ruled=True, align="center", level="bottom")

Line = tuple[tuple[Any, Look], ...]
"""What one row holds in one column: a text over its whole width, or a signature and a name."""

_NOTHING: Line = (("", TEXT),)


def write_sides(
    writer: SheetWriter, fields: Sequence[tuple[str, Paper]], shown: Mapping[str, Any]
) -> None:
    """Every pair of places, the left one and the right one on the same rows."""
    middle = writer.last // 2
    columns = ((1, middle), (writer.last - middle + 1, writer.last))
    for (left, left_field), (right, right_field) in zip(fields[::2], fields[1::2], strict=True):
        pair = _lines(left_field, shown[left]), _lines(right_field, shown[right])
        for lines in zip_longest(*pair, fillvalue=_NOTHING):
            spans = (_spans(line, *ends) for line, ends in zip(lines, columns, strict=True))
            writer.cells([span for column in spans for span in column])


def _lines(field: Paper, shown: Any) -> Iterator[Line]:
    match field:
        case Signers():
            for place in shown:
                yield from _signature(place)
        case Captioned():
            yield ((shown, _ON_A_RULE),)
            yield ((field.label, CAPTION),)
        case Printed(style=style) if style:
            yield ((shown, LABEL if style == "label" else TEXT),)
        case _ if isinstance(shown, Blank):
            yield ((field.label, TEXT),)
            yield from [(("", SIGN_HERE),)] * shown.lines
        case _:
            yield ((f"{field.label} {shown}".strip(), SIGN_HERE),)


def _signature(place: Mapping[str, Any]) -> Iterator[Line]:
    position = place["position"]
    yield ((position, LABEL if position else SIGN_HERE),)
    yield (("", SIGN_HERE), (place["name"], SIGN_HERE))
    yield (("(подпись)", CAPTION), ("(расшифровка подписи)", CAPTION))
    yield ((place["date"], SIGNED),)


def _spans(line: Line, first: int, last: int) -> list[Span]:
    if len(line) == 1:
        return [(first, last, *line[0])]
    return [(first, first, *line[0]), (last, last, *line[1])]
