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
from tempfile import TemporaryFile
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
_TO_DOCUMENT = ANCHOR_URI + "document-"

_KEPT = {
    *("/Type", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit"),
    *("/Resources", "/Contents", "/Group", "/Parent"),
}

Link = tuple[list[float], str]
"""Where a link is on its page, and to which address it leads."""


@dataclass(frozen=True)
class Part:
    """A file to join: its content or where it lies, and how it is named.

    `first` is the number of its first sheet where it has none yet, 0 where none is written;
    `sections` are the headings that it marks by links; one that is `plain` is not yet PDF/A.
    """

    content: bytes | Path
    title: str
    anchor: str
    ours: bool = True
    first: int = 0
    sections: tuple[Section, ...] = ()
    engine: str = ""
    plain: bool = False


@dataclass(frozen=True)
class Mark:
    """A heading within a part: how deep, on which page (from 0), and where on it, if known."""

    depth: int
    title: str
    page: int
    at: tuple[float, float] | None


@dataclass(frozen=True)
class _Taken:
    """A part whose pages are in the file."""

    part: Part
    pages: int
    marks: tuple[Mark, ...]


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
        self._front: list[_Taken] = []
        self._taken: list[_Taken] = []
        self._links: list[Any] = []

    def __enter__(self) -> "Joined":
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes all parts."""
        self._open.close()
        self.pdf.close()

    def add(self, part: Part) -> None:
        """Takes over the pages of a part."""
        self._taken.append(self._take(part, len(self.pdf.pages)))

    def put_before(self, parts: Sequence[Part]) -> None:
        """Takes over parts that stand before all others, which may be there already."""
        for part in parts:
            self._front.append(self._take(part, sum(one.pages for one in self._front)))

    def _take(self, part: Part, at: int) -> _Taken:
        content = part.content
        source = pikepdf.open(BytesIO(content) if isinstance(content, bytes) else content)
        self._open.enter_context(source)
        if not part.ours:
            source.flatten_annotations("all")
            _drop_lists_of_glyphs(source)
        if part.plain:
            pdfa.state_glyphs(source)
        pages = list(source.pages)
        links = [_links(page) if part.ours else [] for page in pages]
        marks = _marked(links, part.sections) if part.sections else _sections(source, pages)
        taken = _Taken(part, len(pages), tuple(marks) if part.ours else ())
        self._take_pages(pages, links, part, at)
        return taken

    def _take_pages(
        self, pages: list[pikepdf.Page], links: Sequence[Sequence[Link]], part: Part, at: int
    ) -> None:
        for page in pages:
            for key in page.obj.keys() - _KEPT:
                del page.obj[key]
        own = self._copied(pages, at)
        for offset, (page, given) in enumerate(zip(own, links, strict=True)):
            if to_documents := [one for one in given if one[1].startswith(_TO_DOCUMENT)]:
                page.obj.Annots = self.pdf.make_indirect(Array([*map(_annotation, to_documents)]))
                self._links.extend(page.obj.Annots)
            if part.first:
                self._numbers.write(page, part.first + offset)

    def _copied(self, pages: list[pikepdf.Page], at: int) -> list[pikepdf.Page]:
        if at == len(self.pdf.pages):
            self.pdf.pages.extend(pages)  # all at once, which is faster
        else:
            for offset, page in enumerate(pages):
                self.pdf.pages.insert(at + offset, page)
        return self.pdf.pages[at : at + len(pages)]

    def finish(self) -> None:
        """Bookmarks, links and the description, when all parts are in."""
        starts, items = {}, []
        start = 0
        for taken in (*self._front, *self._taken):
            starts[taken.part.anchor] = start
            items.append(_bookmark(taken, start))
            start += taken.pages
        with self.pdf.open_outline() as outline:
            outline.root.extend(items)
        for link in self._links:
            target = self.pdf.pages[starts[str(link.Dest)]]
            link.Dest = Array([target.obj, Name.XYZ, 0, float(target.cropbox[3]), 0])
        self._describe()

    def saved(self, files: Sequence[attaching.File]) -> bytes:
        """The file with these attached; same parts, same bytes."""
        attaching.attach(self.pdf, files, self.as_of)
        with TemporaryFile(dir=self.folder) as target:
            self.pdf.save(
                target,
                deterministic_id=True,
                force_version="1.7",
                fix_metadata_version=False,  # none is told, and all would be parsed for it
            )
            target.seek(0)
            return target.read()

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


def _bookmark(taken: _Taken, start: int) -> OutlineItem:
    """The bookmark of a part that begins at the page `start`, with those of its headings below."""
    whole = OutlineItem(taken.part.title, start)
    above = [whole]
    for mark in taken.marks:
        item = OutlineItem(mark.title, start + mark.page)
        if mark.at:
            left, top = mark.at
            item = OutlineItem(mark.title, start + mark.page, "XYZ", left=left, top=top)
        above[mark.depth].children.append(item)
        above[mark.depth + 1 :] = [item]
    return whole


def _marked(pages: Sequence[Sequence[Link]], sections: Sequence[Section]) -> Iterator[Mark]:
    """The headings that are marked by links, each at the first of its own."""
    places: dict[int, tuple[int, float]] = {}
    for number, links in enumerate(pages):
        for rectangle, uri in links:
            if uri.startswith(SECTION_URI):
                places.setdefault(int(uri.removeprefix(SECTION_URI)), (number, rectangle[3]))
    for number, (section, depth) in enumerate(zip(sections, depths(sections), strict=True)):
        page_number, top = places[number]
        yield Mark(depth, section.title, page_number, (0, top))


def _sections(source: pikepdf.Pdf, pages: Sequence[pikepdf.Page]) -> Iterator[Mark]:
    """The bookmarks below that of the document itself."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pages)}
    for document in source.open_outline().root:
        yield from _copies(document.children, numbers, 0)


def _copies(
    items: Sequence[OutlineItem], numbers: dict[tuple[int, int], int], depth: int
) -> Iterator[Mark]:
    for item in items:
        page, kind, *place = list(cast("Array", item.destination))
        at = (float(place[0]), float(place[1])) if kind == Name.XYZ else None
        yield Mark(depth, item.title, numbers[page.objgen], at)
        yield from _copies(item.children, numbers, depth + 1)


def _links(page: pikepdf.Page) -> list[Link]:
    """The links of one of our pages that lead to addresses."""
    return [
        ([float(edge) for edge in one.Rect], str(one.A.URI))
        for one in page.obj.get("/Annots", ())
        if one.Subtype == Name.Link and "/A" in one
    ]


def _annotation(link: Link) -> Dictionary:
    """A link to another part, by its anchor."""
    rectangle, uri = link
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=rectangle,
        Border=[0, 0, 0],
        F=4,
        Dest=String(uri.removeprefix(ANCHOR_URI)),
    )
