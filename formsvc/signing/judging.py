"""One signature before the judge: integrity first, then trust, by whoever knows its algorithm."""

import asyncio
import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import aiohttp
from asn1crypto import x509
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.ades import (
    ades_basic_validation,
    ades_timestamp_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo

from formsvc.config import Config
from formsvc.signing import algorithms, containers, gost_trust, integrity, trust
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

    past: bool = False

    @property
    def timing(self) -> ValidationTimingInfo:
        """The moment as pyHanko takes it; in the past nobody is asked about revocation."""
        now = self.judge.now
        return ValidationTimingInfo(now, now, point_in_time_validation=self.past)

    @property
    def specification(self) -> SignatureValidationSpec:
        """The rules as pyHanko takes them."""
        judge = self.judge
        return trust.specification(judge.roots, judge.config, self.session, self.known)

    def at(self, moment: datetime, known: LocalKnowledge) -> "Hearing":
        """The same judge at a moment in the past, with what was known then."""
        return replace(self, judge=replace(self.judge, now=moment), known=known, past=True)

    async def of(self, signature: containers.Signature, signed: bytes) -> Answer:
        """About a signature and the bytes it is said to be of, as of the moment."""
        config = self.judge.config
        found = await asyncio.to_thread(integrity.found, signature, signed, config)
        if found.intact is not True:
            return Answer(Verdict.UNCHECKED if found.intact is None else Verdict.ALTERED, found)
        if found.vouched:
            return Answer(Verdict.VALID, found)
        if algorithms.checker(signature.signer) is Checker.HERE:
            return replace(await self._by_pyhanko(signature, signed), found=found)
        roots, now = self.judge.roots, self.judge.now
        return replace(await gost_trust.ended(signature, roots, now, self.session), found=found)

    async def of_timestamp(self, embedded: EmbeddedPdfSignature) -> Answer:
        """About a timestamp of a whole PDF, as of the moment."""
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

    async def _by_pyhanko(self, signature: containers.Signature, signed: bytes) -> Answer:
        name = signature.signer["digest_algorithm"]["algorithm"].native
        digest = hashlib.new(name, signed).digest()
        stamps = extract_tst_data_iter(signature.signer, signed=False)
        is_stamped = any(True for _ in stamps)
        validation: Any = ades_with_time_validation if is_stamped else ades_basic_validation
        result = await validation(
            signature.data, self.specification, timing_info=self.timing, raw_digest=digest
        )
        answer = answer_of(result, owner(signature.certificate), self.judge.now)
        stamp = getattr(result.api_status, "timestamp_validity", None)
        if stamp is None or not (stamp.valid and stamp.intact):
            return answer
        return replace(answer, at=stamp.timestamp, source=TimeSource.TIMESTAMP)
