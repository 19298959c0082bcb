"""What the catalogue tells of a form: title, law, editions, status, formats, deadlines, signers."""

from typing import Any

from formsvc.forms.form import Form
from formsvc.forms.registry import Registry
from formsvc.renderers import FORMATS


def entry(forms: Registry, form_id: str) -> dict[str, Any]:
    """The latest edition in full, and all editions in short; NotFound for an unknown id."""
    editions = forms.editions(form_id)
    latest = editions[-1]
    return {
        "id": latest.id,
        "title": latest.title,
        "edition": latest.edition,
        "group": latest.group,
        "issuer": latest.issuer,
        "legal_basis": list(latest.legal_basis),
        "status": {section or "form": str(status) for section, status in latest.status.items()},
        "formats": list(FORMATS),
        "layout": latest.layout,
        "deadlines": list(latest.deadlines),
        "signed_by": list(latest.signed_by),
        "samples": forms.samples(latest),
        "editions": [_edition(form) for form in editions],
    }


def _edition(form: Form) -> dict[str, Any]:
    until = form.in_force.until
    return {
        "edition": form.edition,
        "in_force_since": form.in_force.since.isoformat(),
        "in_force_until": until.isoformat() if until else None,
        "repealed_by": form.repealed_by or None,
    }
