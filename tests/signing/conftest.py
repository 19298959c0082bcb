"""The tests' own authority, the service that trusts it, and signers with keys of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from formsvc.app import create_app
from formsvc.forms.registry import Registry
from tests.signing import packing, pki, support
from tests.signing.pki import Authority
from tests.signing.support import Tool


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """Answers on loopback until the tests end."""
    with pki.answering(tmp_path_factory.mktemp("authority")) as answering:
        yield answering


@pytest.fixture(scope="session")
def sealing(authority: Authority, registry: Registry) -> FlaskClient:
    """The service with a seal, all that the authority offers, and the roots trusted."""
    return create_app(support.settings(authority), registry).test_client()


@pytest.fixture(scope="session")
def rsa(authority: Authority) -> Tool:
    """A signer with RSA."""
    return support.common(authority, "first")


@pytest.fixture(scope="session")
def ecdsa(authority: Authority) -> Tool:
    """A signer with ECDSA."""
    return support.common(authority, "elliptic")


@pytest.fixture(scope="session")
def gost(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tool, Path]:
    """A signer with GOST R 34.10-2012, and the root."""
    return support.gost_tool(tmp_path_factory.mktemp("gost"))


@pytest.fixture(scope="session")
def all_roots(
    authority: Authority, gost: tuple[Tool, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The roots of all signers."""
    bundle = tmp_path_factory.mktemp("trust") / "roots.pem"
    bundle.write_text(authority.trust_file.read_text() + gost[1].read_text())
    return bundle


@pytest.fixture(scope="session")
def all_trusting(authority: Authority, all_roots: Path, registry: Registry) -> FlaskClient:
    """The service that trusts the roots of all signers, without a timestamp authority."""
    config = support.settings(authority, trust_file=str(all_roots), timestamp_url="")
    return create_app(config, registry).test_client()


@pytest.fixture(scope="session")
def signed_before(all_trusting: FlaskClient, rsa: Tool) -> bytes:
    """A file that somebody signed before it came into a pack."""
    return support.signed_by(all_trusting, support.document(), rsa)


@pytest.fixture(scope="session")
def commission_pack(all_trusting: FlaskClient, signed_before: bytes) -> bytes:
    """A pack before it is signed."""
    return packing.packed(all_trusting, signed_before)


@pytest.fixture(scope="session")
def signed_pack(
    all_trusting: FlaskClient,
    commission_pack: bytes,
    rsa: Tool,
    ecdsa: Tool,
    gost: tuple[Tool, Path],
) -> bytes:
    """The pack with all three signatures, each of another algorithm."""
    content = commission_pack
    for tool in (rsa, ecdsa, gost[0]):
        content = support.signed_by(all_trusting, content, tool)
    return content
