"""From the indications of ETSI EN 319 102-1 to the answers that people are given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed

from formsvc.signing.integrity import Found
from formsvc.signing.people import Owner
from formsvc.signing.words import Changes, Integrity, Revocation, TimeSource, Verdict

_NOT_CHECKED = Found(None)
_VERDICTS = {
    AdESPassed.OK: Verdict.VALID,
    AdESFailure.HASH_FAILURE: Verdict.ALTERED,
    AdESFailure.SIG_CRYPTO_FAILURE: Verdict.ALTERED,
    AdESFailure.REVOKED: Verdict.REVOKED,
    AdESFailure.NOT_YET_VALID: Verdict.NOT_YET_VALID,
    AdESIndeterminate.REVOKED_NO_POE: Verdict.REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: Verdict.REVOKED,
    AdESIndeterminate.NOT_YET_VALID: Verdict.NOT_YET_VALID,
    AdESIndeterminate.EXPIRED: Verdict.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Verdict.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Verdict.EXPIRED,
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Verdict.UNTRUSTED,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Verdict.UNTRUSTED,
    AdESIndeterminate.SIG_CONSTRAINTS_FAILURE: Verdict.UNTRUSTED,
    AdESIndeterminate.TRY_LATER: Verdict.REVOCATION_UNKNOWN,
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE: Verdict.REVOCATION_UNKNOWN,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: Verdict.REVOCATION_UNKNOWN,
}
_REVOCATIONS = {
    Verdict.REVOKED: Revocation.REVOKED,
    Verdict.REVOCATION_UNKNOWN: Revocation.UNKNOWN,
}


@dataclass(frozen=True)
class Answer:
    """What was found out about one signature; `declares` whether its certificate names a place
    that tells of revocation."""

    verdict: Verdict
    found: Found = _NOT_CHECKED
    declares: bool = True
    at: datetime | None = None
    source: TimeSource | None = None

    @property
    def integrity(self) -> Integrity:
        """Whether the signature is that of the bytes."""
        if self.found.intact is None:
            return Integrity.UNCHECKED
        return Integrity.INTACT if self.found.intact else Integrity.BROKEN

    @property
    def trusted(self) -> bool:
        """Whether the signer is who the certificate says."""
        return self.verdict is Verdict.VALID

    @property
    def revocation(self) -> Revocation:
        """What is known of the certificate's revocation."""
        if self.verdict is Verdict.VALID:
            return Revocation.GOOD if self.declares else Revocation.NOT_DECLARED
        return _REVOCATIONS.get(self.verdict, Revocation.NOT_CHECKED)


def answer_of(result: Any, signer: Owner, now: datetime) -> Answer:
    """The answer of a validation by pyHanko; what is not known of it is not checked."""
    verdict = _VERDICTS.get(result.ades_subindic, Verdict.UNCHECKED)
    if verdict is Verdict.EXPIRED and now < signer.since:
        verdict = Verdict.NOT_YET_VALID
    intact = False if verdict is Verdict.ALTERED else True if result.api_status else None
    return Answer(verdict, Found(intact), declares=signer.declares_revocation)


def combined(answer: Answer, changes: Changes) -> Verdict:
    """What a file that was changed since makes of an answer."""
    if changes is Changes.FORBIDDEN and answer.verdict is not Verdict.UNCHECKED:
        return Verdict.ALTERED
    return answer.verdict
