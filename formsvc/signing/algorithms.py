"""Names of algorithms, and who can check them."""

from enum import Enum

from asn1crypto import cms

GOST_DIGESTS = {
    "1.2.643.7.1.1.2.2": "ГОСТ Р 34.11-2012, 256 бит",
    "1.2.643.7.1.1.2.3": "ГОСТ Р 34.11-2012, 512 бит",
}
GOST_SIGNATURES = {
    "1.2.643.7.1.1.1.1": "ГОСТ Р 34.10-2012, 256 бит",
    "1.2.643.7.1.1.1.2": "ГОСТ Р 34.10-2012, 512 бит",
    "1.2.643.7.1.1.3.2": "ГОСТ Р 34.10-2012, 256 бит",
    "1.2.643.7.1.1.3.3": "ГОСТ Р 34.10-2012, 512 бит",
}
_FOREIGN = {
    "1.2.398.3.10.1.1.1": "ГОСТ 34.310-2004 (Казахстан)",
    "1.2.398.3.10.1.1.2": "ГОСТ 34.10-2015 (Казахстан)",
    "1.2.643.2.2": "ГОСТ Р 34.10-2001",
}
_COMMON = {"rsassa_pkcs1v15": "RSA", "rsassa_pss": "RSA-PSS", "ecdsa": "ECDSA", "ed25519": "EdDSA"}
STRONG_DIGESTS = ("sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512")


class Checker(Enum):
    """Who can check a signature."""

    HERE = "pyca"
    OPENSSL = "openssl with its gost engine"
    NOBODY = "nobody here"


def checker(signer: cms.SignerInfo) -> Checker:
    """Who checks a signature with these algorithms."""
    digest, signature = _names(signer)
    if digest in STRONG_DIGESTS and signature in _COMMON:
        return Checker.HERE
    if digest in GOST_DIGESTS and signature in GOST_SIGNATURES:
        return Checker.OPENSSL
    return Checker.NOBODY


def told(signer: cms.SignerInfo) -> str:
    """The algorithms for people: «RSA, SHA-256»."""
    digest, signature = _names(signer)
    if signature in GOST_SIGNATURES:
        return GOST_SIGNATURES[signature]
    for prefix, name in _FOREIGN.items():
        if signature.startswith(f"{prefix}."):
            return name
    return f"{_COMMON.get(signature, signature)}, {digest.upper().replace('SHA', 'SHA-')}"


def _names(signer: cms.SignerInfo) -> tuple[str, str]:
    """Digest and kind of signature, by name where asn1crypto knows it, else by number."""
    digest = str(signer["digest_algorithm"]["algorithm"].native)
    try:
        return digest, str(signer["signature_algorithm"].signature_algo)
    except ValueError:
        return digest, str(signer["signature_algorithm"]["algorithm"].native)
