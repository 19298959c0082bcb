"""Revisions that a program adds to a signed file without a care for its signatures."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

NAME = generic.pdf_name


def updated(content: bytes, change: Callable[[IncrementalPdfFileWriter], Any]) -> bytes:
    """The file with a revision added by a program that does not care for signatures."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def page_of(writer: IncrementalPdfFileWriter) -> Any:
    """The first page, which will be written anew."""
    reference = writer.find_page_for_modification(0)[0]
    writer.mark_update(reference)
    return reference.get_object()


def drawn(text: bytes) -> generic.StreamObject:
    """Contents of a page."""
    return generic.StreamObject(stream_data=b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % text)


def cover_with_note(writer: IncrementalPdfFileWriter) -> None:
    """A note drawn over the words of the first page."""
    note = generic.DictionaryObject(
        {
            NAME("/Type"): NAME("/Annot"),
            NAME("/Subtype"): NAME("/FreeText"),
            NAME("/Rect"): generic.ArrayObject(map(generic.NumberObject, (70, 700, 300, 740))),
            NAME("/Contents"): generic.pdf_string("Received 900"),
        }
    )
    page = page_of(writer)
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
