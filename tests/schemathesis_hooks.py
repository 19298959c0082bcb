"""What schemathesis cannot know of a contract: dates of papers, and files as they are sent."""

from datetime import date
from typing import Any

import schemathesis
from hypothesis import strategies

from tests.api.support import MEDIA_TYPES

# Dates of papers are of our time, not of the years 1 to 9999.
_OUR_TIME = strategies.dates(date(1990, 1, 1), date(2026, 1, 1)).map(date.isoformat)

schemathesis.checks.load_all_checks()
schemathesis.openapi.format("date", _OUR_TIME)
for media_type in MEDIA_TYPES.values():
    schemathesis.openapi.media_type(media_type, strategies.binary(max_size=200))


@schemathesis.serializer(*MEDIA_TYPES.values())
def _as_it_is(_: Any, value: Any) -> Any:
    """A file of any bytes."""
    return value
