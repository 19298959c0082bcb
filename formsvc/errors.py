"""The one exception tree, the one function that makes a problem+json (RFC 9457), and the log.

FormsvcError
├── BadRequest          400  the request cannot be read: JSON, parameter
├── NotAuthenticated    401  the caller did not show who he is
├── Forbidden           403  the caller may not do this
├── NotFound            404  no such form, edition, sample
├── NotAcceptable       406  no such format
├── TooLarge            413  over a limit of size
├── UnsupportedMedia    415  a file that is none of ours
├── InvalidData         422  the data break a rule of the form
├── SignatureRefused    422  a signature cannot be made, taken or added to this file
├── ComeAgain                refused for some seconds alone
│   ├── TooManyRequests 429  a caller asks too often
│   └── Busy            503  too many calls at once
├── RenderFailed        500  a template or an engine is at fault, never the data
├── BadSetting          500  a setting of the installation cannot be used
├── Overloaded          503  the document was not made within the limits of time and memory
│   └── Busy                 as above
├── NotReady            503  something that documents need is not installed
└── RefusedByHttp       any  no such address or method, a request that is no HTTP
"""

import logging
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from formsvc.forms.findings import Finding

LOG = logging.getLogger("formsvc")


class FormsvcError(Exception):
    """Base: `detail` is Russian text for the client, without any value of the data."""

    status: int = 500
    type: str = "about:blank"
    title: str = "Внутренняя ошибка"

    def __init__(self, detail: str = "", findings: Sequence[Finding] = ()) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.findings = tuple(findings)

    @property
    def headers(self) -> Mapping[str, str]:
        """What the answer says beside its body."""
        return {}


class BadRequest(FormsvcError):
    """The request cannot be read."""

    status, type, title = 400, "urn:formsvc:bad-request", "Запрос не читается"


class NotAuthenticated(FormsvcError):
    """The caller did not show who he is, or not well enough."""

    status, type, title = 401, "urn:formsvc:not-authenticated", "Вызывающий не известен"

    @property
    def headers(self) -> Mapping[str, str]:
        """How to show it (RFC 6750)."""
        return {"WWW-Authenticate": 'Bearer realm="formsvc"'}


class Forbidden(FormsvcError):
    """The caller is known and may not do this."""

    status, type, title = 403, "urn:formsvc:forbidden", "Нет права на этот вызов"

    def __init__(self, detail: str, scopes: Sequence[str] = ()) -> None:
        super().__init__(detail)
        self.scopes = " ".join(scopes)

    @property
    def headers(self) -> Mapping[str, str]:
        """Which scopes the call demands (RFC 6750)."""
        told = f'Bearer error="insufficient_scope", scope="{self.scopes}"'
        return {"WWW-Authenticate": told} if self.scopes else {}


class NotFound(FormsvcError):
    """There is no such thing."""

    status, type, title = 404, "urn:formsvc:not-found", "Не найдено"


class NotAcceptable(FormsvcError):
    """The wanted format is not made here."""

    status, type, title = 406, "urn:formsvc:not-acceptable", "Такой формат не выдаётся"


class TooLarge(FormsvcError):
    """A limit of size was exceeded; the detail names it."""

    status, type, title = 413, "urn:formsvc:too-large", "Превышен предел размера"


class UnsupportedMedia(FormsvcError):
    """The uploaded thing is of a kind that is not read here."""

    status, type, title = 415, "urn:formsvc:unsupported-media", "Такой файл не принимается"


class InvalidData(FormsvcError):
    """The data break rules of the form; every finding is told at once."""

    status, type, title = 422, "urn:formsvc:invalid-data", "Данные формы содержат ошибки"


class SignatureRefused(FormsvcError):
    """A signature cannot be made or accepted; the detail says why."""

    status, type, title = 422, "urn:formsvc:signature-refused", "Подпись не принята"


class ComeAgain(FormsvcError):
    """Base of refusals that hold for some seconds alone."""

    def __init__(self, detail: str, seconds: int) -> None:
        super().__init__(detail)
        self.seconds = seconds

    @property
    def headers(self) -> Mapping[str, str]:
        """When to come again."""
        return {"Retry-After": str(self.seconds)}


class TooManyRequests(ComeAgain):
    """A caller asks too often; the detail names the limit."""

    status, type, title = 429, "urn:formsvc:too-many-requests", "Слишком частые вызовы"


class RenderFailed(FormsvcError):
    """A template or an engine is at fault."""

    status, type, title = 500, "urn:formsvc:render-failed", "Документ не удалось создать"


class BadSetting(FormsvcError):
    """A setting of the installation cannot be used; the detail names it."""

    status, type, title = 500, "urn:formsvc:bad-setting", "Настройка не годится"


class Overloaded(FormsvcError):
    """The document was not made within the limits of time and memory."""

    status, type, title = 503, "urn:formsvc:overloaded", "Документ не сделан в отведённых пределах"


class Busy(ComeAgain, Overloaded):
    """Too many calls at once; the detail says of what kind."""


class NotReady(FormsvcError):
    """Something that documents need is not installed; the detail names it."""

    status, type, title = 503, "urn:formsvc:not-ready", "Служба не готова"


class RefusedByHttp(FormsvcError):
    """What HTTP itself refuses, before any form is looked at; the title is that of the status."""

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.title = status, title


def problem(error: FormsvcError) -> dict[str, Any]:
    """Body of an error answer: type, title, status, detail, findings."""
    return {
        "type": error.type,
        "title": error.title,
        "status": error.status,
        "detail": error.detail or error.title,
        "findings": [finding.as_json() for finding in error.findings],
    }


def log(error: BaseException | None) -> None:
    """What went wrong and where, cause by cause, without a message: it could repeat the data."""
    while error is not None:
        frames = reversed(traceback.extract_tb(error.__traceback__))
        places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
        LOG.error("%s at %s", type(error).__name__, places)
        error = error.__cause__
