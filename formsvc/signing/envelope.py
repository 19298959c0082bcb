"""The CMS of a key in memory: what is the same in all its signatures is made once.

pyHanko builds the whole of it for each signature, which takes ten times as long as to sign.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from asn1crypto import cms

_SEQUENCE, _SET, _OCTETS, _FIRST = b"\x30", b"\x31", b"\x04", b"\xa0"
_SIGNED_DATA = cms.ContentType("signed_data").dump()
_MESSAGE_DIGEST = cms.CMSAttributeType("message_digest").dump()


@dataclass(frozen=True)
class Envelope:
    """What stands around a digest and its signature (RFC 5652, 5.1 and 5.3), as DER.

    `attributes` are the signed ones but for the digest; `signer` is what comes before them.
    """

    head: bytes
    signer: bytes
    attributes: tuple[bytes, ...]
    algorithm: bytes

    @classmethod
    def of(cls, example: cms.ContentInfo) -> "Envelope":
        """That of a detached CMS with one signature and no unsigned attributes."""
        data = cms.ContentInfo.load(example.dump())["content"]
        signer = data["signer_infos"][0]
        given = [one for one in signer["signed_attrs"] if one["type"].native != "message_digest"]
        named = ("version", "digest_algorithms", "encap_content_info", "certificates")
        return cls(
            head=b"".join(data[name].dump() for name in named),
            signer=b"".join(signer[name].dump() for name in ("version", "sid", "digest_algorithm")),
            attributes=tuple(one.dump() for one in given),
            algorithm=signer["signature_algorithm"].dump(),
        )

    async def sealed(
        self, digest: bytes, sign: Callable[[bytes], Awaitable[bytes]]
    ) -> cms.ContentInfo:
        """The CMS of a document with that digest; `sign` is given the bytes to sign."""
        own = _der(_SEQUENCE, _MESSAGE_DIGEST + _der(_SET, _der(_OCTETS, digest)))
        attributes = b"".join(sorted((*self.attributes, own)))
        signature = _der(_OCTETS, await sign(_der(_SET, attributes)))
        signed = self.signer + _der(_FIRST, attributes) + self.algorithm + signature
        data = _der(_SEQUENCE, self.head + _der(_SET, _der(_SEQUENCE, signed)))
        return cms.ContentInfo.load(_der(_SEQUENCE, _SIGNED_DATA + _der(_FIRST, data)))


def _der(tag: bytes, content: bytes) -> bytes:
    """A value with its tag and length (ITU-T X.690, 8.1.3)."""
    size = len(content)
    if size < 128:
        return tag + bytes([size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return tag + bytes([0x80 | len(length)]) + length + content
