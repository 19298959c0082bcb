"""Office packages: a ZIP whose bytes depend on its members only, and a guarded way to read one.

Content types and relationships are those of ECMA-376 part 2 (Open Packaging Conventions).
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from lxml import etree
from lxml.etree import _Element

from formsvc.renderers.zip_writing import Member, joined

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIP_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

_MIB = 1024 * 1024
_CENTRAL_HEADER = b"PK\x01\x02"
_NO_RELATIONSHIPS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAGS = 0x0001 | 0x0040 | 0x2000
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class ArchiveRefused(Exception):
    """The archive or a part of it cannot be read safely; the message is for the client."""


@dataclass(frozen=True)
class ArchiveLimits:
    """What an archive from outside may hold."""

    members: int = 2_000
    """Number of members."""
    member_bytes: int = 64 * _MIB
    """Unpacked size of one member."""
    total_bytes: int = 128 * _MIB
    """Unpacked size of all members together."""
    elements: int = 400_000
    """XML elements in the parts that are looked into; one takes 120 bytes of memory and more."""
    attributes: int = 1_200_000
    """XML attributes in those parts."""


def write_archive(members: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """ZIP of the members in their order, [Content_Types].xml first; ValueError on duplicates."""
    items = list(members.items() if isinstance(members, Mapping) else members)
    if len({name for name, _ in items}) != len(items):
        raise ValueError("Two members of an archive have the same name.")
    items.sort(key=lambda item: item[0] != CONTENT_TYPES)
    return joined(Member.of(name, content) for name, content in items)


def read_archive(content: bytes, limits: ArchiveLimits | None = None) -> dict[str, bytes]:
    """Members of a ZIP by name, folders left out; ArchiveRefused if broken or beyond the limits."""
    limits = limits or ArchiveLimits()
    # The directory is read whole, so its length is judged before it is believed.
    if content.count(_CENTRAL_HEADER) > limits.members:
        raise ArchiveRefused("В архиве слишком много частей.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = _checked_entries(archive, limits)
            return {entry.filename: _read_entry(archive, entry) for entry in entries}
    except _BROKEN as error:
        raise ArchiveRefused("Архив повреждён или не является архивом ZIP.") from error


def _checked_entries(archive: zipfile.ZipFile, limits: ArchiveLimits) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > limits.members:
        raise ArchiveRefused("В архиве слишком много частей.")
    if sum(entry.file_size for entry in entries) > limits.total_bytes:
        raise ArchiveRefused("Архив слишком велик в распакованном виде.")
    # Part names are equal without regard to case (OPC 6.2.2.3).
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        raise ArchiveRefused("В архиве есть части с одинаковыми именами.")
    for entry in entries:
        _check_entry(entry, limits)
    return [entry for entry in entries if not entry.is_dir()]


def _check_entry(entry: zipfile.ZipInfo, limits: ArchiveLimits) -> None:
    if entry.flag_bits & _ENCRYPTED_FLAGS:
        raise ArchiveRefused("Архив зашифрован.")
    if entry.compress_type not in _METHODS:
        raise ArchiveRefused("Архив сжат неподдерживаемым способом.")
    if entry.file_size > limits.member_bytes:
        raise ArchiveRefused("Часть архива слишком велика в распакованном виде.")
    if not _is_plain_path(entry.orig_filename):
        raise ArchiveRefused("В архиве есть части с недопустимыми именами.")


def _is_plain_path(name: str) -> bool:
    segments = name.removesuffix("/").split("/")
    return not any(
        segment in ("", ".", "..") or any(character in segment for character in "\\:\0")
        for segment in segments
    )


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpacked member; no more than its declared size is unpacked, and less or more is refused."""
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size)
        # zipfile compares the CRC only when it is read beyond the last byte.
        surplus = stream.read(1)
    if surplus or len(content) != entry.file_size:
        raise ArchiveRefused("Архив повреждён: размер части не совпадает с заявленным.")
    return content


def to_xml(root: _Element) -> bytes:
    """An XML part as Office programs write it: UTF-8, standalone."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local_name(element: _Element) -> str:
    """Tag without its namespace, which differs between transitional and strict OOXML."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: _Element, name: str, default: str = "") -> str:
    """Value of the attribute of that local name, whatever its namespace."""
    for key, value in element.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return default


def children(parent: _Element | None, name: str = "*") -> Iterator[_Element]:
    """Children of that local name; none of an element that is not there."""
    return iter(()) if parent is None else parent.iterchildren(f"{{*}}{name}")


def child(parent: _Element | None, name: str) -> _Element | None:
    """First child of that local name."""
    return next(children(parent, name), None)


@dataclass(frozen=True)
class Relationship:
    """A link from one part to another; `kind` is the last segment of its type."""

    id: str
    kind: str
    target: str
    """Name of the part, or the address if it is outside of the package."""


class Package:
    """Parts of an Office document by name, and a guarded look into their XML.

    ArchiveRefused if the archive or a part of it is broken, hostile or beyond the limits.
    """

    def __init__(self, content: bytes, limits: ArchiveLimits | None = None) -> None:
        limits = limits or ArchiveLimits()
        self.members = read_archive(content, limits)
        self._elements_left = limits.elements
        self._attributes_left = limits.attributes

    def xml(self, name: str) -> _Element | None:
        """Root of a part; None if it is missing. Each reading counts towards the limits."""
        content = self.members.get(name)
        if content is None:
            return None
        self._elements_left -= content.count(b"<") - content.count(b"</")
        self._attributes_left -= content.count(b"=")
        if min(self._elements_left, self._attributes_left) < 0:
            raise ArchiveRefused("Документ слишком велик.")
        return parse_xml(content)

    def relationships(self, part: str) -> list[Relationship]:
        """Relationships of a part; those of the package itself if `part` is empty."""
        links = children(self.xml(_relationships_name(part)))
        return [_relationship(link, part) for link in links]

    def main_part(self) -> tuple[str, str]:
        """Name and media type of the part that the package is about."""
        for link in self.relationships(""):
            if link.kind == "officeDocument" and link.target in self.members:
                return link.target, self._media_type(link.target)
        raise ArchiveRefused("В архиве нет документа.")

    def _media_type(self, part: str) -> str:
        for element in children(self.xml(CONTENT_TYPES), "Override"):
            if attribute(element, "PartName").lstrip("/") == part:
                return attribute(element, "ContentType")
        return ""

    def add_part(self, name: str, content: bytes, media_type: str) -> None:
        """Adds a part."""
        types = parse_xml(self.members[CONTENT_TYPES])
        _append(types, "Override", PartName=f"/{name}", ContentType=media_type)
        self.members[CONTENT_TYPES] = to_xml(types)
        self.members[name] = content

    def relate(self, source: str, kind: str, target: str) -> str:
        """Adds a relationship from part to part; gives its id."""
        name = _relationships_name(source)
        links = parse_xml(self.members.get(name, _NO_RELATIONSHIPS))
        taken = {attribute(link, "Id") for link in links}
        identifier = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        path = posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(source)))
        _append(links, "Relationship", Id=identifier, Type=RELATIONSHIP_KINDS + kind, Target=path)
        self.members[name] = to_xml(links)
        return identifier


def parse_xml(content: bytes) -> _Element:
    """Root of an XML document without document type, entities and network; or ArchiveRefused."""
    if any(mark in content for mark in _DOCTYPES):
        raise ArchiveRefused("Часть документа содержит объявление DOCTYPE.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArchiveRefused("Часть документа — не правильный XML.") from error
    # In an encoding other than those above.
    if root.getroottree().docinfo.internalDTD is not None:
        raise ArchiveRefused("Часть документа содержит объявление DOCTYPE.")
    return root


def _relationship(element: _Element, part: str) -> Relationship:
    target = attribute(element, "Target")
    if attribute(element, "TargetMode") != "External":
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip(
            "/"
        )
    kind = attribute(element, "Type").rpartition("/")[2]
    return Relationship(attribute(element, "Id"), kind, target)


def _relationships_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _append(parent: _Element, name: str, **attributes: str) -> None:
    namespace = str(parent.tag).rpartition("}")[0] + "}"
    etree.SubElement(parent, namespace + name, attributes)
