"""Which authorities are trusted, and how the validity of a certificate is judged."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

import aiohttp
from asn1crypto import pem, x509
from pyhanko.sign.validation import KeyUsageConstraints
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from formsvc.config import Config
from formsvc.errors import BadSetting
from formsvc.signing import network

# A certificate that names a source of answers about revocation is not valid without an answer.
# Only an authority that names none, such as one of an office's own, is taken at its word.
_REVOCATION = CertRevTrustPolicy(
    RevocationCheckingPolicy(
        RevocationCheckingRule.CHECK_IF_DECLARED, RevocationCheckingRule.CHECK_IF_DECLARED
    )
)
# Signing and sealing: authorities set one of these, or the other, or none.
_KEY_USAGE = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
)
_CLOCKS_DIFFER = timedelta(minutes=1)


def configured_roots(config: Config) -> tuple[x509.Certificate, ...]:
    """The authorities that the configuration trusts; raises BadSetting."""
    return roots_of(config.trust_file) if config.trust_file else ()


@lru_cache(maxsize=8)
def roots_of(file: str) -> tuple[x509.Certificate, ...]:
    """All certificates of a PEM file; raises BadSetting where there is none."""
    try:
        found = tuple(certificates(Path(file).read_bytes()))
    except (OSError, ValueError) as fault:
        raise BadSetting("Файл доверенных сертификатов не читается.") from fault
    if not found:
        raise BadSetting("В файле доверенных сертификатов нет ни одного сертификата.")
    return found


def certificates(content: bytes) -> Iterator[x509.Certificate]:
    """Certificates of a PEM text, or the one of a DER; ValueError where it cannot be read."""
    if not pem.detect(content):
        yield x509.Certificate.load(content, strict=True)
        return
    for kind, _, der in pem.unarmor(content, multiple=True):
        if kind.endswith("CERTIFICATE"):
            yield x509.Certificate.load(der, strict=True)


def validation_context(
    config: Config, session: aiohttp.ClientSession, now: datetime, known: LocalKnowledge
) -> ValidationContext:
    """What pyHanko gathers answers about revocation with, when they are put into a file."""
    return ValidationContext(
        trust_roots=list(configured_roots(config)),
        other_certs=known.known_certs,
        moment=now,
        time_tolerance=_CLOCKS_DIFFER,
        revinfo_policy=_REVOCATION,
        allow_fetching=bool(config.fetch_hosts),
        fetcher_backend=network.fetchers(session),
    )


def specification(
    roots: Iterable[x509.Certificate],
    config: Config,
    session: aiohttp.ClientSession,
    known: LocalKnowledge,
) -> SignatureValidationSpec:
    """By what a signature is judged."""
    rule = RevinfoOnlineFetchingRule.NO_HISTORICAL_FETCH
    if not config.fetch_hosts:
        rule = RevinfoOnlineFetchingRule.LOCAL_ONLY
    return SignatureValidationSpec(
        cert_validation_policy=CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=list(roots)),
            revinfo_policy=_REVOCATION,
            time_tolerance=_CLOCKS_DIFFER,
        ),
        revinfo_gathering_policy=RevocationInfoGatheringSpec(rule, network.fetchers(session)),
        key_usage_settings=_KEY_USAGE,
        local_knowledge=known,
    )
