"""How many calls a caller may make in a minute, and how often anybody may guess a key.

Each process counts for itself, unless all count in one Redis. While Redis does not answer, each
counts for itself again: a counter that is down must not shut out the offices.
"""

import math
import time

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter, RateLimitExceeded
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter

from formsvc.access.callers import Caller
from formsvc.access.counters import Counters
from formsvc.access.current import caller
from formsvc.api import answers
from formsvc.config import Config
from formsvc.errors import TooManyRequests

GUESSES_A_MINUTE = 30
_GUESSES = RateLimitItemPerMinute(GUESSES_A_MINUTE)
_LIMITER, _GUESSING = "formsvc.limiter", "formsvc.guessing"


def limit_rates(app: Flask, config: Config) -> None:
    """Count the calls of every known caller; this machine's own, without keys, are not counted."""
    limiter = app.extensions[_LIMITER] = Limiter(
        _counted_for,
        app=app,
        application_limits=[f"{config.calls_per_minute}/minute"],
        storage_uri=config.rate_redis or "counters://",
        in_memory_fallback_enabled=bool(config.rate_redis),
        key_prefix="formsvc",
    )
    limiter.request_filter(lambda: not caller().id)
    if config.rate_redis:  # by itself it would count in the library's own storage (see Counters)
        limiter._fallback_limiter = FixedWindowRateLimiter(Counters())
    app.extensions[_GUESSING] = FixedWindowRateLimiter(Counters())
    app.register_error_handler(RateLimitExceeded, _told)


def refuse_guesser() -> None:
    """Raises TooManyRequests at an address that has shown too many wrong keys."""
    if not _guessing().test(_GUESSES, request.remote_addr or ""):
        raise TooManyRequests("Слишком много неверных ключей с этого адреса.", 60)


def note_guess() -> None:
    """Remember a wrong key."""
    _guessing().hit(_GUESSES, request.remote_addr or "")


def _guessing() -> FixedWindowRateLimiter:
    own: FixedWindowRateLimiter = current_app.extensions[_GUESSING]
    return own


def _counted_for() -> str:
    known: Caller = caller()
    return known.id


def _told(_: RateLimitExceeded) -> Response:
    limiter: Limiter = current_app.extensions[_LIMITER]
    breach = limiter.current_limit
    if breach is None:
        return answers.problem(TooManyRequests("Больше вызовов в минуту, чем можно.", 60))
    seconds = min(60, max(1, math.ceil(breach.reset_at - time.time())))
    amount = breach.limit.amount
    return answers.problem(TooManyRequests(f"Больше {amount} вызовов в минуту.", seconds))
