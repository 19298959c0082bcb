"""A pack as a ZIP: each paper a file of its own, in order, with a manifest of digests."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from formsvc import __version__, embedding
from formsvc.errors import TooLarge
from formsvc.jsons import encoded
from formsvc.packs.items import FormDocument
from formsvc.packs.request import Wish
from formsvc.renderers import engines
from formsvc.renderers.archive import write_archive
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.bundle import Bound, Bundle, Frame, Leaf, settled

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Member:
    """A file of the ZIP with what the manifest tells of it."""

    name: str
    content: bytes
    told: Mapping[str, Any] = field(default_factory=dict)

    def entry(self) -> dict[str, Any]:
        """Its entry in the manifest."""
        digest = hashlib.sha256(self.content).hexdigest()
        return {"name": self.name, "sha256": digest, "bytes": len(self.content), **self.told}


@dataclass(frozen=True)
class Zipped:
    """The ZIP, how many sheets are in it, and what set them."""

    content: bytes
    sheets: int
    engine: str


def pack(
    bundle: Bundle, documents: Sequence[FormDocument], wish: Wish, settings: RenderSettings
) -> Zipped:
    """All papers of a pack and their manifest; same input, same bytes."""
    bound = _documents(bundle, settings)
    pages = [_pages(one) for one in bound]
    front, _ = settled(bundle.framing, pages, lambda leaf: _alone(leaf, settings), _pages)
    members = [
        *(Member(f"{_number(0, pages)}-{one.anchor}.pdf", one.file.content) for one in front),
        *_members(documents, bound, wish),
    ]
    files = [(one.name, one.content) for one in members]
    manifest = encoded(_manifest(bundle.title, members, sum(pages), wish), indent=2)
    content = write_archive([*files, (MANIFEST, manifest)])
    return Zipped(content, sum(pages), bound[0].file.engine)


@dataclass(frozen=True)
class _Alone:
    """A paper that stands by itself."""

    anchor: str
    file: Bound


def _alone(leaf: Leaf, settings: RenderSettings, first: int = 0) -> _Alone:
    """One leaf as a file, with numbers of sheets from `first` on, or without."""
    bundle = Bundle(leaf.title, (leaf,), _nothing, numbered=first > 0, first=first)
    return _Alone(leaf.anchor, engines.bound(bundle, settings))


def _nothing(pages: Sequence[int], front: Sequence[int]) -> Frame:
    return Frame()


def _documents(bundle: Bundle, settings: RenderSettings) -> list[_Alone]:
    found: list[_Alone] = []
    first = bundle.first
    for leaf in bundle.leaves:
        found.append(_alone(leaf, settings, first if bundle.numbered else 0))
        first += _pages(found[-1])
        if first > settings.max_pages + 1:
            raise TooLarge(f"Страниц больше, чем {settings.max_pages}.")
    return found


def _pages(one: _Alone) -> int:
    return sum(one.file.pages)


def _number(number: int, pages: Sequence[object]) -> str:
    """As many digits in each name as the last one has, so that names sort as the documents."""
    return str(number).zfill(max(2, len(str(len(pages)))))


def _members(
    documents: Sequence[FormDocument], files: Sequence[_Alone], wish: Wish
) -> Iterator[Member]:
    before = 0
    for number, (document, one) in enumerate(zip(documents, files, strict=True), 1):
        last = before + _pages(one)
        content = one.file.content
        if wish.embed:
            content = embedding.embed(content, "pdf", document.envelope())
        name = f"{_number(number, files)}-{document.file_stem}.pdf"
        yield Member(name, content, _told(document, before + 1, last))
        before = last


def _told(document: FormDocument, first: int, last: int) -> dict[str, Any]:
    heading = document.heading
    return {
        "title": heading.title,
        "date": heading.date,
        "number": heading.number,
        "note": heading.note,
        "first_sheet": first,
        "last_sheet": last,
        **document.told(),
    }


def _manifest(title: str, members: Sequence[Member], sheets: int, wish: Wish) -> dict[str, Any]:
    return {
        "title": title,
        "as_of": wish.as_of.isoformat(),
        "engine": f"formsvc {__version__}",
        "sheets": sheets,
        "files": [one.entry() for one in members],
    }
