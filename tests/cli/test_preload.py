"""With FORMSVC_PRELOAD a worker has all that is made once before its first call."""

import json
from datetime import date

from formsvc.config import Config
from formsvc.forms.registry import installed_forms
from formsvc.pipeline import Service, Wanted
from formsvc.preloading import preload
from formsvc.renderers import docx


def test_no_template_is_compiled_after_the_start(as_of: date) -> None:
    docx._compiled.cache_clear()
    service = Service(installed_forms(), Config.from_environment({"FORMSVC_PRELOAD": "true"}))
    assert service.config.preload

    preload(service)

    compiled = docx._compiled.cache_info().misses
    assert compiled == len(list(service.forms.all()))
    for form in service.forms.all():
        raw = json.loads(service.forms.roots.sample(form.stem, "typical").read_bytes())
        service.generate(Wanted(form.id, "docx", as_of, edition=form.edition), raw)
    assert docx._compiled.cache_info().misses == compiled
