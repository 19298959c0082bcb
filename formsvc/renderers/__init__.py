"""Output formats by extension; a format is one module, loaded when first asked for."""

from functools import lru_cache
from importlib import import_module

from formsvc.renderers.base import Renderer

_MODULES = {
    "docx": ("formsvc.renderers.docx", "DocxRenderer"),
    "xlsx": ("formsvc.renderers.xlsx", "XlsxRenderer"),
    "pdf": ("formsvc.renderers.pdf", "PdfRenderer"),
    "png": ("formsvc.renderers.pdf", "PictureRenderer"),
}
FORMATS = ("docx", "xlsx", "pdf")
"""Of documents."""
PREVIEWS = ("png", "pdf")
"""Of what is shown while a document is being written."""
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
}


@lru_cache(maxsize=len(_MODULES))
def renderer(extension: str) -> Renderer:
    """The renderer of one of FORMATS or PREVIEWS; KeyError for another."""
    module, name = _MODULES[extension]
    made: Renderer = getattr(import_module(module), name)()
    return made
