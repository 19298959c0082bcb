"""What a file brings along to prove its signatures: certificates, OCSP answers, CRLs."""

from collections.abc import Iterator

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import DocumentSecurityStore, EmbeddedPdfSignature
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.policy_decl import LocalKnowledge
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from formsvc.signing import algorithms, containers, files
from formsvc.signing.algorithms import Checker


def store_of(reader: PdfHandler) -> DocumentSecurityStore | None:
    """The proofs of a file (PAdES DSS), where it has any."""
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None


def common_signatures(reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    """The signatures that pyHanko can check, oldest first; it then looks at no others itself.

    One that it cannot read or compute, of GOST or broken, would keep it from all the rest.
    """
    found = []
    for name, _, field in enumerate_sig_fields(reader, filled_status=True):
        try:
            embedded = EmbeddedPdfSignature(reader, field, name)
            is_common = algorithms.checker(embedded.signer_info) is Checker.HERE
        except (PdfError, SignatureValidationError, ValueError, TypeError, LookupError):
            continue  # it will be told of as not checked
        if is_common or embedded.sig_object_type == "/DocTimeStamp":
            found.append(embedded)
    found.sort(key=lambda one: one.signed_revision)
    reader._embedded_signatures = found
    return found


def of(reader: PdfFileReader, revision: int | None = None) -> LocalKnowledge:
    """All that a file brings along, or brought as of a revision.

    A timestamp often lacks its chain, and a signature has it.
    """
    known = list(_signers_certificates(reader))
    store = store_of(reader if revision is None else reader.get_historical_resolver(revision))
    if store is None:
        return LocalKnowledge(known_certs=known)
    answers = [_read(one, DecodePurpose.OCSP_RESPONSE) for one in store.ocsps]
    lists = [_read(one, DecodePurpose.CRL) for one in store.crls]
    return LocalKnowledge(
        known_certs=[*known, *store.load_certs()],
        known_ocsps=[
            one for der in answers for one in OCSPContainer.load_multi(ocsp.OCSPResponse.load(der))
        ],
        known_crls=[CRLContainer(crl.CertificateList.load(der)) for der in lists],
    )


def _read(stream: object, purpose: DecodePurpose) -> bytes:
    content: bytes = stream.get_object().read_data(purpose)  # type: ignore[attr-defined]
    return content


def _signers_certificates(reader: PdfFileReader) -> Iterator[x509.Certificate]:
    for value in files.reserved(reader):
        try:
            found = containers.signatures(value.contents)
        except containers.NotContainer:
            continue  # it will be told of as not checked
        for signature in found:
            yield from signature.others
            if signature.certificate is not None:
                yield signature.certificate
