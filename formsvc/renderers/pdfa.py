"""From the plain PDF of PlutoPrint to PDF/A-3u (ISO 19005-3): colours, metadata, fonts."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from html import escape, unescape
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO
from zlib import compress

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String

from formsvc.renderers.base import RenderSettings

_SRGB = "IEC 61966-2-1 Default RGB Colour Space - sRGB"
_PRODUCER = f"PlutoPrint {version('plutoprint')}"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 {attributes}>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_STANDARD = {"xmlns:pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfaid:part": "3"}
_NAMES = {
    "producer": "pdf:Producer",
    "keywords": "pdf:Keywords",
    "generator": "xmp:CreatorTool",
}
_ENTRIES = {
    "title": "/Title",
    "producer": "/Producer",
    "keywords": "/Keywords",
    "generator": "/Creator",
}
_PATTERNS = {
    "title": r"<title>(.*?)</title>",
    "keywords": r'<meta name="keywords" content="(.*?)">',
    "generator": r'<meta name="generator" content="(.*?)">',
}
_LANGUAGE = r'<html lang="(.*?)">'


def lifted(content: bytes, source: str, settings: RenderSettings) -> bytes:
    """The file as PDF/A-3u, described as the head of its HTML says, dated with `as_of`."""
    with pikepdf.open(BytesIO(content)) as pdf:
        describe(pdf, _told(source), _found(_LANGUAGE, source), settings.as_of, "u")
        state_colours(pdf)
        state_glyphs(pdf)
        buffer = BytesIO()
        pdf.save(
            buffer,
            deterministic_id=True,
            fix_metadata_version=False,  # it is right, and would be parsed for it
            object_stream_mode=ObjectStreamMode.generate,
        )
    return buffer.getvalue()


def describe(
    pdf: Pdf, told: Mapping[str, str], language: str, day: date, level: str | None
) -> None:
    """The same in XMP and in the information dictionary, which PDF/A compares.

    `told` has a title, and may have keywords, generator and producer; `level` of PDF/A-3 is
    declared where there is one.
    """
    dated = f"{day.isoformat()}T00:00:00Z"
    words = {_NAMES[name]: text for name, text in told.items() if name != "title"}
    words |= {"xmp:CreateDate": dated, "xmp:ModifyDate": dated}
    if level:
        words |= _STANDARD | {"pdfaid:conformance": level.upper()}
    attributes = "\n ".join(f'{name}="{escape(text)}"' for name, text in words.items())
    xmp = _XMP.format(title=escape(told["title"]), attributes=attributes)
    pdf.Root.Metadata = pdf.make_stream(
        xmp.encode(), Dictionary(Type=Name.Metadata, Subtype=Name.XML)
    )
    entries = {_ENTRIES[name]: String(text) for name, text in told.items()}
    entries |= dict.fromkeys(("/CreationDate", "/ModDate"), String(f"D:{day:%Y%m%d}000000Z"))
    pdf.trailer.Info = pdf.make_indirect(Dictionary(entries))
    pdf.Root.Lang = String(language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _told(source: str) -> dict[str, str]:
    """What the head of the HTML says."""
    found = {name: _found(pattern, source) for name, pattern in _PATTERNS.items()}
    return found | {"producer": _PRODUCER}


def _found(pattern: str, source: str) -> str:
    found = re.search(pattern, source, re.DOTALL)
    return unescape(found[1]) if found else ""


def state_colours(pdf: Pdf) -> None:
    """What the colours of devices mean: sRGB."""
    profile = pdf.make_stream(_profile(), Dictionary(N=3, Filter=Name.FlateDecode))
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
    """Deflated once for all documents."""
    return compress(files("pikepdf").joinpath("pdfa", "data", "sRGB.icc").read_bytes())


def state_glyphs(pdf: Pdf) -> None:
    """Every TrueType font with wide codes says which glyph a code is: the one of its number."""
    for font in pdf.objects:
        wide = isinstance(font, Dictionary) and font.get("/Subtype") == "/CIDFontType2"
        if wide and "/CIDToGIDMap" not in font:
            font.CIDToGIDMap = Name.Identity
