"""Golden texts and page pictures; `make golden` writes them anew, the diff is then read."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image

from formsvc.renderers.archive import read_archive, write_archive
from tests.documents.reading import LINES
from tests.documents.support import EDITIONS, FORMATS, SAMPLES, blank, form_of, made
from tests.judges.libreoffice import to_pdf
from tests.judges.pictures import difference, page_picture
from tests.sharing import once

GOLDEN = Path(__file__).parents[1] / "golden"
TEXTS = [sample for sample in SAMPLES if sample[2] != "large"] + [
    (*edition, "blank") for edition in EDITIONS
]
DOTS_PER_INCH = 150
ALLOWED_DIFFERENCE = 0.01  # of the ink: another font renderer, never another line


def golden_path(form_id: str, edition: str, name: str) -> Path:
    """Where a golden file of a form lies."""
    path = GOLDEN / form_of(form_id, edition).stem / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize(("form_id", "edition", "case"), TEXTS)
def test_the_text_is_the_golden_one(
    form_id: str, edition: str, case: str, extension: str, request: pytest.FixtureRequest
) -> None:
    content = (
        blank(form_id, edition, extension)
        if case == "blank"
        else made(form_id, edition, case, extension)
    )
    text = "\n".join(LINES[extension](content)) + "\n"
    golden = golden_path(form_id, edition, f"{case}.{extension}.txt")
    if request.config.getoption("--golden"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def printed() -> bytes:
    """The typical documents of all forms as PDF, in an archive: LibreOffice starts once."""
    with TemporaryDirectory() as folder:
        files = {
            Path(folder, f"{form_id}.{edition}.{extension}"): (form_id, edition, extension)
            for form_id, edition in EDITIONS
            for extension in ("docx", "xlsx")
        }
        for path, (form_id, edition, extension) in files.items():
            path.write_bytes(made(form_id, edition, "typical", extension))
        pdfs = to_pdf(list(files), Path(folder, "printed"))
        return write_archive({path.name: pdf.read_bytes() for path, pdf in pdfs.items()})


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_the_first_page_looks_like_the_golden_one(
    form_id: str, edition: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    pages = read_archive(once("printed.zip", printed))
    for extension in FORMATS:
        file = tmp_path / f"{extension}.pdf"
        name = f"{form_id}.{edition}.{extension}"
        file.write_bytes(pages.get(name) or made(form_id, edition, "typical", extension))
        page = page_picture(file, 1, DOTS_PER_INCH)
        golden = golden_path(form_id, edition, f"typical.{extension}.png")
        if request.config.getoption("--golden"):
            page.save(golden, optimize=True)
        assert difference(page, Image.open(golden)) < ALLOWED_DIFFERENCE, extension
