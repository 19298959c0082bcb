"""A PDF that was changed counts as edited, and one that was only saved again does not."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, StreamDecodeLevel
from weasyprint import HTML

from formsvc.embedding import embed, extract
from tests.embedding.documents import ENVELOPE, LETTER, plan_pdf, with_pdf
from tests.judges import verapdf


def carrying() -> bytes:
    return embed(plan_pdf(), "pdf", ENVELOPE)


def drawn_over(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(pdf.make_stream(b"1 g 0 0 500 500 re f"))


def drawn_under(pdf: Pdf) -> None:
    pdf.pages[1].contents_add(pdf.make_stream(b"0 g 0 0 9 9 re f"), prepend=True)


def changed_operator(pdf: Pdf) -> None:
    content = pdf.pages[1].Contents.read_bytes()
    assert b"BT" in content
    pdf.pages[1].Contents = pdf.make_stream(content.replace(b"BT", b"BT 3 Tr ", 1))


def removed_page(pdf: Pdf) -> None:
    del pdf.pages[1]


def pages_in_another_order(pdf: Pdf) -> None:
    pdf.pages.reverse()


def one_more_page(pdf: Pdf) -> None:
    pdf.add_blank_page()


def turned_page(pdf: Pdf) -> None:
    pdf.pages[0].rotate(90, relative=True)


def cropped_page(pdf: Pdf) -> None:
    pdf.pages[0].cropbox = Array([0, 0, 300, 300])


def other_font(pdf: Pdf) -> None:
    fonts = pdf.pages[0].Resources.Font
    names = sorted(fonts.keys())
    assert len(names) > 1
    fonts[names[0]] = fonts[names[1]]


def remapped_glyphs(pdf: Pdf) -> None:
    font = next(iter(pdf.pages[0].Resources.Font.values()))
    program = font.DescendantFonts[0].FontDescriptor
    key = next(key for key in ("/FontFile2", "/FontFile3") if key in program)
    program[key] = pdf.make_stream(program[key].read_bytes() + b"\0")


def picture_behind(pdf: Pdf) -> None:
    image = pdf.make_stream(b"\xff\0\0")
    image.update(Dictionary(Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8))
    pdf.pages[0].Resources.XObject = Dictionary(Im=image)


def note(pdf: Pdf) -> None:
    annotation = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([9, 9, 9, 9]), Contents="Проверить"
    )
    pdf.pages[1].Annots = Array([pdf.make_indirect(annotation)])


def other_link(pdf: Pdf) -> None:
    pdf.pages[0].Annots[0].A.URI = pikepdf.String("https://example.com/")


def layers(pdf: Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())


def field(pdf: Pdf) -> None:
    entry = Dictionary(FT=Name.Tx, T="имя", V="Әлия")
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(entry)]))


def visible_signature(pdf: Pdf) -> None:
    sign(pdf, Array([20, 20, 200, 60]))


EDITS = [
    drawn_over,
    drawn_under,
    changed_operator,
    removed_page,
    pages_in_another_order,
    one_more_page,
    turned_page,
    cropped_page,
    other_font,
    remapped_glyphs,
    picture_behind,
    note,
    other_link,
    layers,
    field,
    visible_signature,
]


def sign(pdf: Pdf, rectangle: Array) -> None:
    signature = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T="Подпись",
            Rect=rectangle,
            F=132,
            P=pdf.pages[0].obj,
        )
    )
    pdf.pages[0].Annots = Array([*pdf.pages[0].get("/Annots", Array()), signature])
    pdf.Root.AcroForm = Dictionary(Fields=Array([signature]), SigFlags=3)


@pytest.mark.parametrize("change", EDITS, ids=lambda change: change.__name__)
def test_what_a_reader_sees_cannot_be_changed_unnoticed(change: Callable[[Pdf], None]) -> None:
    found = extract(with_pdf(carrying(), change))

    assert found.edited
    assert found.envelope == ENVELOPE


def test_a_value_in_a_form_is_noticed() -> None:
    form = '<form><input name="имя" value="{}"></form>'
    filled = [
        HTML(string=LETTER.replace("</body>", form.format(value) + "</body>")).write_pdf(
            pdf_forms=True
        )
        for value in ("Әлия", "Алия")
    ]
    carrying = embed(filled[0], "pdf", ENVELOPE)

    def refill(pdf: Pdf) -> None:
        (field,) = pdf.Root.AcroForm.Fields
        field.V = pikepdf.String("Алия")

    assert not extract(carrying).edited
    assert extract(with_pdf(carrying, refill)).edited


# --- Saved without a change -----------------------------------------------------------------------

UNPACKED = {"compress_streams": False, "stream_decode_level": StreamDecodeLevel.generalized}
SAVED_AGAIN: dict[str, dict[str, Any]] = {
    "without object streams": {"object_stream_mode": ObjectStreamMode.disable},
    "for the web": {"linearize": True},
    "unpacked": UNPACKED,
    "packed anew": {"recompress_flate": True},
    "laid out for people": {"qdf": True},
}


def no_change(pdf: Pdf) -> None:
    pass


@pytest.mark.parametrize("how", SAVED_AGAIN)
def test_a_pdf_that_was_only_saved_again_counts_as_unedited(how: str) -> None:
    again = with_pdf(carrying(), no_change, **SAVED_AGAIN[how])

    assert again != carrying()
    assert extract(again).envelope == ENVELOPE
    assert not extract(again).edited


def test_a_pdf_saved_by_another_library_counts_as_unedited() -> None:
    buffer = BytesIO()
    pypdf.PdfWriter(clone_from=BytesIO(carrying())).write(buffer)

    assert not extract(buffer.getvalue()).edited


def test_another_title_and_bookmarks_are_not_seen_on_the_pages() -> None:
    def change(pdf: Pdf) -> None:
        pdf.docinfo["/Title"] = "План 2"
        with pdf.open_outline() as outline:
            outline.root.clear()

    assert not extract(with_pdf(carrying(), change)).edited


def test_an_invisible_signature_does_not_count_as_an_edit() -> None:
    buffer = BytesIO()
    writer = pypdf.PdfWriter(BytesIO(carrying()), incremental=True)
    writer.write(buffer)
    signed = with_pdf(carrying(), lambda pdf: sign(pdf, Array([0, 0, 0, 0])))

    assert not extract(signed).edited
    assert not extract(buffer.getvalue()).edited


# --- The attachment -------------------------------------------------------------------------------


def test_the_source_is_an_associated_file_with_all_that_pdf_a_3_wants() -> None:
    with pikepdf.open(BytesIO(carrying())) as pdf:
        (associated,) = pdf.Root.AF
        (name,) = pdf.attachments
        stream = associated.EF.F

        assert name == associated.F == associated.UF == "formsvc.json"
        assert associated.AFRelationship == Name.Source
        assert str(associated.Desc) == "Исходные данные документа"
        assert stream.Subtype == Name("/application/json")
        assert stream.Params.Size == len(stream.read_bytes())
        assert stream.Params.ModDate == stream.Params.CreationDate == "D:20260302000000Z"


def test_embedding_twice_leaves_the_later_source() -> None:
    twice = embed(carrying(), "pdf", ENVELOPE | {"form": "office.order"})

    assert extract(twice).envelope["form"] == "office.order"
    with pikepdf.open(BytesIO(twice)) as pdf:
        assert len(pdf.Root.AF) == len(pdf.attachments) == 1


def test_other_attachments_stay() -> None:
    def attach(pdf: Pdf) -> None:
        pdf.attachments["акт.txt"] = "Акт".encode()

    embedded = embed(with_pdf(plan_pdf(), attach), "pdf", ENVELOPE)

    with pikepdf.open(BytesIO(embedded)) as pdf:
        assert sorted(pdf.attachments) == ["formsvc.json", "акт.txt"]
    assert not extract(embedded).edited


def test_the_file_keeps_its_conformance_to_pdf_a_and_pdf_ua(tmp_path: Path) -> None:
    files = {}
    for variant in ("pdf/a-3a", "pdf/ua-1"):
        made = HTML(string=LETTER).write_pdf(pdf_variant=variant, pdf_tags=True)
        files[variant] = tmp_path / f"{variant.replace('/', '-')}.pdf"
        files[variant].write_bytes(embed(made, "pdf", ENVELOPE))

    assert verapdf.check("3a", [files["pdf/a-3a"]]) == {files["pdf/a-3a"]: []}
    assert verapdf.check("ua1", [files["pdf/ua-1"]]) == {files["pdf/ua-1"]: []}
