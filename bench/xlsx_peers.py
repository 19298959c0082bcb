"""Workbooks: ours beside openpyxl that loads a template, fills its cells and saves it."""

from collections.abc import Mapping
from importlib.metadata import version
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from bench.harness import OURS, Contender, timed
from bench.subjects import Subject
from formsvc import __version__
from formsvc.renderers.xlsx import XlsxRenderer

Values = Mapping[str, Mapping[str, Any]]
"""Sheet, reference of the cell, value."""


def ours(subject: Subject) -> bytes:
    """The workbook as the service makes it."""
    return XlsxRenderer().render(subject.form, subject.context, subject.settings).content


def values_of(content: bytes) -> Values:
    """Every cell that holds a value."""
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in load_workbook(BytesIO(content)).worksheets
    }


def by_openpyxl(template: bytes, values: Values) -> bytes:
    """A template with all its looks, loaded, filled and saved for each document."""
    book = load_workbook(BytesIO(template))
    for name, cells in values.items():
        for reference, value in cells.items():
            cell = book[name][reference]
            assert isinstance(cell, Cell)
            cell.value = value
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def contenders(subject: Subject) -> list[Contender]:
    """Both ways to make the workbook; each has made it once, with the same cells."""
    made = ours(subject)
    values = values_of(made)
    empty = by_openpyxl(made, {name: dict.fromkeys(cells) for name, cells in values.items()})
    assert not any(values_of(empty).values())
    assert values_of(by_openpyxl(empty, values)) == values
    return [
        Contender(OURS, __version__, timed(lambda: ours(subject))),
        Contender("openpyxl", version("openpyxl"), timed(lambda: by_openpyxl(empty, values))),
    ]
