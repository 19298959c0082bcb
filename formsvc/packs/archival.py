"""Whether the pages of a PDF from outside may stand in a PDF/A-3.

Only two kinds are believed. A scan is looked through: pictures alone, of kinds and colours that
PDF/A allows, placed by operators that it allows. Any other file must say itself that it is PDF/A,
and the few things that break when it is bound elsewhere are looked for.
"""

import re
import zlib
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pikepdf

_MIB = 1024 * 1024
_PLACING = {"q", "Q", "cm", "Do", "re", "W", "W*", "n", "f", "g", "G", "rg", "RG", "w"}
_FILTERS = {"/FlateDecode", "/DCTDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
_COLOURS = {"/DeviceGray", "/DeviceRGB"}
_PART = re.compile(rb"pdfaid:part(?:>|=[\"'])\s*([123])\b")
_CONFORMANCE = re.compile(rb"pdfaid:conformance(?:>|=[\"'])\s*([ABUabu])\b")


class Level(StrEnum):
    """The lowest level of PDF/A-3 that pages keep: B is the look, U is text that can be read."""

    B = "b"
    U = "u"


def level(pdf: pikepdf.Pdf) -> Level | None:
    """The level at which the pages may stand in a PDF/A-3, None where they may not."""
    try:
        return _declared(pdf) or (Level.U if _is_scan(pdf) else None)
    except (pikepdf.PdfError, zlib.error, ValueError, TypeError, AttributeError, KeyError):
        return None


def _declared(pdf: pikepdf.Pdf) -> Level | None:
    metadata = pdf.Root.get("/Metadata")
    words = _description(metadata) if isinstance(metadata, pikepdf.Stream) else b""
    part, conformance = _PART.search(words), _CONFORMANCE.search(words)
    if not part or not conformance or not _is_of_our_colours(pdf):
        return None
    return Level.B if conformance[1].upper() == b"B" else Level.U


def _description(metadata: pikepdf.Stream) -> bytes:
    """The beginning of a description, unpacked if it is packed by Flate."""
    raw = metadata.read_raw_bytes()
    if metadata.get("/Filter") != pikepdf.Name.FlateDecode:
        return raw[:_MIB]
    return zlib.decompressobj().decompress(raw, _MIB)


def _is_of_our_colours(pdf: pikepdf.Pdf) -> bool:
    """Whether its colours mean the same under sRGB: not those of another device."""
    intents = list(pdf.Root.get("/OutputIntents", []))
    profiles = [one.get("/DestOutputProfile") for one in intents]
    return all(profile is None or int(profile.N) != 4 for profile in profiles)


def _is_scan(pdf: pikepdf.Pdf) -> bool:
    return all(_is_picture_page(page) for page in pdf.pages)


def _is_picture_page(page: pikepdf.Page) -> bool:
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    kinds = {key for key in resources.keys() if len(resources[key])}  # noqa: SIM118
    if not kinds <= {"/XObject", "/ProcSet"} or "/Group" in page.obj or "/Annots" in page.obj:
        return False
    pictures = list(resources.get("/XObject", pikepdf.Dictionary()).values())
    return all(map(_is_plain_picture, pictures)) and _only_places(page)


def _is_plain_picture(picture: Any) -> bool:
    filters = picture.get("/Filter", [])
    names = {str(one) for one in (filters if isinstance(filters, pikepdf.Array) else [filters])}
    unusual = {"/SMask", "/Alternates", "/OPI", "/Interpolate", "/Intent", "/SMaskInData"}
    return (
        picture.get("/Subtype") == "/Image"
        and names <= _FILTERS
        and not unusual & set(picture.keys())
        and _colour(picture) in _COLOURS
    )


def _colour(picture: Any) -> str:
    if picture.get("/ImageMask"):
        return "/DeviceGray"
    space = picture.get("/ColorSpace")
    return str(space) if isinstance(space, pikepdf.Name) else ""


def _only_places(page: pikepdf.Page) -> bool:
    return all(operator in _PLACING for operator in _operators(page))


def _operators(page: pikepdf.Page) -> Iterator[str]:
    contents = page.obj.get("/Contents", pikepdf.Array())
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    if sum(len(one.read_raw_bytes()) for one in streams) > _MIB // 16:
        yield "too much to look through"
        return
    for instruction in pikepdf.parse_content_stream(page):
        yield str(instruction.operator)
