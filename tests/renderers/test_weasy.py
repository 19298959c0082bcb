"""The archive engine makes the bytes that a plain call of WeasyPrint makes, in less time."""

import pytest
import weasyprint

from formsvc.forms.shown import Mode
from formsvc.renderers import weasy
from formsvc.renderers.html import html
from formsvc.renderers.weasy import typeset
from tests.documents.support import EDITIONS, form_of, loaded
from tests.renderers.support import settings


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
def test_shared_style_sheets_change_nothing(form_id: str, edition: str) -> None:
    form, own = form_of(form_id, edition), settings()
    context = form.context(loaded(form_id, edition, "typical"), Mode.FILLED, own.as_of)
    source = html(form, context, own)
    plain = weasyprint.HTML(string=source).render(pdf_variant="pdf/a-3a", pdf_tags=True)
    assert typeset(source, own).content == weasy.written(plain, own)
