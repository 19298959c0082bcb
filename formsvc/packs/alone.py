"""Papers of a pack that are files of their own: in a ZIP, and before they are joined."""

from collections.abc import Sequence
from dataclasses import dataclass

from formsvc.packs.headings import Section, marked
from formsvc.renderers import engines
from formsvc.renderers.base import PdfKind, RenderSettings
from formsvc.renderers.bundle import Bundle, Frame, Leaf


@dataclass(frozen=True)
class Alone:
    """A paper that stands by itself; `sections` are its headings where it marks them by links.

    `numbered` tells whether its sheets bear their numbers already; one that is `plain` is not yet
    PDF/A.
    """

    leaf: Leaf
    content: bytes
    pages: int
    engine: str
    sections: tuple[Section, ...] = ()
    numbered: bool = False
    plain: bool = False


def alone(leaf: Leaf, settings: RenderSettings, first: int = 0, *, to_join: bool = False) -> Alone:
    """One leaf as a file; with numbers of sheets from `first` on, or none yet.

    For print one `to_join` marks its headings, and is made PDF/A when it is joined.
    """
    if settings.pdf is PdfKind.PRINT:
        return _printed(leaf, settings, to_join=to_join)
    bundle = Bundle(leaf.title, (leaf,), _nothing, numbered=first > 0, first=first)
    made = engines.bound(bundle, settings)
    return Alone(leaf, made.content, sum(made.pages), made.engine, numbered=first > 0)


def _printed(leaf: Leaf, settings: RenderSettings, *, to_join: bool) -> Alone:
    if not to_join:
        made = engines.typeset(leaf.source, settings, settings.pdf)
        return Alone(leaf, made.content, made.pages or 0, made.engine)
    source, sections = marked(leaf.source)
    made = engines.typeset(source, settings, "part")
    return Alone(leaf, made.content, made.pages or 0, made.engine, sections, plain=True)


def _nothing(pages: Sequence[int], front: Sequence[int]) -> Frame:
    return Frame()
