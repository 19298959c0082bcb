"""Independent judges open every document: veraPDF and LibreOffice, each in one batch."""

from pathlib import Path

import pytest

from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.shown import Mode
from formsvc.pipeline import Wanted
from tests.documents.support import AS_OF, EDITIONS, SAMPLES, SERVICE, blank, made, raw_sample
from tests.judges.libreoffice import to_pdf
from tests.judges.verapdf import check


def written(folder: Path, extension: str) -> list[Path]:
    """Every sample, every draft and every blank of a format, as files."""
    documents = {
        f"{form_id}.{case}": made(form_id, edition, case, extension)
        for form_id, edition, case in SAMPLES
    }
    for form_id, edition in EDITIONS:
        documents[f"{form_id}.draft"] = made(form_id, edition, "typical", extension, "draft")
        documents[f"{form_id}.blank"] = blank(form_id, edition, extension)
        documents |= {
            f"{form_id}.{layout}.embedded": _embedded(form_id, edition, extension, layout)
            for layout in LAYOUTS
        }
    paths = [folder / f"{name}.{extension}" for name in documents]
    for path, content in zip(paths, documents.values(), strict=True):
        path.write_bytes(content)
    return paths


def _embedded(form_id: str, edition: str, extension: str, layout: str) -> bytes:
    wanted = Wanted(form_id, extension, AS_OF, Mode.FILLED, layout, edition, embed=True)
    return SERVICE.generate(wanted, raw_sample(form_id, edition, "typical")).content


def test_every_pdf_is_valid_pdf_a_3a_and_pdf_ua_1(tmp_path: Path) -> None:
    broken = {
        path.name: rules
        for path, rules in check("3a,ua1", written(tmp_path, "pdf")).items()
        if rules
    }
    assert broken == {}


@pytest.mark.parametrize("extension", ["docx", "xlsx"])
def test_libreoffice_opens_every_document(extension: str, tmp_path: Path) -> None:
    files = written(tmp_path, extension)
    printed = to_pdf(files, tmp_path / "printed")
    assert [file.name for file in files if not printed[file].stat().st_size] == []
