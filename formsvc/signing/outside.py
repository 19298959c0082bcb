"""An outside signer in two steps: the service never sees a key and keeps nothing in between.

prepare   a PDF, the signer's certificate and a slot → the prepared PDF, the bytes to sign, a token
complete  the prepared PDF, the token and a detached CMS of those bytes → the signed PDF,
          with a timestamp where an authority is configured
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO

from asn1crypto import x509
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import check_ess_certid
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import get_signing_cert_attr
from pyhanko_certvalidator.registry import SimpleCertificateStore

from formsvc.config import Config
from formsvc.errors import SignatureRefused
from formsvc.signing import algorithms, containers, files, integrity, mark, stamping, tokens
from formsvc.signing.algorithms import Checker
from formsvc.signing.people import owner
from formsvc.signing.plan import Mark
from formsvc.signing.waiting import finished

CONTAINER_BYTES = 32 * 1024
"""Room for a CMS with its chain, timestamps and proofs."""


class Form(StrEnum):
    """What the CMS is: by PAdES, which binds the certificate, or by PKCS#7 alone."""

    PADES = "pades"
    PKCS7 = "pkcs7"


_SUBFILTERS = {
    Form.PADES: SigSeedSubFilter.PADES,
    Form.PKCS7: SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
}


@dataclass(frozen=True)
class Wish:
    """Who signs, where («» for the only open slot), what kind of CMS will come, and who asked."""

    certificate: bytes
    slot: str = ""
    form: Form = Form.PADES
    caller: str = ""


@dataclass(frozen=True)
class Preparation:
    """The prepared file, the bytes that are to be signed, and the token for `complete`."""

    content: bytes
    to_sign: bytes
    slot: str
    token: str
    until: datetime

    def digests(self) -> Mapping[str, str]:
        """Digests of the bytes to sign, hexadecimal, for tools that are told a digest."""
        return {name: hashlib.new(name, self.to_sign).hexdigest() for name in ("sha256", "sha512")}


def prepare(content: bytes, wish: Wish, config: Config, now: datetime) -> Preparation:
    """The file with the mark of the signer and room for the signature; raises SignatureRefused."""
    certificate = _announced(wish.certificate, now)
    made, slot = finished(_prepared(content, wish, certificate, now))
    fact = tokens.Prepared(_digest(made), _digest(certificate.dump()), slot, wish.form, wish.caller)
    token = tokens.sealed(fact, config, now)
    first, last = gap(made)
    return Preparation(made, made[:first] + made[last:], slot, token, tokens.until(now, config))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _announced(content: bytes, now: datetime) -> x509.Certificate:
    try:
        certificate = x509.Certificate.load(containers.der(content), strict=True)
        known = owner(certificate)
        usage = certificate.key_usage_value
    except (containers.NotContainer, ValueError, TypeError, KeyError) as fault:
        raise SignatureRefused("Сертификат подписывающего не читается.") from fault
    if not known.since <= now <= known.until:
        raise SignatureRefused("Срок действия сертификата истёк или ещё не наступил.")
    if usage is not None and not {"digital_signature", "non_repudiation"} & set(usage.native):
        raise SignatureRefused("Сертификат не предназначен для подписи.")
    return certificate


async def _prepared(
    content: bytes, wish: Wish, certificate: x509.Certificate, now: datetime
) -> tuple[bytes, str]:
    with files.writing(content) as writer:
        name = files.chosen_field(writer, wish.slot)
        plan = files.plan_of(writer)
        words = mark.words(owner(certificate), plan.mark if plan else Mark.RU, now)
        signer = files.Signer(
            PdfSignatureMetadata(
                field_name=name, md_algorithm="sha256", subfilter=_SUBFILTERS[wish.form]
            ),
            # It signs nothing: the signer is elsewhere, and the CMS comes from there.
            signer=ExternalSigner(certificate, SimpleCertificateStore(), signature_value=256),
            stamp_style=mark.style(words),
            new_field_spec=files.new_field(writer, name),
            now=now,
        )
        output = BytesIO()
        await signer.async_digest_doc_for_signing(
            writer, bytes_reserved=2 * CONTAINER_BYTES, output=output
        )
        return output.getvalue(), name


def gap(content: bytes) -> tuple[int, int]:
    """Where the reserved room of a prepared file begins and ends, its brackets included."""
    reader = files.reader(content)
    empty = [one for one in files.reserved(reader) if not any(one.contents)]
    if len(empty) != 1:
        raise SignatureRefused("В файле нет подготовленного места для подписи.")
    start, length, after, rest = empty[0].byte_range
    if (start, after + rest) != (0, len(content)) or not length < after < len(content):
        raise SignatureRefused("Подготовленный файл повреждён.")
    return length, after


def complete(
    content: bytes, token: str, cms: bytes, config: Config, now: datetime, caller: str = ""
) -> bytes:
    """The signed file; raises SignatureRefused with the reason."""
    fact = tokens.opened(token, config, now)
    if fact.caller != caller:
        raise SignatureRefused("Метка (token) выдана другому вызывающему.")
    if _digest(content) != fact.file:
        raise SignatureRefused("Это не тот файл, который был подготовлен.")
    first, last = gap(content)
    try:
        found = containers.signatures(containers.der(cms))
    except containers.NotContainer as fault:
        raise SignatureRefused(str(fault)) from fault
    if len(found) != 1:
        raise SignatureRefused("В контейнере должна быть ровно одна подпись.")
    _check(found[0], fact, now)
    _check_signature(found[0], content[:first] + content[last:], config)
    container = stamping.stamped(found[0].info, config)
    if len(container) > CONTAINER_BYTES:
        raise SignatureRefused("Контейнер подписи больше отведённого места.")
    output = BytesIO(content)
    PreparedByteRangeDigest(b"", first, last).fill_with_cms(output, container)
    return output.getvalue()


def _check(signature: containers.Signature, fact: tokens.Prepared, now: datetime) -> None:
    if not signature.is_detached:
        raise SignatureRefused("Нужна отсоединённая подпись: данные вложены в контейнер.")
    certificate = signature.certificate
    if certificate is None:
        raise SignatureRefused("В контейнере нет сертификата подписавшего.")
    if _digest(certificate.dump()) != fact.certificate:
        raise SignatureRefused("Подписано другим сертификатом, а не тем, что был заявлен.")
    if now > owner(certificate).until:
        raise SignatureRefused("Срок действия сертификата истёк.")
    if not signature.attribute("message_digest"):
        raise SignatureRefused("В подписи нет подписанных свойств (хеша документа).")
    if fact.form == Form.PADES and not _binds_certificate(signature):
        raise SignatureRefused(
            "В подписи нет ссылки на сертификат (signing-certificate-v2): это не CAdES."
            " Подготовьте файл с form=pkcs7 или подпишите в формате CAdES-BES."
        )


def _binds_certificate(signature: containers.Signature) -> bool:
    try:
        attribute = get_signing_cert_attr(signature.signer["signed_attrs"])
    except SignatureValidationError:
        return False
    if attribute is None:
        return False
    reference = attribute["certs"][0]
    if algorithms.checker(signature.signer) is Checker.HERE:
        return bool(check_ess_certid(signature.certificate, reference))
    return True  # its digest is GOST; OpenSSL compares it


def _check_signature(signature: containers.Signature, signed: bytes, config: Config) -> None:
    """Raises SignatureRefused unless somebody has found the signature to be that of the bytes."""
    intact = integrity.found(signature, signed, config).intact
    if intact is None:
        raise SignatureRefused(
            f"Алгоритм подписи ({algorithms.told(signature.signer)}) здесь не проверить, и внешняя"
            " служба проверки её не подтвердила."
        )
    if not intact:
        raise SignatureRefused("Подпись не от этого документа: хеш или подпись не сходятся.")
