"""formsvc: official forms of family and child case work, from JSON to DOCX, XLSX and PDF."""

__version__ = "0.1.0"
