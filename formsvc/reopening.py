"""A self-describing file back to its form and data, with what is to be said of them today."""

from datetime import date
from typing import Any

from formsvc import embedding
from formsvc.errors import InvalidData, NotFound, UnsupportedMedia
from formsvc.forms.fields import iso_day
from formsvc.forms.findings import Finding, Severity
from formsvc.forms.shown import Mode
from formsvc.pipeline import Service, Wanted

_TEXTS = ("form", "edition", "engine", "as_of", "mode", "layout")


def reopened(service: Service, content: bytes) -> dict[str, Any]:
    """What a file carries as JSON; raises UnsupportedMedia or InvalidData with the reason.

    Gives form, edition, data and the rest of the envelope, `edited` (the visible parts changed
    since), and the findings about the data.
    """
    found = _extracted(content)
    source = {key: found.envelope.get(key) for key in (*_TEXTS, "data")}
    return source | {
        "edited": found.edited,
        "findings": [finding.as_json() for finding in _findings(service, source)],
    }


def _extracted(content: bytes) -> embedding.Extracted:
    try:
        found = embedding.extract(content)
    except embedding.NothingEmbedded as nothing:
        raise InvalidData(str(nothing)) from nothing
    except embedding.ExtractRefused as refused:
        raise UnsupportedMedia(str(refused)) from refused
    if not _is_ours(found.envelope):
        raise InvalidData("Исходные данные внутри файла повреждены.")
    return found


def _is_ours(envelope: dict[str, Any]) -> bool:
    texts = all(isinstance(envelope.get(key), str) for key in _TEXTS)
    known_mode = envelope.get("mode") in (Mode.FILLED, Mode.DRAFT)
    dated = iso_day(envelope.get("as_of")) is not None
    return texts and known_mode and dated and isinstance(envelope.get("data"), dict)


def _findings(service: Service, source: dict[str, Any]) -> tuple[Finding, ...]:
    as_of = date.fromisoformat(source["as_of"])
    wanted = Wanted(source["form"], "", as_of, Mode(source["mode"]), edition=source["edition"])
    try:
        return service.check(wanted, source["data"])[1].findings
    except NotFound:  # a file of another installation: its data are given back all the same
        message = "Такой формы или редакции здесь нет: данные не проверены."
        return (Finding(Severity.WARNING, "F-unknown", "", "", message),)
