"""What is made: the samples of forms, ready for a renderer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from formsvc.config import Config
from formsvc.forms.form import Form
from formsvc.forms.load import load
from formsvc.forms.registry import installed_forms
from formsvc.forms.shown import Mode
from formsvc.pipeline import Service, Wanted
from formsvc.renderers.base import RenderSettings

AS_OF = date(2026, 11, 20)
FORMS = installed_forms()
SERVICE = Service(FORMS, Config())
PLAN = "kz.plan"
"""The form of the comparisons: `typical` is four pages with tables of 2 to 4 rows."""
LIST = "office.acknowledgement_sheet"
"""A form that is one table, to see how the work grows."""


@dataclass(frozen=True)
class Subject:
    """A form with the context and the settings of one document."""

    form: Form
    context: Mapping[str, Any]
    settings: RenderSettings


def sample(form_id: str, case: str) -> Any:
    """The JSON of a sample."""
    return json.loads(FORMS.roots.sample(FORMS.get(form_id).stem, case).read_bytes())


def subject(form_id: str, case: str) -> Subject:
    """A sample, checked."""
    form = FORMS.get(form_id)
    loaded = load(form, sample(form_id, case), Mode.FILLED, AS_OF)
    assert loaded.ok, loaded.findings
    return _subject(form, loaded.data)


def list_of(rows: int) -> Subject:
    """The form that is one table, with so many rows."""
    form = FORMS.get(LIST)
    data = load(form, sample(LIST, "typical"), Mode.FILLED, AS_OF).data
    own = data["rows"]
    return _subject(form, {**data, "rows": [own[at % len(own)] for at in range(rows)]})


def _subject(form: Form, data: dict[str, Any]) -> Subject:
    settings = SERVICE.settings(form, Wanted(form.id, "docx", AS_OF))
    return Subject(form, form.context(data, Mode.FILLED, AS_OF), settings)
