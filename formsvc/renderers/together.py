"""What must stand on one page, for the fast engine, which knows `break-before: avoid` of nothing.

Headings go with what they head, places to sign and footnotes with the end of what they follow: a
sheet that bears nothing but signatures could be put to any other text.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any

from formsvc.forms.layouts import PageLayout
from formsvc.renderers.elements import add_class, classes, element, of_class
from formsvc.renderers.pieces import cut, line_ems

_HEADINGS = {"h1", "h2", "h3", "field-head", "hint", "keep"}
_OF_THE_HEAD = {"organisation", "head-line", "subject", "subtitle", "document", "captioned"}
_HEADS = _HEADINGS | _OF_THE_HEAD
"""Tags and classes of what must not be the last on a page: headings, and the head of a document."""
_MOST_LETTERS = 900
"""Of a block that is held whole: a longer one would leave too much of the page before white."""


def is_head(block: Any) -> bool:
    """Whether a block must not be the last on a page."""
    return not _HEADS.isdisjoint((block.tag, *classes(block)))


def is_place(block: Any) -> bool:
    """Whether a block is of a few places to sign, which belong to what stands before them."""
    kinds = set(classes(block))
    few = "signatures" in kinds and not kinds & {"many", "acquainted"}
    return few or {"places", "whole"} <= kinds or "copy" in kinds


def hold(document: Any, layout: PageLayout) -> None:
    """Put what must stay together into blocks that the engine does not break."""
    for parent in [body for body in document.iter("body", "div") if "whole" not in classes(body)]:
        own = layout.turned() if "landscape" in classes(parent) else layout
        for run in list(_runs(parent)):
            _hold(run, own)


def _runs(blocks: Iterable[Any]) -> Iterator[list[Any]]:
    """Headings, what they head, and what must stand right below that."""
    run: list[Any] = []
    for block in blocks:
        if run and not is_head(run[-1]) and not _follows(block):
            yield run
            run = []
        run.append(block)
    yield run


def _follows(block: Any) -> bool:
    return "footnote" in classes(block) or is_place(block)


def _hold(run: Sequence[Any], layout: PageLayout) -> None:
    heads = list(takewhile(is_head, run))
    held, *below = run[len(heads) :] or [None]
    if not below and not _is_whole(held):
        _wrap(heads, before=held)
    elif not below:
        _wrap(run)
    elif held.tag == "table":
        if _has_room_below(held):
            _put_under(held, below, layout)
        else:
            _wrap(below)
        _hold([*heads, held], layout)
    elif (end := _end(held, layout)) is not held:
        _wrap(heads)
        _wrap([end, *below])
    else:
        _wrap(run if sum(map(len, held.itertext())) < _MOST_LETTERS else heads)


def _is_whole(block: Any) -> bool:
    return block is not None and ("whole" in classes(block) or is_place(block))


def _wrap(blocks: Sequence[Any], before: Any = None) -> None:
    """Blocks that are not parted, with room below where the head and a row of a table come next."""
    is_above_table = before is not None and before.tag == "table"
    if len(blocks) > 1 or (blocks and is_above_table):
        around = element("div", {"class": "held above-table" if is_above_table else "held"})
        blocks[0].addprevious(around)
        around.extend(blocks)


def _end(block: Any, layout: PageLayout) -> Any:
    """The last lines of a long text, cut off; another block remains as it is."""
    pieces = list(cut(block, line_ems(layout))) if block.get("class") == "line" else [block]
    for piece in pieces[:-1]:
        block.addprevious(piece)
    if len(pieces) > 1:
        block.getparent().replace(block, pieces[-1])
    return pieces[-1]


def _has_room_below(table: Any) -> bool:
    """Whether no row goes on over the foot of a page, and nothing spans rows as it is."""
    loose = any(of_class(row, "beside") for row in of_class(table, "goes-on", "tr"))
    return not (loose or of_class(table, "parted", "tr") or of_class(table, "holding", "td"))


def _put_under(table: Any, blocks: Sequence[Any], layout: PageLayout) -> None:
    """Blocks in a row without rules below the last one, held to it."""
    for edge in table.findall("tfoot"):  # rows that are not parted have a rule below themselves
        table.remove(edge)
    columns = table.find("colgroup")
    # The engine draws the rule of a cell along all of a neighbour that spans rows: one that spans
    # none, and has no width either, stands between.
    columns.append(_column())
    row, last = element("tr", {"class": "under"}), table.findall("tbody")[-1][-1]
    style = {"colspan": str(len(columns)), "style": f"font-size: {layout.text_pt}pt"}
    row.append(element("td", style))
    row[0].extend(blocks)
    last.addnext(row)
    last.append(element("td", {"class": "holding"}))
    add_class(last, "keep")
    hold_rows(table)


def _column() -> Any:
    return element("col", {"style": "width: .01mm"})


def hold_rows(table: Any) -> None:
    """Beside a heading row stands a cell of no width that spans the next row, too."""
    held = [_held(list(body)) for body in table.findall("tbody")]
    if any(held):
        table.find("colgroup").append(_column())


def _held(rows: Sequence[Any]) -> int:
    """The place of the first row after those that are held together; 0 where none are."""
    free = 0
    for at, row in enumerate(rows):
        if at < free or "keep" not in classes(row) or row.getnext() is None:
            continue
        free = at + 1 + max(int(cell.get("rowspan", 1)) for cell in row.getnext())
        row.append(element("td", {"class": "holding", "rowspan": str(free - at)}))
    return free
