"""The pack of a module (its own fixture `made`) as a file, and as a program reads it."""

from pathlib import Path

import pypdf
import pytest
from werkzeug.test import TestResponse

from tests.packs.support import read


@pytest.fixture(scope="module")
def whole(made: TestResponse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack on the disk."""
    path = tmp_path_factory.mktemp("pack") / "pack.pdf"
    path.write_bytes(made.data)
    return path


@pytest.fixture(scope="module")
def pdf(made: TestResponse) -> pypdf.PdfReader:
    """The pack, read."""
    return read(made.data)
