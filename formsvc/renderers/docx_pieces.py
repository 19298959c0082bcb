"""Word templates compiled to pieces of UTF-8, each all that stands between two tags that control.

docxtpl looks for line breaks and tabs of values in the finished text. Here a value is written with
them at once: in which run it stands, and so what a break is there, is known from the template. Only
usual templates are compiled so: their formatting has no tags in it, and no condition or loop ends
in another run than it began.
"""

import re
from collections.abc import Callable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import escape

from formsvc.renderers.environment import PLAIN_TEXTS

_USUAL = (nodes.Output, nodes.For, nodes.If, nodes.Assign)
_RUN = re.compile(r"<w:r[ >]")
_IN_TEXT = re.compile(r"<w:r(?: [^>]*)?>.*<w:t(?: [^>]*)?>[^<]*", re.DOTALL)
_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
# What is escaped, and what becomes elements of its own, as the one byte that no text has.
_NOT_AS_IT_IS = bytes(0 if chr(byte) in "&<>'\"\n\t" else byte for byte in range(256))


class Unusual(Exception):
    """The template is to be written by docxtpl's own rules."""


class PieceGenerator(CodeGenerator):
    """Writes bytes, and tells each value where it stands."""

    _seen = ""  # of the template, in the order of its text, since the beginning of a run

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Refuses what writes its text elsewhere than it stands, as macros do."""
        for one in node.find_all(nodes.Stmt):
            if not isinstance(one, _USUAL) or (isinstance(one, nodes.For) and one.recursive):
                raise Unusual
        super().visit_Template(node, frame)

    def blockvisit(self, nodes: Any, frame: Frame) -> None:
        """What a condition or a loop holds."""
        before = self._run()
        super().blockvisit(nodes, frame)
        if self._run() != before:
            raise Unusual

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Text and values up to the next tag that controls."""
        self.writeline("yield b''.join((", node)
        self.indent()
        for one in node.nodes:
            if isinstance(one, nodes.TemplateData):
                self._follow(one.data)
                self.writeline(f"{one.data.encode()!r},")
            else:
                self.writeline("environment.placed(", one)
                self.visit(one, frame)
                self.write(f", {self._run()!r}),")
        self.outdent()
        self.writeline("))")

    def _follow(self, data: str) -> None:
        if "\n" in data or "\t" in data:
            raise Unusual
        self._seen += data
        *_, begin = 0, *(run.start() for run in _RUN.finditer(self._seen))
        self._seen = self._seen[begin:]

    def _run(self) -> str | None:
        """The properties of the run whose text goes on here, if any does."""
        if self._seen.rfind("<w:rPr>") > self._seen.rfind("</w:rPr>"):
            raise Unusual
        if not _IN_TEXT.fullmatch(self._seen):
            return None
        found = _PROPERTIES.search(self._seen)
        return found[0] if found else ""


def placing(draw: Callable[[Any], Any]) -> Callable[[Any, str | None], bytes]:
    """What gives the escaped text of a value in a run of these properties, or in no run at all."""

    def placed(value: Any, run: str | None) -> bytes:
        if value.__class__ not in PLAIN_TEXTS:
            value = draw(value)
            if value == "":
                return b""
        elif 0 not in (text := value.encode()).translate(_NOT_AS_IT_IS):
            return text
        return _with_breaks(str(escape(value)), run).encode()

    return placed


def _with_breaks(text: str, run: str | None) -> str:
    """Line breaks and tabs as Word's own; those that are in no text stay as they are."""
    if run is None:
        return text
    tab = f'</w:t></w:r><w:r>{run}<w:tab/></w:r><w:r>{run}<w:t xml:space="preserve">'
    return text.replace("\t", tab).replace("\n", _BREAK)
