"""Trust in a GOST certificate: its chain by OpenSSL, its revocation by the authority's CRL."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import aiohttp
from asn1crypto import pem, x509

from formsvc.signing import gost
from formsvc.signing.answers import Answer
from formsvc.signing.containers import Signature
from formsvc.signing.gost import Chain
from formsvc.signing.people import owner
from formsvc.signing.words import Verdict

_VERDICTS = {
    Chain.TRUSTED: Verdict.VALID,
    Chain.UNKNOWN: Verdict.UNTRUSTED,
    Chain.EXPIRED: Verdict.EXPIRED,
    Chain.NOT_YET: Verdict.NOT_YET_VALID,
    Chain.REVOKED: Verdict.REVOKED,
    Chain.UNPROVEN: Verdict.REVOCATION_UNKNOWN,
}


async def ended(
    signature: Signature,
    roots: Sequence[x509.Certificate],
    now: datetime,
    session: aiohttp.ClientSession,
) -> Answer:
    """The answer about the signer, at this moment: a GOST timestamp is not looked at."""
    certificate = signature.certificate
    assert certificate is not None  # it verified the signature
    declares = owner(certificate).declares_revocation
    crls = await _crls(certificate, session) if declares else []
    found = await asyncio.to_thread(gost.chain, certificate, signature.others, roots, crls, now)
    if found is Chain.TRUSTED and declares and not crls:
        found = Chain.UNPROVEN
    return Answer(_VERDICTS[found], declares=declares)


async def _crls(certificate: x509.Certificate, session: aiohttp.ClientSession) -> list[bytes]:
    """The revocation lists that the certificate names, as far as they are to be had."""
    points = certificate.crl_distribution_points
    urls = [point.url for point in points if point.url]
    found = [await _fetched(url, session) for url in urls]
    return [crl for crl in found if crl]


async def _fetched(url: str, session: aiohttp.ClientSession) -> bytes:
    try:
        async with session.get(url) as answer:
            content = await answer.read() if answer.status == 200 else b""
        return pem.unarmor(content)[2] if pem.detect(content) else content
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return b""
