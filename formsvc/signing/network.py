"""Asking the outside world: timestamps, answers about revocation, an external verifier.

Addresses of revocation services stand in certificates, which come from anybody. Only hosts that
the operator named are asked, so that a certificate cannot make the service call where it likes.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from yarl import URL

from formsvc.config import Config

SECONDS = 10
ANSWER_BYTES = 10 * 1024 * 1024


class HostRefused(aiohttp.ClientError):
    """The host is not among those that may be asked."""


def allowed_hosts(config: Config) -> frozenset[str]:
    """«host» or «host:port» of all services that the operator named."""
    urls = [url for url in (config.timestamp_url, config.verifier_url) if url]
    own = [f"{URL(url).host}:{URL(url).port}" for url in urls]
    return frozenset([*own, *config.fetch_hosts])


@asynccontextmanager
async def session(config: Config) -> AsyncIterator[aiohttp.ClientSession]:
    """A session that asks allowed hosts alone, redirects included."""
    hosts = allowed_hosts(config)

    async def only_allowed(request: aiohttp.ClientRequest, handler: Any) -> aiohttp.ClientResponse:
        names = {str(request.url.host), f"{request.url.host}:{request.url.port}"}
        if not names & hosts:
            raise HostRefused
        answer: aiohttp.ClientResponse = await handler(request)
        return answer

    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, middlewares=(only_allowed,)) as opened:
        yield opened


def timestamper(config: Config, opened: aiohttp.ClientSession) -> HTTPTimeStamper:
    """The timestamp authority that the configuration names."""
    return HTTPTimeStamper(config.timestamp_url, timeout=SECONDS, session=opened)


def fetchers(opened: aiohttp.ClientSession) -> AIOHttpFetcherBackend:
    """What asks for certificates and for answers about revocation."""
    return AIOHttpFetcherBackend(opened, per_request_timeout=SECONDS)
