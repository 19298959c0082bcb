"""Finished PDFs joined into one, without tags: for packs with files from outside, and large ones.

Pages are taken over as they are drawn. Tags would point at the wrong pages, so they are dropped;
links and bookmarks of our own papers are made anew.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from formsvc.packs import attaching
from formsvc.packs.archival import Level
from formsvc.packs.headings import SECTION_URI, Section, depths
from formsvc.packs.numbers import Numbers
from formsvc.renderers import pdfa

ENGINE = f"pikepdf {pikepdf.__version__}"
ANCHOR_URI = "urn:formsvc:"
"""Before the name of an anchor in a link of a paper that is laid out apart from its targets."""

_KEPT = {
    *("/Type", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit"),
    *("/Resources", "/Contents", "/Group", "/Parent"),
}


@dataclass(frozen=True)
class Part:
    """A file to join: its content or where it lies, and how it is named.

    `first` is the number of its first sheet where it has none yet, 0 where none is written;
    `sections` are the headings that it marks by links.
    """

    content: bytes | Path
    title: str
    anchor: str
    ours: bool = True
    first: int = 0
    sections: tuple[Section, ...] = ()
    engine: str = ""


@dataclass
class Joined:
    """A file that grows part by part; used as a context, which closes what it was made of.

    It is written into the private `folder`: qpdf writes into memory by a call of Python a piece.
    """

    title: str
    as_of: date
    level: Level | None
    folder: Path

    def __post_init__(self) -> None:
        """Empty so far."""
        self.pdf = pikepdf.Pdf.new()
        self._open = ExitStack()
        self._numbers = Numbers(self.pdf)
        self._items: list[OutlineItem] = []
        self._starts: dict[str, int] = {}
        self._links: list[Any] = []

    def __enter__(self) -> "Joined":
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes all parts."""
        self._open.close()
        self.pdf.close()

    def add(self, part: Part) -> int:
        """Takes over the pages of a part; how many they are."""
        content = part.content
        source = pikepdf.open(BytesIO(content) if isinstance(content, bytes) else content)
        self._open.enter_context(source)
        start = len(self.pdf.pages)
        self._starts[part.anchor] = start
        item = OutlineItem(part.title, start)
        if part.ours:
            found = _marked if part.sections else _sections
            item.children.extend(found(source, start, part.sections))
        else:
            source.flatten_annotations("all")
            _drop_lists_of_glyphs(source)
        self._items.append(item)
        pages = list(source.pages)
        self._take_pages(pages, part)
        return len(pages)

    def _take_pages(self, pages: list[pikepdf.Page], part: Part) -> None:
        links = [_to_documents(page) if part.ours else [] for page in pages]
        for page in pages:
            for key in page.obj.keys() - _KEPT:
                del page.obj[key]
        start = len(self.pdf.pages)
        self.pdf.pages.extend(pages)
        for offset, (page, own) in enumerate(zip(self.pdf.pages[start:], links, strict=True)):
            if own:
                page.obj.Annots = self.pdf.make_indirect(Array(list(map(_annotation, own))))
                self._links.extend(page.obj.Annots)
            if part.first:
                self._numbers.write(page, part.first + offset)

    def finish(self) -> None:
        """Bookmarks, links and the description, when all parts are in."""
        with self.pdf.open_outline() as outline:
            outline.root.extend(self._items)
        for link in self._links:
            target = self.pdf.pages[self._starts[str(link.Dest)]]
            link.Dest = Array([target.obj, Name.XYZ, 0, float(target.cropbox[3]), 0])
        self._describe()

    def saved(self, files: Sequence[attaching.File]) -> bytes:
        """The file with these attached; same parts, same bytes."""
        attaching.attach(self.pdf, files, self.as_of)
        target = self.folder / "joined.pdf"
        self.pdf.save(
            target,
            deterministic_id=True,
            force_version="1.7",
            fix_metadata_version=False,  # none is told, and all would be parsed for it
        )
        return target.read_bytes()

    def _describe(self) -> None:
        self.pdf.Root.PageMode = Name.UseOutlines
        if self.level is not None:
            pdfa.state_colours(self.pdf)
        told = {"title": self.title, "producer": "formsvc"}
        pdfa.describe(self.pdf, told, "ru", self.as_of, self.level)


def _drop_lists_of_glyphs(source: pikepdf.Pdf) -> None:
    """PDF/A-1 wants them in fonts (6.3.5); PDF/A-3 wants them whole or not at all (6.2.11.4.2)."""
    for one in source.objects:
        if isinstance(one, Dictionary) and one.get("/Type") == Name.FontDescriptor:
            for name in one.keys() & {"/CIDSet", "/CharSet"}:
                del one[name]


def _marked(source: pikepdf.Pdf, start: int, sections: Sequence[Section]) -> Iterator[OutlineItem]:
    """Bookmarks of the headings that are marked by links, each at the first of its own."""
    places: dict[int, tuple[int, float]] = {}
    for number, page in enumerate(source.pages):
        for rectangle, uri in _links(page):
            if uri.startswith(SECTION_URI):
                places.setdefault(int(uri.removeprefix(SECTION_URI)), (number, rectangle[3]))
    above: list[OutlineItem] = []
    for number, (section, depth) in enumerate(zip(sections, depths(sections), strict=True)):
        page_number, top = places[number]
        item = OutlineItem(section.title, start + page_number, "XYZ", left=0, top=top)
        if depth:
            above[depth - 1].children.append(item)
        else:
            yield item
        above[depth:] = [item]


def _sections(source: pikepdf.Pdf, start: int, _: Sequence[Section]) -> Iterator[OutlineItem]:
    """The bookmarks below that of the document itself, for pages that begin at `start`."""
    numbers = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    for document in source.open_outline().root:
        yield from _copies(document.children, numbers, start)


def _copies(
    items: Sequence[OutlineItem], numbers: dict[tuple[int, int], int], start: int
) -> Iterator[OutlineItem]:
    for item in items:
        page, kind, *place = list(cast("Array", item.destination))
        copy = OutlineItem(item.title, start + numbers[page.objgen])
        if kind == Name.XYZ:
            left, top = place[:2]
            copy = OutlineItem(
                item.title, start + numbers[page.objgen], "XYZ", left=float(left), top=float(top)
            )
        copy.children.extend(_copies(item.children, numbers, start))
        yield copy


def _links(page: pikepdf.Page) -> list[tuple[list[float], str]]:
    """Where the links of one of our pages are, and to which addresses they lead."""
    return [
        ([float(edge) for edge in one.Rect], str(one.A.URI))
        for one in page.obj.get("/Annots", Array())
        if one.Subtype == Name.Link and "/A" in one
    ]


def _to_documents(page: pikepdf.Page) -> list[tuple[list[float], str]]:
    """The links of a page to other parts, by their anchors."""
    named = ANCHOR_URI + "document-"
    return [
        (rectangle, uri.removeprefix(ANCHOR_URI))
        for rectangle, uri in _links(page)
        if uri.startswith(named)
    ]


def _annotation(link: tuple[list[float], str]) -> Dictionary:
    rectangle, anchor = link
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=rectangle,
        Border=[0, 0, 0],
        F=4,
        Dest=String(anchor),
    )
