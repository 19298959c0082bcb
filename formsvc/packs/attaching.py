"""Files inside a pack, as PDF/A-3 allows: associated with the document, and byte for byte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf

from formsvc.jsons import encoded


@dataclass(frozen=True)
class File:
    """A file to attach; `relationship` as ISO 19005-3 names it."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: pikepdf.Name


def source(name: str, envelope: Mapping[str, Any]) -> File:
    """The data that a document was made of."""
    description = "Исходные данные документа"
    content = encoded(envelope, indent=1)
    return File(name, content, "application/json", description, pikepdf.Name.Source)


def original(name: str, content: bytes) -> File:
    """A file that is a document of the pack itself, byte for byte."""
    description = "Документ пакета, приложен без изменений"
    return File(name, content, "application/pdf", description, pikepdf.Name.Unspecified)


def with_files(content: bytes, files: Sequence[File], as_of: date) -> bytes:
    """The pack with the files attached; it stays PDF/A-3 and PDF/UA if it was."""
    if not files:
        return content
    with pikepdf.open(BytesIO(content)) as pdf:
        attach(pdf, files, as_of)
        buffer = BytesIO()
        pdf.save(buffer, deterministic_id=True, linearize=False)
    return buffer.getvalue()


def attach(pdf: pikepdf.Pdf, files: Sequence[File], as_of: date) -> None:
    """Adds the files to an open pack."""
    for file in files:
        pdf.attachments[file.name] = _spec(pdf, file, as_of)


def _spec(pdf: pikepdf.Pdf, file: File, as_of: date) -> pikepdf.AttachedFileSpec:
    day = f"D:{as_of:%Y%m%d}000000Z"
    spec = pikepdf.AttachedFileSpec(
        pdf,
        file.content,
        filename=file.name,
        description=file.description,
        mime_type=file.media_type,
        creation_date=day,
        mod_date=day,
    )
    spec.relationship = file.relationship
    return spec
