"""PDF: the form's print template, set by an engine in a process of its own."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from formsvc.forms.form import Form
from formsvc.renderers import engines
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.html import html


class PdfRenderer:
    """PDF for the archive: PDF/A-3a and PDF/UA-1, by WeasyPrint."""

    media_type = "application/pdf"
    extension = "pdf"
    engine = f"weasyprint {version('weasyprint')}"

    def render(self, form: Form, context: Mapping[str, Any], settings: RenderSettings) -> bytes:
        """The tagged file; raises TooLarge over the page limit, Overloaded over the time."""
        return engines.typeset(html(form, context, settings), settings)
