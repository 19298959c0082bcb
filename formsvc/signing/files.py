"""Reading a PDF before it is signed or judged, and adding to it without touching what is there."""

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.decode_limits import DecodeLimits
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSigner
from pyhanko.sign.validation.pdf_embedded import extract_contents

from formsvc.errors import SignatureRefused
from formsvc.signing import tables
from formsvc.signing.plan import Plan

ENGINE = f"pyhanko {version('pyhanko')}"
INVISIBLE = InvisSigSettings(box_out_of_bounds=True)
"""PDF/A wants it printable, and PDF/UA, where it has no tags, outside of the page."""
# Their warnings quote the file; what matters is told by an exception or by the result.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)
tables.use()
_NEW_FIELD = "signature-{number}"
_BROKEN = (
    *(PdfError, ValueError, TypeError, LookupError, AttributeError, RecursionError),
    *(ArithmeticError, AssertionError, NotImplementedError, EOFError, zlib.error),
)
"""What pyHanko raises over a broken file before it finds out what is wrong."""


class Writer(IncrementalPdfFileWriter):  # type: ignore[misc]
    """Appends a revision, and leaves the description of the document as it is.

    pyHanko would write the hour of signing into it, and lose what its XMP does not model: the
    declaration of PDF/UA.
    """

    def _update_meta(self) -> None:
        """Nothing: the time of signing is told by the signature."""


class Signer(PdfSigner):  # type: ignore[misc]
    """Signs at a given moment; pyHanko would read the clock."""

    def __init__(self, *arguments: Any, now: datetime, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._now = now

    def init_signing_session(self, *arguments: Any, **more: Any) -> Any:
        """The session with our moment in it."""
        session = super().init_signing_session(*arguments, **more)
        session.system_time = self._now
        return session


def reader(content: bytes) -> PdfFileReader:
    """A file from outside; raises whatever pyHanko raises over a broken one."""
    return PdfFileReader(BytesIO(content), strict=True, decode_limits=DecodeLimits())


@contextmanager
def writing(content: bytes) -> Iterator[Writer]:
    """A file to which a signature is added; what cannot be done raises SignatureRefused."""
    try:
        opened = Writer(BytesIO(content), strict=True, decode_limits=DecodeLimits())
        if opened.prev.encrypted:
            raise SignatureRefused("Файл PDF зашифрован.")
        yield opened
    except SigningError as fault:
        raise SignatureRefused("Этот файл подписать нельзя: он запрещает такие изменения.") from (
            fault
        )
    except _BROKEN as fault:
        raise SignatureRefused("Файл PDF повреждён или устроен не по правилам.") from fault


def signature_fields(pdf: Any) -> dict[str, bool]:
    """Names of all signature fields, and whether each is signed."""
    return {name: value is not None for name, value, _ in enumerate_sig_fields(pdf)}


def plan_of(pdf: Any) -> Plan | None:
    """The plan that was written into the file before it was signed."""
    try:
        return Plan.from_text(str(pdf.root["/PieceInfo"]["/formsvc"]["/Private"]))
    except _BROKEN:
        return None


def chosen_field(pdf: Any, wanted: str) -> str:
    """The field to be signed now, by the plan of the file; raises SignatureRefused.

    Without a plan: the named empty field, the only empty one, or a new one that is not seen.
    """
    fields = signature_fields(pdf)
    plan = plan_of(pdf)
    if plan is not None:
        return plan.chosen(wanted, {name for name, signed in fields.items() if signed}).field
    empty = [name for name, signed in fields.items() if not signed]
    if wanted and wanted not in empty:
        raise SignatureRefused("Такого свободного места для подписи в файле нет.")
    if not wanted and len(empty) > 1:
        raise SignatureRefused(f"Назовите место для подписи: {', '.join(empty)}.")
    return wanted or (empty[0] if empty else _unused(fields))


def _unused(fields: dict[str, bool]) -> str:
    numbers = range(1, len(fields) + 2)
    names = (_NEW_FIELD.format(number=number) for number in numbers)
    return next(name for name in names if name not in fields)


def new_field(pdf: Any, name: str) -> SigFieldSpec | None:
    """How to make the field where the file does not have it."""
    if name in signature_fields(pdf):
        return None
    return SigFieldSpec(name, invis_sig_settings=INVISIBLE)


@dataclass(frozen=True)
class Reserved:
    """The value of one signature field: which bytes it covers, and its container."""

    field: str
    byte_range: tuple[int, ...]
    contents: bytes


def reserved(pdf: Any) -> list[Reserved]:
    """The values of all signature fields that have one."""
    found = []
    for name, value, _ in enumerate_sig_fields(pdf, filled_status=True):
        signature = value.get_object()
        numbers = tuple(int(number) for number in signature.raw_get("/ByteRange"))
        if len(numbers) != 4:
            raise SignatureRefused("Подпись в файле устроена не по правилам.")
        found.append(Reserved(name, numbers, extract_contents(signature)))
    return found
