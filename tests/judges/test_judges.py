"""The judges judge: what they pass and what they refuse."""

from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pypdf
import pytest
from openpyxl.styles import Alignment
from PIL import Image
from weasyprint import HTML

from tests.judges import libreoffice, ooxml, overlaps, pictures, verapdf
from tests.judges.command import run

LETTER = (
    '<html lang="ru"><head><title>Письмо</title></head><body style="font: 12pt FreeSerif; {style}">'
    "<h1>Письмо</h1><p>Семья {name} получила помощь в полном объёме.</p></body></html>"
)


def write_letter(
    file: Path, name: str = "Ахметовых", style: str = "", variant: str | None = None
) -> Path:
    HTML(string=LETTER.format(name=name, style=style)).write_pdf(file, pdf_variant=variant)
    return file


def test_verapdf_passes_an_archive_pdf_and_names_the_rules_that_a_plain_one_breaks(
    tmp_path: Path,
) -> None:
    archive = write_letter(tmp_path / "архив.pdf", variant="pdf/a-3a")
    plain = write_letter(tmp_path / "plain.pdf")

    broken = verapdf.check("3a,3b", [archive, plain])

    assert broken[archive] == []
    assert any(why.startswith("3a: ISO 19005-3") for why in broken[plain])
    assert any(why.startswith("3b: ISO 19005-3") for why in broken[plain])


def test_verapdf_judges_every_flavour_that_it_is_asked_for(tmp_path: Path) -> None:
    archive = write_letter(tmp_path / "archive.pdf", variant="pdf/a-3a")

    broken = verapdf.check("3a,ua1", [archive])

    assert broken[archive] != []
    assert all(why.startswith("ua1: ") for why in broken[archive])


def test_verapdf_does_not_pass_what_is_no_pdf(tmp_path: Path) -> None:
    text = tmp_path / "text.pdf"
    text.write_text("no PDF")

    assert verapdf.check("3a", [text])[text] != []


def test_verapdf_refuses_a_flavour_that_does_not_exist(tmp_path: Path) -> None:
    archive = write_letter(tmp_path / "archive.pdf", variant="pdf/a-3a")

    with pytest.raises(AssertionError, match="no flavour 9z"):
        verapdf.check("9z", [archive])


def test_libreoffice_prints_files_of_the_same_name_in_one_run(tmp_path: Path) -> None:
    letter, table = tmp_path / "one" / "typical.docx", tmp_path / "two" / "typical.xlsx"
    letter.parent.mkdir()
    table.parent.mkdir()
    document = docx.Document()
    document.add_paragraph("Әлия Қасымова")
    document.save(str(letter))
    workbook = openpyxl.Workbook()
    workbook["Sheet"]["A1"] = "Бөлім меңгерушісі"
    workbook.save(table)

    pdfs = libreoffice.to_pdf([letter, table], tmp_path / "pdf")

    assert "Әлия Қасымова" in pypdf.PdfReader(pdfs[letter]).pages[0].extract_text()
    assert "Бөлім меңгерушісі" in pypdf.PdfReader(pdfs[table]).pages[0].extract_text()


def test_libreoffice_names_the_file_that_it_cannot_open(tmp_path: Path) -> None:
    cut = tmp_path / "cut.docx"
    document = docx.Document()
    document.save(str(cut))
    cut.write_bytes(cut.read_bytes()[:2000])

    with pytest.raises(AssertionError, match=r"cut\.docx"):
        libreoffice.to_pdf([cut], tmp_path / "pdf")


def test_the_open_xml_sdk_passes_sound_files_and_names_what_is_wrong_with_others(
    tmp_path: Path,
) -> None:
    sound, wrong, cut = (tmp_path / name for name in ("письмо.docx", "wrong.docx", "cut.docx"))
    document = docx.Document()
    document.add_paragraph("Әлия Қасымова")
    document.save(str(sound))
    paragraph = document.paragraphs[0]._p
    paragraph.append(paragraph.get_or_add_pPr())  # after the text that it ought to precede
    document.save(str(wrong))
    cut.write_bytes(sound.read_bytes()[:2000])

    errors = ooxml.check([sound, wrong, cut])

    assert errors[sound] == []
    assert any("/word/document.xml" in error and "pPr" in error for error in errors[wrong])
    assert errors[cut] != []


def test_the_open_xml_sdk_judges_workbooks_too(tmp_path: Path) -> None:
    plain, wrong = tmp_path / "plain.xlsx", tmp_path / "wrong.xlsx"
    openpyxl.Workbook().save(plain)
    with ZipFile(plain) as sound, ZipFile(wrong, "w") as broken:
        for name in sound.namelist():
            part = sound.read(name)
            broken.writestr(name, part.replace(b"<sheetData", b"<cols /><sheetData"))

    errors = ooxml.check([wrong])[wrong]

    assert any("/xl/worksheets/sheet1.xml" in error and "cols" in error for error in errors)


def test_words_that_lie_on_one_another_are_told(tmp_path: Path) -> None:
    sound, low = tmp_path / "sound.xlsx", tmp_path / "low.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook["Sheet"]
    for row in (1, 2):
        sheet.cell(row, 1, "семья получила помощь " * 6).alignment = Alignment(
            wrap_text=True, vertical="top"
        )
        sheet.row_dimensions[row].height = 400
    workbook.save(sound)
    sheet.row_dimensions[1].height = 30
    workbook.save(low)

    printed = libreoffice.to_pdf([sound, low], tmp_path / "printed")

    assert overlaps.overlapping(printed[sound]) == []
    assert overlaps.overlapping(printed[low]) != []


def test_a_page_that_moved_by_less_than_a_pixel_does_not_differ(tmp_path: Path) -> None:
    moved = write_letter(tmp_path / "moved.pdf", style="position: relative; left: .4px; top: .2px")
    there = pictures.page_picture(moved, 1, dpi=150)
    here = pictures.page_picture(write_letter(tmp_path / "letter.pdf"), 1, dpi=150)

    assert here.tobytes() != there.tobytes()
    assert pictures.difference(here, there) < 0.01


def test_a_changed_name_makes_two_pages_differ(tmp_path: Path) -> None:
    one = pictures.page_picture(write_letter(tmp_path / "one.pdf", "Ахметовых"), 1, dpi=150)
    other = pictures.page_picture(write_letter(tmp_path / "other.pdf", "Сериковых"), 1, dpi=150)

    assert pictures.difference(one, other) > 0.1


def test_pages_of_different_paper_differ_altogether(tmp_path: Path) -> None:
    upright = pictures.page_picture(write_letter(tmp_path / "letter.pdf"), 1, dpi=50)

    assert pictures.difference(upright, upright.transpose(Image.Transpose.ROTATE_90)) == 1.0


def test_a_judge_that_does_not_end_is_ended_with_its_children() -> None:
    with pytest.raises(AssertionError, match=r"sh did not end in 0\.5 s"):
        run(["sh", "-c", "sleep 60; true"], seconds=0.5)
