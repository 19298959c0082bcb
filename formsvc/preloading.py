"""What a process makes once — schemas, compiled templates, styles — made before the first call."""

from formsvc.forms.shown import Mode
from formsvc.pipeline import Service, Wanted

FORMATS = ("docx", "xlsx")
"""PDF engines are processes of their own and start with the worker."""


def preload(service: Service) -> None:
    """Make the empty draft of every edition, by the way that all documents go."""
    day = service.config.now().date()
    for form in service.forms.all():
        for extension in FORMATS:
            wanted = Wanted(form.id, extension, day, Mode.DRAFT, edition=form.edition)
            service.generate(wanted, {})
