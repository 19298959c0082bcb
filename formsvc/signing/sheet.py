"""«Лист подписей»: pages with a place for the mark of each signer, added to a file.

A mark belongs where the hand would sign (formal.md 2.6), but it is ten times higher than the rule
of a signature block, and would cover what stands around it. So a single document gets a sheet of
its own, set by the archive engine: nothing else is there for a mark to overlap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf

from formsvc.config import Config
from formsvc.errors import SignatureRefused
from formsvc.forms.characters import first_refused
from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.shown import Mode
from formsvc.paths import Roots
from formsvc.renderers import engines, html
from formsvc.renderers.base import PdfKind, RenderSettings
from formsvc.signing.plan import Mark, Place, Plan, Slot

TITLE = "Лист подписей"
TEMPLATE = "_signature_sheet.html"
PLACE_URI = "urn:formsvc:place:"
"""Before the id of a slot in the link of its box: the fast engine writes links, and no ids."""
POINTS_A_MM = 72 / 25.4
MARK_SIZES_MM = {Mark.RU: (80, 30), Mark.KZ: (90, 40)}
"""Width and height of the visible mark."""


@dataclass(frozen=True)
class Sheet:
    """Pages of places to sign, and where on them (page from 0) each slot is."""

    content: bytes
    places: tuple[Place, ...]


def sheet(plan: Plan, pages: int, as_of: date, config: Config, roots: Roots) -> Sheet:
    """The sheet of a document of so many pages; PDF/A-3a and PDF/UA-1."""
    settings = _settings(as_of, config, roots)
    content = engines.typeset(source(plan, pages, settings), settings).content
    return Sheet(content, places(content, plan))


def source(plan: Plan, pages: int, settings: RenderSettings) -> str:
    """The HTML of a sheet; raises SignatureRefused for names that cannot be printed."""
    _check_characters(plan.slots)
    width, height = MARK_SIZES_MM[plan.mark]
    values: dict[str, Any] = {
        "slots": [{"id": slot.field, "role": slot.role, "name": slot.name} for slot in plan.slots],
        "mark": {"width": width, "height": height},
        "pages": pages,
        "place_uri": PLACE_URI if settings.pdf is PdfKind.PRINT else "",
    }
    frame = html.frame(TITLE, "signature_sheet", settings)
    return html.filled(TEMPLATE, values | frame, settings)


def _check_characters(slots: Sequence[Slot]) -> None:
    if any(first_refused(slot.role + slot.name) for slot in slots):
        raise SignatureRefused("В должностях или именах есть знаки, которых нет в шрифтах.")


def _settings(as_of: date, config: Config, roots: Roots) -> RenderSettings:
    return RenderSettings(
        layout=LAYOUTS["gost_2025"].stitched(),
        mode=Mode.FILLED,
        as_of=as_of,
        roots=roots,
        time_limit=config.render_seconds,
        memory_mib=config.pdf_memory_mib,
        pdf_processes=config.engines,
        pdf_waiting=config.pdf_waiting,
    )


def places(content: bytes, plan: Plan) -> tuple[Place, ...]:
    """Where the boxes of the slots are in their order, of the size of the plan's mark."""
    width, height = (side * POINTS_A_MM for side in MARK_SIZES_MM[plan.mark])
    with pikepdf.open(BytesIO(content)) as pdf:
        found = _named_corners(pdf) if "/Names" in pdf.Root else _linked_corners(pdf)
        corners = [found[slot.field] for slot in plan.slots]
    return tuple(Place(page, left, top - height, left + width, top) for page, left, top in corners)


def _named_corners(pdf: pikepdf.Pdf) -> dict[str, tuple[int, float, float]]:
    """Page, left and top of every id: the archive engine names each as a destination."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
    named: Any = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {
        str(name): (numbers[page.objgen], float(left), float(top))
        for name, (page, _, left, top, _) in named.items()
    }


def _linked_corners(pdf: pikepdf.Pdf) -> dict[str, tuple[int, float, float]]:
    """The same by the links of the fast engine."""
    return {
        str(link.A.URI).removeprefix(PLACE_URI): (number, float(link.Rect[0]), float(link.Rect[3]))
        for number, page in enumerate(pdf.pages)
        for link in page.obj.get("/Annots", pikepdf.Array())
    }


def append(pdf: pikepdf.Pdf, added: bytes) -> None:
    """Add the pages of a sheet with their tags to a file whose structure is otherwise kept."""
    with pikepdf.open(BytesIO(added)) as source:
        first_key = _next_key(pdf)
        for page in source.pages:
            pdf.pages.append(page)
        new_pages = list(pdf.pages)[-len(source.pages) :]
        if "/StructTreeRoot" not in pdf.Root:
            for page in new_pages:
                del page.obj["/StructParents"]
            return
        _append_tags(pdf, pdf.copy_foreign(source.Root.StructTreeRoot), first_key)
        for page in new_pages:
            page.obj.StructParents += first_key


def _append_tags(pdf: pikepdf.Pdf, added: pikepdf.Object, first_key: int) -> None:
    """Hang the structure below the root of the file and number its parents after its own."""
    root = pdf.Root.StructTreeRoot
    parents = pikepdf.NumberTree(root.ParentTree)
    for key, value in pikepdf.NumberTree(added.ParentTree).items():
        parents[first_key + key] = value
    for element in _kids(added):
        hang(pdf, element)


def hang(pdf: pikepdf.Pdf, element: pikepdf.Object) -> None:
    """Add an element of structure as the last of the document."""
    parent = document_element(pdf)
    element.P = parent
    parent.K = pikepdf.Array([*_kids(parent), element])


def document_element(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The element of the whole document; the root of structure where there is none."""
    root = pdf.Root.StructTreeRoot
    kids = _kids(root)
    return kids[0] if len(kids) == 1 and kids[0].get("/S") == "/Document" else root


def _kids(element: pikepdf.Object) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _next_key(pdf: pikepdf.Pdf) -> int:
    """A number of the parent tree above all that are used."""
    return next_key(pdf) if "/StructTreeRoot" in pdf.Root else 0


def next_key(pdf: pikepdf.Pdf) -> int:
    """The first free number of the parent tree of a tagged file."""
    return max(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).keys(), default=-1) + 1
