"""The service's own seal: a PKCS#12 file or a key on a PKCS#11 token, loaded once a process."""

from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

import pkcs11
from asn1crypto import cms, x509
from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from formsvc.config import Config, secret
from formsvc.errors import BadSetting, SignatureRefused
from formsvc.signing.envelope import Envelope

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
_NO_SEAL = (
    "Печать службы не настроена: нужен файл PKCS#12 (FORMSVC_SEAL_FILE) или токен PKCS#11"
    " (FORMSVC_SEAL_MODULE, FORMSVC_SEAL_TOKEN, FORMSVC_SEAL_LABEL)."
)


class Seal:
    """A signer that is ready; a token is used by one thread at a time."""

    def __init__(self, signer: Signer) -> None:
        self.signer = signer
        self.lock = Lock()

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the seal."""
        found: x509.Certificate = self.signer.signing_cert
        return found

    @property
    def reserved(self) -> int:
        """Bytes for the CMS of one signature: its certificates, the signature, attributes.

        Known beforehand it saves the trial signature that would find it out.
        """
        known = {one.dump() for one in (*self.signer.cert_registry, self.certificate)}
        return sum(map(len, known)) + 4096


class LoadedKey(Signer):  # type: ignore[misc]
    """Signs with a key in memory; pyHanko's own signer would parse it anew for each signature."""

    def __init__(self, key: Key, certificate: x509.Certificate, chain: list[x509.Certificate]):
        registry = SimpleCertificateStore()
        registry.register_multiple([certificate, *chain])
        super().__init__(signing_cert=certificate, cert_registry=registry, embed_roots=False)
        self._key = key
        self._envelopes: dict[str, Envelope] = {}

    async def async_sign(
        self,
        data_digest: bytes,
        digest_algorithm: str,
        dry_run: bool = False,
        use_pades: bool = False,
        timestamper: Any = None,
        **more: Any,
    ) -> cms.ContentInfo:
        """The CMS of a document with that digest."""
        own = super().async_sign
        # Without PAdES its attributes tell the hour, and a timestamp is another each time.
        if timestamper is not None or not use_pades:
            asked = (data_digest, digest_algorithm, dry_run, use_pades, timestamper)
            return await own(*asked, **more)
        if digest_algorithm not in self._envelopes:
            example = await own(data_digest, digest_algorithm, True, use_pades, None, **more)
            self._envelopes[digest_algorithm] = Envelope.of(example)
        sign = partial(self.async_sign_raw, digest_algorithm=digest_algorithm)
        return await self._envelopes[digest_algorithm].sealed(data_digest, sign)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """The signature by the rules of the key's kind; none for an example."""
        if dry_run:
            return b""
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(data)
        digest = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        return self._key.sign(data, ec.ECDSA(digest))


@dataclass(frozen=True)
class _Source:
    """Where the key is, and what opens it."""

    file: str
    module: str
    token: str
    label: str
    passphrase: str = field(repr=False)


def seal(config: Config) -> Seal:
    """The seal of the configuration; raises SignatureRefused where there is none, and BadSetting,
    which never tells the passphrase.
    """
    passphrase = secret(config.seal_passphrase, config.seal_passphrase_file)
    return _loaded_once(
        _Source(
            config.seal_file, config.seal_module, config.seal_token, config.seal_label, passphrase
        )
    )


@lru_cache(maxsize=4)
def _loaded_once(source: _Source) -> Seal:
    if source.file:
        return Seal(_from_file(source))
    if source.module and source.token and source.label:
        return Seal(_from_token(source))
    raise SignatureRefused(_NO_SEAL)


def _from_file(source: _Source) -> LoadedKey:
    try:
        content = Path(source.file).read_bytes()
        bundle = pkcs12.load_pkcs12(content, source.passphrase.encode() or None)
    except (OSError, ValueError) as fault:
        raise BadSetting("Файл печати PKCS#12 не читается, или пароль к нему не подходит.") from (
            fault
        )
    if bundle.cert is None or not isinstance(bundle.key, Key):
        raise BadSetting("В файле PKCS#12 нет сертификата с ключом RSA, ECDSA или Ed25519.")
    chain = [_loaded(one.certificate) for one in bundle.additional_certs]
    return LoadedKey(bundle.key, _loaded(bundle.cert.certificate), chain)


def _loaded(certificate: Any) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _from_token(source: _Source) -> PKCS11Signer:
    try:
        token = TokenCriteria(label=source.token)
        session = open_pkcs11_session(
            source.module, token_criteria=token, user_pin=source.passphrase
        )
        # All certificates of the token go along: among them is the chain.
        signer = PKCS11Signer(session, source.label, other_certs_to_pull=None)
        public_key: asn1_keys.PublicKeyInfo = signer.signing_cert.public_key
        signer.embed_roots = False
    except (pkcs11.PKCS11Error, RuntimeError, OSError, ValueError, LookupError) as fault:
        raise BadSetting("Токен печати PKCS#11 не открывается, или в нём нет ключа.") from fault
    if public_key.algorithm not in ("rsa", "ec"):
        raise BadSetting("Ключ на токене должен быть RSA или ECDSA.")
    return signer
