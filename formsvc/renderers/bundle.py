"""Several documents that become one file: what an engine is told to bind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from formsvc.errors import RenderFailed


@dataclass(frozen=True)
class Leaf:
    """A document to bind: its HTML, the title of its bookmark, the name that links go to."""

    source: str
    title: str
    anchor: str


@dataclass(frozen=True)
class Frame:
    """What stands before and after the documents; their sheets are not counted."""

    front: tuple[Leaf, ...] = ()
    back: tuple[Leaf, ...] = ()


class Framing(Protocol):
    """Makes a frame; it is sent to the engine, so it must be picklable."""

    def __call__(self, pages: Sequence[int], front: Sequence[int]) -> Frame:
        """The frame of documents of so many pages; `front` are the pages of its own front leaves,
        as far as they are known."""
        ...


@dataclass(frozen=True)
class Bundle:
    """Documents in their order; where `numbered`, each sheet bears its number, from `first` on."""

    title: str
    leaves: tuple[Leaf, ...]
    framing: Framing
    numbered: bool = True
    first: int = 1


@dataclass(frozen=True)
class Bound:
    """The file of a bundle, with the pages of each of its documents."""

    content: bytes
    pages: tuple[int, ...]
    engine: str


T = TypeVar("T")
_MOST_ATTEMPTS = 4


def settled(
    framing: Framing, pages: Sequence[int], made: Callable[[Leaf], T], size: Callable[[T], int]
) -> tuple[list[T], list[T]]:
    """What is made of the leaves before and after the documents.

    An inventory tells its own sheets, so those before are made anew until that is true.
    """
    known: tuple[int, ...] = ()
    for _ in range(_MOST_ATTEMPTS):
        frame = framing(pages, known)
        told = known or (1,) * len(frame.front)
        front = [made(leaf) for leaf in frame.front]
        known = tuple(map(size, front))
        if known == told:
            return front, [made(leaf) for leaf in frame.back]
    raise RenderFailed("Обложка и опись не сошлись в числе листов.")
