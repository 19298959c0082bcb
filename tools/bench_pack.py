"""How fast packs are bound and signed, against rendering and against pikepdf: `make bench-pack`."""

import hashlib
import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf

from formsvc.config import Config
from formsvc.forms.registry import installed_forms
from formsvc.packs import making
from formsvc.packs.archival import Level
from formsvc.packs.joining import Joined, Part
from formsvc.pipeline import Service, Wanted
from formsvc.renderers.base import PdfKind
from formsvc.signing import sealing

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Almaty"))
DOCUMENTS = ("nso.kkss", "kz.plan") * 5
SIGNERS = [
    {"role": "Председатель", "name": "Иванова М. П."},
    {"role": "Член комиссии", "name": "Сергеев И. И."},
    {"role": "Член комиссии", "name": "Әлиева Ұ. Қ."},
]
ROUNDS = 25


Clock = Callable[[], float]


def milliseconds(work: Callable[[], object], clock: Clock) -> float:
    """How long one call takes."""
    started = clock()
    work()
    return (clock() - started) * 1000


def paired(
    first: Callable[[], object], second: Callable[[], object], clock: Clock = time.process_time
) -> tuple[float, float, float]:
    """Medians of two kinds of work done in turn, and the median of their ratios.

    By the time of this process, which other programs change less than that of the clock.
    """
    first(), second()
    pairs = [(milliseconds(first, clock), milliseconds(second, clock)) for _ in range(ROUNDS)]
    ones, others = zip(*pairs, strict=True)
    ratio = statistics.median(one / other for one, other in pairs)
    return statistics.median(ones), statistics.median(others), ratio


def sample(service: Service, form_id: str) -> Any:
    """The typical sample of a form."""
    stem = service.forms.get(form_id).stem
    return json.loads(service.forms.roots.sample(stem, "typical").read_bytes())


def rendered(service: Service) -> list[bytes]:
    """The documents, each alone."""
    found = []
    for form_id in DOCUMENTS:
        wanted = Wanted(form_id, "pdf", NOW.date(), pdf=PdfKind.PRINT)
        found.append(service.generate(wanted, sample(service, form_id)).content)
    return found


def packed(service: Service, **more: Any) -> bytes:
    """The same documents as a pack with cover and inventory."""
    items = [{"form": form_id, "data": sample(service, form_id)} for form_id in DOCUMENTS]
    body = {"items": items, "pdf": "print", "cover": {"number": "1"}} | more
    return making.make(service, body, NOW)[0].content


def joined(files: Sequence[bytes], folder: Path) -> bytes:
    """What we make of finished files: pages, bookmarks, numbers of sheets, PDF/A-3u."""
    with Joined("Пакет", NOW.date(), Level.U, folder) as pack:
        first = 1
        for number, content in enumerate(files):
            pack.add(Part(content, "Документ", f"document-{number}", first=first))
            first = len(pack.pdf.pages) + 1
        pack.finish()
        return pack.saved([])


def by_pikepdf(files: Sequence[bytes]) -> bytes:
    """The same by pikepdf as one would write it, with a font that is not in the file."""
    buffer = BytesIO()
    with pikepdf.new() as pdf:
        starts = []
        sources = [pikepdf.open(BytesIO(content)) for content in files]
        for source in sources:
            starts.append(len(pdf.pages))
            pdf.pages.extend(source.pages)
        with pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem("Документ", start) for start in starts)
        helvetica = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        font = pdf.make_indirect(helvetica)
        for number, page in enumerate(pdf.pages, 1):
            name = page.add_resource(font, pikepdf.Name.Font)
            page.contents_add(b"q", prepend=True)
            drawn = f"Q BT {name} 11 Tf 575 798 Td ({number}) Tj ET"
            page.contents_add(drawn.encode())
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def pages_alone(files: Sequence[bytes]) -> bytes:
    """The pages by pikepdf and nothing else: no bookmark, no number, no PDF/A."""
    buffer = BytesIO()
    with pikepdf.new() as pdf:
        sources = [pikepdf.open(BytesIO(content)) for content in files]
        for source in sources:
            pdf.pages.extend(source.pages)
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def trial_seal(folder: Path) -> Path:
    """A PKCS#12 file of a key that nobody trusts."""
    key, certificate, seal = (str(folder / name) for name in ("key", "crt", "p12"))
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=x", "-addext", "keyUsage=digitalSignature"]
    kept = ["-keyout", key, "-out", certificate]
    subprocess.run([*made, *named, *kept], check=True, capture_output=True)
    into = ["openssl", "pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", seal]
    subprocess.run([*into, "-passout", "pass:x"], check=True, capture_output=True)
    return Path(seal)


def main() -> None:
    """Print the table; numbers of a busy machine are told by their ratios."""
    service = Service(installed_forms(), Config())
    files = rendered(service)
    pages = sum(len(pikepdf.open(BytesIO(content)).pages) for content in files)
    print(f"{len(files)} documents, {pages} pages, pdf=print, {os.cpu_count()} cores")
    for told, more in (("pack", {}), ("pack for three signers", {"signers": SIGNERS})):
        ours, alone, ratio = paired(
            partial(packed, service, **more), partial(rendered, service), time.perf_counter
        )
        print(f"{told} {ours:.0f} ms, documents alone {alone:.0f} ms: {ratio:.2f} times")
    with TemporaryDirectory() as folder:
        ways = (("with bookmarks and numbers", by_pikepdf), ("of the pages alone", pages_alone))
        for told, other in ways:
            own = partial(joined, files, Path(folder))
            ours, theirs, ratio = paired(own, partial(other, files))
            print(f"joining {ours:.1f} ms, pikepdf {told} {theirs:.1f} ms: {ratio:.2f} times")
    with TemporaryDirectory() as folder:
        seal = trial_seal(Path(folder))
        config = replace(service.config, seal_file=str(seal), seal_passphrase="x")
        pack = packed(service, signers=SIGNERS[:1])
        wish = sealing.Wish()
        signed, hashed, _ = paired(
            lambda: sealing.seal(pack, wish, config, config.now()),
            lambda: hashlib.sha256(pack).digest(),
        )
    told = f"of that hashing {len(pack) / 1024:.0f} kB {hashed:.1f} ms"
    print(f"signature with its mark {signed:.1f} ms, {told}")


if __name__ == "__main__":
    main()
