"""The tests' own authority, the service that trusts it, and signers with keys of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from formsvc.app import create_app
from formsvc.forms.registry import Registry
from tests.signing import pki, support
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
def all_trusting(
    authority: Authority,
    gost: tuple[Tool, Path],
    registry: Registry,
    tmp_path_factory: pytest.TempPathFactory,
) -> FlaskClient:
    """The service that trusts the roots of all signers, without a timestamp authority."""
    bundle = tmp_path_factory.mktemp("trust") / "roots.pem"
    bundle.write_text(authority.trust_file.read_text() + gost[1].read_text())
    config = support.settings(authority, trust_file=str(bundle), timestamp_url="")
    return create_app(config, registry).test_client()
