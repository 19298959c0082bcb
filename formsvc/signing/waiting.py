"""Work that pyHanko and aiohttp do in turns, done to its end."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What the work gives.

    It is kept from asyncio, which writes all bytes of a result out as text when it puts the
    handler of Ctrl+C back (Python 3.11): of a signed pack, longer than to sign it.
    """
    given: list[T] = []

    async def kept() -> None:
        given.append(await work)

    asyncio.run(kept())
    return given[0]
