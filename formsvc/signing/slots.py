"""Signature fields in a file that nobody has signed yet: placed, named, tagged, and planned.

Everything is written before the first signature. Each later signature only fills its field, so
that earlier ones stay valid, and the marks need no tags of their own (PDF/UA-1, 7.18.4).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String

from formsvc.config import Config
from formsvc.errors import SignatureRefused
from formsvc.paths import Roots
from formsvc.signing import sheet
from formsvc.signing.plan import Place, Plan, Slot

_PRINTED_AND_LOCKED = 132
_OWNER = "/formsvc"
_BROKEN = (pikepdf.PdfError, RuntimeError)
"""What qpdf raises itself, and what it passes on."""


def with_sheet(content: bytes, plan: Plan, as_of: date, config: Config, roots: Roots) -> bytes:
    """The file with a «Лист подписей» after its pages and a field for each slot on it.

    Raises SignatureRefused where the file is signed already or cannot be changed.
    """
    with _changing(content) as pdf:
        pages = len(pdf.pages)
        made = sheet.sheet(plan, pages, as_of, config, roots)
        sheet.append(pdf, made.content)
        places = [moved(place, pages) for place in made.places]
        return _written(pdf, plan, places, as_of)


def prepare(content: bytes, plan: Plan, places: Sequence[Place], as_of: date) -> bytes:
    """The file with a signature field for each slot at its place, and with the plan.

    For a maker of files that keeps room for the marks itself, such as a pack with its sheet of
    signatures; `sheet.places` finds boxes that have the slots' names as ids. Same input, same
    bytes. Raises SignatureRefused where the file is signed, or a place is not free.
    """
    with _changing(content) as pdf:
        return _written(pdf, plan, places, as_of)


@contextmanager
def _changing(content: bytes) -> Iterator[pikepdf.Pdf]:
    """A file to be changed; one whose parts contradict each other raises SignatureRefused."""
    with opened(content) as pdf:
        try:
            yield pdf
        # qpdf raises whatever there is over a broken file before it finds out what is wrong.
        except (*_BROKEN, ValueError, TypeError, LookupError, AttributeError) as fault:
            raise SignatureRefused("Файл PDF повреждён или устроен не по правилам.") from fault


def opened(content: bytes) -> pikepdf.Pdf:
    """A file that may still be changed as a whole; raises SignatureRefused."""
    try:
        pdf = pikepdf.open(BytesIO(content))
    except (pikepdf.PdfError, pikepdf.PasswordError) as fault:
        raise SignatureRefused("Файл PDF повреждён или зашифрован.") from fault
    if pdf.is_encrypted:
        raise SignatureRefused("Файл PDF зашифрован.")
    if is_signed(pdf) or _OWNER in pdf.Root.get("/PieceInfo", {}):
        raise SignatureRefused("Места для подписей готовят до первой подписи, и один раз.")
    return pdf


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether any signature field has a value."""
    return any(item.get("/FT") == "/Sig" and "/V" in item for item in _fields(pdf))


def _fields(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    form = pdf.Root.get("/AcroForm", Dictionary())
    found: list[pikepdf.Object] = []
    level = list(form.get("/Fields", Array()))
    seen: set[tuple[int, int]] = set()
    while level:
        item = level.pop()
        if not isinstance(item, Dictionary) or (item.is_indirect and item.objgen in seen):
            continue
        seen.add(item.objgen)
        found.append(item)
        level += list(item.get("/Kids", Array()))
    return found


def moved(place: Place, pages: int) -> Place:
    """The place when so many pages come before."""
    return Place(place.page + pages, place.left, place.bottom, place.right, place.top)


def put(pdf: pikepdf.Pdf, plan: Plan, places: Sequence[Place], as_of: date) -> None:
    """Fields and plan, into a file that is open and nobody has signed; as `prepare` does it."""
    _check_places(pdf, places)
    for slot, place in zip(plan.slots, places, strict=True):
        _add_field(pdf, slot, place)
    _note_plan(pdf, plan, as_of)


def _written(pdf: pikepdf.Pdf, plan: Plan, places: Sequence[Place], as_of: date) -> bytes:
    put(pdf, plan, places, as_of)
    buffer = BytesIO()
    # pyHanko reads each object of an object stream with the list of all: of a pack with thousands
    # of tags in one, a second for each signature would become half a minute.
    pdf.save(buffer, deterministic_id=True, object_stream_mode=ObjectStreamMode.disable)
    return buffer.getvalue()


def _check_places(pdf: pikepdf.Pdf, places: Sequence[Place]) -> None:
    taken: list[Place] = []
    for place in places:
        left, bottom, right, top = (float(edge) for edge in pdf.pages[place.page].cropbox)
        inside = left <= place.left < place.right <= right and (
            bottom <= place.bottom < place.top <= top
        )
        taken_here = [*taken, *_annotations(pdf, place.page)]
        if not inside or any(place.overlaps(other) for other in taken_here):
            raise SignatureRefused("Место для подписи занято или выходит за край страницы.")
        taken.append(place)


def _annotations(pdf: pikepdf.Pdf, page: int) -> list[Place]:
    found = pdf.pages[page].obj.get("/Annots", Array())
    boxes = [[float(edge) for edge in one.Rect] for one in found if "/Rect" in one]
    return [
        Place(page, min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)) for x1, y1, x2, y2 in boxes
    ]


def _add_field(pdf: pikepdf.Pdf, slot: Slot, place: Place) -> None:
    page = pdf.pages[place.page].obj
    width, height = place.right - place.left, place.top - place.bottom
    nothing = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, width, height])
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(slot.field),
            TU=String(f"Подпись: {slot.who}"),
            F=_PRINTED_AND_LOCKED,
            Rect=[place.left, place.bottom, place.right, place.top],
            P=page,
            # An annotation that takes room has an appearance (ISO 19005-3, 6.3.3).
            AP=Dictionary(N=nothing),
        )
    )
    page.Annots = Array([*page.get("/Annots", Array()), field])
    form = pdf.Root.get("/AcroForm") or pdf.make_indirect(Dictionary(Fields=Array()))
    form.Fields = pdf.make_indirect(Array([*form.get("/Fields", Array()), field]))
    pdf.Root.AcroForm = form
    if "/StructTreeRoot" in pdf.Root:
        _tag(pdf, field, page)


def _tag(pdf: pikepdf.Pdf, field: pikepdf.Object, page: pikepdf.Object) -> None:
    """PDF/UA-1, 7.18.4: a widget is in a Form element, and the page is tabbed by structure."""
    page.Tabs = Name.S
    key = sheet.next_key(pdf)
    reference = Dictionary(Type=Name.OBJR, Obj=field, Pg=page)
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, K=reference))
    sheet.hang(pdf, element)
    pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[key] = element
    field.StructParent = key


def _note_plan(pdf: pikepdf.Pdf, plan: Plan, as_of: date) -> None:
    """In the place that PDF keeps for the data of programs (ISO 32000-1, 14.5)."""
    modified = String(f"D:{as_of:%Y%m%d}000000Z")
    entry = Dictionary(LastModified=modified, Private=String(plan.as_text()))
    if "/PieceInfo" not in pdf.Root:
        pdf.Root.PieceInfo = Dictionary()
    pdf.Root.PieceInfo[_OWNER] = pdf.make_indirect(entry)
