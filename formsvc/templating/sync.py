"""Shared blocks and house styles live once, in `_blocks.docx`, and are stamped into templates.

A block is a content control with the tag «block:<name>». Stamping replaces its content, so a
change of a signature block is one edit in Word and one command, not one edit a form.
"""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from lxml import etree

from formsvc.errors import RenderFailed
from formsvc.renderers.archive import ArchiveRefused, read_archive, write_archive
from formsvc.templating.wordml import NAMESPACE

MASTER = "_blocks.docx"
DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
W = f"{{{NAMESPACE}}}"
_PREFIX = "block:"


def parse(xml: bytes) -> etree._Element:
    """An element tree of a part, without entities and network."""
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def serialise(root: etree._Element) -> bytes:
    """A part as Office writes it: UTF-8, standalone."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def block_controls(root: etree._Element) -> list[tuple[str, etree._Element]]:
    """Name and content element of each shared block in a document."""
    found = []
    for control in root.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        name = "" if tag is None else str(tag.get(f"{W}val"))
        content = control.find(f"{W}sdtContent")
        if name.startswith(_PREFIX) and content is not None:
            found.append((name.removeprefix(_PREFIX), content))
    return found


def stamp(template: bytes, master: bytes) -> bytes:
    """The template with the master's blocks and styles; RenderFailed names an unknown block."""
    parts, shared = read_archive(template), read_archive(master)
    masters = dict(block_controls(parse(shared[DOCUMENT])))
    document = parse(parts[DOCUMENT])
    for name, content in block_controls(document):
        if name not in masters:
            raise RenderFailed(f"В {MASTER} нет блока «{name}».")
        content[:] = [deepcopy(element) for element in masters[name]]
    stamped = {DOCUMENT: serialise(document), STYLES: shared[STYLES]}
    return write_archive({name: stamped.get(name, part) for name, part in parts.items()})


def stale(templates: Path) -> list[Path]:
    """Templates below the folder whose blocks or styles are not those of the master."""
    return [path for path, _ in _stamped(templates)]


def synchronise(templates: Path) -> list[Path]:
    """Stamp every stale template in place; gives those that were written."""
    found = list(_stamped(templates))
    for path, stamped in found:
        path.write_bytes(stamped)
    return [path for path, _ in found]


def _stamped(templates: Path) -> Iterator[tuple[Path, bytes]]:
    """Stale templates with what they should be."""
    master = (templates / MASTER).read_bytes()
    for path in form_templates(templates):
        template = path.read_bytes()
        try:
            stamped = stamp(template, master)
        except (ArchiveRefused, RenderFailed) as wrong:
            raise RenderFailed(f"{path.parent.name}/{path.name}: {wrong}") from wrong
        if not _same(template, stamped):
            yield path, stamped


def form_templates(templates: Path) -> list[Path]:
    """All templates of forms, without the master and Word's lock files."""
    return [path for path in sorted(templates.glob("*/*.docx")) if not path.name.startswith("~")]


def _same(one: bytes, other: bytes) -> bool:
    first, second = read_archive(one), read_archive(other)
    return all(_canonical(first[name]) == _canonical(second[name]) for name in (DOCUMENT, STYLES))


def _canonical(xml: bytes) -> bytes:
    return etree.tostring(parse(xml), method="c14n")
