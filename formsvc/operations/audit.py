"""The audit log: who, which form, which file by its digest, when, with what result.

A document that cannot be recorded is not handed out.
"""

import json
import logging
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from formsvc.access.entrance import is_configured
from formsvc.config import Config
from formsvc.errors import NotReady
from formsvc.operations.calls import Call

_LOG = logging.getLogger("formsvc.audit")
_OWNER_ONLY = 0o600
_TOLD = ("caller", "key", "call", "form", "format", "digest", "status", "problem", "request")


def record(call: Call, config: Config) -> None:
    """Write one line: into the audit file, else where keys are configured into the log.

    Raises NotReady where the file takes none.
    """
    if config.audit_file:
        line = json.dumps(_told(call, config.now()), ensure_ascii=False)
        _append(Path(config.audit_file), line + "\n")
    elif is_configured(config):
        _LOG.info("audit", extra={"told": {"audit": _told(call, config.now())}})


def _told(call: Call, now: datetime) -> dict[str, Any]:
    told = {name: value for name, value in vars(call).items() if name in _TOLD and value != ""}
    seconds = {"seconds": round(call.seconds, 3)}
    return {"time": now.isoformat(timespec="milliseconds")} | told | seconds


def _append(path: Path, line: str) -> None:
    """One write, so that lines of several processes do not mix."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _OWNER_ONLY)
        try:
            if os.write(file, line.encode()) < len(line.encode()):
                raise OSError
        finally:
            os.close(file)
    except OSError as fault:
        raise NotReady("Журнал действий не записывается, документ не выдан.") from fault
