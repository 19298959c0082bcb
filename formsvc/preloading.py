"""What a process makes once — schemas, templates, styles, languages — before the first call."""

from formsvc.forms.shown import Mode
from formsvc.pipeline import Service, Wanted
from formsvc.web.language import LANGUAGES, catalogue

FORMATS = ("docx", "xlsx")
"""PDF engines are processes of their own and start with the worker."""


def preload(service: Service) -> None:
    """Read the languages; make an empty draft of every edition, the way all documents are made."""
    for language in LANGUAGES:
        catalogue(language.code)
    day = service.config.now().date()
    for form in service.forms.all():
        for extension in FORMATS:
            wanted = Wanted(form.id, extension, day, Mode.DRAFT, edition=form.edition)
            service.generate(wanted, {})
