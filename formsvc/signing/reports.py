"""What is told of signatures: each part by itself, one verdict, and a sentence for a clerk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from formsvc.signing.words import (
    Changes,
    Coverage,
    Integrity,
    Kind,
    Revocation,
    TimeSource,
    Verdict,
)


@dataclass(frozen=True)
class Certificate:
    """The certificate of a signer."""

    number: str
    owner: str
    organisation: str
    issuer: str
    valid_from: datetime
    valid_until: datetime

    def as_json(self) -> dict[str, Any]:
        """With dates of ISO 8601."""
        return vars(self) | {
            "valid_from": self.valid_from.isoformat(),
            "valid_until": self.valid_until.isoformat(),
        }


@dataclass(frozen=True)
class SignatureReport:
    """One signature or timestamp of a document."""

    verdict: Verdict
    field: str = ""
    kind: Kind = Kind.SIGNATURE
    certificate: Certificate | None = None
    signed_at: datetime | None = None
    time_source: TimeSource | None = None
    algorithm: str = ""
    integrity: Integrity = Integrity.UNCHECKED
    coverage: Coverage | None = None
    changes: Changes | None = None
    trusted: bool = False
    revocation: Revocation = Revocation.NOT_CHECKED
    level: str = ""
    vouched: bool = False

    def as_json(self) -> dict[str, Any]:
        """All of it; the signer is told by the certificate."""
        given = vars(self) | {
            "certificate": self.certificate.as_json() if self.certificate else None,
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
        }
        del given["vouched"]
        return given | {"checked_outside": self.vouched, "summary": self.summary()}

    def summary(self) -> str:
        """In words for a clerk."""
        parts = [_WORDS[self.verdict], self._who(), self._when(), self._after()]
        return " ".join(part for part in parts if part)

    def _who(self) -> str:
        if self.certificate is None:
            return ""
        what = "Подписал(а)" if self.kind is Kind.SIGNATURE else "Выдан службой"
        one = self.certificate
        return f"{what}: {one.owner}, сертификат {one.number}, издатель: {one.issuer}."

    def _when(self) -> str:
        if self.signed_at is None or self.time_source is None:
            return ""
        return f"Время: {self.signed_at:%d.%m.%Y %H:%M} ({_SOURCES[self.time_source]})."

    def _after(self) -> str:
        if self.changes is None or self.verdict is Verdict.ALTERED:
            return ""
        return _CHANGES.get(self.changes, "")


_WORDS = {
    Verdict.VALID: "Подпись действительна.",
    Verdict.REVOCATION_UNKNOWN: (
        "Подпись цела, но не проверено, отозван ли сертификат: считать её действительной нельзя."
    ),
    Verdict.UNTRUSTED: (
        "Подпись цела, но её сертификат выдан неизвестным центром: кто подписал, не подтверждено."
    ),
    Verdict.NOT_YET_VALID: "Подпись цела, но срок действия её сертификата ещё не наступил.",
    Verdict.EXPIRED: (
        "Подпись цела, но срок действия её сертификата истёк, а время подписания не подтверждено."
    ),
    Verdict.REVOKED: "Подпись недействительна: сертификат отозван.",
    Verdict.UNFINISHED: "Место подготовлено, но подписи в нём ещё нет: документ не подписан.",
    Verdict.UNCHECKED: (
        "Целостность не проверена: подпись такого вида или алгоритма здесь не проверить."
    ),
    Verdict.ALTERED: "Подпись недействительна: документ или подпись изменены после подписания.",
}
_SOURCES = {
    TimeSource.TIMESTAMP: "по штампу времени",
    TimeSource.DOCUMENT_TIMESTAMP: "не позже: по архивному штампу времени",
    TimeSource.CLAIMED: "со слов подписавшего",
}
_CHANGES = {
    Changes.NONE: "После этой подписи файл не менялся.",
    Changes.ALLOWED: "После неё добавлены только подписи, штампы времени и сведения о проверке.",
}


@dataclass(frozen=True)
class Report:
    """All signatures of a file."""

    signatures: tuple[SignatureReport, ...] = ()
    readable: bool = True
    plan: dict[str, Any] | None = field(default=None)

    @property
    def verdict(self) -> Verdict:
        """The worst of all; a timestamp alone is no signature."""
        if not self.readable:
            return Verdict.UNREADABLE
        if not any(one.kind is Kind.SIGNATURE for one in self.signatures):
            return Verdict.UNSIGNED
        order = list(Verdict)
        return max((one.verdict for one in self.signatures), key=order.index)

    def as_json(self) -> dict[str, Any]:
        """The answer of /v1/verify."""
        return {
            "valid": self.verdict is Verdict.VALID,
            "verdict": self.verdict,
            "summary": self.summary(),
            "signatures": [one.as_json() for one in self.signatures],
            "plan": self.plan,
        }

    def summary(self) -> str:
        """In words for a clerk."""
        return " ".join(part for part in (self._conclusion(), self._missing()) if part)

    def _conclusion(self) -> str:
        own = [one for one in self.signatures if one.kind is Kind.SIGNATURE]
        match self.verdict:
            case Verdict.UNREADABLE:
                return "Файл не читается: он повреждён или зашифрован. Целостность не проверена."
            case Verdict.UNSIGNED:
                return "В файле нет электронных подписей."
            case Verdict.VALID:
                which = "Имеющиеся" if self._missing() else "Все"
                return f"{which} подписи действительны (подписей: {len(own)})."
        return f"Доверять документу нельзя. {_WORDS[self.verdict]}{_of(own)}"

    def _missing(self) -> str:
        if self.plan is None or self.plan["complete"]:
            return ""
        unsigned = ", ".join(f"«{who}»" for who in self.plan["unsigned"])
        due = self.plan["due"]
        return f"Собраны ещё не все подписи, не хватает: {due}. Места без подписи: {unsigned}."


def _of(own: Sequence[SignatureReport]) -> str:
    valid = sum(one.verdict is Verdict.VALID for one in own)
    return f" Действительных подписей: {valid} из {len(own)}."
