"""Packs of samples, and what is in a pack as other tools read it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.api.support import AS_OF, sample
from tests.judges import verapdf
from tests.judges.command import run

A4_HEIGHT = 842
CASE_FILE = (
    ("kz.plan", "typical"),
    ("kz.appeal", "typical"),
    ("office.order", "appoint_curator"),
    ("kz.assessment", "typical"),
    ("office.acknowledgement_sheet", "typical"),
    ("nso.kkss", "typical"),
)
COVER = {
    "organisation": "Городская поликлиника № 4",
    "number": "17/2026",
    "people": [{"full_name": "Ержанова Мөлдір Сәкенқызы", "born_on": "2022-12-04"}],
    "begun_on": "2026-02-10",
    "worker": {"position": "Социальный работник", "full_name": "Ким Вероника Андреевна"},
}
COMMISSION = [
    {"role": "Председатель комиссии", "name": "Иванова М. П."},
    {"role": "Член комиссии", "name": "Әлиева Ұ. Қ."},
    {"role": "Секретарь комиссии", "name": "Кривых Э. Т."},
]


def item(form_id: str, case: str = "typical", **more: Any) -> dict[str, Any]:
    """A document of a sample."""
    return {"form": form_id, "data": sample(form_id, case), **more}


def request(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A pack of these documents, or of all kinds, on the day of reference."""
    own = list(items) or [item(form_id, case) for form_id, case in CASE_FILE]
    return {"items": own, "as_of": AS_OF, **more}


def packed(client: FlaskClient, body: dict[str, Any]) -> TestResponse:
    """The answer to a pack that is made."""
    answer = client.post("/v1/packs", json=body)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer


def read(content: bytes) -> pypdf.PdfReader:
    """A PDF as pypdf reads it."""
    return pypdf.PdfReader(BytesIO(content), strict=True)


def bookmarks(reader: pypdf.PdfReader) -> list[tuple[int, str, int]]:
    """Level (from 0), title and page (from 1) of every bookmark."""
    return list(_bookmarks(reader, reader.outline, 0))


def _bookmarks(
    reader: pypdf.PdfReader, entries: list[Any], level: int
) -> Iterator[tuple[int, str, int]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _bookmarks(reader, entry, level + 1)
        else:
            yield level, str(entry.title), (reader.get_destination_page_number(entry) or 0) + 1


def links(reader: pypdf.PdfReader, page: int) -> list[int]:
    """To which pages (from 1) the links of a page (from 1) lead, in their order.

    A title of two lines has two links.
    """
    targets = []
    for reference in reader.pages[page - 1]["/Annots"]:  # type: ignore[attr-defined]
        annotation = reference.get_object()
        if annotation["/Subtype"] == "/Link":
            targets.append(_target(reader, annotation["/Dest"]) + 1)
    return list(dict.fromkeys(targets))


def _target(reader: pypdf.PdfReader, destination: Any) -> int:
    """The page (from 0) of a destination, by its name or by itself."""
    if isinstance(destination, list):
        (page, *_) = destination
        return int(reader.get_page_number(page.get_object()) or 0)
    return reader.get_destination_page_number(reader.named_destinations[str(destination)]) or 0


def corner(file: Path, width: int) -> list[str]:
    """What stands in the upper right corner of each page, were all of that width in points."""
    margin = 26 if width < A4_HEIGHT else 54  # a point of text may stand out into the margin
    crop = {"-x": width - margin, "-y": 20, "-W": margin, "-H": 60}
    words = [str(word) for pair in crop.items() for word in pair]
    output, _ = run(["pdftotext", *words, file, "-"], 60)
    return [page.strip() for page in output.decode().split("\f")[:-1]]


def corners(file: Path, reader: pypdf.PdfReader) -> list[str]:
    """The same of pages that lie either way."""
    widths = [round(float(page.mediabox.width)) for page in reader.pages]
    found = {width: corner(file, width) for width in set(widths)}
    return [found[width][place] for place, width in enumerate(widths)]


def assert_keeps(standards: str, file: Path) -> None:
    """The file is whole, and veraPDF calls it what it says it is."""
    assert verapdf.check(standards, [file]) == {file: []}
    run(["qpdf", "--check", file], 60)


def text(reader: pypdf.PdfReader, page: int) -> str:
    """The text of a page (from 1) on one line."""
    return " ".join(reader.pages[page - 1].extract_text().split())
