"""A DOCX that was changed counts as edited, and one that was only saved again does not."""

import re
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.run import Run
from lxml import etree
from PIL import Image

from formsvc.embedding import embed, extract
from formsvc.embedding.docx import NAMESPACE
from formsvc.renderers.archive import read_archive, write_archive
from tests.embedding.documents import (
    ENVELOPE,
    plan_docx,
    saved,
    with_document,
    with_part,
    with_text_replaced,
)
from tests.embedding.libreoffice import saved_by_libreoffice

BODY = "word/document.xml"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def carrying() -> bytes:
    return embed(plan_docx(), "docx", ENVELOPE)


def run(document: Document, text: str) -> Run:
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    return next(run for run in runs if text in run.text)


def changed_text(document: Document) -> None:
    run(document, "Қасымқызы").text = "Қасымұлы"


def one_more_space(document: Document) -> None:
    run(document, "Қасымқызы").text = "Қасымқызы "


def struck_out(document: Document) -> None:
    run(document, "Қасымқызы").font.strike = True


def hidden(document: Document) -> None:
    run(document, "Қасымқызы").font.hidden = True


def white(document: Document) -> None:
    run(document, "Қасымқызы").font.color.rgb = RGBColor(255, 255, 254)


def one_point_high(document: Document) -> None:
    run(document, "Қасымқызы").font.size = Pt(1)


def struck_out_by_a_style(document: Document) -> None:
    document.styles["Normal"].font.strike = True


def hidden_by_an_inherited_style(document: Document) -> None:
    document.styles["Heading 1"].base_style.font.hidden = True


def numbered(document: Document) -> None:
    document.paragraphs[-1].style = document.styles["List Number"]


def removed_paragraph(document: Document) -> None:
    document.element.body.remove(document.paragraphs[-1]._p)


def split_paragraph(document: Document) -> None:
    document.paragraphs[-1].insert_paragraph_before("")


def removed_row(document: Document) -> None:
    table = document.tables[0]
    table._tbl.remove(table.rows[1]._tr)


def hidden_row(document: Document) -> None:
    properties = document.tables[0].rows[1]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:hidden"))


def merged_cells(document: Document) -> None:
    document.tables[0].cell(1, 1).merge(document.tables[0].cell(1, 2))


def ticked_box(document: Document) -> None:
    document.tables[0].cell(1, 0).text = "☑ да ☐ нет"


def changed_header(document: Document) -> None:
    document.sections[0].header.paragraphs[0].add_run(" лист")


def changed_footer(document: Document) -> None:
    document.sections[0].footer.paragraphs[0].text = "Центр"


def first_page_without_footer(document: Document) -> None:
    document.sections[0].different_first_page_header_footer = True


def commented(document: Document) -> None:
    document.add_comment(run(document, "Қасымқызы"), "Проверить", "Куратор")


def picture(document: Document) -> None:
    image = BytesIO()
    Image.new("RGB", (4, 4), "red").save(image, "PNG")
    image.seek(0)
    document.paragraphs[0].add_run().add_picture(image)


def tracked(tag: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        element = run(document, "Қасымқызы")._r
        change = OxmlElement(tag)
        element.addprevious(change)
        change.append(element)

    change.__name__ = f"tracked {tag}"
    return change


def symbol(document: Document) -> None:
    element = OxmlElement("w:sym")
    element.set(qn("w:font"), "Wingdings")
    element.set(qn("w:char"), "F0FE")
    run(document, "Қасымқызы")._r.append(element)


def text_of_a_page_number(document: Document) -> None:
    number = document.sections[0].header.paragraphs[0].runs[3]
    assert number.text == "2"
    number.text = "2 (исправлено)"


EDITS = [
    changed_text,
    one_more_space,
    struck_out,
    hidden,
    white,
    one_point_high,
    struck_out_by_a_style,
    hidden_by_an_inherited_style,
    numbered,
    removed_paragraph,
    split_paragraph,
    removed_row,
    hidden_row,
    merged_cells,
    ticked_box,
    changed_header,
    changed_footer,
    first_page_without_footer,
    commented,
    picture,
    tracked("w:ins"),
    tracked("w:del"),
    symbol,
    text_of_a_page_number,
]


@pytest.mark.parametrize("change", EDITS, ids=lambda change: change.__name__)
def test_what_a_reader_sees_cannot_be_changed_unnoticed(
    change: Callable[[Document], None],
) -> None:
    found = extract(with_document(carrying(), change))

    assert found.edited
    assert found.envelope == ENVELOPE


def test_a_changed_footnote_is_noticed() -> None:
    main = re.search(r"<w:document[^>]*>", read_archive(plan_docx())[BODY].decode())
    assert main
    reference = '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    noted = with_text_replaced(plan_docx(), BODY, "<w:sectPr", f"{reference}<w:sectPr")
    link = f'<Relationship Id="rId99" Type="{KINDS}footnotes" Target="footnotes.xml"/>'
    links = "word/_rels/document.xml.rels"
    noted = with_text_replaced(noted, links, "</Relationships>", f"{link}</Relationships>")
    opened = main[0].replace("w:document", "w:footnotes")
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    notes = "word/footnotes.xml"
    carrying = embed(
        with_part(noted, notes, (opened + note.format("До")).encode()), "docx", ENVELOPE
    )

    assert not extract(carrying).edited
    assert extract(with_part(carrying, notes, (opened + note.format("После")).encode())).edited


# --- Saved without a change -----------------------------------------------------------------------


def as_word_would_cut_it(content: bytes) -> bytes:
    """Runs split in two, with revision ids, bookmarks, languages and proofing marks in between."""
    inner = (
        '<w:proofErr w:type="spellStart"/><w:r w:rsidR="00AB12CD"><w:rPr><w:b/>'
        '<w:lang w:val="kk-KZ"/></w:rPr><w:lastRenderedPageBreak/><w:t>Қасым</w:t></w:r>'
        '<w:bookmarkStart w:id="7" w:name="_GoBack"/><w:bookmarkEnd w:id="7"/>'
        '<w:r><w:rPr><w:b/></w:rPr><w:t>қызы</w:t></w:r><w:proofErr w:type="spellEnd"/>'
    )
    whole = "<w:r><w:rPr><w:b/></w:rPr><w:t>Қасымқызы</w:t></w:r>"
    packed = re.sub(r">\s+<", "><", read_archive(content)[BODY].decode())
    return with_text_replaced(with_part(content, BODY, packed.encode()), BODY, whole, inner)


def with_pages_counted_anew(content: bytes) -> bytes:
    (header,) = (name for name in read_archive(content) if name.startswith("word/header"))
    return with_text_replaced(content, header, "<w:t>2</w:t>", "<w:t>17</w:t>")


def with_parts_renamed(content: bytes) -> bytes:
    """Word numbers headers and custom parts as it likes."""
    renamed = {}
    for name, part in read_archive(content).items():
        for old, new in (("header1.xml", "header7.xml"), ("customXml/item2", "customXml/item5")):
            name = name.replace(old, new)
            part = part.replace(old.encode(), new.encode())
        renamed[name.replace("_rels/item2", "_rels/item5")] = part.replace(b"item2.", b"item5.")
    return write_archive(renamed)


def saved_by_python_docx(content: bytes) -> bytes:
    return saved(docx.Document(BytesIO(content)))


def with_another_author(content: bytes) -> bytes:
    return with_document(content, lambda d: setattr(d.core_properties, "author", "Куратор"))


def in_bold(content: bytes) -> bytes:
    return with_document(content, lambda d: setattr(run(d, "проживает").font, "bold", True))


SAVED_AGAIN = [
    as_word_would_cut_it,
    with_pages_counted_anew,
    with_parts_renamed,
    saved_by_python_docx,
    with_another_author,
    in_bold,
    lambda content: saved_by_libreoffice(content, "docx"),
]


@pytest.mark.parametrize(
    "save", SAVED_AGAIN, ids=lambda save: save.__name__.replace("<lambda>", "by LibreOffice")
)
def test_a_document_that_was_only_saved_again_counts_as_unedited(
    save: Callable[[bytes], bytes],
) -> None:
    again = save(carrying())

    assert again != carrying()
    assert extract(again).envelope == ENVELOPE
    assert not extract(again).edited


# --- The package ----------------------------------------------------------------------------------


def test_word_finds_the_source_as_a_custom_part_with_properties() -> None:
    members = read_archive(carrying())
    links = etree.fromstring(members["word/_rels/document.xml.rels"])
    custom = [link for link in links if link.get("Type") == f"{KINDS}customXml"]
    items = [f"word/{link.get('Target')}".replace("word/../", "") for link in custom]

    (item,) = (item for item in items if NAMESPACE.encode() in members[item])

    properties = etree.fromstring(
        members[item.replace("customXml/", "customXml/_rels/") + ".rels"]
    )[0]
    assert properties.get("Type") == f"{KINDS}customXmlProps"
    assert NAMESPACE in members[f"customXml/{properties.get('Target')}"].decode()
    types = etree.fromstring(members["[Content_Types].xml"])
    media = {str(e.get("PartName")): str(e.get("ContentType")) for e in types}
    assert media[f"/{item}"] == "application/xml"
    assert media[f"/customXml/{properties.get('Target')}"].endswith("customXmlProperties+xml")


def test_a_template_that_was_made_from_a_produced_file_does_not_give_its_old_source() -> None:
    newer = ENVELOPE | {"form": "office.order"}

    twice = embed(carrying(), "docx", newer)

    assert extract(twice).envelope == newer
    carriers = [n for n, part in read_archive(twice).items() if b"<source" in part]
    assert len(carriers) == 1


def test_embedding_touches_no_part_but_the_lists_of_parts() -> None:
    before, after = read_archive(plan_docx()), read_archive(carrying())

    changed = {name for name in after if after[name] != before.get(name)}

    assert changed == {
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "customXml/item2.xml",
        "customXml/itemProps2.xml",
        "customXml/_rels/item2.xml.rels",
    }
