"""An authority of the tests' own: keys made here, certificates, OCSP, CRL and timestamps.

Certomancer answers as an authority does, on loopback alone.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread

from asn1crypto import x509
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import CertLabel, CertomancerConfig, KeyLabel, PKIArchitecture
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509 import load_der_x509_certificate
from werkzeug.serving import make_server

from tests.api.running import free_port

ARCHITECTURE = Path(__file__).with_name("authority.yaml")
PASSPHRASE = "вымышленный пароль"
ELLIPTIC = ("root", "authority", "ocsp", "stranger-root", "elliptic", "stranger")
RSA = ("seal", "time", "old-time", "first", "second", "revoked", "expired", "plain")


@dataclass(frozen=True)
class Authority:
    """The authority while it answers; `folder` holds its keys and what is written of it."""

    architecture: PKIArchitecture
    folder: Path
    host: str
    animator: Animator

    @property
    def timestamp_url(self) -> str:
        """Where timestamps are to be had."""
        return f"http://{self.host}/tests/tsa/time"

    @property
    def old_timestamp_url(self) -> str:
        """Where they were to be had until 2024."""
        return f"http://{self.host}/tests/tsa/old-time"

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """The authority answers as it did at that moment."""
        self.animator.fixed_time = moment
        try:
            yield
        finally:
            self.animator.fixed_time = None

    @property
    def trust_file(self) -> Path:
        """The root that is to be trusted."""
        return self.written("root")

    def certificate(self, name: str) -> x509.Certificate:
        """A certificate by the name of its owner."""
        return self.architecture.get_cert(CertLabel(name))

    def key_file(self, name: str) -> Path:
        """A private key, PEM."""
        return self.folder / f"{name}.pem"

    def written(self, name: str) -> Path:
        """A certificate as a PEM file."""
        target = self.folder / f"{name}.crt"
        certificate = load_der_x509_certificate(self.certificate(name).dump())
        target.write_bytes(certificate.public_bytes(Encoding.PEM))
        return target

    def pkcs12(self, name: str, passphrase: str = PASSPHRASE) -> Path:
        """Key, certificate and the authority's certificate as a PKCS#12 file."""
        target = self.folder / f"{name}.p12"
        own = self.architecture.key_set.get_private_key(KeyLabel(name))
        target.write_bytes(
            serialize_key_and_certificates(
                name.encode(),
                load_der_private_key(own.dump(), None),  # type: ignore[arg-type]
                load_der_x509_certificate(self.certificate(name).dump()),
                [load_der_x509_certificate(self.certificate("authority").dump())],
                BestAvailableEncryption(passphrase.encode()),
            )
        )
        return target


@contextmanager
def answering(folder: Path) -> Iterator[Authority]:
    """An authority that answers until the end of the block."""
    _make_keys(folder)
    host = f"127.0.0.1:{free_port()}"
    names = ", ".join(f"{name}: {{path: {name}.pem}}" for name in (*ELLIPTIC, *RSA))
    text = ARCHITECTURE.read_text().format(url=f"http://{host}", keys=folder, key_files=names)
    config = CertomancerConfig.from_yaml(text, key_search_dir=str(folder))
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    architectures = {str(label): arch for label, arch in config.pki_archs.items()}
    animator = Animator(AnimatorArchStore(config.pki_archs), with_web_ui=False)
    server = make_server("127.0.0.1", int(host.split(":")[1]), animator, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Authority(architectures["tests"], folder, host, animator)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _make_keys(folder: Path) -> None:
    for name in (*ELLIPTIC, *RSA):
        key = (
            ec.generate_private_key(ec.SECP256R1())
            if name in ELLIPTIC
            else rsa.generate_private_key(65537, 2048)
        )
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{name}.pem").write_bytes(pem)
