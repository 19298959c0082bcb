"""Small real documents, ways to change them, and an envelope that is hard to carry."""

from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pikepdf
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from weasyprint import HTML

from formsvc.renderers.archive import read_archive, write_archive

ENVELOPE: dict[str, Any] = {
    "form": "kz.plan",
    "edition": "2024",
    "engine": "formsvc 0.1.0",
    "as_of": "2026-03-02",
    "mode": "filled",
    "layout": "kz",
    "data": {
        "имя": "Әлия Қасымқызы Ңұрғожина-Өтеген Һ І",
        "formula": "=1+1",
        "cdata": "]]> <![CDATA[ </source> &amp; <w:p>",
        "quotes": "«ёлка» \"кавычки\" 'апостроф' \\ \\u0041 \\n",
        "lines": "  первая\nвторая\r\nтретья\r\tконец\n ",
        "excel": "_x0041_ _x000A_ _x005F_x0041_ ____",
        "rare": "😀 \x00\x01\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff",
        "numbers": [0, -1, 1.5, 10**15, 0.1],
        "nothing": [None, True, False, "", [], {}],
        "long": "=😀_ Ұ" * 20_000,
    },
}

LETTER = """
<html lang="ru"><head><meta charset="utf-8"><title>План</title>
<style>body { font-family: "Noto Sans" } h2 { break-before: page }</style></head>
<body><h1>План</h1><p>Семья Әлии Қасымқызы. <a href="https://example.org/">Ссылка</a></p>
<table><thead><tr><th>Мера</th><th>Срок</th></tr></thead>
<tbody><tr><td>Консультация</td><td>02.03.2026</td></tr></tbody></table>
<h2>Приложение</h2><p>Вторая страница</p></body></html>
"""


@cache
def plan_docx() -> bytes:
    """Heading, runs, a list, a table, fields, header and footer."""
    document = docx.Document()
    document.add_heading("План", 1)
    paragraph = document.add_paragraph("Семья Әлии ")
    paragraph.add_run("Қасымқызы").bold = True
    paragraph.add_run("\tпроживает\nздесь  ")
    document.add_paragraph("Пункт", style="List Bullet")
    table = document.add_table(2, 3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Мера"
    table.cell(0, 2).text = "Срок"
    table.cell(1, 0).text = "☐ да ☑ нет"
    document.add_paragraph("Подпись")
    section = document.sections[0]
    add_field(section.header.paragraphs[0], " PAGE ", "2")
    section.footer.paragraphs[0].text = "Центр поддержки"
    return saved(document)


def add_field(paragraph: Paragraph, instruction: str, result: str) -> None:
    for kind in ("begin", "", "separate"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = instruction
        paragraph.add_run()._r.append(element)
    paragraph.add_run(result)
    end = OxmlElement("w:fldChar")
    end.set(qn("w:fldCharType"), "end")
    paragraph.add_run()._r.append(end)


@cache
def plan_xlsx() -> bytes:
    """Texts, numbers, dates, merged cells, print set-up, two sheets."""
    workbook = openpyxl.Workbook()
    sheet = workbook["Sheet"]
    sheet.title = "План"
    sheet["A1"] = "Семья Әлии Қасымқызы"
    sheet["A2"] = date(2026, 3, 2)
    sheet["A2"].number_format = "DD.MM.YYYY"
    sheet["B2"] = 12.5
    sheet["B3"] = 0.1 + 0.2
    sheet["A3"] = "=1+1"
    sheet["A3"].data_type = "s"
    sheet["A3"].quotePrefix = True
    sheet["A4"] = "  строка\nдругая "
    sheet["A5"] = "зачёркнуто"
    sheet["A5"].font = Font(strike=True)
    sheet.merge_cells("C1:D2")
    sheet.print_title_rows = "1:2"
    head_sheet(sheet, "План &P")
    sheet.page_setup.paperSize = 9
    second = workbook.create_sheet("Пересмотр")
    second["B2"] = "Итог"
    return saved(workbook)


def head_sheet(sheet: Worksheet, text: str) -> None:
    assert sheet.oddHeader is not None
    sheet.oddHeader.center.text = text


@cache
def plan_pdf() -> bytes:
    """Two pages, a link, a table; PDF/A-3a."""
    made: bytes = HTML(string=LETTER).write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True)
    return made


MADE: dict[str, Callable[[], bytes]] = {"docx": plan_docx, "xlsx": plan_xlsx, "pdf": plan_pdf}


def saved(document: Document | Workbook) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_document(content: bytes, change: Callable[[Document], object]) -> bytes:
    document = docx.Document(BytesIO(content))
    change(document)
    return saved(document)


def with_workbook(content: bytes, change: Callable[[Workbook], object]) -> bytes:
    workbook = openpyxl.load_workbook(BytesIO(content), rich_text=True)
    change(workbook)
    return saved(workbook)


def with_pdf(content: bytes, change: Callable[[pikepdf.Pdf], object], **options: Any) -> bytes:
    buffer = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(buffer, **options)
    return buffer.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    return write_archive(read_archive(content) | {name: part})


def with_text_replaced(content: bytes, name: str, old: str, new: str) -> bytes:
    part = read_archive(content)[name].decode()
    assert old in part, f"{name} has no {old}"
    return with_part(content, name, part.replace(old, new).encode())
