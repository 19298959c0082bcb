"""GOST R 34.10-2012, checked by OpenSSL with its gost engine where that is installed.

Neither pyHanko nor pyca/cryptography knows these algorithms. Nothing is written to disk: what
OpenSSL reads lies in memory and is handed to it as open files.
"""

import os
import re
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from enum import Enum
from functools import cache

from asn1crypto import pem, x509

SECONDS = 20
_ERROR = re.compile(r"error (\d+) at (\d+) depth")


class Chain(Enum):
    """How the chain of a certificate ends."""

    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    NOT_YET = "not yet valid"
    REVOKED = "revoked"
    UNPROVEN = "revocation unknown"


# X509_V_ERR_… of OpenSSL
_ENDS = {
    3: Chain.UNPROVEN,
    11: Chain.UNPROVEN,
    12: Chain.UNPROVEN,
    9: Chain.NOT_YET,
    10: Chain.EXPIRED,
    23: Chain.REVOKED,
}


@cache
def is_available() -> bool:
    """Whether OpenSSL and its engine are installed."""
    try:
        return _openssl(["engine", "-t", "gost"], {}).stdout.count(b"[ available ]") == 1
    except (OSError, subprocess.TimeoutExpired):
        return False


def is_intact(container: bytes, content: bytes) -> bool:
    """Whether the one signature of a detached container is that of the content."""
    asked = ["cms", "-verify", "-engine", "gost", "-binary", "-noverify", "-inform", "DER"]
    files = {"-in": container, "-content": content}
    return _openssl([*asked, "-out", os.devnull], files).returncode == 0


def chain(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    crls: Sequence[bytes],
    now: datetime,
) -> Chain:
    """How the certificate stands at that moment; its revocation is looked up where CRLs are given.

    Only the certificate itself is looked up in them, not the authorities above it.
    """
    if not roots:
        return Chain.UNKNOWN
    files = {"-CAfile": _pem("CERTIFICATE", [one.dump() for one in roots])}
    if others:
        files["-untrusted"] = _pem("CERTIFICATE", [one.dump() for one in others])
    if crls:
        files["-CRLfile"] = _pem("X509 CRL", crls)
    asked = ["verify", "-engine", "gost", "-attime", str(int(now.timestamp()))]
    asked += ["-no-CApath", "-no-CAstore", "-purpose", "any", *(["-crl_check"] if crls else [])]
    done = _openssl(asked, files, last=_pem("CERTIFICATE", [certificate.dump()]))
    if done.returncode == 0:
        return Chain.TRUSTED
    found = _ERROR.search((done.stderr + done.stdout).decode("utf-8", "replace"))
    return _ENDS.get(int(found[1]) if found else 0, Chain.UNKNOWN)


def _pem(kind: str, ders: Sequence[bytes]) -> bytes:
    return b"".join(pem.armor(kind, one) for one in ders)


def _openssl(
    arguments: Sequence[str], files: dict[str, bytes], last: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """`openssl …` with files in memory; the last one is an argument without a name."""
    with ExitStack() as stack:
        given = [(name, _in_memory(stack, content)) for name, content in files.items()]
        named = [part for name, number in given for part in (name, f"/dev/fd/{number}")]
        numbers = [number for _, number in given]
        if last is not None:
            numbers.append(_in_memory(stack, last))
            named.append(f"/dev/fd/{numbers[-1]}")
        return subprocess.run(
            ["openssl", *arguments, *named],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            pass_fds=numbers,
            timeout=SECONDS,
            check=False,
        )


def _in_memory(stack: ExitStack, content: bytes) -> int:
    number = os.memfd_create("formsvc")
    file = stack.enter_context(os.fdopen(number, "wb"))
    file.write(content)
    file.flush()
    os.lseek(number, 0, os.SEEK_SET)
    return number
