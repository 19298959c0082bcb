"""PDFs as they come from outside: scans, forms, files that act, files that are broken."""

import random
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from weasyprint import HTML

MARK = (30, 30, 30)
HELVETICA = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


@cache
def scan(turn: int = 0) -> bytes:
    """A picture of A4 with a dark mark where a reader begins, shown after a turn."""
    picture = Image.new("RGB", (827, 1169), (250, 250, 250))
    picture.paste(MARK, (20, 20, 120, 120))
    buffer = BytesIO()
    picture.rotate(turn, expand=True).save(buffer, "PDF", resolution=100)
    return changed(buffer.getvalue(), lambda pdf: pdf.pages[0].rotate(turn, relative=False))


def letter() -> bytes:
    """One page of text in a font that is not in the file."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[0]
    page.obj.Resources = Dictionary(Font=Dictionary(F1=HELVETICA))
    page.obj.Contents = pdf.make_stream(b"BT /F1 14 Tf 60 700 Td (A letter) Tj ET")
    return saved(pdf)


def archival(variant: str) -> bytes:
    """A page of text that is PDF/A, as a program of others makes it."""
    written = HTML(string="<html lang=ru><title>Letter</title><p>Письмо 100").write_pdf(
        pdf_variant=variant
    )
    return bytes(written)


def inheriting() -> bytes:
    """A page that has its size, its turn and its fonts from the node above it.

    One edge of its size stands elsewhere in the file.
    """

    def inherit(pdf: pikepdf.Pdf) -> None:
        page, node = pdf.pages[0].obj, pdf.Root.Pages
        for key in ("/MediaBox", "/Resources"):
            node[key] = page[key]
            del page[key]
        with pikepdf.explicit_conversion():  # else a number is no object
            node.MediaBox[3] = pdf.make_indirect(pikepdf.Integer(842))
        node.Rotate = 90

    return changed(letter(), inherit)


def form() -> bytes:
    """A page with a filled field of a form, drawn, and a note."""

    def fill(pdf: pikepdf.Pdf) -> None:
        drawn = pdf.make_stream(
            b"BT /F1 12 Tf 2 5 Td (Typed in) Tj ET",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 100, 20],
            Resources=Dictionary(Font=Dictionary(F1=HELVETICA)),
        )
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T=String("place"),
                V=String("Typed in"),
                F=4,
                Rect=[60, 600, 160, 620],
                AP=Dictionary(N=drawn),
            )
        )
        pdf.pages[0].obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))

    return changed(letter(), fill)


def changed(content: bytes, change: Callable[[pikepdf.Pdf], Any]) -> bytes:
    """A file after a change."""
    with pikepdf.open(BytesIO(content)) as pdf:
        change(pdf)
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    """The bytes of a file."""
    buffer = BytesIO()
    pdf.save(buffer, deterministic_id=not how, **how)
    return buffer.getvalue()


def encrypted(password: str = "") -> bytes:
    """A file that needs a password, or has one for its owner alone."""
    with pikepdf.open(BytesIO(letter())) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner="owner", user=password))


def _opening(action: Dictionary) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = action

    return change


def _rooted(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for name, value in entries.items():
            pdf.Root[f"/{name}"] = value

    return change


def _page_act(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.Print))


def _attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["inside.txt"] = b"inside"


def _endless(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].mediabox = pikepdf.Array([0, 0, 20_000, 842])


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
ACTING = {
    "script": _opening(SCRIPT),
    "script in names": _rooted(
        Names=Dictionary(JavaScript=Dictionary(Names=Array([String("x"), SCRIPT])))
    ),
    "launch": _opening(Dictionary(S=Name.Launch, F=String("calc.exe"))),
    "sending": _opening(Dictionary(S=Name.SubmitForm, F=String("http://127.0.0.1/"))),
    "page action": _page_act,
    "xfa": _rooted(AcroForm=Dictionary(Fields=Array(), XFA=String("x"))),
}


def _paged(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for name, value in entries.items():
            pdf.pages[0].obj[f"/{name}"] = value

    return change


ODD = {
    "turned by a name": _paged(Rotate=Name.Left),
    "turned by one": _paged(Rotate=1),
    "fonts that are none": _paged(Resources=Dictionary(Font=1)),
    "a box of names": _paged(MediaBox=Array([Name.A] * 4)),
    "a box of two": _paged(MediaBox=Array([0, 0])),
}
CHANGING = {
    "layers": _rooted(OCProperties=Dictionary(OCGs=Array(), D=Dictionary())),
    "undrawn fields": _rooted(AcroForm=Dictionary(Fields=Array(), NeedAppearances=True)),
    "files inside": _attach,
    "size of page": _endless,
}


def with_noise(size: int) -> bytes:
    """A page beside so many bytes that nobody can pack smaller."""
    noise = random.Random(0).randbytes(size)
    return changed(letter(), lambda pdf: pdf.Root.__setitem__("/Noise", pdf.make_stream(noise)))
