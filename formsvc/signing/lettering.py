"""The letters of a visible mark: Noto Sans, of which only what is shown goes into the file.

HarfBuzz sets the lines and takes the letters out. pyHanko's own way reads every table of the font
for each mark, which takes longer than all the rest of a signature.
"""

import hashlib
import itertools
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any

import uharfbuzz
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from uharfbuzz import SubsetFlags, SubsetInputSets

from formsvc.renderers.font_files import font_bytes

_FAMILY = "Noto Sans"
# The numbers of letters in what is drawn stay those of the whole font.
_FLAGS = SubsetFlags.NO_HINTING | SubsetFlags.NOTDEF_OUTLINE | SubsetFlags.RETAIN_GIDS
_NOT_FOR_PDF = ("GPOS", "GSUB", "GDEF", "kern", "name", "cmap", "OS/2", "post")
_NON_SYMBOLIC, _USUAL_STEM = 32, 80
_MOST_IN_BLOCK = 100
_LETTERS = str.maketrans("0123456789abcdef", "ABCDEFGHIJKLMNOP")
_TO_UNICODE = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


@cache
def _font() -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(font_bytes(_FAMILY)))


@cache
def characters() -> frozenset[int]:
    """What can be shown."""
    return frozenset(_font().face.unicodes)


class Lettering:
    """The lines of one mark, and the letters that they need."""

    def __init__(self) -> None:
        self._shown: dict[int, str] = {}

    def width(self, line: str) -> float:
        """In em."""
        _, places = _set(line)
        return float(sum(place.x_advance for place in places) / _em())

    def drawn(self, line: str, size: float) -> bytes:
        """Operators that show a line where the text stands, in the font that is set."""
        letters, places = _set(line)
        self._note(line, letters)
        return b"[%s] TJ" % b"".join(_pieces(letters, places, size))

    def embedded(self, writer: Any) -> generic.IndirectObject:
        """The font of all that was drawn, put into a file."""
        return _embedded(writer, dict(sorted(self._shown.items())))

    def _note(self, line: str, letters: Sequence[Any]) -> None:
        """Which text the letters are: one by one, else that of what they were joined from."""
        text = _composed(line)
        single = {_font().get_nominal_glyph(ord(letter)): letter for letter in text}
        starts = sorted({one.cluster for one in letters} | {len(text)})
        ends = dict(itertools.pairwise(starts))
        for one in letters:
            joined = text[one.cluster : ends[one.cluster]]
            self._shown.setdefault(one.codepoint, single.get(one.codepoint, joined))


def _composed(line: str) -> str:
    return unicodedata.normalize("NFC", line)


def _set(line: str) -> tuple[Sequence[Any], Sequence[Any]]:
    """The letters of a line, and how each is placed."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(_composed(line))
    buffer.guess_segment_properties()
    uharfbuzz.shape(_font(), buffer)
    return buffer.glyph_infos, buffer.glyph_positions or ()


def _pieces(letters: Sequence[Any], places: Sequence[Any], size: float) -> Iterator[bytes]:
    """Letters, and how far each next one is moved (ISO 32000-1, 9.4.3)."""
    for letter, place in zip(letters, places, strict=True):
        width = _font().get_glyph_h_advance(letter.codepoint)
        after = place.x_advance - place.x_offset - width
        if place.x_offset:
            yield b"%g" % -_thousandths(place.x_offset)
        if place.y_offset:
            raised = place.y_offset * size / _em()
            yield b"] TJ %g Ts [<%04x>] TJ 0 Ts [" % (raised, letter.codepoint)
        else:
            yield b"<%04x>" % letter.codepoint
        if after:
            yield b"%g" % -_thousandths(after)


def _em() -> int:
    return int(_font().face.upem)


def _thousandths(units: float) -> float:
    return units * 1000 / _em()


def _embedded(writer: Any, shown: Mapping[int, str]) -> generic.IndirectObject:
    tag = hashlib.sha256(repr(list(shown)).encode()).hexdigest()[:6].translate(_LETTERS)
    name = f"/{tag}+{_FAMILY.replace(' ', '')}"
    widths = [
        part
        for one in shown
        for part in (one, [round(_thousandths(_font().get_glyph_h_advance(one)))])
    ]
    descendant = writer.add_object(
        _dictionary(
            Type="/Font",
            Subtype="/CIDFontType2",
            BaseFont=name,
            CIDSystemInfo=_dictionary(
                Registry=generic.pdf_string("Adobe"),
                Ordering=generic.pdf_string("Identity"),
                Supplement=0,
            ),
            CIDToGIDMap="/Identity",
            FontDescriptor=writer.add_object(_descriptor(writer, name, tuple(shown))),
            W=widths,
        )
    )
    return writer.add_object(
        _dictionary(
            Type="/Font",
            Subtype="/Type0",
            BaseFont=name,
            Encoding="/Identity-H",
            DescendantFonts=[descendant],
            ToUnicode=writer.add_object(_packed(_to_unicode(shown))),
        )
    )


def _descriptor(writer: Any, name: str, letters: Sequence[int]) -> generic.DictionaryObject:
    return _dictionary(
        Type="/FontDescriptor",
        FontName=name,
        Flags=_NON_SYMBOLIC,
        ItalicAngle=0,
        StemV=_USUAL_STEM,
        FontFile2=writer.add_object(_packed(_program(letters))),
        **_measures(),
    )


@cache
def _measures() -> dict[str, Any]:
    """The sizes of the whole font, in thousandths."""
    font = TTFont(BytesIO(font_bytes(_FAMILY)))
    head, line, capital = font["head"], font["hhea"], font["OS/2"].sCapHeight
    box = (head.xMin, head.yMin, head.xMax, head.yMax)
    ascent, descent, height, *edges = (
        round(_thousandths(units)) for units in (line.ascent, line.descent, capital, *box)
    )
    return {"Ascent": ascent, "Descent": descent, "CapHeight": height, "FontBBox": edges}


def _program(letters: Sequence[int]) -> bytes:
    """The font of these letters alone, as PDF needs it."""
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(SubsetInputSets.GLYPH_INDEX).update(letters)
    tables = (int.from_bytes(table.encode(), "big") for table in _NOT_FOR_PDF)
    wanted.sets(SubsetInputSets.DROP_TABLE_TAG).update(tables)
    wanted.flags = _FLAGS
    return bytes(uharfbuzz.SubsetPlan(_font().face, wanted).execute().blob.data)


def _to_unicode(shown: Mapping[int, str]) -> bytes:
    pairs = [f"<{one:04x}> <{text.encode('utf-16-be').hex()}>" for one, text in shown.items()]
    blocks = [
        pairs[start : start + _MOST_IN_BLOCK] for start in range(0, len(pairs), _MOST_IN_BLOCK)
    ]
    told = ("\n".join((f"{len(one)} beginbfchar", *one, "endbfchar")) for one in blocks)
    return _TO_UNICODE.format("\n".join(told)).encode()


def _packed(content: bytes) -> generic.StreamObject:
    stream = generic.StreamObject(
        {generic.pdf_name("/Length1"): generic.NumberObject(len(content))}, stream_data=content
    )
    stream.compress()
    return stream


def _dictionary(**entries: Any) -> generic.DictionaryObject:
    return generic.DictionaryObject(
        {generic.pdf_name(f"/{key}"): _object(value) for key, value in entries.items()}
    )


def _object(value: Any) -> Any:
    """Names begin with a stroke; what is of PDF already stays as it is."""
    if isinstance(value, list):
        return generic.ArrayObject([_object(one) for one in value])
    if isinstance(value, generic.PdfObject):
        return value
    return generic.pdf_name(value) if isinstance(value, str) else generic.NumberObject(value)
