"""Self-describing files: a document carries the source it was made from and gives it back.

`embed` is the last step on a finished DOCX, XLSX or PDF; `extract` reads such a file again. With
the source goes a digest of the visible parts, by which `extract` tells whether a person changed
the document since. The digest is no signature: who writes a false source writes a digest to match.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, Protocol, cast

# Loaded on use: each module imports the libraries of its format.
FORMATS = {
    "docx": "formsvc.embedding.docx",
    "xlsx": "formsvc.embedding.xlsx",
    "pdf": "formsvc.embedding.pdf",
}
MAX_SOURCE_BYTES = 8 * 1024 * 1024
"""Longest source in UTF-8; libxml2 reads no more than 10 MB of text in one element."""
MAX_SOURCE_DEPTH = 64

_DIGEST_KEY = "visible"
_PDF_HEADER_WITHIN = 1024
_MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What XML forbids and what editors take for line ends; JSON itself escapes the rest of controls.
_FRAGILE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class NothingEmbedded(Exception):
    """The file is whole but carries no source; the message is for the client."""


class ExtractRefused(Exception):
    """The file cannot be read: of another kind, broken, encrypted or too big."""


@dataclass(frozen=True)
class Extracted:
    """What a file carried."""

    envelope: dict[str, Any]
    """The envelope as it was given to `embed`."""
    edited: bool
    """Whether the visible parts changed since."""
    extension: str
    """Kind of the file as recognised by its content: docx, xlsx or pdf."""


class _Format(Protocol):
    def embed(self, content: bytes, source: bytes) -> bytes: ...

    def read(self, content: bytes) -> bytes: ...

    def visible_digest(self, content: bytes) -> str: ...


class VisibleDigest:
    """SHA-256 over a sequence of tokens; neighbouring tokens cannot run into each other."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, *token: Any) -> None:
        """Adds one token of strings, numbers and lists of them."""
        self._hash.update(json.dumps(token).encode() + b"\n")

    def text(self) -> str:
        """The digest as written into the envelope."""
        return f"sha256:{self._hash.hexdigest()}"


def embed(content: bytes, extension: str, envelope: Mapping[str, Any]) -> bytes:
    """The document with the envelope inside and nothing visible changed; same input, same bytes.

    The envelope is JSON: text keys, finite numbers, and `as_of` as YYYY-MM-DD. ValueError if it is
    not, or if it is longer than MAX_SOURCE_BYTES.
    """
    date.fromisoformat(envelope["as_of"])
    module = _module(extension)
    source = _serialised({**envelope, _DIGEST_KEY: module.visible_digest(content)})
    return module.embed(content, source)


def extract(content: bytes) -> Extracted:
    """What `embed` put in; NothingEmbedded if there is none, ExtractRefused if it is not read."""
    from formsvc.renderers.archive import ArchiveRefused

    try:
        extension = _recognised(content)
        module = _module(extension)
        envelope = _parsed(module.read(content))
        edited = envelope.pop(_DIGEST_KEY, None) != module.visible_digest(content)
    except ArchiveRefused as error:
        raise ExtractRefused(str(error)) from error
    except RecursionError as error:
        raise ExtractRefused("Части файла вложены друг в друга слишком глубоко.") from error
    return Extracted(envelope, edited, extension)


def _module(extension: str) -> _Format:
    return cast(_Format, import_module(FORMATS[extension]))


def _recognised(content: bytes) -> str:
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        from formsvc.renderers.archive import Package

        _, media_type = Package(content).main_part()
        if media_type in _MAIN_PARTS:
            return _MAIN_PARTS[media_type]
    if content.startswith(_COMPOUND_FILE):
        raise ExtractRefused("Файл защищён паролем или сохранён в старом формате Office.")
    raise ExtractRefused("Это не документ DOCX, XLSX или PDF.")


def _serialised(envelope: Mapping[str, Any]) -> bytes:
    text = json.dumps(
        envelope, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    source = _FRAGILE.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode()
    if len(source) > MAX_SOURCE_BYTES:
        raise ValueError("The source is too long to be embedded.")
    return source


def _parsed(source: bytes) -> dict[str, Any]:
    if len(source) > MAX_SOURCE_BYTES:
        raise ExtractRefused("Исходные данные внутри файла слишком велики.")
    try:
        envelope = json.loads(source.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ExtractRefused("Исходные данные внутри файла повреждены.") from error
    if not isinstance(envelope, dict) or _is_too_deep(envelope):
        raise ExtractRefused("Исходные данные внутри файла повреждены.")
    return envelope


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON.")


def _is_too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_SOURCE_DEPTH):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return False
    return True


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
