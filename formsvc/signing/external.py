"""A verifier outside, for algorithms that cannot be checked here (Kazakhstan's GOST above all).

It speaks as NCANode 3 does: POST {cms, data, revocationCheck} in base64, and `valid` in the
answer. What it says is its word alone: it vouches for integrity, trust and revocation together.
"""

import base64
from typing import Any

import aiohttp

from formsvc.config import Config
from formsvc.signing import network
from formsvc.signing.waiting import finished

_REVOCATION = ["OCSP"]


def approves(container: bytes, content: bytes, config: Config) -> bool | None:
    """Whether the signature is valid by its word; None where there is no such verifier.

    None, too, where it does not answer: what was not checked is not valid, nor is it broken.
    """
    if not config.verifier_url:
        return None
    body = {
        "cms": base64.b64encode(container).decode(),
        "data": base64.b64encode(content).decode(),
        "revocationCheck": _REVOCATION,
    }
    try:
        answer = finished(_asked(body, config))
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None
    said = answer.get("valid") if isinstance(answer, dict) else None
    return said if isinstance(said, bool) else None


async def _asked(body: dict[str, Any], config: Config) -> Any:
    async with (
        network.session(config) as session,
        session.post(config.verifier_url, json=body) as answer,
    ):
        if answer.status != 200:
            return None
        return await answer.json(content_type=None)
