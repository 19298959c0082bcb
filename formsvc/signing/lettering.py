"""The letters of a visible mark: Noto Sans, of which only what is shown goes into the file.

HarfBuzz sets the lines and takes the letters out. pyHanko's own way reads every table of the font
for each mark, which takes longer than all the rest of a signature.
"""

import hashlib
import itertools
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
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
_MOST_IN_BLOCK, _PROGRAMS = 100, 64
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
%s
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
_WHOLE = (
    "<< /Type /Font /Subtype /Type0 /BaseFont %s /Encoding /Identity-H"
    " /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>"
)
_DESCENDANT = (
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont %s /CIDToGIDMap /Identity"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    " /FontDescriptor %d 0 R /W [%s] >>"
)
# Not symbolic; the stem is that of a usual font.
_DESCRIPTOR = (
    "<< /Type /FontDescriptor /FontName %s /Flags 32 /ItalicAngle 0 /StemV 80"
    " /FontFile2 %d 0 R %s >>"
)
_MEASURES = "/Ascent %d /Descent %d /CapHeight %d /FontBBox [%d %d %d %d]"


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
        self._set = cache(_set)

    def width(self, line: str) -> float:
        """In em."""
        _, places = self._set(line)
        return float(sum(place.x_advance for place in places) / _em())

    def drawn(self, line: str, size: float) -> bytes:
        """Operators that show a line where the text stands, in the font that is set."""
        letters, places = self._set(line)
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
        shown, across, up = b"<%04x>" % letter.codepoint, place.x_offset, place.y_offset
        after = place.x_advance - across - _advance(letter.codepoint)
        if across:
            yield b"%g" % -_thousandths(across)
        yield b"] TJ %g Ts [%s] TJ 0 Ts [" % (up * size / _em(), shown) if up else shown
        if after:
            yield b"%g" % -_thousandths(after)


@cache
def _advance(letter: int) -> int:
    return int(_font().get_glyph_h_advance(letter))


@cache
def _em() -> int:
    return int(_font().face.upem)


def _thousandths(units: float) -> float:
    return units * 1000 / _em()


def _embedded(writer: Any, shown: Mapping[int, str]) -> generic.IndirectObject:
    letters = tuple(shown)
    name, widths = _name(letters), " ".join(f"{one} [{_width(one)}]" for one in letters)

    def added(content: bytes) -> int:
        return int(writer.add_object(_Written(content)).idnum)

    descriptor = _DESCRIPTOR % (name, added(_program(letters)), _measures())
    descendant = _DESCENDANT % (name, added(descriptor.encode()), widths)
    text = added(_packed(_to_unicode(shown)))
    whole = _WHOLE % (name, added(descendant.encode()), text)
    return writer.add_object(_Written(whole.encode()))


class _Written(generic.PdfObject):  # type: ignore[misc]
    """What is written already: pyHanko writes a name in calls of Python for each of its letters."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def write_to_stream(self, stream: Any, handler: Any = None, container_ref: Any = None) -> None:
        """As it is; a file that is encrypted is not signed."""
        stream.write(self._content)


def _name(letters: Sequence[int]) -> str:
    tag = hashlib.sha256(repr(list(letters)).encode()).hexdigest()[:6].translate(_LETTERS)
    return f"/{tag}+{_FAMILY.replace(' ', '')}"


def _width(letter: int) -> int:
    return round(_thousandths(_advance(letter)))


@cache
def _measures() -> str:
    """The sizes of the whole font, in thousandths."""
    font = TTFont(BytesIO(font_bytes(_FAMILY)))
    head, line, capital = font["head"], font["hhea"], font["OS/2"].sCapHeight
    units = (line.ascent, line.descent, capital, head.xMin, head.yMin, head.xMax, head.yMax)
    return _MEASURES % tuple(round(_thousandths(one)) for one in units)


@lru_cache(maxsize=_PROGRAMS)
def _program(letters: Sequence[int]) -> bytes:
    """The font of these letters alone, as PDF needs it; a seal shows the same ones each time."""
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(SubsetInputSets.GLYPH_INDEX).update(letters)
    tables = (int.from_bytes(table.encode(), "big") for table in _NOT_FOR_PDF)
    wanted.sets(SubsetInputSets.DROP_TABLE_TAG).update(tables)
    wanted.flags = _FLAGS
    return _packed(bytes(uharfbuzz.SubsetPlan(_font().face, wanted).execute().blob.data))


def _to_unicode(shown: Mapping[int, str]) -> bytes:
    pairs = [f"<{one:04x}> <{text.encode('utf-16-be').hex()}>" for one, text in shown.items()]
    blocks = [
        pairs[start : start + _MOST_IN_BLOCK] for start in range(0, len(pairs), _MOST_IN_BLOCK)
    ]
    told = ("\n".join((f"{len(one)} beginbfchar", *one, "endbfchar")) for one in blocks)
    return (_TO_UNICODE % "\n".join(told)).encode()


def _packed(content: bytes) -> bytes:
    packed = zlib.compress(content)
    head = b"<< /Filter /FlateDecode /Length %d /Length1 %d >>" % (len(packed), len(content))
    return b"%s\nstream\n%s\nendstream" % (head, packed)
