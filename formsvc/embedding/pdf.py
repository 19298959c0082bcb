"""PDF: the source is an associated file (AFRelationship Source), as PDF/A-3 and PDF/UA allow.

It is written with pikepdf, which keeps all other objects as they are. Files from outside are read
with pypdf alone, which is Python and works under limits.

The visible parts are the pages in their order: boxes, rotation, drawing operators, all that these
draw with (fonts, pictures, colours …), annotations, layers and the fields of a form. An invisible
signature is none of it: a document may be signed without counting as edited.
"""

import hashlib
import json
import logging
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pikepdf
from pypdf import Configuration, PageObject, PdfReader, apply_configuration, generic
from pypdf.errors import DependencyError, FileNotDecryptedError

from formsvc.embedding import ExtractRefused, NothingEmbedded, VisibleDigest

# Its warnings quote strings of the file; what matters is told by an exception.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

FILE_NAME = "formsvc.json"

_DESCRIPTION = "Исходные данные документа"
_MIB = 1024 * 1024
_UNPACKED_BYTES = 32 * _MIB
_CHUNK = 4096
_STREAM_START = re.compile(rb"stream *(?:\r\n|\r|\n)")
_OBJECTS = 200_000
_LIMITS = Configuration(
    zlib_maximum_output_length=12 * _MIB,
    zlib_maximum_recovery_input_length=0,
    array_based_stream_maximum_output_length=12 * _MIB,
    # What was written here is packed once and by Flate. Other ways are unpacked by Python byte for
    # byte, and JBIG2 by an outside program.
    stream_filters_maximum_length=1,
    lzw_maximum_output_length=1,
    run_length_maximum_output_length=1,
    brotli_maximum_output_length=1,
    jbig2dec_binary=None,
    page_tree_maximum_entries=10_000,
    page_tree_maximum_page_entries=200_000,
    disable_legacy_handling=True,
)


def embed(content: bytes, source: bytes) -> bytes:
    """The document with the source attached; it stays PDF/A-3 and PDF/UA if it was."""
    # Rendering reads no clock: the attachment is of the document's day.
    day = f"D:{json.loads(source)['as_of'].replace('-', '')}000000Z"
    with pikepdf.open(BytesIO(content)) as pdf:
        attachment = pikepdf.AttachedFileSpec(
            pdf,
            source,
            filename=FILE_NAME,
            description=_DESCRIPTION,
            mime_type="application/json",
            creation_date=day,
            mod_date=day,
        )
        attachment.relationship = pikepdf.Name.Source
        # Since pikepdf 10.15 this lists it among the associated files of the document, too.
        pdf.attachments[FILE_NAME] = attachment
        buffer = BytesIO()
        pdf.save(buffer, deterministic_id=True, linearize=False)
    return buffer.getvalue()


def read(content: bytes) -> bytes:
    """The source as embedded; NothingEmbedded if there is none."""
    with _reading(content) as reader:
        for attachment in reader.attachment_list:
            if attachment.name == FILE_NAME:
                return attachment.content
    raise NothingEmbedded("В файле нет исходных данных формы.")


def visible_digest(content: bytes) -> str:
    """Digest of what a reader of the pages sees."""
    with _reading(content) as reader:
        return _Drawing(reader).digest()


@contextmanager
def _reading(content: bytes) -> Iterator[PdfReader]:
    _check_unpacked(content)
    with apply_configuration(_LIMITS):
        try:
            reader = PdfReader(BytesIO(content), strict=True)
            if reader.is_encrypted:
                raise ExtractRefused("Файл PDF зашифрован.")
            yield reader
        except (ExtractRefused, NothingEmbedded, RecursionError):
            raise
        except (DependencyError, FileNotDecryptedError) as error:
            raise ExtractRefused("Файл PDF зашифрован.") from error
        # pypdf raises whatever there is over hostile bytes; it is always the file that is at fault.
        except Exception as error:
            raise ExtractRefused("Файл PDF повреждён или слишком сложен.") from error


def _check_unpacked(content: bytes) -> None:
    """Refuses a file whose streams unpack to too much in all; pypdf limits them one by one.

    What is unpacked is parsed by pypdf at about a megabyte a second.
    """
    view = memoryview(content)
    left = _UNPACKED_BYTES
    for start in _STREAM_START.finditer(content):
        unpacker = zlib.decompressobj()
        for position in range(start.end(), len(view), _CHUNK):
            try:
                unpacked = unpacker.decompress(view[position : position + _CHUNK], left)
            except zlib.error:
                # Packed in another way, not at all, or broken: the reader of the stream will see.
                break
            # What is read counts, too: streams may be nested without unpacking to anything.
            left -= len(unpacked) + _CHUNK
            if left <= 0:
                raise ExtractRefused("Файл PDF слишком велик в распакованном виде.")
            if unpacker.eof:
                break


# --- What a reader sees ---------------------------------------------------------------------------

_HIDDEN = 2
# How a stream is packed; programs pack anew when they save.
_PACKING = {"/Length", "/Filter", "/DecodeParms", "/DL"}


class _Drawing:
    """Tokens of pages and of the objects that they draw with.

    An object counts by what it holds, not by its number or its place: programs renumber, pack and
    reorder objects when they save.
    """

    def __init__(self, reader: PdfReader) -> None:
        self._reader = reader
        self._pages = list(reader.pages)
        self._numbers = {_key(page.indirect_reference): n for n, page in enumerate(self._pages)}
        self._digests: dict[tuple[int, int], str] = {}
        self._objects_left = _OBJECTS
        self._bytes_left = _UNPACKED_BYTES

    def digest(self) -> str:
        """Digest of the whole document."""
        digest = VisibleDigest()
        for page in self._pages:
            digest.add("page", *self._page(page))
        catalog = self._reader.root_object
        digest.add("layers", self._token(catalog.get("/OCProperties")))
        digest.add("fields", *self._fields(_resolved(catalog.get("/AcroForm"))))
        return digest.text()

    def _page(self, page: PageObject) -> Iterator[Any]:
        yield [[_rounded(edge) for edge in box] for box in (page.mediabox, page.cropbox)]
        yield [page.rotation % 360, self._token(page.get("/UserUnit"))]
        yield self._contents(_resolved(page.get("/Contents")))
        yield self._token(page.get("/Resources"))
        yield self._token(page.get("/Group"))
        for annotation in _items(page.get("/Annots")):
            if not _is_unseen_signature(_resolved(annotation)):
                yield self._token(annotation)

    def _contents(self, contents: Any) -> str:
        """A page may be drawn by several streams; where one ends and the next starts is nothing."""
        streams = contents if isinstance(contents, list) else [contents]
        parts = [self._unpacked(stream) for stream in map(_resolved, streams) if stream is not None]
        return hashlib.sha256(b"\n".join(parts)).hexdigest()

    def _fields(self, form: Any) -> Iterator[Any]:
        if isinstance(form, dict):
            if "/XFA" in form:
                yield "XFA"
            for field in _items(form.get("/Fields")):
                if _resolved(_resolved(field).get("/FT")) != "/Sig":
                    yield self._token(field)

    def _token(self, value: Any) -> Any:
        """Value of an object in the types of JSON; of an indirect one, the digest of its value."""
        self._objects_left -= 1
        if self._objects_left < 0:
            raise ExtractRefused("Файл PDF слишком велик.")
        if isinstance(value, generic.IndirectObject):
            return self._referred(value)
        if isinstance(value, generic.StreamObject):
            return self._stream(value)
        if isinstance(value, dict):
            return self._entries(value)
        if isinstance(value, list):
            return ["array", *map(self._token, value)]
        return _plain(value)

    def _referred(self, reference: Any) -> Any:
        key = _key(reference)
        if key in self._numbers:
            return ["page", self._numbers[key]]
        if key not in self._digests:
            # What an object is worth within itself.
            self._digests[key] = ""
            digest = VisibleDigest()
            digest.add(self._token(reference.get_object()))
            self._digests[key] = digest.text()
        return self._digests[key]

    def _entries(self, dictionary: Any, unseen: Iterable[str] = ()) -> Any:
        keys = sorted(key for key in dictionary if key not in unseen)
        entries = [[key, self._token(dictionary.raw_get(key))] for key in keys]
        # An entry of null is as good as none, and some programs drop it.
        return ["dictionary", *(entry for entry in entries if entry[1] is not None)]

    def _stream(self, stream: Any) -> Any:
        # Pictures are compared as packed: programs leave them so, and they are slow to unpack.
        is_picture = _resolved(stream.get("/Subtype")) == "/Image"
        entries = self._entries(stream, {"/Length"} if is_picture else _PACKING)
        content = stream._data if is_picture else self._unpacked(stream)
        return ["stream", entries, hashlib.sha256(content).hexdigest()]

    def _unpacked(self, stream: Any) -> bytes:
        content: bytes = stream.get_data()
        self._bytes_left -= len(content)
        if self._bytes_left < 0:
            raise ExtractRefused("Файл PDF слишком велик в распакованном виде.")
        return content


def _key(reference: Any) -> tuple[int, int]:
    return (reference.idnum, reference.generation) if reference is not None else (0, 0)


def _resolved(value: Any) -> Any:
    return None if value is None else value.get_object()


def _items(array: Any) -> list[Any]:
    resolved = _resolved(array)
    return resolved if isinstance(resolved, list) else []


def _rounded(number: Any) -> float:
    return round(float(number), 4)


def _plain(value: Any) -> Any:
    if isinstance(value, generic.NameObject):
        return ["name", str(value)]
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    if isinstance(value, str):
        return ["text", str(value)]
    if isinstance(value, generic.BooleanObject):
        return ["flag", value.value]
    return None if generic.is_null_or_none(value) else _rounded(value)


def _is_unseen_signature(annotation: Any) -> bool:
    owner = annotation if "/FT" in annotation else _resolved(annotation.get("/Parent")) or {}
    if _resolved(owner.get("/FT")) != "/Sig":
        return False
    left, bottom, right, top = (_rounded(_resolved(edge)) for edge in _items(annotation["/Rect"]))
    is_hidden = bool(int(_resolved(annotation.get("/F")) or 0) & _HIDDEN)
    return is_hidden or left == right or bottom == top
