"""Signatures that are made here: the service's own seal, PAdES B-B to B-LTA (ETSI EN 319 142-1).

B-B   the signature             B-LT   … and all that proves the certificates, in the file
B-T   … and its timestamp       B-LTA  … and a timestamp over it all, to be renewed in time
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Any

import aiohttp
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator.errors import PathError, ValidationError

from formsvc.config import Config
from formsvc.errors import SignatureRefused
from formsvc.signing import files, keys, mark, network, renewal
from formsvc.signing.people import owner
from formsvc.signing.plan import Mark
from formsvc.signing.waiting import finished

DIGEST = "sha256"
_TIMESTAMP_BYTES = 16 * 1024


class Level(StrEnum):
    """How long a signature can be checked."""

    B = "b-b"
    T = "b-t"
    LT = "b-lt"
    LTA = "b-lta"


@dataclass(frozen=True)
class Wish:
    """How to sign: level, and in which slot («» for the only open one)."""

    level: Level = Level.B
    slot: str = ""


def seal(content: bytes, wish: Wish, config: Config, now: datetime) -> bytes:
    """The file with the service's signature; raises SignatureRefused, BadSetting."""
    own = keys.seal(config)
    _check_settings(wish.level, config)
    _check_validity(own, now)
    with own.lock:
        try:
            return finished(_sealed(content, wish, own, config, now))
        except (aiohttp.ClientError, TimestampRequestError, TimeoutError) as fault:
            raise SignatureRefused("Служба штампов времени не ответила.") from fault
        except (PathError, ValidationError, SignatureValidationError) as fault:
            raise SignatureRefused(
                "Сертификат печати или службы времени не проверен: нет доверия или сведений об"
                " отзыве."
            ) from fault


def _check_settings(level: Level, config: Config) -> None:
    if level is not Level.B and not config.timestamp_url:
        raise SignatureRefused("Для этого уровня нужна служба времени: FORMSVC_TIMESTAMP_URL.")
    if level in (Level.LT, Level.LTA) and not config.trust_file:
        raise SignatureRefused("Для этого уровня нужны доверенные центры: FORMSVC_TRUST_FILE.")


def _check_validity(own: keys.Seal, now: datetime) -> None:
    known = owner(own.certificate)
    if not known.since <= now <= known.until:
        raise SignatureRefused("Срок действия сертификата печати истёк или ещё не наступил.")


async def _sealed(
    content: bytes, wish: Wish, own: keys.Seal, config: Config, now: datetime
) -> bytes:
    async with network.session(config) as session:
        with files.writing(content) as writer:
            name = files.chosen_field(writer, wish.slot)
            stamper = None if wish.level is Level.B else network.timestamper(config, session)
            signer = _signer(writer, name, own, stamper, now)
            reserved = own.reserved + (_TIMESTAMP_BYTES if stamper else 0)
            output = BytesIO()
            await signer.async_sign_pdf(
                writer,
                existing_fields_only=False,
                # The container is written in hexadecimal digits, two a byte.
                bytes_reserved=2 * reserved,
                output=output,
            )
        if wish.level in (Level.LT, Level.LTA):
            archive = wish.level is Level.LTA
            return await renewal.proved(output.getvalue(), name, config, session, now, archive)
        return output.getvalue()


def _signer(
    writer: files.Writer, name: str, own: keys.Seal, stamper: Any, now: datetime
) -> files.Signer:
    plan = files.plan_of(writer)
    words = mark.words(owner(own.certificate), plan.mark if plan else Mark.RU, now)
    return files.Signer(
        PdfSignatureMetadata(
            field_name=name, md_algorithm=DIGEST, subfilter=SigSeedSubFilter.PADES
        ),
        signer=own.signer,
        timestamper=stamper,
        stamp_style=mark.style(words),
        new_field_spec=files.new_field(writer, name),
        now=now,
    )
