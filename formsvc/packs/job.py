"""A pack that is to be made, and one that is made."""

from collections.abc import Iterator
from dataclasses import dataclass

from formsvc.packs import attaching, front
from formsvc.packs.documents import Document, FileDocument, FormDocument, file_name
from formsvc.packs.request import Wish
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.bundle import Leaf
from formsvc.signing.plan import Plan


@dataclass(frozen=True)
class Job:
    """Everything that is known before a page is laid out."""

    wish: Wish
    documents: tuple[Document, ...]
    framing: front.Framing
    plan: Plan | None
    settings: RenderSettings

    @property
    def bound(self) -> list[Document]:
        """The documents whose pages are in the file itself."""
        return [one for one in self.documents if not one.is_attached]

    def numbered(self) -> Iterator[tuple[int, Document]]:
        """Each document with its number in the inventory."""
        return enumerate(self.documents, 1)

    def attachments(self) -> list[attaching.File]:
        """Files that go with the pack: those attached as they are, and sources if asked for."""
        found = []
        for number, one in self.numbered():
            if isinstance(one, FileDocument) and one.is_attached:
                found.append(attaching.original(file_name(number, one), one.read()))
            elif isinstance(one, FormDocument) and self.wish.embed:
                found.append(attaching.source(file_name(number, one, "json"), one.envelope()))
        return found


@dataclass(frozen=True)
class Made:
    """A finished pack: its content, how many sheets, what made it, which standards it keeps."""

    content: bytes
    sheets: int
    engine: str
    conformance: tuple[str, ...]


def leaf(number: int, document: FormDocument) -> Leaf:
    """A document of a form as the engine gets it."""
    title = f"{number}. {document.heading.title}"
    return Leaf(document.source(), title, front.ANCHOR.format(number=number))
