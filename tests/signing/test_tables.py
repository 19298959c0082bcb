"""The table of objects that is read at once is the one that pyHanko reads line by line."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.misc import PdfError

from formsvc.signing import tables
from tests.signing.support import Tool, leaflet, signed_by

Reading = Callable[[Any, bool], Iterator[Any]]
TABLE = b"""\
0 3
0000000000 65535 f \n\
0000000017 00000 n \n\
0000000081 00001 n\r\n\
7 1
0000012345 00000 n \r\
trailer
<< /Size 8 >>
"""


def told(reading: Reading, content: bytes, strict: bool) -> Any:
    """The entries and where the trailer begins, or that it cannot be read."""
    stream = BytesIO(content)
    try:
        found = [
            (one.xref_type, one.location, one.idnum, one.generation)
            for one in reading(stream, strict)
        ]
    except (PdfError, ValueError, IndexError, ArithmeticError) as fault:
        return type(fault)
    return found, stream.tell()


def both(content: bytes, strict: bool = True) -> tuple[Any, Any]:
    """What is read at once, and line by line."""
    return told(tables.entries, content, strict), told(tables._line_by_line, content, strict)


def test_a_table_is_read_as_it_is_written() -> None:
    at_once, line_by_line = both(TABLE)
    found, trailer = at_once
    assert at_once == line_by_line
    assert [one[1:] for one in found] == [
        (None, 0, 65535),
        (17, 1, 0),
        (81, 2, 1),
        (12345, 7, 0),
    ]
    assert TABLE[trailer:].startswith(b"<<")


def test_tables_of_signed_files_are_read_at_once(client: FlaskClient, rsa: Tool) -> None:
    content = signed_by(client, leaflet(), rsa)
    begins = [place + 4 for place in range(len(content)) if content.startswith(b"xref\n", place)]
    starts = [place for place in begins if content[place - 9 : place - 4] != b"start"]
    assert len(starts) == 2, "of the file, and of its signature"
    for start in starts:
        at_once, line_by_line = both(content[start:])
        assert at_once == line_by_line
        assert tables._at_once(BytesIO(content[start:])) is not None


@pytest.mark.parametrize("strict", [True, False])
@given(place=st.integers(0, len(TABLE) - 1), put=st.binary(max_size=3), cut=st.integers(0, 3))
def test_of_a_table_that_was_changed_both_say_the_same(
    strict: bool, place: int, put: bytes, cut: int
) -> None:
    at_once, line_by_line = both(TABLE[:place] + put + TABLE[place + cut :], strict)
    assert at_once == line_by_line
