"""Whether every form has all its pieces, and every piece its form (one id ties them together)."""

from collections.abc import Iterator
from pathlib import Path

from formsvc.paths import Roots

CASES = ("minimal", "typical", "large", "kazakh")
SHARED = {"_blocks.docx", "_base.html", "_base.css", "_blocks.html", "_signature_sheet.html"}
SHARED |= {"_pack_cover.html", "_pack_inventory.html", "_print.css"}
_LOCK_FILES = ("~$", ".~lock.")  # of Word and LibreOffice, beside an open template


def stems(roots: Roots) -> list[str]:
    """«family/name» or «family/name__edition» of every form module."""
    modules = sorted(roots.forms.glob("*/*.py"))
    return [f"{one.parent.name}/{one.stem}" for one in modules if not one.name.startswith("_")]


def faults(roots: Roots) -> list[str]:
    """A line for each missing or orphan piece."""
    return sorted((*_missing(roots), *_orphans(roots)))


def _missing(roots: Roots) -> Iterator[str]:
    for stem in stems(roots):
        pieces = [
            roots.forms / stem.split("/")[0] / "__init__.py",
            roots.docx(stem),
            roots.html(stem),
            roots.schema(stem),
            *(roots.sample(stem, case) for case in CASES),
        ]
        yield from (f"{stem} lacks {_name(path, roots)}" for path in pieces if not path.is_file())


def _orphans(roots: Roots) -> Iterator[str]:
    known = {path for stem in stems(roots) for path in _own_files(roots, stem)}
    for root in (roots.templates_docx, roots.templates_html, roots.schemas, roots.samples):
        known |= {root / name for name in SHARED}
        for path in root.rglob("*"):
            if path.is_file() and path not in known and not path.name.startswith(_LOCK_FILES):
                yield f"{_name(path, roots)} belongs to no form"


def _own_files(roots: Roots, stem: str) -> Iterator[Path]:
    yield from (roots.docx(stem), roots.html(stem), roots.schema(stem))
    yield from (roots.samples / stem).glob("*.json")


def _name(path: Path, roots: Roots) -> str:
    return path.relative_to(roots.schemas.parent).as_posix()
