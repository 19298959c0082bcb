"""WordprocessingML as strings: the few shapes that templates are made of."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TWIPS_PER_MM = 56.6929


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * TWIPS_PER_MM)


def run(text: str, style: str = "") -> str:
    """A run of text, «\\t» as a tab, in a character style."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    pieces = escape(text).split("\t")
    body = "<w:tab/>".join(f'<w:t xml:space="preserve">{piece}</w:t>' for piece in pieces)
    return f"<w:r>{properties}{body}</w:r>"


def paragraph(style: str, *runs: str) -> str:
    """A paragraph; a run that is plain text becomes one."""
    made = "".join(one if one.startswith("<w:") else run(one) for one in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{made}</w:p>'


def control(tag: str) -> str:
    """A paragraph that holds only a Jinja tag and vanishes: `{%p … %}`."""
    return paragraph("Control", f"{{%p {tag} %}}")


def cell(
    width: int, *paragraphs: str, borders: str = "", columns: int = 1, merged: str = ""
) -> str:
    """A table cell of a width in twips over some columns; `borders` is the inside of tcBorders,
    `merged` is «restart» for the uppermost of cells that are one, «continue» for those below.
    """
    spanned = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    one = f'<w:vMerge w:val="{merged}"/>' if merged else ""
    edges = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{one}{edges}</w:tcPr>'
        f"{''.join(paragraphs)}</w:tc>"
    )


def row(*cells: str, header: bool = False, height: float = 0) -> str:
    """A row that is never split over pages, at least so many millimetres high; a header row is
    repeated on each.
    """
    repeated = "<w:tblHeader/>" if header else ""
    high = f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{high}{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def control_row(tag: str, widths: Sequence[int]) -> str:
    """A row that holds only a Jinja tag and vanishes: `{%tr … %}`."""
    first = cell(widths[0], paragraph("Control", f"{{%tr {tag} %}}"))
    return row(first, *(cell(width, paragraph("Control")) for width in widths[1:]))


def table(style: str, widths: Sequence[int], *rows: str) -> str:
    """A table of fixed column widths (twips)."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}'
        "</w:tbl>"
    )


def block(name: str, *content: str) -> str:
    """A tagged content control: the place of a shared block."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{name}"/><w:tag w:val="block:{name}"/></w:sdtPr>'
        f"<w:sdtContent>{''.join(content)}</w:sdtContent></w:sdt>"
    )


_PAGES = {
    False: ("rId2", 'w:w="11906" w:h="16838"', (1134, 567, 1134, 1701, 567)),
    True: ("rId5", 'w:w="16838" w:h="11906" w:orient="landscape"', (1701, 1134, 567, 1134, 1134)),
}
"""Header (as _blocks.docx names them), size and margins of a page; True for a landscape one."""


def section_end(*, landscape: bool = False) -> str:
    """The paragraph that ends a section of portrait or landscape pages."""
    header, size, (top, right, bottom, left, from_edge) = _PAGES[landscape]
    return (
        f'<w:p xmlns:r="{_RELATIONSHIPS}"><w:pPr><w:pStyle w:val="TableEnd"/><w:sectPr>'
        f'<w:headerReference w:type="default" r:id="{header}"/><w:pgSz {size}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
        f' w:header="{from_edge}" w:footer="567" w:gutter="0"/></w:sectPr></w:pPr></w:p>'
    )


def shares(weights: Sequence[float], total: int) -> list[int]:
    """Column widths in twips that add up to the total, in proportion to the weights."""
    widths = [int(total * weight / sum(weights)) for weight in weights]
    widths[-1] += total - sum(widths)
    return widths
