"""Writes ZIP files (APPNOTE 6.3) whose bytes depend on their members only.

zipfile can neither take over a member that is already deflated, nor write one quickly: its own
work costs more than the deflating. What never changes of a document is packed once.

The deflating is ISA-L's. It gives the same bytes on every x86-64 processor with SSE 4.2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from struct import Struct

from isal import isal_zlib

_LOCAL = Struct("<4s5H3L2H")
_CENTRAL = Struct("<4s4B4H3L5HL")
_OFFSET = Struct("<L")
_END = Struct("<4s4H2LH")
_VERSION, _DEFLATED, _UTF8_NAME = 20, 8, 0x0800
_MIDNIGHT, _FIRST_DAY = 0, 0x21  # 1 January 1980, the first day that ZIP knows
_LEVEL = 2


@dataclass(frozen=True)
class Member:
    """A packed member of an archive, with all that its headers tell."""

    name: bytes
    crc: int
    size: int
    packed: bytes

    @classmethod
    def of(cls, name: str, content: bytes) -> "Member":
        """Pack a member."""
        packed = isal_zlib.compress(content, _LEVEL, wbits=-15)
        return cls(name.encode(), isal_zlib.crc32(content), len(content), packed)

    @cached_property
    def header(self) -> bytes:
        """What stands before the packed bytes."""
        told = (_VERSION, *self._described, len(self.name), 0)
        return _LOCAL.pack(b"PK\3\4", *told) + self.name

    def entry(self, offset: int) -> bytes:
        """What the directory tells of the member that begins at the offset."""
        return self._entry + _OFFSET.pack(offset) + self.name

    @cached_property
    def _entry(self) -> bytes:
        # Made «by version 20 on system 0»: Word writes this one, of no access rights.
        made = (b"PK\1\2", _VERSION, 0, _VERSION, 0)
        return _CENTRAL.pack(*made, *self._described, len(self.name), 0, 0, 0, 0, 0)

    @cached_property
    def _described(self) -> tuple[int, ...]:
        flags = 0 if self.name.isascii() else _UTF8_NAME
        return flags, _DEFLATED, _MIDNIGHT, _FIRST_DAY, self.crc, len(self.packed), self.size


def joined(members: Iterable[Member]) -> bytes:
    """The archive of the members in their order."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        pieces += (member.header, member.packed)
        directory.append(member.entry(offset))
        offset += len(member.header) + len(member.packed)
    entries = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), len(entries), offset, 0)
    return b"".join((*pieces, entries, end))
