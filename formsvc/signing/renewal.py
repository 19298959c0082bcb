"""What keeps a signature verifiable for decades: proofs in the file, and timestamps over them.

A timestamp is believed as long as its own certificate and algorithms are. Before they are not,
`renew` adds what proves that certificate and the next timestamp over all of it (PAdES B-LTA).
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import aiohttp
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation import DocumentSecurityStore, EmbeddedPdfSignature
from pyhanko.sign.validation.dss import collect_validation_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator.errors import PathError, ValidationError

from formsvc.config import Config
from formsvc.errors import BadSetting, SignatureRefused
from formsvc.signing import files, knowledge, network, trust
from formsvc.signing.waiting import finished

DIGEST = "sha256"
_TIMESTAMP = "timestamp-{number}"


def renew(content: bytes, config: Config, now: datetime) -> bytes:
    """The file with proofs of its last timestamp, or of its signatures, and the next timestamp.

    Raises SignatureRefused where nothing is signed, or the proofs are not to be had any more.
    """
    if not (config.timestamp_url and config.trust_file):
        raise BadSetting(
            "Нужны служба времени (FORMSVC_TIMESTAMP_URL) и доверенные центры (FORMSVC_TRUST_FILE)."
        )
    try:
        return finished(_renewed(content, config, now))
    except (aiohttp.ClientError, TimestampRequestError, TimeoutError) as fault:
        raise SignatureRefused("Служба штампов времени не ответила.") from fault
    except (PathError, ValidationError, SignatureValidationError) as fault:
        raise SignatureRefused(
            "Сертификаты подписей или прежнего штампа времени больше не подтверждаются."
        ) from fault


async def _renewed(content: bytes, config: Config, now: datetime) -> bytes:
    async with network.session(config) as session:
        with files.writing(content) as writer:
            if not any(files.signature_fields(writer).values()):
                raise SignatureRefused("В файле нет подписей: продлевать нечего.")
            signed = knowledge.common_signatures(writer.prev)
            stamps = [one for one in signed if one.sig_object_type == "/DocTimeStamp"]
            proven = stamps[-1:] or signed
            return await _added(writer, proven, config, session, now, timestamp=True)


async def proved(
    content: bytes,
    field: str,
    config: Config,
    session: aiohttp.ClientSession,
    now: datetime,
    timestamp: bool,
) -> bytes:
    """The file with what proves the signature in a field, and a timestamp over it if wanted."""
    with files.writing(content) as writer:
        signed = knowledge.common_signatures(writer.prev)
        proven = [one for one in signed if one.field_name == field]
        return await _added(writer, proven, config, session, now, timestamp)


async def _added(
    writer: files.Writer,
    proven: Sequence[EmbeddedPdfSignature],
    config: Config,
    session: aiohttp.ClientSession,
    now: datetime,
    timestamp: bool,
) -> bytes:
    context = trust.validation_context(config, session, now, knowledge.of(writer.prev))
    paths = [path for one in proven for path in await collect_validation_info(one, context)]
    stamping = network.timestamper(config, session) if timestamp else None
    if stamping is not None:
        paths += [path async for path in stamping.validation_paths(context)]
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, paths=paths, validation_context=context
    )
    output = BytesIO()
    if stamping is None:
        writer.write(output)
        return output.getvalue()
    number = len(files.signature_fields(writer)) + 1
    stamper = PdfTimeStamper(
        stamping,
        field_name=_TIMESTAMP.format(number=number),
        invis_settings=files.INVISIBLE,
        readable_field_name="Штамп времени",
    )
    await stamper.async_timestamp_pdf(writer, DIGEST, None, output=output)
    return output.getvalue()
