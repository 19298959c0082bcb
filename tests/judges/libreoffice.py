"""LibreOffice, headless: whether an office suite opens a document, and what it prints of it."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.judges.command import run

SECONDS_TO_START = 90
SECONDS_PER_FILE = 60


def to_pdf(files: Sequence[Path], out_dir: Path) -> dict[Path, Path]:
    """Prints DOCX and XLSX files to PDF, all in one run; raises AssertionError if one fails.

    Files of the same name in different folders do not collide: the PDFs are numbered.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        inputs = _numbered_links(files, Path(folder, "in"))
        said = _convert(inputs, out_dir, profile=Path(folder, "profile"))
    pdfs = {file: out_dir / f"{link.stem}.pdf" for file, link in zip(files, inputs, strict=True)}
    unopened = [str(file) for file, pdf in pdfs.items() if not pdf.exists()]
    assert not unopened, f"LibreOffice made no PDF of {unopened}: {said}"
    return pdfs


def _numbered_links(files: Sequence[Path], folder: Path) -> list[Path]:
    folder.mkdir()
    links = [folder / f"{number:03}-{file.name}" for number, file in enumerate(files)]
    for link, file in zip(links, files, strict=True):
        link.symlink_to(file.resolve(strict=True))
    return links


def _convert(files: Sequence[Path], out_dir: Path, profile: Path) -> str:
    """What LibreOffice said. It ends with 0 also after a file that it could not open."""
    command: list[str | Path] = [
        "soffice",
        # A profile of its own: two runs that share one fail, or one hands its files to the other.
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        *("--convert-to", "pdf", "--outdir", out_dir),
        *files,
    ]
    output, errors = run(command, SECONDS_TO_START + SECONDS_PER_FILE * len(files))
    return output.decode() + errors
