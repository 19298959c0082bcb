"""What an installation needs before it can make documents."""

import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from formsvc.errors import NotReady
from formsvc.forms.registry import Registry

FONTS = ("FreeSerif", "DejaVu Sans", "Noto Sans")
FONT_LISTER = "fc-list"


def check(forms: Registry) -> None:
    """Raises NotReady naming every font and template that is not there."""
    lacking = [*_fonts(), *_templates(forms)]
    if lacking:
        raise NotReady(f"Не хватает: {', '.join(lacking)}.")


def _fonts() -> list[str]:
    """WeasyPrint crashes where there is no font, and draws boxes where there is a wrong one."""
    if shutil.which(FONT_LISTER) is None:
        return [f"программа {FONT_LISTER}"]
    listed = subprocess.run(
        [FONT_LISTER, "--format", "%{family}\n"], check=False, capture_output=True, text=True
    )
    known = {name for line in listed.stdout.splitlines() for name in line.split(",")}
    return [f"шрифт {name}" for name in FONTS if name not in known]


def _templates(forms: Registry) -> list[str]:
    stems = [stem for editions in forms.stems.values() for stem in editions]
    paths = [path for stem in stems for path in (forms.roots.docx(stem), forms.roots.html(stem))]
    return [f"шаблон {path.parent.name}/{path.name}{why}" for path, why in _faults(paths)]


def _faults(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """Templates that are not there, or that do not compile: one may just have been dropped in."""
    for path in paths:
        if not path.is_file():
            yield path, ""
        elif not _compiles(path, path.stat().st_mtime_ns):
            yield path, " (не читается)"


@lru_cache(maxsize=1024)
def _compiles(path: Path, _changed: int) -> bool:
    from formsvc.renderers.compiling import compiles

    return compiles(path)
