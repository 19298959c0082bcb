"""Word documents: ours beside docxtpl as its guide has it, and beside programs of node.

The others' language of templates is not ours. Their template is our finished document in which
every text that holds a value is a tag: they are spared the loops and the conditions.
"""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import unescape

from docxtpl import DocxTemplate
from markupsafe import Markup, escape

from bench.harness import OURS, Contender, timed
from bench.subjects import Subject
from formsvc import __version__
from formsvc.renderers.archive import read_archive, write_archive
from formsvc.renderers.docx import ENVIRONMENT, DocxRenderer, draw
from formsvc.renderers.docx_layout import prepare

NODE = Path(__file__).parent / "node"
TAGS = {"carbone": "{{d.{}}}", "docxtemplater": "{{{}}}", "easy-template-x": "{{{}}}"}
_BEGIN, _END = "\ue000", "\ue001"  # around every value; private, so in no document
_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(?=</w:t>)")
_PART = "word/document.xml"


def ours(subject: Subject) -> bytes:
    """The document as the service makes it."""
    made = DocxRenderer().render(subject.form, subject.context, subject.settings)
    return made.content


def template(subject: Subject) -> bytes:
    """The Word template of the form, its blocks in place."""
    path = subject.settings.roots.docx(subject.form.stem)
    return prepare(path.read_bytes(), subject.settings.layout, by_hand=False)


def by_docxtpl(content: bytes, subject: Subject, environment: Any = ENVIRONMENT) -> bytes:
    """docxtpl as its guide has it: opened, filled and saved for each document."""
    document = DocxTemplate(BytesIO(content))
    context = {**subject.context, "doc": subject.settings.document(subject.form)}
    document.render(context, jinja_env=environment)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def tagged(subject: Subject, tag: str) -> tuple[bytes, dict[str, str]]:
    """The document with a tag for every text that holds a value, and those texts."""
    marking = ENVIRONMENT.overlay()
    marking.written = _marked
    parts = read_archive(by_docxtpl(template(subject), subject, marking))
    texts: dict[str, str] = {}

    def replaced(found: re.Match[str]) -> str:
        if _BEGIN not in found[2] and _END not in found[2]:
            return found[0]
        name = f"v{len(texts)}"
        texts[name] = unescape(_unmarked(found[2]))
        return found[1] + tag.format(name)

    body = _TEXT.sub(replaced, parts[_PART].decode())
    parts = {
        name: _unmarked(xml.decode()).encode() if name.endswith(".xml") else xml
        for name, xml in parts.items()
    }
    return write_archive({**parts, _PART: _unmarked(body).encode()}), texts


def _marked(value: Any) -> Any:
    return Markup(f"{_BEGIN}{escape(draw(value))}{_END}")


def _unmarked(text: str) -> str:
    return text.replace(_BEGIN, "").replace(_END, "")


def texts_of(content: bytes) -> str:
    """All text of a document's body, without white space: what must be equal."""
    body = read_archive(content)[_PART].decode()
    return re.sub(r"\s+", "", unescape("".join(found[2] for found in _TEXT.finditer(body))))


class NodePeers:
    """A process of node that fills templates when it is told to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            ["node", "peers.mjs"],
            cwd=NODE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def fill(self, peer: str, name: str, out: str = "") -> float:
        """Seconds to fill the template once."""
        source, data = self.folder / f"{name}.docx", self.folder / f"{name}.json"
        asking, answering = _pipes(self.process)
        asking.write(f"{peer}\t{source}\t{data}\t{out}\n")
        asking.flush()
        return float(answering.readline()) / 1000


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None and process.stdout is not None
    return process.stdin, process.stdout


@contextmanager
def node_peers(folder: Path) -> Iterator[NodePeers]:
    """The process, ended at the end."""
    peers = NodePeers(folder)
    try:
        yield peers
    finally:
        asking, answering = _pipes(peers.process)
        asking.close()
        peers.process.wait(30)
        answering.close()


def node_versions() -> Mapping[str, str]:
    """The versions of the programs of node that are installed; none if node is missing."""
    found = {name: NODE / "node_modules" / name / "package.json" for name in TAGS}
    return {
        name: json.loads(path.read_text())["version"]
        for name, path in found.items()
        if path.is_file()
    }


def contenders(subject: Subject, peers: NodePeers | None) -> list[Contender]:
    """Every way to make the document; each has made it once, with the same text."""
    content = template(subject)
    expected = texts_of(ours(subject))
    assert texts_of(by_docxtpl(content, subject)) == expected
    found = [
        Contender(OURS, __version__, timed(lambda: ours(subject))),
        Contender("docxtpl", version("docxtpl"), timed(lambda: by_docxtpl(content, subject))),
    ]
    if peers is None:
        return found
    return found + [_node_contender(name, subject, peers, expected) for name in node_versions()]


def _node_contender(name: str, subject: Subject, peers: NodePeers, expected: str) -> Contender:
    content, texts = tagged(subject, TAGS[name])
    stem = f"{name}-{len(texts)}"
    (peers.folder / f"{stem}.docx").write_bytes(content)
    (peers.folder / f"{stem}.json").write_text(json.dumps(texts), "utf-8")
    out = peers.folder / f"{stem}-out.docx"
    peers.fill(name, stem, str(out))
    assert texts_of(out.read_bytes()) == expected, f"{name} gives another text"
    return Contender(name, node_versions()[name], lambda: peers.fill(name, stem))
