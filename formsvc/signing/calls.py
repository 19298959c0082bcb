"""Signing as the HTTP interface and the command line ask for it: from bytes and JSON to bytes."""

import base64
from datetime import datetime
from typing import Any

from formsvc import pdf_limits
from formsvc.pipeline import Service
from formsvc.signing import (
    blocks,
    containers,
    outside,
    renewal,
    requests,
    sealing,
    slots,
    trust,
    verifying,
)
from formsvc.signing.judging import Judge
from formsvc.signing.outside import Form
from formsvc.signing.reports import Report
from formsvc.signing.sealing import Level


def seal(service: Service, content: bytes, raw: Any, now: datetime) -> bytes:
    """The file with the service's own signature."""
    pdf_limits.check(content, service.config)
    asked = requests.read(requests.SealRequest, raw)
    content = _with_slots(service, content, asked, now)
    wish = sealing.Wish(Level(asked.values["level"]), asked.values["slot"])
    return sealing.seal(content, wish, service.config, now)


def prepare(
    service: Service, content: bytes, raw: Any, now: datetime, caller: str = ""
) -> outside.Preparation:
    """The file with room for the signature of an outside signer; its token is the caller's own."""
    pdf_limits.check(content, service.config)
    asked = requests.read(requests.PrepareRequest, raw)
    content = _with_slots(service, content, asked, now)
    wish = outside.Wish(
        asked.values["certificate"].encode(),
        asked.values["slot"],
        Form(asked.values["form"]),
        caller,
    )
    return outside.prepare(content, wish, service.config, now)


def complete(
    service: Service, content: bytes, token: str, cms: bytes, now: datetime, caller: str = ""
) -> bytes:
    """The prepared file with the signature that came for it."""
    pdf_limits.check(content, service.config)
    return outside.complete(content, token, cms, service.config, now, caller)


def renew(service: Service, content: bytes, now: datetime) -> bytes:
    """The file with its next archive timestamp."""
    pdf_limits.check(content, service.config)
    return renewal.renew(content, service.config, now)


def verify(
    service: Service,
    content: bytes,
    container: bytes | None,
    now: datetime,
    trusted: tuple[str, ...] = (),
) -> Report:
    """All that is to be said of the signatures in a PDF, or of those in a CMS beside a file.

    `trusted` names PEM files with further authorities to trust.
    """
    config = service.config
    if container is None:
        pdf_limits.check(content, config)
    roots = trust.configured_roots(config)
    roots += tuple(root for file in trusted for root in trust.roots_of(file))
    judge = Judge(roots, config, now)
    if container is None:
        return verifying.verify(content, judge)
    return verifying.verify_detached(content, container, judge)


def as_text(certificate: bytes) -> str:
    """A certificate of any spelling as it stands in a request."""
    return base64.b64encode(containers.der(certificate)).decode()


def told(prepared: outside.Preparation) -> dict[str, Any]:
    """A preparation as JSON; bytes are in base64."""
    return {
        "prepared": base64.b64encode(prepared.content).decode(),
        "to_sign": base64.b64encode(prepared.to_sign).decode(),
        "digests": dict(prepared.digests()),
        "slot": prepared.slot,
        "token": prepared.token,
        "expires_at": prepared.until.isoformat(),
    }


def _with_slots(service: Service, content: bytes, asked: requests.Asked, now: datetime) -> bytes:
    plan = asked.plan(own=lambda: blocks.of_file(service, content))
    if plan is None:
        return content
    roots = service.forms.roots
    return slots.with_sheet(content, plan, now.date(), service.config, roots)
