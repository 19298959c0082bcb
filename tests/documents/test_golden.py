"""Golden texts and page pictures; `make golden` writes them anew, the diff is then read."""

from pathlib import Path

import pytest
from PIL import Image

from tests.documents.reading import LINES
from tests.documents.support import EDITIONS, FORMATS, SAMPLES, blank, form_of, made
from tests.judges.libreoffice import to_pdf
from tests.judges.pictures import difference, page_picture

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


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_the_first_page_looks_like_the_golden_one(
    form_id: str, edition: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    files = {}
    for extension in FORMATS:
        files[extension] = tmp_path / f"typical-{extension}.{extension}"
        files[extension].write_bytes(made(form_id, edition, "typical", extension))
    printed = to_pdf([files["docx"], files["xlsx"]], tmp_path / "printed")
    for extension in FORMATS:
        page = page_picture(printed.get(files[extension], files[extension]), 1, DOTS_PER_INCH)
        golden = golden_path(form_id, edition, f"typical.{extension}.png")
        if request.config.getoption("--golden"):
            page.save(golden, optimize=True)
        assert difference(page, Image.open(golden)) < ALLOWED_DIFFERENCE, extension
