"""A Word template made ready for compiling: page layout applied, block controls unwrapped.

Templates are drawn for the text width of BASE; another layout moves margins and tab stops,
scales tables, and sets the type sizes of the styles, so no template is kept per layout.
"""

import re

from lxml import etree

from formsvc.forms.layouts import HAND_LINE_MM, LAYOUTS, PageLayout
from formsvc.renderers.archive import read_archive, write_archive
from formsvc.templating.sync import DOCUMENT, STYLES, W, block_controls, parse, serialise
from formsvc.templating.wordml import NAMESPACE, twips

_WORD_PART = re.compile(r"word/[^/]+\.xml")
_RULED_STYLES = ("Field", "FieldKeep", "CardText", "SubjectRule", "Captioned", "CoverText")
BASE = LAYOUTS["kz"].stitched()
_REQUISITES = {"Requisite": "left", "Subject": "right"}  # the side that stays free
_TABLE_STYLES = ("TableHead", "TableText", "TableNumber")


def prepare(template: bytes, layout: PageLayout, *, by_hand: bool = False) -> bytes:
    """The template as a DOCX package in the layout; `by_hand` leaves room for handwriting."""
    parts = read_archive(template)
    ready = {
        name: _laid_out(name, xml, layout, by_hand) if _WORD_PART.fullmatch(name) else xml
        for name, xml in parts.items()
    }
    return write_archive(ready)


def _laid_out(name: str, xml: bytes, layout: PageLayout, by_hand: bool) -> bytes:
    root = parse(xml)
    _scale_tables(root, layout)
    _move_tabs(root, layout)
    if name == DOCUMENT:
        _unwrap_blocks(root)
        _set_margins(root, layout)
    if name == STYLES:
        _set_styles(root, layout)
    if by_hand:
        _make_room(root)
    return serialise(root)


def _unwrap_blocks(root: etree._Element) -> None:
    """Content controls serve the template's editor; a clerk's document is plain."""
    for _, content in block_controls(root):
        control = content.getparent()
        assert control is not None
        for element in list(content):
            control.addprevious(element)
        parent = control.getparent()
        assert parent is not None
        parent.remove(control)


def _set_margins(root: etree._Element, layout: PageLayout) -> None:
    for section in root.iter(f"{W}sectPr"):
        page, margins = _page(section, layout), section.find(f"{W}pgMar")
        assert margins is not None
        for side in ("left", "right", "top", "bottom", "header"):
            margins.set(f"{W}{side}", str(twips(getattr(page, side))))


def _page(section: etree._Element | None, layout: PageLayout) -> PageLayout:
    """The layout as the pages of a section have it, which are portrait or landscape."""
    size = None if section is None else section.find(f"{W}pgSz")
    turned = size is not None and size.get(f"{W}orient") == "landscape"
    return layout.turned() if turned else layout


def _scale_tables(root: etree._Element, layout: PageLayout) -> None:
    if _widths(layout) == _widths(BASE):
        return
    for tag in ("gridCol", "tcW", "tblW"):
        for element in root.iter(W + tag):
            if element.get(f"{W}type", "dxa") == "dxa":
                ratio = _ratio(element, layout)
                element.set(f"{W}w", str(round(int(element.get(f"{W}w", "0")) * ratio)))


def _widths(layout: PageLayout) -> tuple[int, int]:
    return layout.text_width, layout.turned().text_width


def _ratio(element: etree._Element, layout: PageLayout) -> float:
    """How much wider the text is than in the template, in the section of the element."""
    following = etree.XPath("following::w:sectPr[1]", namespaces={"w": NAMESPACE})(element)
    section = following[0] if isinstance(following, list) and following else None
    assert section is None or isinstance(section, etree._Element)
    return _page(section, layout).text_width / _page(section, BASE).text_width


def _move_tabs(root: etree._Element, layout: PageLayout) -> None:
    """Tab stops at the right edge and in the middle of the text keep their place."""
    moved: dict[str, str] = {}
    for before, after in zip(_widths(BASE), _widths(layout), strict=True):
        edge, width = twips(before), twips(after)
        moved |= {str(edge): str(width), str(edge // 2): str(width // 2)}
    for tab in root.iter(f"{W}tab"):
        position = tab.get(f"{W}pos")
        if position in moved:
            tab.set(f"{W}pos", moved[position])


def _set_styles(root: etree._Element, layout: PageLayout) -> None:
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId")
        if name in _TABLE_STYLES:
            _set_size(style, layout.table_pt)
        if name in _REQUISITES:
            indent = style.find(f"{W}pPr/{W}ind")
            assert indent is not None
            free = twips(layout.text_width) - twips(layout.requisite_width)
            indent.set(f"{W}{_REQUISITES[name]}", str(free))
    defaults = root.find(f"{W}docDefaults")
    assert defaults is not None
    _set_size(defaults, layout.text_pt)
    for spacing in defaults.iter(f"{W}spacing"):
        spacing.set(f"{W}line", str(round(240 * layout.line_height)))


def _make_room(root: etree._Element) -> None:
    """Ruled lines and table rows high enough to be written on."""
    for style in root.iter(f"{W}style"):
        spacing = style.find(f"{W}pPr/{W}spacing")
        if style.get(f"{W}styleId") in _RULED_STYLES and spacing is not None:
            spacing.set(f"{W}line", str(twips(HAND_LINE_MM)))
            spacing.set(f"{W}lineRule", "exact")
    for properties in root.iter(f"{W}trPr"):
        own = (properties.find(f"{W}{tag}") for tag in ("tblHeader", "trHeight"))
        if all(one is None for one in own):
            height = etree.SubElement(properties, f"{W}trHeight")
            height.set(f"{W}val", str(twips(HAND_LINE_MM)))
            height.set(f"{W}hRule", "atLeast")


def _set_size(element: etree._Element, points: int) -> None:
    for tag in ("sz", "szCs"):
        for size in element.iter(W + tag):
            size.set(f"{W}val", str(points * 2))
