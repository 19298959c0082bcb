"""Places to sign in a worksheet, in the shapes that `Signers` names by its `style`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from formsvc.forms.blocks import joined
from formsvc.renderers.xlsx_look import BOX, CAPTION, SIGN_HERE, SIGNED, Look
from formsvc.renderers.xlsx_sheet import SheetWriter

A_FEW = 6
LEAST_WIDTH, ROOM_TO_SIGN = 16, 21  # of a position or a name in units of columns; points
_AT_RIGHT = Look(level="bottom", align="right")
_BOXED_DATE = Look(align="center", boxed=True)


def write_places(writer: SheetWriter, style: str, places: Sequence[Mapping[str, Any]]) -> None:
    """Every place to sign, one under another; none is torn by the end of a page, nor a few."""
    begun = writer.row
    if style == "list":
        _captions_of_list(writer)
        writer.keep_from(begun)
    for place in places:
        first = writer.row
        _SHAPES[style](writer, place)
        writer.keep_together(first)
    if len(places) <= A_FEW:
        writer.keep_together(begun)


def _with_captions(writer: SheetWriter, place: Mapping[str, Any]) -> None:
    """Position, signature, name and date, with small words below the rules."""
    position, rule, name = _columns(writer)
    named = place["name"]
    writer.cells(
        [
            (1, position, str(place["position"]), SIGNED if named else BOX),
            (position + 1, rule, "", SIGN_HERE if named else BOX),
            (rule + 1, name, str(place["name"]), SIGN_HERE if named else BOX),
            (name + 1, writer.last, str(place["date"]), SIGNED),
        ],
        least=ROOM_TO_SIGN,
    )
    writer.cells(
        [
            (1, position, "", CAPTION),
            (position + 1, rule, "(подпись)", CAPTION),
            (rule + 1, name, "(расшифровка подписи)", CAPTION),
            (name + 1, writer.last, "", CAPTION),
        ]
    )


def _columns(writer: SheetWriter) -> tuple[int, int, int]:
    """The last columns of position, signature and name; the rest is the date's."""
    position = writer.column_at(0.4)
    rule = max(writer.column_at(0.6), position + 1)
    name = max(writer.column_at(0.82), rule + 1)
    narrow = sum(writer.widths[rule:name]) < LEAST_WIDTH
    if narrow and sum(writer.widths[: position - 1]) >= LEAST_WIDTH:
        position, rule = position - 1, rule - 1
    return position, rule, name


def _on_a_line(writer: SheetWriter, place: Mapping[str, Any]) -> None:
    """Position, signature, name at the right edge; the date, where there is one, below.

    Three rules of one empty place would run together, so they are boxes.
    """
    position, rule, _ = _columns(writer)
    named = place["name"]
    writer.cells(
        [
            (1, position, str(place["position"]), SIGNED if named else BOX),
            (position + 1, rule, "", SIGN_HERE if named else BOX),
            (rule + 1, writer.last, str(place["name"]), _AT_RIGHT if named else BOX),
        ],
        least=ROOM_TO_SIGN,
    )
    if place["date"]:
        writer.line(str(place["date"]))


def _captions_of_list(writer: SheetWriter) -> None:
    _, rule, _ = _columns(writer)
    writer.cells(
        [
            (1, rule, "", CAPTION),
            (rule + 1, rule + 1, "(подпись)", CAPTION),
            (rule + 2, writer.last, "(дата)", CAPTION),
        ]
    )


def _in_a_list(writer: SheetWriter, place: Mapping[str, Any]) -> None:
    """Name and position, signature, date, in boxes: rules of two columns would run together."""
    _, rule, _ = _columns(writer)
    who = joined(place["name"], place["position"])
    writer.cells(
        [
            (1, rule, who, BOX),
            (rule + 1, rule + 1, "", BOX),
            (rule + 2, writer.last, str(place["date"]), _BOXED_DATE),
        ],
        least=ROOM_TO_SIGN,
    )


_SHAPES: Mapping[str, Callable[[SheetWriter, Mapping[str, Any]], None]] = {
    "": _with_captions,
    "line": _on_a_line,
    "list": _in_a_list,
}
