"""PDF and pictures of its pages: the form's print template, set by an engine process."""

from collections.abc import Mapping
from typing import Any

from formsvc.forms.form import Form
from formsvc.renderers import engines
from formsvc.renderers.base import PdfKind, Rendered, RenderSettings
from formsvc.renderers.html import html


class PdfRenderer:
    """PDF of the kind that the settings ask for."""

    media_type = "application/pdf"
    extension = "pdf"

    def render(self, form: Form, context: Mapping[str, Any], settings: RenderSettings) -> Rendered:
        """The file; raises TooLarge over the page limit, Overloaded over the time."""
        source = html(form, context, settings)
        instead = None if settings.insists else PdfKind.ARCHIVE
        return engines.typeset(source, settings, settings.pdf, instead)


class PictureRenderer:
    """One page as PNG, as it is in a PDF for print."""

    media_type = "image/png"
    extension = "png"

    def render(self, form: Form, context: Mapping[str, Any], settings: RenderSettings) -> Rendered:
        """The picture of a page; raises TooLarge over the page limit, Overloaded over the time."""
        return engines.typeset(html(form, context, settings), settings, "picture")
