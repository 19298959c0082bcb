"""From the plain PDF of PlutoPrint to PDF/A-3u (ISO 19005-3): colours, metadata, fonts."""

import re
from functools import cache
from html import escape, unescape
from importlib.resources import files
from io import BytesIO

import pikepdf
import plutoprint
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String

from formsvc.renderers.base import RenderSettings

_SRGB = "IEC 61966-2-1 Default RGB Colour Space - sRGB"
_PRODUCER = f"PlutoPrint {plutoprint.__version__}"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" pdfaid:part="3" pdfaid:conformance="U"
 pdf:Producer="{producer}" pdf:Keywords="{keywords}" xmp:CreatorTool="{generator}"
 xmp:CreateDate="{created}" xmp:ModifyDate="{created}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def lifted(content: bytes, source: str, settings: RenderSettings) -> bytes:
    """The file as PDF/A-3u, described as the head of its HTML says, dated with `as_of`."""
    with pikepdf.open(BytesIO(content)) as pdf:
        _describe(pdf, source, settings)
        _state_colours(pdf)
        _state_glyphs(pdf)
        buffer = BytesIO()
        pdf.save(
            buffer,
            deterministic_id=True,
            fix_metadata_version=False,  # it is right, and would be parsed for it
            object_stream_mode=ObjectStreamMode.generate,
        )
    return buffer.getvalue()


def _describe(pdf: Pdf, source: str, settings: RenderSettings) -> None:
    """The same in XMP and in the information dictionary, which PDF/A compares."""
    told = {
        "title": _found(r"<title>(.*?)</title>", source),
        "keywords": _found(r'<meta name="keywords" content="(.*?)">', source),
        "generator": _found(r'<meta name="generator" content="(.*?)">', source),
        "producer": _PRODUCER,
        "created": settings.created,
    }
    xmp = _XMP.format_map({name: escape(value) for name, value in told.items()})
    pdf.Root.Metadata = pdf.make_stream(
        xmp.encode(), Dictionary(Type=Name.Metadata, Subtype=Name.XML)
    )
    date = String(f"D:{settings.as_of:%Y%m%d}000000Z")
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=told["title"],
            Keywords=told["keywords"],
            Creator=told["generator"],
            Producer=told["producer"],
            CreationDate=date,
            ModDate=date,
        )
    )
    pdf.Root.Lang = String(_found(r'<html lang="(.*?)">', source))
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _found(pattern: str, source: str) -> str:
    found = re.search(pattern, source, re.DOTALL)
    return unescape(found[1]) if found else ""


def _state_colours(pdf: Pdf) -> None:
    profile = pdf.make_stream(_profile(), Dictionary(N=3))
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=_SRGB,
        Info=_SRGB,
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


@cache
def _profile() -> bytes:
    return files("pikepdf").joinpath("pdfa", "data", "sRGB.icc").read_bytes()


def _state_glyphs(pdf: Pdf) -> None:
    """Every TrueType font with wide codes says which glyph a code is: the one of its number."""
    for font in pdf.objects:
        wide = isinstance(font, Dictionary) and font.get("/Subtype") == "/CIDFontType2"
        if wide and "/CIDToGIDMap" not in font:
            font.CIDToGIDMap = Name.Identity
