"""Whether a signature is that of these bytes: by pyca, by OpenSSL, or by the external verifier."""

import hashlib
from dataclasses import dataclass

from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from formsvc.config import Config
from formsvc.signing import algorithms, external, gost
from formsvc.signing.algorithms import Checker
from formsvc.signing.containers import Signature


@dataclass(frozen=True)
class Found:
    """`intact` is None where nobody could check it; `vouched` where only the outsider did."""

    intact: bool | None
    vouched: bool = False


def found(signature: Signature, signed: bytes, config: Config) -> Found:
    """What is found out about one detached signature and the bytes it is said to be of."""
    match algorithms.checker(signature.signer):
        case Checker.HERE:
            return Found(_by_pyca(signature, signed))
        case Checker.OPENSSL if gost.is_available():
            return Found(gost.is_intact(signature.info.dump(), signed))
        case _:
            said = external.approves(signature.info.dump(), signed, config)
            return Found(said, vouched=said is not None)


def _by_pyca(signature: Signature, signed: bytes) -> bool | None:
    if signature.certificate is None:
        return None
    name = signature.signer["digest_algorithm"]["algorithm"].native
    digest = hashlib.new(name, signed).digest()
    try:
        return all(validate_sig_integrity(signature.signer, signature.certificate, "data", digest))
    except (SignatureValidationError, ValueError, TypeError, KeyError):
        return False  # attributes that contradict each other, or a key of another kind
