"""Long texts cut into pieces of some lines, each line ended where the engine would end it."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from formsvc.forms.layouts import PageLayout
from formsvc.renderers.elements import add_class, element
from formsvc.renderers.text_width import wrapped

MM_A_POINT = 25.4 / 72
SIDES_MM = 3.8
"""Padding and rules of a cell or a box, left and right."""
SURE = 0.995
"""The widths of letters are those of another font: some of this one are a little wider."""
PART_LINES = 5


def line_ems(layout: PageLayout, sides: float = 0) -> float:
    """Ems of running text in a line as wide as the page, but for its sides in millimetres."""
    return SURE * (layout.text_width - sides) / (layout.text_pt * MM_A_POINT)


def even(lines: int) -> int:
    """Lines of a piece, so that no piece is much shorter than the others."""
    return ceil(lines / ceil(lines / PART_LINES))


def by_lines(lines: Sequence[str], size: int) -> Iterator[str]:
    """So many lines at a time; every line but the last of a piece ends with a line break."""
    ended = [line.removesuffix("\n") + "\n" for line in lines]
    for at in range(0, len(lines), size):
        yield "".join(ended[at : at + size]).removesuffix("\n")


def cut(block: Any, ems: float) -> Iterator[Any]:
    """A long paragraph of nothing but text as several of some lines, which look like one."""
    lines = wrapped(block.text or "", ems) if block.tag == "p" and not len(block) else []
    if len(lines) <= 2 * PART_LINES:
        yield block
        return
    texts = list(by_lines(lines, even(len(lines))))
    for at, text in enumerate(texts):
        piece = element("p", block.attrib)
        piece.text = text
        if at:
            add_class(piece, "joined")
        if at < len(texts) - 1:
            add_class(piece, "parted")
        yield piece
