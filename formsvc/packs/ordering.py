"""Where the documents of a pack belong in a ready order, and what the order finds missing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from formsvc.forms.findings import Finding, Severity
from formsvc.packs.orders import Order
from formsvc.packs.request import Wish

MISSING = "P-missing"


def ordered(wish: Wish) -> Sequence[int]:
    """Places of the items: as given, or by the sections of the order and then as given."""
    places = range(len(wish.items))
    if wish.order is None:
        return places
    order = wish.order
    rank = {section.id: number for number, section in enumerate(order.sections)}
    return sorted(places, key=lambda place: rank[_section(order, wish.items[place])])


def unplaced(wish: Wish) -> Iterator[Finding]:
    """Documents for which a ready order has no place, and places where there is no order."""
    for place, item in enumerate(wish.items):
        if wish.order is None and "section" in item:
            yield _about_section(place, "Раздел называют только при готовом порядке (order).")
        if wish.order is not None and not _section(wish.order, item):
            codes = ", ".join(section.id for section in wish.order.sections)
            yield _about_section(place, f"Назовите раздел готового порядка, один из: {codes}.")


def missing(wish: Wish) -> Iterator[Finding]:
    """Parts that the source lists and the pack lacks."""
    if wish.order is None:
        return
    present = {_section(wish.order, item) for item in wish.items}
    for section in wish.order.sections:
        if section.expected and section.id not in present:
            message = f"В деле нет документа: {section.title}."
            yield Finding(Severity.WARNING, MISSING, "/items", "Документы", message)


def _section(order: Order, item: Mapping[str, Any]) -> str:
    """The code of the section in which a document belongs; empty where none is known."""
    if "section" in item:
        known = {section.id for section in order.sections}
        return str(item["section"]) if item["section"] in known else ""
    section = order.section(item.get("form", ""))
    return section.id if section else ""


def _about_section(place: int, message: str) -> Finding:
    label = f"Документ {place + 1}: Раздел дела"
    return Finding(Severity.ERROR, "P-section", f"/items/{place}/section", label, message)
