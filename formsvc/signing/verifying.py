"""Who signed what: is it intact, was it changed since, is the signer trusted.

A signature that cannot be checked gets its own answer and spoils no other. Nothing that a file
holds makes an error: whatever cannot be read is told as not checked.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts, extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import extract_contents

from formsvc.errors import log
from formsvc.signing import algorithms, changes, containers, files, knowledge, network, plan
from formsvc.signing.answers import Answer, combined
from formsvc.signing.archive import Archive, opened
from formsvc.signing.judging import Hearing, Judge
from formsvc.signing.people import owner
from formsvc.signing.reports import Certificate, Report, SignatureReport
from formsvc.signing.waiting import finished
from formsvc.signing.words import Changes, Integrity, Kind, TimeSource, Verdict

_PADES, _PKCS7, _STAMP = "/ETSI.CAdES.detached", "/adbe.pkcs7.detached", "/ETSI.RFC3161"


def verify(content: bytes, judge: Judge) -> Report:
    """What is to be said of every signature of a PDF."""
    return finished(_verified(content, judge))


def verify_detached(content: bytes, container: bytes, judge: Judge) -> Report:
    """What is to be said of every signature in a CMS beside a file of any kind."""
    return finished(_verified_detached(content, container, judge))


async def _verified(content: bytes, judge: Judge) -> Report:
    try:
        reader = files.reader(content)
        signed = list(enumerate_sig_fields(reader, filled_status=True))
        if reader.encrypted:
            return Report(readable=False)
        known = knowledge.of(reader)
    # A hostile file makes the reader raise whatever there is; it is always the file's fault.
    except Exception as fault:
        log(fault)
        return Report(readable=False)
    async with network.session(judge.config) as session:
        archive = await opened(reader, content, Hearing(judge, session, known))
        found = [await _of_field(content, one, archive) for one in signed]
    return Report(tuple(found), plan=_plan_state(reader, found))


def _plan_state(reader: PdfFileReader, found: Sequence[SignatureReport]) -> dict[str, Any] | None:
    planned = files.plan_of(reader)
    signed = {one.field for one in found if one.verdict is not Verdict.UNFINISHED}
    return plan.told(planned, signed) if planned else None


async def _of_field(content: bytes, field: Any, archive: Archive) -> SignatureReport:
    name, value, reference = field
    report = SignatureReport(Verdict.UNCHECKED, field=str(name))
    try:
        signature = value.get_object()
        if not any(extract_contents(signature)):
            return replace(report, verdict=Verdict.UNFINISHED)
        kind = Kind.TIMESTAMP if signature.get("/Type") == "/DocTimeStamp" else Kind.SIGNATURE
        report = replace(report, kind=kind)
        if signature.get("/SubFilter") not in (_PADES, _PKCS7, _STAMP):
            return report
        embedded = EmbeddedPdfSignature(archive.reader, reference, str(name))
        return await _judged(report, embedded, content, archive)
    except Exception as fault:  # as above: of this signature nothing more can be said
        log(fault)
        return report


async def _judged(
    report: SignatureReport, embedded: EmbeddedPdfSignature, content: bytes, archive: Archive
) -> SignatureReport:
    judge = archive.hearing.judge
    coverage, changed = changes.found(embedded, content)
    (signature,) = containers.signatures(embedded.pkcs7_content)
    report = replace(report, coverage=coverage, changes=changed)
    claimed = embedded.self_reported_timestamp
    report = _described(report, signature, claimed, judge)
    if report.kind is Kind.TIMESTAMP:
        return _concluded(report, archive.of_timestamp(report.field), judge)
    report = replace(report, level=_level(embedded, signature))
    if not signature.is_detached:
        return replace(report, integrity=Integrity.BROKEN, verdict=Verdict.ALTERED)
    start, length, after, rest = (int(number) for number in embedded.byte_range)
    signed = content[start : start + length] + content[after : after + rest]
    answer = await archive.of(signature, signed, embedded.signed_revision)
    return _concluded(report, answer, judge)


def _described(
    report: SignatureReport,
    signature: containers.Signature,
    claimed: datetime | None,
    judge: Judge,
) -> SignatureReport:
    """With the signer, the algorithm, and the time that the signer claims."""
    return replace(
        report,
        certificate=_certificate(signature.certificate),
        algorithm=algorithms.told(signature.signer),
        signed_at=claimed.astimezone(judge.now.tzinfo) if claimed else None,
        time_source=TimeSource.CLAIMED if claimed else None,
    )


def _certificate(certificate: x509.Certificate | None) -> Certificate | None:
    if certificate is None:
        return None
    known = owner(certificate)
    return Certificate(
        number=known.number,
        owner=known.name,
        organisation=known.organisation,
        issuer=known.issuer,
        valid_from=known.since,
        valid_until=known.until,
    )


def _concluded(report: SignatureReport, answer: Answer, judge: Judge) -> SignatureReport:
    """The report with the answer; a signature over a file that was changed is worth nothing."""
    return replace(
        report,
        verdict=combined(answer, report.changes or Changes.NONE),
        integrity=answer.integrity,
        trusted=answer.trusted,
        revocation=answer.revocation,
        signed_at=answer.at.astimezone(judge.now.tzinfo) if answer.at else report.signed_at,
        time_source=answer.source or report.time_source,
        vouched=answer.found.vouched,
    )


def _level(embedded: EmbeddedPdfSignature, signature: containers.Signature) -> str:
    """The PAdES level by what is in the file: B-B, B-T, B-LT, B-LTA."""
    if embedded.sig_object.get("/SubFilter") != _PADES or not (
        signature.attribute("signing_certificate_v2") or signature.attribute("signing_certificate")
    ):
        return "PKCS#7"
    if not any(True for _ in extract_tst_data_iter(signature.signer, signed=False)):
        return "PAdES B-B"
    store = knowledge.store_of(embedded.reader)
    if store is None or not store.certs or not (store.ocsps or store.crls):
        return "PAdES B-T"
    stamps = embedded.reader.embedded_timestamp_signatures
    later = [one for one in stamps if one.signed_revision > embedded.signed_revision]
    return "PAdES B-LTA" if later else "PAdES B-LT"


async def _verified_detached(content: bytes, container: bytes, judge: Judge) -> Report:
    try:
        found = containers.signatures(containers.der(container))
    except containers.NotContainer:
        return Report(readable=False)
    async with network.session(judge.config) as session:
        hearing = Hearing(judge, session)
        return Report(tuple([await _beside(one, content, hearing) for one in found]))


async def _beside(
    signature: containers.Signature, content: bytes, hearing: Hearing
) -> SignatureReport:
    report = SignatureReport(Verdict.UNCHECKED, level="CMS")
    try:
        claimed = extract_self_reported_ts(signature.signer)
        report = _described(report, signature, claimed, hearing.judge)
        enclosed = signature.data["encap_content_info"]["content"].native
        if enclosed is not None and enclosed != content:
            return replace(report, integrity=Integrity.BROKEN, verdict=Verdict.ALTERED)
        answer = await hearing.of(signature.detached(), content)
        return _concluded(report, answer, hearing.judge)
    except Exception as fault:  # as above: of this signature nothing more can be said
        log(fault)
        return report
