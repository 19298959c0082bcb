"""Excel workbooks, walked from the schema: no template per form.

The first sheet holds the head, the texts and the signatures; each table and each numbered
section stands on a sheet of its own and is named where it belongs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import Any

from marshmallow import Schema

from formsvc.forms import walk
from formsvc.forms.columns import Column, Head, columns, header
from formsvc.forms.fields import LongText, Paper, Printed
from formsvc.forms.form import Form
from formsvc.forms.groups import Blocks, Group, Items, Sections, Signers, Spread, Table
from formsvc.forms.layouts import HAND_LINE_MM
from formsvc.forms.parts import Box, Captioned, Grid, Part, Sides
from formsvc.forms.shown import Blank, Mode
from formsvc.renderers.base import Rendered, RenderSettings
from formsvc.renderers.deadline import Deadline
from formsvc.renderers.xlsx_look import (
    BOX,
    BOX_HEAD,
    BOX_HEAD_TALL,
    BOX_LABEL,
    BOX_NUMBER,
    CAPTION,
    HEADING,
    LABEL,
    TEXT,
    Look,
)
from formsvc.renderers.xlsx_model import Sheet, Span, Workbook
from formsvc.renderers.xlsx_pages import divide
from formsvc.renderers.xlsx_sheet import SheetWriter
from formsvc.renderers.xlsx_sides import SIDES_WIDTHS, write_sides
from formsvc.renderers.xlsx_signatures import write_places
from formsvc.renderers.xlsx_writing import write_workbook

MAIN_WIDTHS = (27, 17, 17, 25)
WHOLE_WIDTH = sum(MAIN_WIDTHS)
NUMBER_WIDTH = 4.5
SHORT_LABEL, SMALL = 60, 8
RULED, ON_A_RULE = Look(ruled=True), Look(ruled=True, align="center", keep=True)
STYLES = {
    "annex": Look(align="right"),
    "title": Look(bold=True, size=14, align="center", keep=True),
    "subtitle": Look(align="center", keep=True),
    "requisite": Look(begin=0.5),
    "centred": Look(align="center"),
    "organisation": Look(align="center"),
    "document": Look(align="center"),
    "footnote": Look(size=10),
    "subject": LABEL,
    "body": TEXT,
    "copy": TEXT,
    "list": TEXT,
    "hint": Look(italic=True, size=9, colour="595959", keep=True),
}
# Looks of texts and of numbers in the rows of a table.
_BOXES = {
    level: (replace(BOX, level=level), replace(BOX_NUMBER, level=level))
    for level in ("top", "center")
}
TICKS, COVER_GAP = ("☑", "☐"), 120
_FORBIDDEN_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_MM_PER_INCH, _POINTS_PER_INCH = 25.4, 72
_ROOM = 1.07  # rows lose that much of their height where a sheet is made to fit the page's width


class XlsxRenderer:
    """Excel 2007 and later."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    extension = "xlsx"
    engine = f"formsvc {version('formsvc')}"

    def render(self, form: Form, context: Mapping[str, Any], settings: RenderSettings) -> Rendered:
        """The workbook of a form."""
        book = Book(form, context, settings).fill()
        return Rendered(write_workbook(book), self.engine)


class Book:
    """A workbook while it is being filled."""

    def __init__(self, form: Form, context: Mapping[str, Any], settings: RenderSettings) -> None:
        self.form, self.context, self.settings = form, context, settings
        self.deadline = Deadline.of(settings)
        self.beneath: SheetWriter | None = None  # where the footnote of the last table stands
        self.sheets: list[SheetWriter] = []

    def fill(self) -> Workbook:
        """Every sheet of the form."""
        main = self.sheet(self.form.title, self.main_widths())
        self.draft_mark(main)
        self.fields(main, self.form.fields, self.context)
        for writer in self.sheets:
            divide(writer)
        sheets = [writer.sheet for writer in self.sheets]
        identifier = f"{self.form.id} {self.form.edition}"
        return Workbook(self.form.title, identifier, self.settings.created, sheets)

    def placed(self, schema: Schema) -> list[tuple[str, Paper]]:
        """The fields that have a place of their own in the chosen variant, in their order."""
        return list(walk.placed(schema, self.context["options"]))

    def columns(self, field: Table | Grid) -> list[Column]:
        """The columns of a table in the chosen variant."""
        return columns(field, self.context["options"])

    def main_widths(self) -> Sequence[float]:
        """The columns of the first sheet: those of the main table where the paper has one."""
        for _, field in self.placed(self.form.fields):
            if isinstance(field, Table) and field.main:
                return table_widths(self.columns(field))
            if isinstance(field, Sides):
                return SIDES_WIDTHS
        return MAIN_WIDTHS

    def sheet(self, name: str, widths: Any, *, landscape: bool = False) -> SheetWriter:
        """A new sheet with the page set-up of the layout."""
        known = [writer.sheet.title for writer in self.sheets]
        base = _FORBIDDEN_IN_SHEET_NAMES.sub(" ", name).strip(" ':")[:31]
        title, copy = base, 1
        while title in known:
            copy += 1
            title = f"{base[:27]} ({copy})"
        layout = self.settings.layout.turned() if landscape else self.settings.layout
        sheet = Sheet(title, layout, list(widths), self.settings.draft_mark)
        self.sheets.append(SheetWriter(sheet, self.deadline))
        return self.sheets[-1]

    def draft_mark(self, writer: SheetWriter) -> None:
        """The mark of an unfinished document, also where no print header is seen."""
        if self.settings.draft_mark:
            writer.line(self.settings.draft_mark, Look(bold=True, align="right"))

    def fields(self, writer: SheetWriter, schema: Schema, shown: Mapping[str, Any]) -> None:
        """The fields of an object, one under another."""
        for name, field in self.placed(schema):
            if field.heading:
                writer.boundary()
                writer.line(field.heading, HEADING)
            self.field(writer, field, shown[name])

    def field(self, writer: SheetWriter, field: Paper, shown: Any) -> None:
        """One field in the way of its kind."""
        match field:
            case Signers():
                self.signatures(writer, field, shown)
            case Spread():
                self.spread(writer, shown)
            case Printed(style="footnote"):
                self.styled(self.beneath or writer, shown, STYLES["footnote"])
            case Printed(style=style) if style:
                self.styled(writer, shown, STYLES.get(style, LABEL))
            case Captioned():
                writer.line(shown, ON_A_RULE)
                writer.line(field.label, CAPTION)
            case Group(omit=True) if not shown["given"]:
                pass
            case Sides():
                write_sides(writer, self.placed(field.schema), shown)
                writer.boundary(COVER_GAP)
            case Part():
                self.part(writer, field, shown)
            case Box():
                self.box(writer, field, shown)
            case Grid():
                self.table_sheet(writer, field, shown)
            case Group():
                self.group(writer, field, shown)
            case Sections():
                for section in shown:
                    self.section(writer, field, section)
            case Table(main=True):
                writer.boundary()
                self.table(writer, field, shown)
            case Table():
                self.table_sheet(writer, field, shown)
            case Blocks():
                for block in shown:
                    self.fields(writer, field.schema, block)
            case Items(omit=True) if not shown:
                pass
            case Items():
                writer.line(field.label, LABEL)
                for entry in shown:
                    writer.line(entry["line"])
            case _:
                self.labelled(writer, field, shown)

    def group(self, writer: SheetWriter, field: Group, shown: Mapping[str, Any]) -> None:
        """The fields of an object under its label; a small one is not torn by the end of a page."""
        if field.label:
            writer.boundary()
        first = writer.row
        if field.label:
            writer.line(field.label, LABEL)
        self.fields(writer, field.schema, shown)
        if writer.row - first <= SMALL:
            writer.keep_together(first)

    def box(self, writer: SheetWriter, field: Box, shown: Mapping[str, Any]) -> None:
        """A heading with the fields below it, in a frame."""
        first = writer.row
        writer.line(field.label, LABEL)
        self.fields(writer, field.schema, shown)
        writer.frame(first)

    def labelled(self, writer: SheetWriter, field: Paper, shown: str) -> None:
        """A label with its value beside it, or below where either is long."""
        split = writer.column_at(0.33)
        if field.boxed:
            writer.cells([(1, split, field.label, BOX_LABEL), (split + 1, writer.last, shown, BOX)])
            return
        if isinstance(field, LongText) or len(field.label) > SHORT_LABEL or not field.label:
            if field.label:
                writer.line(field.label, LABEL)
            writer.line(shown)
            return
        writer.pair(field.label, shown, split)

    def signatures(self, writer: SheetWriter, field: Signers, places: list[dict[str, Any]]) -> None:
        """A label and the places to sign; nothing where nobody is to sign."""
        if not places:
            return
        writer.boundary()
        if field.label:
            writer.line(field.label, LABEL)
        write_places(writer, field.style, places)

    def spread(self, writer: SheetWriter, lines: list[dict[str, str]]) -> None:
        """Lines whose text stands in the middle or at both edges."""
        middle = writer.column_at(0.5)
        for line in lines:
            if line["centre"]:
                writer.line(line["centre"], STYLES["centred"])
            else:
                writer.cells(
                    [
                        (1, middle, line["left"], TEXT),
                        (middle + 1, writer.last, line["right"], Look(align="right")),
                    ]
                )

    def styled(self, writer: SheetWriter, shown: Any, look: Look) -> None:
        """A text, or several of them or of paragraphs, one under another."""
        for part in shown if isinstance(shown, list) else [shown]:
            paragraph = part if isinstance(part, Mapping) else {"lead": "", "text": part}
            lead, text = paragraph["lead"], paragraph["text"]
            if lead and isinstance(text, Blank):
                writer.line(lead, RULED)
                writer.line(Blank(text.lines - 1))
            else:
                writer.line(f"{lead}{text}" if lead else text, look)

    def part(self, writer: SheetWriter, field: Part, shown: Mapping[str, Any]) -> None:
        """A part of the document on a sheet of its own."""
        own = self.sheet(field.label, MAIN_WIDTHS)
        writer.line(reference(own))
        own.line(field.label, HEADING)
        self.fields(own, field.schema, shown)

    def table_sheet(self, writer: SheetWriter, field: Table | Grid, shown: list[Any]) -> None:
        """A table on a sheet of its own, named where it belongs."""
        label = field.label.strip().rstrip(":")
        layout = self.settings.layout
        wider = layout.turned().text_width / layout.text_width if field.landscape else 1
        widths = table_widths(self.columns(field), round(WHOLE_WIDTH * wider))
        own = self.sheet(label, widths, landscape=field.landscape)
        writer.line(reference(own))
        if isinstance(field, Grid) or field.captioned:
            own.line(field.label, HEADING)
        self.table(own, field, shown)

    def section(self, writer: SheetWriter, field: Sections, shown: Mapping[str, Any]) -> None:
        """A numbered section on a sheet of its own, in the columns of its first table."""
        placed = self.placed(field.schema)
        tables = [one for _, one in placed if isinstance(one, Table | Grid)]
        widths = table_widths(self.columns(tables[0])) if tables else MAIN_WIDTHS
        number = shown["number"]
        own = self.sheet(f"{number}. {field.label}", widths)
        writer.line(reference(own))
        if shown["heading"]:
            own.line(shown["heading"], HEADING)
        for name, inner in placed:
            if tables and inner is tables[0]:
                own.line(inner.label, LABEL)
                fixed = isinstance(inner, Grid)
                self.table(own, tables[0], shown[name], repeated=not fixed)
                if fixed:
                    own.boundary()
            else:
                self.field(own, inner, shown[name])

    def table(
        self,
        writer: SheetWriter,
        field: Table | Grid,
        rows: list[dict[str, Any]],
        *,
        repeated: bool = True,
    ) -> None:
        """The header and the rows; Excel repeats it above all that follows on the sheet."""
        self.beneath = writer
        shown = self.columns(field)
        first = table_header(writer, header(shown))
        writer.keep_from(first)
        if repeated:
            writer.repeat(first)
        room = max(field.row_height, HAND_LINE_MM if self.settings.mode is Mode.BLANK else 0)
        least = room * _ROOM / _MM_PER_INCH * _POINTS_PER_INCH
        signed = field.row_height and isinstance(field, Table)
        looks = _BOXES["center" if signed else "top"]
        beside = [(at, one) for at, one in enumerate(shown, 1) if not one.within]
        parts = [(at, one) for at, one in enumerate(shown, 1) if one.within]
        for row in rows:
            spans = _boxed(beside, row, looks)
            if parts:
                within = [_boxed(parts, sub, looks) for sub in row[parts[0][1].within]]
                writer.spanned(spans, within, least=least)
            else:
                writer.cells(spans, least=least)


def table_widths(shown: Sequence[Column], whole: float = WHOLE_WIDTH) -> list[float]:
    """The number's column and the others by their shares."""
    numbers = [NUMBER_WIDTH for one in shown if one.is_number]
    total, rest = sum(one.width for one in shown), whole - sum(numbers)
    return [*numbers, *(round(rest * one.width / total, 1) for one in shown if not one.is_number)]


def table_header(writer: SheetWriter, levels: Sequence[Sequence[Head]]) -> int:
    """The rows of a header; the first of them."""
    first = writer.row
    for heads in levels:
        short = [(one.first, one.last, one.label, BOX_HEAD) for one in heads if not one.tall]
        writer.cells(short)
    for one in levels[0]:
        if one.tall:
            writer.tall(one.first, one.label, BOX_HEAD_TALL, len(levels))
    return first


def _boxed(
    columns: Sequence[tuple[int, Column]], row: Mapping[str, Any], looks: tuple[Look, Look]
) -> list[Span]:
    box, number = looks
    spans: list[Span] = []
    for at, column in columns:
        value = column.value(row)
        if column.is_number:
            spans.append((at, at, int(value) if value else "", number))
        else:
            spans.append((at, at, value, number if value in TICKS else box))
    return spans


def reference(writer: SheetWriter) -> str:
    """What stands where a part belongs that has a sheet of its own."""
    return f"см. лист «{writer.sheet.title}»"
