"""Settings and pages for trying the PDF engine without a form."""

from datetime import date
from typing import Any

from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.shown import Mode
from formsvc.paths import Roots, installed
from formsvc.renderers.base import RenderSettings


def settings(roots: Roots | None = None, **changed: Any) -> RenderSettings:
    """Usual settings, with other folders, limits or the like."""
    return RenderSettings(
        layout=LAYOUTS["kz"],
        mode=Mode.FILLED,
        as_of=date(2026, 11, 20),
        roots=roots or installed(),
        **changed,
    )


def page(content: str, head: str = "") -> str:
    """A whole HTML document that PDF/UA allows."""
    return (
        f'<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>Лист</title>{head}'
        f'</head><body style="font: 12pt FreeSerif">{content}</body></html>'
    )
