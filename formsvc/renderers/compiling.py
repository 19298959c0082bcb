"""Whether a template compiles, apart from any data."""

from pathlib import Path
from zipfile import BadZipFile

from jinja2 import TemplateSyntaxError
from lxml.etree import XMLSyntaxError

from formsvc.renderers.archive import ArchiveRefused
from formsvc.renderers.docx import compile_docx
from formsvc.renderers.html import PrintEnvironment, draw


def compiles(path: Path) -> bool:
    """Whether the Word or print template can be read."""
    try:
        if path.suffix == ".docx":
            compile_docx(path.read_bytes())
        else:
            PrintEnvironment(draw).from_string(path.read_text("utf-8"))
    except (TemplateSyntaxError, XMLSyntaxError, ArchiveRefused, BadZipFile, OSError, ValueError):
        return False
    return True
