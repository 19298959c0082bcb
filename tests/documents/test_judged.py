"""Independent judges of every document: veraPDF, Open XML SDK, LibreOffice, each in one batch."""

from pathlib import Path

import pytest

from formsvc.forms.layouts import LAYOUTS
from tests.documents.support import EDITIONS, EMBEDDED, blank, embedded, made
from tests.judges import ooxml, verapdf
from tests.judges.libreoffice import to_pdf

FILES = {"print": "pdf"}


def written(folder: Path, extension: str) -> list[Path]:
    """Every sample, draft and blank of a format, as files.

    The samples of a form take the layouts in turn and carry their source; the large one, which
    takes long to make, draft and blank have the form's own layout and nothing embedded.
    """
    documents: dict[str, bytes] = {}
    for form_id, edition in EDITIONS:
        documents[f"{form_id}.large"] = made(form_id, edition, "large", extension)
        documents[f"{form_id}.draft"] = made(form_id, edition, "typical", extension, "draft")
        documents[f"{form_id}.blank"] = blank(form_id, edition, extension)
    documents |= {
        f"{form_id}.{case}.{layout}": embedded(form_id, edition, case, extension)
        for (form_id, edition, case), layout in EMBEDDED.items()
    }
    paths = [folder / f"{name}.{FILES.get(extension, extension)}" for name in documents]
    for path, content in zip(paths, documents.values(), strict=True):
        path.write_bytes(content)
    return paths


def is_printed_elsewhere(file: Path) -> bool:
    """Large workbooks, a minute's work: test_sizes.py has LibreOffice open them, too."""
    return file.suffix == ".xlsx" and ".large" in file.suffixes


def test_every_form_has_a_sample_for_each_layout() -> None:
    taken = {(form_id, edition, layout) for (form_id, edition, _), layout in EMBEDDED.items()}
    assert len(taken) == len(EDITIONS) * len(LAYOUTS)


def test_every_pdf_is_valid_pdf_a_3a_and_pdf_ua_1(tmp_path: Path) -> None:
    broken = {
        path.name: rules
        for path, rules in verapdf.check("3a,ua1", written(tmp_path, "pdf")).items()
        if rules
    }
    assert broken == {}


def test_every_pdf_for_print_is_valid_pdf_a_3u(tmp_path: Path) -> None:
    judged = verapdf.check("3u", written(tmp_path, "print"))
    assert {path.name: rules for path, rules in judged.items() if rules} == {}


@pytest.mark.parametrize("extension", ["docx", "xlsx"])
def test_libreoffice_opens_every_document(extension: str, tmp_path: Path) -> None:
    files = [one for one in written(tmp_path, extension) if not is_printed_elsewhere(one)]
    printed = to_pdf(files, tmp_path / "printed")
    assert [file.name for file in files if not printed[file].stat().st_size] == []


@pytest.mark.parametrize("extension", ["docx", "xlsx"])
def test_the_open_xml_sdk_finds_no_error_in_any_document(extension: str, tmp_path: Path) -> None:
    errors = ooxml.check(written(tmp_path, extension))
    assert {file.name: found for file, found in errors.items() if found} == {}
