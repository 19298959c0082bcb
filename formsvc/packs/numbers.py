"""Numbers of sheets written onto pages that are finished: in the upper right corner, as people
see the page, in a font of ten digits that goes with the file."""

from functools import cache, lru_cache
from io import BytesIO
from typing import Any

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from formsvc.renderers.font_files import font_bytes

_FAMILY, _SIZE = "FreeSerif", 11
_NAME = "/FormsvcSheet"
_DIGITS = "0123456789"
_KINDS = 256
_FROM_RIGHT, _FROM_TOP = 14, 44
"""Points from the edges to the middle of the number and to its baseline: the margin of our own
documents, where their engine puts it."""


class Numbers:
    """Writes numbers of sheets onto the pages of one file."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._font = _font(pdf)
        self._begin = pdf.make_stream(b"q")

    def write(self, page: pikepdf.Page, number: int) -> None:
        """The number on a page; what stands there is kept."""
        text = str(number)
        _add_font(page.obj, self._font)
        matrix = _matrix(_geometry(page), sum(_widths()[digit] for digit in text))
        drawn = f"Q q BT 0 g {_NAME} {_SIZE} Tf {matrix} Tm ({text}) Tj ET Q".encode()
        # What the page leaves behind it (colours, a turned or scaled grid) ends with it.
        page.contents_add(self._begin, prepend=True)
        page.contents_add(self._pdf.make_stream(drawn))


def written(content: bytes, first: int) -> bytes:
    """A file whose pages are numbered from `first` on; same input, same bytes."""
    with pikepdf.open(BytesIO(content)) as pdf:
        numbers = Numbers(pdf)
        for number, page in enumerate(pdf.pages, first):
            numbers.write(page, number)
        buffer = BytesIO()
        pdf.save(buffer, deterministic_id=True, linearize=False)
    return buffer.getvalue()


def _add_font(page: pikepdf.Object, font: pikepdf.Object) -> None:
    """Into the resources of a page, which others may share: one name more does them no harm."""
    resources = _entry(page, "/Resources")
    _entry(resources, "/Font")[_NAME] = font


def _entry(holder: pikepdf.Object, name: str) -> Any:
    """A dictionary within another, put there if it is missing."""
    found = holder.get(name)
    if found is None:
        holder[name] = Dictionary()
        found = holder[name]
    return found


def _geometry(page: pikepdf.Page) -> tuple[tuple[float, ...], int]:
    """The edges of the visible box, and the rotation."""
    return tuple(map(float, page.cropbox)), int(page.obj.get("/Rotate", 0)) % 360


@lru_cache(maxsize=_KINDS)
def _matrix(geometry: tuple[tuple[float, ...], int], width: int) -> str:
    """The matrix that writes a number of that width (in thousandths) upright in the corner."""
    box, turn = geometry
    left, right = min(box[::2]), max(box[::2])
    bottom, top = min(box[1::2]), max(box[1::2])
    across, up = right - left, top - bottom
    seen = (up, across) if turn in (90, 270) else (across, up)
    x, y = seen[0] - _FROM_RIGHT - width / 1000 * _SIZE / 2, seen[1] - _FROM_TOP
    places = {
        0: (1, 0, 0, 1, left + x, bottom + y),
        90: (0, 1, -1, 0, right - y, bottom + x),
        180: (-1, 0, 0, -1, right - x, top - y),
        270: (0, -1, 1, 0, left + y, top - x),
    }
    return " ".join(f"{number:g}" for number in places[turn])


@cache
def _program() -> bytes:
    """The font of the digits alone."""
    font = TTFont(BytesIO(font_bytes(_FAMILY)), recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True)
    options.drop_tables += ["FFTM", "GSUB", "GPOS", "GDEF", "kern"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=_DIGITS)
    subsetter.subset(font)
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()


@cache
def _widths() -> dict[str, int]:
    """Widths of the digits in thousandths."""
    font = TTFont(BytesIO(_program()))
    names, scale = font.getBestCmap(), 1000 / font["head"].unitsPerEm
    return {digit: round(font["hmtx"][names[ord(digit)]][0] * scale) for digit in _DIGITS}


@cache
def _measures() -> dict[str, Any]:
    """The sizes of the font, in thousandths."""
    font = TTFont(BytesIO(_program()))
    head, line, scale = font["head"], font["hhea"], 1000 / font["head"].unitsPerEm
    units = (line.ascent, line.descent, head.xMin, head.yMin, head.xMax, head.yMax)
    ascent, descent, *box = (round(one * scale) for one in units)
    return {"FontBBox": box, "Ascent": ascent, "Descent": descent, "CapHeight": box[3]}


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/SHEETS+FreeSerif"),
        Flags=32,
        ItalicAngle=0,
        StemV=80,
        FontFile2=pdf.make_stream(_program(), Length1=len(_program())),
        **_measures(),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/SHEETS+FreeSerif"),
            FirstChar=ord("0"),
            LastChar=ord("9"),
            Widths=Array([_widths()[digit] for digit in _DIGITS]),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )
