"""Atheris on what reads uploads: whatever comes, the readers refuse it in their own words.

Run by `make soak`, in an environment of its own: `python tools/fuzz.py TARGET SECONDS`.
"""

import re
import sys
from datetime import UTC, datetime
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
    from formsvc.config import Config
    from formsvc.embedding import ExtractRefused, NothingEmbedded, extract
    from formsvc.errors import FormsvcError
    from formsvc.forms.load import read_json
    from formsvc.packs.joining import Joined, Part
    from formsvc.packs.uploads import UploadRefused, checked
    from formsvc.signing.judging import Judge
    from formsvc.signing.verifying import verify
    from tests.hostile.pdfs import PLAIN, WITHIN_LIMITS, packed, pdf
    from tests.packs import files

CONFIG = Config(max_upload_objects=2_000, max_upload_pages=50)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
JUDGE = Judge((), CONFIG, NOW)
LARGEST_SEED = 20_000
BETWEEN = b"\n%%\n"
"""Between objects of which a file is made with a sound table: few readers look at a broken one."""
OBJECTS = BETWEEN.join(
    [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/NeedAppearances false/SigFlags 3>>"
        b"/OutputIntents[<</DestOutputProfile 6 0 R>>]/Names<</EmbeddedFiles<</Names[]>>>>"
        b"/Metadata 6 0 R/PieceInfo<</formsvc<</Private()>>>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/Rotate 90>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/UserUnit 1/Annots[5 0 R]/Contents 4 0 R"
        b"/Resources<</XObject<</X 6 0 R>>/ProcSet[/PDF]>>>>",
        b"<</Length 22>>stream\nq 1 0 0 1 0 0 cm /X Do\nendstream",
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(a)/Rect[0 0 9 9]/P 3 0 R/F 4/AP<</N 6 0 R>>"
        b"/V<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 9 99 9]/Contents<30>>>>>",
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/BBox[0 0 9 9]/Matrix[1 0 0 1 0 0]/N 3/Length 1>>stream\n0\nendstream",
        b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Title(a)/Dest[3 0 R/XYZ 0 0 0]>>",
    ]
)


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


def whole(data: bytes) -> bytes:
    """A file, given as it is or as its objects."""
    parts = data.split(BETWEEN)
    return pdf(dict(enumerate(parts, 1))) if len(parts) > 1 else data


def packs(data: bytes) -> None:
    """A PDF of any kind in a pack: refused, or joined with others."""
    data = whole(data)
    try:
        checked(data, CONFIG, attached=True)
        own = checked(data, CONFIG, attached=False)
    except UploadRefused:
        return
    if own.signed:  # it goes in as it is
        return
    with TemporaryDirectory() as name, Joined("A", NOW.date(), own.level, Path(name)) as joined:
        joined.add(Part(data, "A", "a", first=1, ours=False))
        joined.finish()
        joined.saved([])


def verifies(data: bytes) -> None:
    """A PDF of any kind is told of, and never an error."""
    verify(whole(data), JUDGE)


def pdfs(folder: Path) -> Path:
    """PDFs to begin with, in a folder."""
    makers = (files.scan, files.letter, files.form, files.inheriting)
    seeds = [
        OBJECTS,
        pdf(PLAIN),
        packed(PLAIN, b"/Size 4"),
        *WITHIN_LIMITS.values(),
        *(make() for make in makers),
    ]
    for number, seed in enumerate(seeds):
        if len(seed) < LARGEST_SEED:
            (folder / str(number)).write_bytes(seed)
    return folder


def names(folder: Path) -> Path:
    """A dictionary of libFuzzer: names of PDF that the readers know."""
    sources = ("packs/*.py", "signing/*.py", "pdf_limits.py")
    texts = [file.read_text() for one in sources for file in (ROOT / "formsvc").glob(one)]
    found = sorted({name for text in texts for name in re.findall(r'"(/[A-Z]\w+)"', text)})
    told = folder / "names"
    told.write_text("".join(f'"{name}"\n' for name in found))
    return told


SEEDS = {"extract": ROOT / "templates_docx" / "office", "json": ROOT / "samples" / "kz" / "plan"}
TARGETS = {"extract": extracts, "json": reads_json, "pdf": packs, "verify": verifies}

if __name__ == "__main__":
    name, seconds = sys.argv[1:3]
    options = [sys.argv[0], f"-max_total_time={seconds}", "-rss_limit_mb=2048", "-timeout=20"]
    with TemporaryDirectory() as found, TemporaryDirectory() as seeds, TemporaryDirectory() as told:
        # The first folder is written to, the second only read.
        folders = [found, str(SEEDS.get(name) or pdfs(Path(seeds)))]
        options += [f"-dict={names(Path(told))}", "-max_len=65536"]
        atheris.Setup([*options, *folders], TARGETS[name])
        atheris.Fuzz()
