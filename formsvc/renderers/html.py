"""The HTML that the PDF engines set: one print template a form, drawn with the same context."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from markupsafe import Markup

from formsvc.errors import RenderFailed
from formsvc.forms.form import Form
from formsvc.forms.layouts import PageLayout
from formsvc.forms.shown import Blank
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.environment import DataEnvironment, told

_RULE = Markup('<span class="rule"></span>')


def draw(value: Any) -> Any:
    """An empty place as ruled lines."""
    return Markup().join([_RULE] * value.lines) if isinstance(value, Blank) else value


class PrintEnvironment(DataEnvironment):
    """Macros may ask an empty place how many rules it has."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`rules`: all lines; `more_rules`: those after the one beside the label."""
        if isinstance(obj, Blank) and attribute in ("rules", "more_rules"):
            return range(obj.lines - (attribute == "more_rules"))
        return super().getattr(obj, attribute)


@lru_cache(maxsize=8)
def _environment(folder: Path) -> PrintEnvironment:
    return PrintEnvironment(draw, FileSystemLoader(folder))


def measures(layout: PageLayout) -> dict[str, Any]:
    """Lengths of a page layout for the style sheets."""
    return vars(layout) | {"text_width": layout.text_width}


def frame(title: str, name: str, settings: RenderSettings) -> dict[str, Any]:
    """What the frame of all print templates asks for, of a paper that is no form's."""
    doc = {"title": title, "id": name, "edition": "", "by_hand": False}
    mark = {"draft_mark": settings.draft_mark}
    return {"doc": doc | mark, "copy_signature": [], "copy_origin": []}


def html(form: Form, context: Mapping[str, Any], settings: RenderSettings) -> str:
    """The print template of the form with the context in it."""
    return filled(f"{form.stem}.html", {**context, "doc": settings.document(form)}, settings)


def filled(name: str, values: Mapping[str, Any], settings: RenderSettings) -> str:
    """A print template with its values and the page layout; raises RenderFailed with the place."""
    environment = _environment(settings.roots.templates_html)
    layout = measures(settings.layout) | {"turned": measures(settings.layout.turned())}
    try:
        return environment.get_template(name).render({**values, "layout": layout})
    except Exception as fault:
        raise RenderFailed(f"Шаблон печати {told(fault, name)}") from fault
