"""Atheris on what reads uploads: whatever comes, the readers refuse it in their own words.

Run by `make soak`, in an environment of its own: `python tools/fuzz.py extract|json SECONDS`.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["formsvc"]):
    import formsvc.embedding.docx
    import formsvc.embedding.pdf
    import formsvc.embedding.xlsx
    import formsvc.renderers.archive  # noqa: F401 — loaded now, to be watched
    from formsvc.embedding import ExtractRefused, NothingEmbedded, extract
    from formsvc.errors import FormsvcError
    from formsvc.forms.load import read_json


def extracts(data: bytes) -> None:
    """A file of any kind."""
    try:
        extract(data)
    except (ExtractRefused, NothingEmbedded):
        return


def reads_json(data: bytes) -> None:
    """A body of any kind."""
    try:
        read_json(data)
    except FormsvcError:
        return


SEEDS = {"extract": ROOT / "templates_docx" / "office", "json": ROOT / "samples" / "kz" / "plan"}
TARGETS = {"extract": extracts, "json": reads_json}

if __name__ == "__main__":
    name, seconds = sys.argv[1:3]
    options = [sys.argv[0], f"-max_total_time={seconds}", "-rss_limit_mb=2048", "-timeout=20"]
    with TemporaryDirectory() as found:  # the first folder is written to, the second only read
        atheris.Setup([*options, found, str(SEEDS[name])], TARGETS[name])
        atheris.Fuzz()
