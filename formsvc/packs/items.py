"""From the items of a request to documents: each checked as if it were asked for alone, all that
is wrong told at once, with pointers into the pack."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from formsvc.errors import FormsvcError, InvalidData
from formsvc.forms import dates
from formsvc.forms.findings import Finding, Severity, errors
from formsvc.forms.form import Form
from formsvc.forms.shown import Mode
from formsvc.packs import ordering, uploads
from formsvc.packs.documents import Document, FileDocument, Files, FormDocument, Heading
from formsvc.packs.request import Wish
from formsvc.pipeline import Service, Wanted

_OF_FORMS = {"edition": "Редакция формы", "data": "Данные формы", "mode": "Готовность"}
ARCHIVE = "P-archive"


@dataclass(frozen=True)
class Maker:
    """Makes the documents of one request; `now` is the moment of checking signatures."""

    service: Service
    wish: Wish
    files: Files
    now: datetime

    def documents(self) -> tuple[list[Document], tuple[Finding, ...]]:
        """The documents in order, with warnings; raises InvalidData with all errors."""
        unclear = [*_unclear(self.wish.items), *ordering.unplaced(self.wish)]
        if unclear:
            raise InvalidData(findings=unclear)
        made: list[Document] = []
        faults: list[Finding] = []
        for place, item in enumerate(self.wish.items):
            try:
                made.append(self._document(place, item))
            except _Refused as refused:
                faults.append(refused.finding)
        found = [*faults, *(one for document in made for one in document.findings)]
        if errors(found):
            raise InvalidData(findings=found)
        places = ordering.ordered(self.wish)
        return [made[place] for place in places], (*found, *ordering.missing(self.wish))

    def _document(self, place: int, item: Mapping[str, Any]) -> Document:
        return self._file(place, item) if "file" in item else self._form(place, item)

    def _form(self, place: int, item: Mapping[str, Any]) -> FormDocument:
        mode = Mode(item.get("mode", Mode.FILLED))
        wish = self.wish
        wanted = Wanted(item["form"], "pdf", wish.as_of, mode, wish.layout, item.get("edition"))
        try:
            form, loaded = self.service.check(wanted, item.get("data", {}))
        except FormsvcError as fault:
            raise _Refused(place, "form", "P-item", fault.detail or fault.title) from fault
        heading = _heading(form, item, loaded.data)
        found = tuple(_moved(one, place, heading) for one in loaded.findings)
        settings = self.service.settings(form, wanted)
        return FormDocument(heading, form, wanted, loaded.data, settings, found)

    def _file(self, place: int, item: Mapping[str, Any]) -> FileDocument:
        content = self.files(item["file"])
        if content is None:
            raise _Refused(place, "file", "P-file", "Такого файла в запросе нет.")
        attached = item.get("attach", False)
        try:
            known = uploads.checked(content, self.service.config, attached=attached)
        except uploads.UploadRefused as refused:
            raise _Refused(place, "file", "P-file", str(refused)) from refused
        verdict, told = self._signatures(content) if known.signed else ("", "")
        attached = known.signed or attached
        found = [] if known.level or attached else [_not_archival(place, item["title"])]
        return FileDocument(
            heading=_given_heading(item),
            read=lambda: self.files(item["file"]) or b"",
            pages=known.pages,
            is_attached=attached,
            level=known.level,
            signatures=told,
            verdict=verdict,
            findings=tuple(found),
        )

    def _signatures(self, content: bytes) -> tuple[str, str]:
        """The verdict about a signed file, and the same in words for a clerk."""
        from formsvc.signing import calls

        report = calls.verify(self.service, content, None, self.now)
        return str(report.verdict), report.summary()


class _Refused(Exception):
    """A document that cannot be made."""

    def __init__(self, place: int, field: str, rule: str, message: str) -> None:
        super().__init__(message)
        label = f"Документ {place + 1}"
        self.finding = Finding(Severity.ERROR, rule, f"/items/{place}/{field}", label, message)


def _unclear(items: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Items that are neither a form nor a file, or are said to be both."""
    for place, item in enumerate(items):
        label = f"Документ {place + 1}"
        where = f"/items/{place}"
        if ("form" in item) == ("file" in item):
            message = "Назовите форму (form) или присланный файл (file), одно из двух."
            yield Finding(Severity.ERROR, "P-item", where, label, message)
        elif "file" in item and "title" not in item:
            label += ": Заголовок документа"
            yield Finding(
                Severity.ERROR, "S-required", f"{where}/title", label, "Поле не заполнено."
            )
        for name, words in _OF_FORMS.items():
            if "file" in item and name in item:
                message = "Это поле только для документа формы."
                yield Finding(
                    Severity.ERROR, "P-item", f"{where}/{name}", f"{label}: {words}", message
                )
        if "form" in item and "attach" in item:
            message = "Вложить как есть можно только присланный файл."
            yield Finding(Severity.ERROR, "P-item", f"{where}/attach", label, message)


def _not_archival(place: int, title: str) -> Finding:
    message = (
        "Файл не PDF/A и не скан, поэтому весь пакет — обычный PDF. Чтобы пакет остался архивным,"
        " приложите файл как есть (attach)."
    )
    label = f"Документ {place + 1} «{title}»: Файл PDF"
    return Finding(Severity.WARNING, ARCHIVE, f"/items/{place}/file", label, message)


def _moved(finding: Finding, place: int, heading: Heading) -> Finding:
    """A finding of a document as one of the pack."""
    label = f"Документ {place + 1} «{heading.title}»"
    return replace(
        finding,
        pointer=f"/items/{place}/data{finding.pointer}",
        label=": ".join(part for part in (label, finding.label) if part),
    )


def _heading(form: Form, item: Mapping[str, Any], data: Mapping[str, Any]) -> Heading:
    """As the caller says, else as the document itself says."""
    own_title, own_date, own_number = (
        _at(data, path) for path in (form.headed_by, form.dated_by, form.numbered_by)
    )
    day = own_date if isinstance(own_date, date) else None
    own = {
        "title": form.title + (f" «{own_title}»" if own_title else ""),
        "date": day,
        "number": own_number,
    }
    return _given_heading({key: value for key, value in own.items() if value} | dict(item))


def _given_heading(item: Mapping[str, Any]) -> Heading:
    return Heading(
        title=item["title"],
        date=dates.numeric(item["date"]) if "date" in item else "",
        number=item.get("number", ""),
        note=item.get("note", ""),
    )


def _at(data: Any, path: str) -> Any:
    """The value at «receiver.date»; None where there is no such place."""
    for step in path.split(".") if path else ():
        data = data.get(step) if isinstance(data, Mapping) else None
    return data if path else None
