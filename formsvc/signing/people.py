"""Whom a certificate is about, in the words of a document."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509


@dataclass(frozen=True)
class Owner:
    """What is told of a certificate: its number is hexadecimal, as certificates are quoted.

    `declares_revocation`: whether it names a place that tells of revocation.
    """

    number: str
    name: str
    organisation: str
    issuer: str
    since: datetime
    until: datetime
    declares_revocation: bool


def owner(certificate: x509.Certificate) -> Owner:
    """The owner of a certificate; ValueError where the certificate cannot be read."""
    subject = _entries(certificate.subject)
    validity = certificate["tbs_certificate"]["validity"]
    return Owner(
        number=_number(certificate.serial_number),
        name=_name(subject),
        organisation=subject.get("organization_name", ""),
        issuer=_issuer(_entries(certificate.issuer)),
        since=validity["not_before"].native,
        until=validity["not_after"].native,
        declares_revocation=bool(
            certificate.crl_distribution_points_value or certificate.ocsp_urls
        ),
    )


def _number(serial: int) -> str:
    digits = f"{abs(serial):X}"
    return digits.zfill(len(digits) + len(digits) % 2)


def _entries(name: x509.Name) -> dict[str, str]:
    """The parts of a distinguished name as text, several of one kind with commas."""
    return {
        kind: ", ".join(value) if isinstance(value, list) else str(value)
        for kind, value in dict[str, Any](name.native).items()
    }


def _name(subject: dict[str, str]) -> str:
    """Surname and given names; Russian authorities put the patronymic beside the given name, and
    the Kazakh one puts it alone in that place, with surname and name as the common name."""
    common, surname = subject.get("common_name", ""), subject.get("surname", "")
    given = subject.get("given_name", "")
    if surname and given:
        is_kazakh = common.casefold().startswith(surname.casefold()) and given not in common
        return f"{common if is_kazakh else surname} {given}"
    return common or surname or subject.get("organization_name", "")


def _issuer(issuer: dict[str, str]) -> str:
    return issuer.get("common_name") or issuer.get("organization_name", "")
