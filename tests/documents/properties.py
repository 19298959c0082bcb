"""All that a file tells of itself apart from its pages: properties, names of what is inside."""

import struct
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pikepdf

_SEEN = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
_PNG = b"\x89PNG\r\n\x1a\n"


def properties(content: bytes) -> str:
    """Of a DOCX, XLSX, ZIP, PDF or PNG."""
    if content.startswith(_PNG):
        return " ".join(_chunks(content))
    return " ".join(_of_package(content) if content.startswith(b"PK") else _of_pdf(content))


def _of_package(content: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as package:
        yield package.comment.decode()
        for member in package.infolist():
            yield member.filename + member.comment.decode() + member.extra.decode()
            if member.filename.startswith("docProps/"):
                yield package.read(member).decode()


def _of_pdf(content: bytes) -> Iterator[str]:
    with pikepdf.open(BytesIO(content)) as pdf:
        yield from map(str, pdf.docinfo.items())
        yield pdf.Root.Metadata.read_bytes().decode()
        for name, file in pdf.attachments.items():
            yield f"{name} {file.filename} {file.description}"


def _chunks(content: bytes) -> Iterator[str]:
    """What a picture holds beside its points."""
    at = len(_PNG)
    while at < len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        if kind not in _SEEN:
            yield (kind + content[at + 8 : at + 8 + size]).decode("utf-8", "replace")
        at += size + 12
