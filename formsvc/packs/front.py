"""The papers around the documents: cover, inventory («внутренняя опись»), sheet of signatures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formsvc.forms import dates
from formsvc.forms.numerals import counted, in_words
from formsvc.forms.shown import Blank
from formsvc.packs.documents import Document, file_name
from formsvc.packs.request import Wish
from formsvc.renderers import html
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.bundle import Frame, Leaf
from formsvc.signing import sheet
from formsvc.signing.plan import Plan

ANCHOR = "document-{number}"
_COVER, _INVENTORY = "_pack_cover.html", "_pack_inventory.html"
_DOCUMENTS = ("документ", "документа", "документов")
_SHEETS = ("лист", "листа", "листов")


@dataclass(frozen=True)
class Line:
    """A document as the inventory lists it; `leaf` tells whether its sheets are in the file."""

    title: str
    date: str
    number: str
    note: str
    leaf: bool = True


def lines(documents: Sequence[Document]) -> tuple[Line, ...]:
    """The lines of an inventory."""
    return tuple(_line(number, one) for number, one in enumerate(documents, 1))


def _line(number: int, document: Document) -> Line:
    heading = document.heading
    notes = [heading.note, "проект" if document.is_draft else ""]
    notes.append("не PDF/A" if document.spoils_archive else "")
    if document.is_attached:
        notes.append(f"приложен файлом {file_name(number, document)}")
        notes.append(getattr(document, "signatures", ""))
    note = "; ".join(part for part in notes if part)
    return Line(heading.title, heading.date, heading.number, note, not document.is_attached)


@dataclass(frozen=True)
class Framing:
    """Makes the frame of a pack when the pages of its documents are counted."""

    title: str
    cover: Mapping[str, Any] | None
    inventory: tuple[Line, ...]
    compiled: Mapping[str, Any]
    plan: Plan | None
    settings: RenderSettings
    link: str = ""

    def __call__(self, pages: Sequence[int], front: Sequence[int]) -> Frame:
        """As the engine asks for it (see renderers.bundle)."""
        leaves = []
        if self.cover is not None:
            leaves.append(self._cover(sum(pages)))
        if self.inventory:
            leaves.append(self._inventory(pages, front[-1] if front else 1))
        before = sum(pages) + (sum(front) or len(leaves))
        back = () if self.plan is None else (self._sheet(self.plan, before),)
        return Frame(tuple(leaves), back)

    def _cover(self, sheets: int) -> Leaf:
        assert self.cover is not None
        told = {"sheets": f"{sheets} ({in_words(sheets)})"}
        return self._leaf(_COVER, self.title, "cover", {**self.cover, **told})

    def _inventory(self, pages: Sequence[int], own: int) -> Leaf:
        values = {
            "rows": rows(self.inventory, pages, self.link),
            "documents": counted(len(self.inventory), _DOCUMENTS),
            "sheets": counted(sum(pages), _SHEETS),
            "own_sheets": counted(own, _SHEETS),
            "compiled": [self.compiled],
        }
        return self._leaf(_INVENTORY, "Внутренняя опись документов дела", "inventory", values)

    def _sheet(self, plan: Plan, before: int) -> Leaf:
        return Leaf(sheet.source(plan, before, self.settings), sheet.TITLE, "signatures")

    def _leaf(self, template: str, title: str, name: str, values: Mapping[str, Any]) -> Leaf:
        frame = html.frame(title, f"pack_{name}", self.settings)
        return Leaf(html.filled(template, {**frame, **values}, self.settings), title, name)


def rows(inventory: Sequence[Line], pages: Sequence[int], link: str) -> list[dict[str, str]]:
    """Rows of the printed inventory: each document with its first and last sheet."""
    found, sheets, counts = [], 0, iter(pages)
    for number, line in enumerate(inventory, 1):
        own = next(counts) if line.leaf else 0
        found.append(
            {
                "number": str(number),
                "link": link.format(number=number) if line.leaf else "",
                "title": line.title,
                "date": line.date,
                "document_number": line.number,
                "sheets": span(sheets + 1, sheets + own),
                "note": line.note,
            }
        )
        sheets += own
    return found


def span(first: int, last: int) -> str:
    """«7», «7–9», or a dash where there is no sheet."""
    if last < first:
        return "—"
    return str(first) if first == last else f"{first}–{last}"


def framing(
    wish: Wish,
    documents: Sequence[Document],
    remarks: Sequence[str],
    plan: Plan | None,
    settings: RenderSettings,
) -> Framing:
    """What stands around the documents of a pack; `remarks` are printed on the cover.

    The inventory has no links before the way of binding gives them.
    """
    title = cover_title(wish)
    return Framing(
        title=title,
        cover=None if wish.cover is None else _cover(wish, title, documents, remarks),
        inventory=lines(documents) if wish.inventory else (),
        compiled=_compiled(wish),
        plan=plan,
        settings=settings,
    )


def cover_title(wish: Wish) -> str:
    """The name of the case file: as given, of the ready order, or the common one."""
    given = (wish.cover or {}).get("title")
    return given or (wish.order.title if wish.order else "Личное дело")


def _cover(
    wish: Wish, title: str, documents: Sequence[Document], remarks: Sequence[str]
) -> dict[str, Any]:
    given = wish.cover or {}
    return {
        "title": title,
        "number": given.get("number") or Blank(1),
        "organisation": given.get("organisation") or Blank(1),
        "person_label": wish.order.person if wish.order else "ФИО",
        "people": [_person(one) for one in given.get("people") or [{}]],
        "begun_on": _day(given.get("begun_on")),
        "finished_on": _day(given.get("finished_on")),
        "worker_label": wish.order.worker if wish.order else "Ответственный за дело",
        "worker": _worker(given.get("worker") or {}) or Blank(1),
        "is_draft": any(one.is_draft for one in documents),
        "remarks": list(remarks),
    }


def _person(given: Mapping[str, Any]) -> dict[str, Any]:
    name = given.get("full_name") or Blank(1)
    return {"full_name": name, "born_on": _day(given.get("born_on"))}


def _day(given: Any) -> Any:
    return dates.numeric(given) if given else Blank(1)


def _worker(given: Mapping[str, Any]) -> str:
    return ", ".join(given[key] for key in ("position", "full_name") if key in given)


def _compiled(wish: Wish) -> dict[str, Any]:
    """Who keeps the case compiles its inventory, on the day of the pack."""
    worker = (wish.cover or {}).get("worker") or {}
    return {
        "position": worker.get("position") or Blank(1),
        "name": worker.get("full_name") or Blank(0),
        "date": dates.numeric(wish.as_of),
    }
