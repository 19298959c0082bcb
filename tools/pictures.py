"""The pictures of README, and those of the guide for clerks: `make pictures`.

In README stand the first pages of the typical samples, as printed.

A picture is named after its form and format (kz.plan.docx.png): what README shows is what is made.
Word files are printed by LibreOffice.
"""

import json
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageOps

from formsvc.config import Config
from formsvc.forms.registry import installed_forms
from formsvc.pipeline import Service, Wanted
from tests.documents.support import AS_OF
from tests.judges.libreoffice import to_pdf
from tests.judges.pictures import page_picture
from tools import page_pictures

ROOT = Path(__file__).resolve().parent.parent
README, PICTURES = ROOT / "README.md", ROOT / "docs" / "pictures"
SHOWN = re.compile(r"docs/pictures/([a-z_]+\.[a-z_]+)\.(docx|pdf)\.png")
CASE, DPI, GREYS, EDGE = "typical", 64, 16, 160


def main() -> None:
    """Make the folder of pictures anew."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir()
    with TemporaryDirectory() as folder:
        for name, pdf in _printed(Path(folder)).items():
            picture = _small(page_picture(pdf, 1, DPI))
            picture.save(PICTURES / f"{name}.png", optimize=True)
            print(PICTURES / f"{name}.png")
    page_pictures.make()


def _printed(folder: Path) -> dict[str, Path]:
    """The samples that README shows, as PDF, by the names of their files."""
    wanted = sorted(set(SHOWN.findall(README.read_text("utf-8"))))
    files = {f"{form}.{extension}": _made(folder, form, extension) for form, extension in wanted}
    word = [file for file in files.values() if file.suffix == ".docx"]
    return files | {pdf.name: path for pdf, path in to_pdf(word, folder / "printed").items()}


def _made(folder: Path, form_id: str, extension: str) -> Path:
    service = Service(installed_forms(), Config())
    sample = service.forms.roots.sample(service.forms.get(form_id).stem, CASE)
    file = folder / f"{form_id}.{extension}"
    made = service.generate(Wanted(form_id, extension, AS_OF), json.loads(sample.read_bytes()))
    file.write_bytes(made.content)
    return file


def _small(picture: Image.Image) -> Image.Image:
    """Few shades of grey, and an edge: a page is mostly white, and so is what it is shown on."""
    return ImageOps.expand(picture, border=1, fill=EDGE).quantize(GREYS)


if __name__ == "__main__":
    main()
