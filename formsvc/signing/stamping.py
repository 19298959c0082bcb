"""The timestamp of a signature that came from outside: it makes B-B into B-T.

It is an unsigned attribute of the CMS (RFC 3161, appendix A) over the value of the signature, and
so says nothing of the algorithm: a GOST signature gets one as well.
"""

import hashlib

import aiohttp
from asn1crypto import cms
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from formsvc.config import Config
from formsvc.errors import SignatureRefused
from formsvc.signing import network
from formsvc.signing.waiting import finished

DIGEST = "sha256"
ATTRIBUTE = "signature_time_stamp_token"


def stamped(info: cms.ContentInfo, config: Config) -> bytes:
    """The container with a timestamp, where there is an authority and it has none; its DER."""
    attributes = info["content"]["signer_infos"][0]["unsigned_attrs"]
    given = [one["type"].native for one in attributes or ()]
    if not config.timestamp_url or ATTRIBUTE in given:
        return bytes(info.dump())
    changed = cms.ContentInfo.load(info.dump())
    signer = changed["content"]["signer_infos"][0]
    token = _token(hashlib.new(DIGEST, signer["signature"].native).digest(), config)
    attribute = cms.CMSAttribute({"type": ATTRIBUTE, "values": [token]})
    signer["unsigned_attrs"] = cms.CMSAttributes([*(attributes or ()), attribute])
    return bytes(changed.dump())


def _token(digest: bytes, config: Config) -> cms.ContentInfo:
    async def asked() -> cms.ContentInfo:
        async with network.session(config) as session:
            stamper = network.timestamper(config, session)
            return await stamper.async_timestamp(digest, DIGEST)

    try:
        return finished(asked())
    except (aiohttp.ClientError, TimestampRequestError, TimeoutError) as fault:
        raise SignatureRefused("Служба штампов времени не ответила.") from fault
