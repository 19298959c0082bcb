"""What an installation needs before it can make documents."""

import shutil
import subprocess

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
    return [f"шаблон {path.parent.name}/{path.name}" for path in paths if not path.is_file()]
