"""What openpyxl leaves undone: bytes that depend on the content alone, valid for every reader."""

import re
from datetime import date

from lxml import etree

from formsvc.renderers.archive import parse_xml, read_archive, write_archive
from formsvc.renderers.xlsx_sheet import FONT, USUAL_POINTS

_CORE, _STYLES = "docProps/core.xml", "xl/styles.xml"
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# The order of a font's parts in the standard's schema (ECMA-376, CT_Font).
_FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
)


def finished_package(workbook: bytes, as_of: date) -> bytes:
    """The workbook with the times of `as_of`, its own font, and fonts as the standard has them."""
    parts = read_archive(workbook)
    time = f"{as_of.isoformat()}T00:00:00Z".encode()
    parts[_CORE] = _TIMES.sub(rb"\g<1>" + time + rb"\g<3>", parts[_CORE])
    parts[_STYLES] = _with_fonts(parts[_STYLES])
    return write_archive(parts)


def _with_fonts(styles: bytes) -> bytes:
    root = parse_xml(styles)
    usual = next(root.iter(f"{_MAIN}font"))
    # Its digits are the unit of all widths of columns. The font that openpyxl writes is missing on
    # many machines, and another one in its place would change every width.
    usual[:] = [part for part in usual if etree.QName(part).localname in ("sz", "color", "name")]
    next(usual.iter(f"{_MAIN}name")).set("val", FONT)
    next(usual.iter(f"{_MAIN}sz")).set("val", str(USUAL_POINTS))
    for font in root.iter(f"{_MAIN}font"):
        font[:] = sorted(font, key=lambda part: _FONT_ORDER.index(etree.QName(part).localname))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
