"""CMS containers (RFC 5652) from outside: what is in them, each signature by itself."""

import base64
import binascii
import re
from dataclasses import dataclass, replace

from asn1crypto import cms, pem, x509

_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+")


class NotContainer(Exception):
    """The bytes are no CMS with a signature; the message is for the client."""


@dataclass(frozen=True)
class Signature:
    """One signature of a container: its own container, signer, and certificates."""

    info: cms.ContentInfo
    signer: cms.SignerInfo
    certificate: x509.Certificate | None
    others: tuple[x509.Certificate, ...]

    @property
    def data(self) -> cms.SignedData:
        """The container without its wrapping."""
        return self.info["content"]

    @property
    def is_detached(self) -> bool:
        """Whether the signed bytes are elsewhere."""
        return self.data["encap_content_info"]["content"].native is None

    def detached(self) -> "Signature":
        """The same without the content: whoever checks it is given the content beside it."""
        copy = cms.ContentInfo.load(self.info.dump())
        kind = copy["content"]["encap_content_info"]["content_type"].native
        copy["content"]["encap_content_info"] = {"content_type": kind}
        return replace(self, info=copy, signer=copy["content"]["signer_infos"][0])

    def attribute(self, name: str) -> list[cms.CMSAttribute]:
        """Values of a signed attribute."""
        attributes = self.signer["signed_attrs"]
        found = [one for one in attributes or () if one["type"].native == name]
        return [value for one in found for value in one["values"]]


def der(content: bytes) -> bytes:
    """A container or certificate given as DER, PEM or bare base64."""
    try:
        if pem.detect(content):
            return bytes(pem.unarmor(content)[2])
        if _BASE64.fullmatch(content):
            return base64.b64decode(b"".join(content.split()), validate=True)
    except (ValueError, binascii.Error) as fault:
        raise NotContainer("Текст подписи или сертификата записан неверно.") from fault
    return content


def signatures(content: bytes) -> list[Signature]:
    """Every signature of a container, in its order; raises NotContainer."""
    try:
        info = cms.ContentInfo.load(content)
        if info["content_type"].native != "signed_data":
            raise NotContainer("Это не контейнер электронной подписи (CMS SignedData).")
        return [_alone(info, signer) for signer in info["content"]["signer_infos"]]
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise NotContainer("Контейнер электронной подписи повреждён.") from fault


def _alone(info: cms.ContentInfo, signer: cms.SignerInfo) -> Signature:
    """A container with this signer only: libraries look at one and lose the others."""
    whole = info["content"]
    own = info
    if len(whole["signer_infos"]) > 1:
        own = cms.ContentInfo.load(info.dump())
        own["content"]["signer_infos"] = cms.SignerInfos([signer])
    chosen = [one.chosen for one in whole["certificates"] or ()]
    known = [one for one in chosen if isinstance(one, x509.Certificate)]
    certificate = next((one for one in known if _is_of(one, signer)), None)
    return Signature(
        own, signer, certificate, tuple(one for one in known if one is not certificate)
    )


def _is_of(certificate: x509.Certificate, signer: cms.SignerInfo) -> bool:
    wanted = signer["sid"].chosen
    if isinstance(wanted, cms.IssuerAndSerialNumber):
        same_number = certificate.serial_number == wanted["serial_number"].native
        return bool(same_number and certificate.issuer == wanted["issuer"])
    return bool(certificate.key_identifier == wanted.native)
