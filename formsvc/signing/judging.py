"""One signature before the judge: integrity first, then trust, by whoever knows its algorithm."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import aiohttp
from asn1crypto import cms, x509
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.ades import (
    ades_basic_validation,
    ades_lta_validation,
    ades_timestamp_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.generic_cms import extract_certificate_info, extract_tst_data_iter
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo

from formsvc.config import Config
from formsvc.signing import algorithms, changes, containers, gost_trust, integrity, trust
from formsvc.signing.algorithms import Checker
from formsvc.signing.answers import Answer, answer_of
from formsvc.signing.people import owner
from formsvc.signing.words import TimeSource, Verdict


@dataclass(frozen=True)
class Judge:
    """By what signatures are judged: trusted roots, settings, and the moment."""

    roots: tuple[x509.Certificate, ...]
    config: Config
    now: datetime


@dataclass(frozen=True)
class Hearing:
    """A judge with what may be asked and what the file itself brings along."""

    judge: Judge
    session: aiohttp.ClientSession
    known: LocalKnowledge = field(default_factory=LocalKnowledge)

    @property
    def timing(self) -> ValidationTimingInfo:
        """The moment as pyHanko takes it; answers about revocation are asked for now."""
        now = self.judge.now
        return ValidationTimingInfo(now, now, point_in_time_validation=False)

    @property
    def specification(self) -> SignatureValidationSpec:
        """The rules as pyHanko takes them."""
        judge = self.judge
        return trust.specification(judge.roots, judge.config, self.session, self.known)

    async def of_document(
        self, signature: containers.Signature, signed: bytes, embedded: EmbeddedPdfSignature
    ) -> Answer:
        """About a signature inside a PDF."""
        return await self._of(signature, signed, lambda: self._by_pades(embedded))

    async def of_file(self, signature: containers.Signature, signed: bytes) -> Answer:
        """About a signature beside a file."""
        return await self._of(signature, signed, lambda: self._by_cades(signature, signed))

    async def of_timestamp(self, embedded: EmbeddedPdfSignature) -> Answer:
        """About a timestamp of a whole PDF."""
        result = await ades_timestamp_validation(
            embedded.signed_data,
            self.specification,
            embedded.compute_digest,
            timing_info=self.timing,
        )
        answer = answer_of(result, owner(embedded.signer_cert), self.judge.now)
        if result.api_status is None:
            return answer
        return replace(answer, at=result.api_status.timestamp, source=TimeSource.TIMESTAMP)

    async def _of(
        self,
        signature: containers.Signature,
        signed: bytes,
        by_pyhanko: Callable[[], Awaitable[Answer]],
    ) -> Answer:
        config = self.judge.config
        found = await asyncio.to_thread(integrity.found, signature, signed, config)
        if found.intact is not True:
            return Answer(Verdict.UNCHECKED if found.intact is None else Verdict.ALTERED, found)
        if found.vouched:
            return Answer(Verdict.VALID, found)
        if algorithms.checker(signature.signer) is Checker.HERE:
            return replace(await by_pyhanko(), found=found)
        roots, now = self.judge.roots, self.judge.now
        return replace(await gost_trust.ended(signature, roots, now, self.session), found=found)

    async def _by_pades(self, embedded: EmbeddedPdfSignature) -> Answer:
        embedded.compute_integrity_info(changes.POLICY)
        signature, digest = embedded.signed_data, embedded.compute_digest()
        if not _is_stamped(embedded.signer_info):
            return await self._basic(signature, digest)
        answer = await self._with_time(signature, digest)
        if answer.verdict is Verdict.VALID:
            return answer
        # What is not proven any more today may have been proven in time, under a later timestamp.
        pdf = PdfSignatureValidationSpec(self.specification, diff_policy=changes.POLICY)
        result = await ades_lta_validation(embedded, pdf, self.timing)
        if result.ades_subindic is not AdESPassed.OK:
            return answer
        past = answer_of(result, owner(embedded.signer_cert), self.judge.now)
        stamp = result.signature_timestamp_status
        is_proven = stamp is not None and stamp.ades_subindic is AdESPassed.OK
        return _timed(past, stamp.api_status if is_proven else None)

    async def _by_cades(self, signature: containers.Signature, signed: bytes) -> Answer:
        name = signature.signer["digest_algorithm"]["algorithm"].native
        digest = hashlib.new(name, signed).digest()
        is_stamped = _is_stamped(signature.signer)
        return await (self._with_time if is_stamped else self._basic)(signature.data, digest)

    async def _with_time(self, data: cms.SignedData, digest: bytes) -> Answer:
        """About a signature with a timestamp, as of now."""
        result = await ades_with_time_validation(
            data, self.specification, timing_info=self.timing, raw_digest=digest
        )
        signer = extract_certificate_info(data).signer_cert
        answer = answer_of(result, owner(signer), self.judge.now)
        return _timed(answer, getattr(result.api_status, "timestamp_validity", None))

    async def _basic(self, data: cms.SignedData, digest: bytes) -> Answer:
        """About a signature without a timestamp, as of now: nobody proves when it was made."""
        result = await ades_basic_validation(
            data, self.specification, timing_info=self.timing, raw_digest=digest
        )
        signer = extract_certificate_info(data).signer_cert
        return answer_of(result, owner(signer), self.judge.now)


def _timed(answer: Answer, stamp: TimestampSignatureStatus | None) -> Answer:
    """The answer with the time that a timestamp proves."""
    if stamp is None or not (stamp.valid and stamp.intact):
        return answer
    return replace(answer, at=stamp.timestamp, source=TimeSource.TIMESTAMP)


def _is_stamped(signer: cms.SignerInfo) -> bool:
    return any(True for _ in extract_tst_data_iter(signer, signed=False))
