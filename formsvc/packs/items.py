"""The documents of a pack: each checked as if it were asked for alone, all that is wrong told at
once, with pointers into the pack."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from formsvc.errors import FormsvcError, InvalidData
from formsvc.forms import dates
from formsvc.forms.findings import Finding, Severity, errors
from formsvc.forms.form import Form
from formsvc.forms.shown import Mode
from formsvc.packs.orders import Order
from formsvc.packs.request import Wish
from formsvc.pipeline import Service, Wanted, envelope
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.html import html

MISSING = "P-missing"


@dataclass(frozen=True)
class Heading:
    """How a document is listed: in the inventory, in bookmarks, in the manifest."""

    title: str
    date: str = ""
    number: str = ""
    note: str = ""


@dataclass(frozen=True)
class FormDocument:
    """A document of a form, with its data checked."""

    heading: Heading
    form: Form
    wanted: Wanted
    data: Mapping[str, Any]
    settings: RenderSettings
    findings: tuple[Finding, ...]

    @property
    def is_draft(self) -> bool:
        """Whether it is not finished."""
        return self.wanted.mode is Mode.DRAFT

    @property
    def file_stem(self) -> str:
        """Its name among the files of a pack, without a word of its data."""
        return self.form.id

    def source(self) -> str:
        """Its HTML."""
        shown = self.form.context(self.data, self.wanted.mode, self.wanted.as_of)
        return html(self.form, shown, self.settings)

    def told(self) -> dict[str, Any]:
        """What a manifest says of it beside its heading and sheets."""
        return {
            "form": self.form.id,
            "edition": self.form.edition,
            "mode": str(self.wanted.mode),
            "findings": sorted({one.rule for one in self.findings}),
        }

    def envelope(self) -> dict[str, Any]:
        """The data it was made of, without `case`."""
        return envelope(self.form, self.wanted, dict(self.data), self.settings)


def documents(service: Service, wish: Wish) -> tuple[list[FormDocument], tuple[Finding, ...]]:
    """The documents in the order of the pack, with warnings; raises InvalidData with all errors."""
    made, findings = [], list(_unplaced(wish))
    for place, item in enumerate(wish.items):
        document = _form_document(service, wish, place, item)
        made.append(document)
        findings += document.findings
    findings += _missing(wish)
    if errors(findings):
        raise InvalidData(findings=findings)
    return [made[place] for place in _ordered(wish)], tuple(findings)


def _form_document(
    service: Service, wish: Wish, place: int, item: Mapping[str, Any]
) -> FormDocument:
    wanted = Wanted(
        item["form"],
        "pdf",
        wish.as_of,
        Mode(item.get("mode", Mode.FILLED)),
        wish.layout,
        item.get("edition"),
    )
    try:
        form, loaded = service.check(wanted, item.get("data", {}))
    except FormsvcError as fault:
        raise _of_item(fault, place) from fault
    heading = _heading(form, item, loaded.data)
    findings = tuple(_moved(one, place, heading) for one in loaded.findings)
    settings = service.settings(form, wanted)
    return FormDocument(heading, form, wanted, loaded.data, settings, findings)


def _of_item(fault: FormsvcError, place: int) -> FormsvcError:
    """A fault of one document, telling which."""
    message = f"Документ {place + 1}: {fault.detail or fault.title}"
    found = Finding(Severity.ERROR, "P-item", f"/items/{place}", f"Документ {place + 1}", message)
    return type(fault)(message, [found])


def _moved(finding: Finding, place: int, heading: Heading) -> Finding:
    """A finding of a document as one of the pack."""
    label = f"Документ {place + 1} «{heading.title}»"
    return replace(
        finding,
        pointer=f"/items/{place}/data{finding.pointer}",
        label=": ".join(part for part in (label, finding.label) if part),
    )


def _heading(form: Form, item: Mapping[str, Any], data: Mapping[str, Any]) -> Heading:
    """As the caller says, else as the document itself says."""
    own_title, own_date, own_number = (
        _at(data, path) for path in (form.headed_by, form.dated_by, form.numbered_by)
    )
    day = item.get("date") or own_date
    return Heading(
        title=item.get("title") or form.title + (f" «{own_title}»" if own_title else ""),
        date=dates.numeric(day) if isinstance(day, date) else "",
        number=item.get("number") or own_number or "",
        note=item.get("note", ""),
    )


def _at(data: Any, path: str) -> Any:
    """The value at «receiver.date»; None where there is no such place."""
    for step in path.split(".") if path else ():
        data = data.get(step) if isinstance(data, Mapping) else None
    return data if path else None


def _section(order: Order, item: Mapping[str, Any]) -> str:
    """The code of the section in which a document belongs; empty where none is known."""
    if "section" in item:
        known = {section.id for section in order.sections}
        return str(item["section"]) if item["section"] in known else ""
    section = order.section(item.get("form", ""))
    return section.id if section else ""


def _unplaced(wish: Wish) -> Iterator[Finding]:
    """Documents for which a ready order has no place, and places where there is no order."""
    for place, item in enumerate(wish.items):
        if wish.order is None and "section" in item:
            yield _about_section(place, "Раздел называют только при готовом порядке (order).")
        if wish.order is not None and not _section(wish.order, item):
            codes = ", ".join(section.id for section in wish.order.sections)
            yield _about_section(place, f"Назовите раздел готового порядка, один из: {codes}.")


def _about_section(place: int, message: str) -> Finding:
    label = f"Документ {place + 1}: Раздел дела"
    return Finding(Severity.ERROR, "P-section", f"/items/{place}/section", label, message)


def _missing(wish: Wish) -> Iterator[Finding]:
    """Parts that the source lists and the pack lacks."""
    if wish.order is None:
        return
    present = {_section(wish.order, item) for item in wish.items}
    for section in wish.order.sections:
        if section.expected and section.id not in present:
            message = f"В деле нет документа: {section.title}."
            yield Finding(Severity.WARNING, MISSING, "/items", "Документы", message)


def _ordered(wish: Wish) -> Sequence[int]:
    """Places of the items: as given, or by the sections of the order and then as given."""
    places = range(len(wish.items))
    if wish.order is None:
        return places
    order = wish.order
    rank = {section.id: number for number, section in enumerate(order.sections)}
    return sorted(places, key=lambda place: rank[_section(order, wish.items[place])])
