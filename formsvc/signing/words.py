"""The words of a report on signatures, in JSON; each is told in Russian by `reports`."""

from enum import StrEnum


class Verdict(StrEnum):
    """The answer about a signature or a whole file, from the best to the worst."""

    VALID = "valid"
    UNSIGNED = "unsigned"
    REVOCATION_UNKNOWN = "revocation_unknown"
    UNTRUSTED = "untrusted"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNFINISHED = "unfinished"
    UNCHECKED = "unchecked"
    ALTERED = "altered"
    UNREADABLE = "unreadable"


class Integrity(StrEnum):
    """Whether the signature is that of the bytes it covers."""

    INTACT = "intact"
    BROKEN = "broken"
    UNCHECKED = "unchecked"


class Coverage(StrEnum):
    """How much of the file the signature covers."""

    WHOLE_FILE = "whole_file"
    REVISION = "revision"
    PART = "part"


class Changes(StrEnum):
    """What was added to the file after it was signed: signatures and proofs are allowed."""

    NONE = "none"
    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"


class Revocation(StrEnum):
    """Whether the certificate was revoked; an authority may name no place to ask."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    NOT_DECLARED = "not_declared"
    NOT_CHECKED = "not_checked"


class Kind(StrEnum):
    """What a signature is."""

    SIGNATURE = "signature"
    TIMESTAMP = "timestamp"


class TimeSource(StrEnum):
    """Who says when it was signed."""

    TIMESTAMP = "timestamp"
    DOCUMENT_TIMESTAMP = "document_timestamp"
    CLAIMED = "claimed"
