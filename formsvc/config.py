"""Settings of an installation, from the environment (FORMSVC_…)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from formsvc.errors import BadSetting


@dataclass(frozen=True)
class Config:
    """Every setting with its default; the variable is FORMSVC_ and the name in capitals."""

    timezone: str = "Asia/Almaty"
    """Time zone of the office: decides which day «today» is."""
    max_body_mib: int = 5
    """Largest request body with form data."""
    max_values: int = 50_000
    """Most values in one body: objects, lists, texts and numbers, each counted as one."""
    max_upload_mib: int = 30
    """Largest file for /v1/extract."""
    max_pages: int = 500
    """Pages of one PDF."""
    render_seconds: int = 60
    """Time for one PDF, waiting for a free engine included."""
    pdf_memory_mib: int = 2048
    """Memory of one process of the PDF engine."""
    pdf_processes: int = 1
    """Processes of the PDF engine, for each worker of the service."""
    workers: int = 2
    """Worker processes of the service."""
    threads: int = 4
    """Threads of each worker."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Config":
        """Read FORMSVC_… variables; BadSetting names one that cannot be read."""
        given = os.environ if environment is None else environment
        values = {
            setting.name: _read(variable, given[variable], setting.default)
            for setting in fields(cls)
            if (variable := f"FORMSVC_{setting.name.upper()}") in given
        }
        return cls(**values)

    def now(self) -> datetime:
        """The present moment in the time zone of the office."""
        return datetime.now(ZoneInfo(self.timezone))


def _read(variable: str, text: str, default: Any) -> Any:
    return _number(variable, text) if isinstance(default, int) else _zone(variable, text)


def _number(variable: str, text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise BadSetting(f"{variable}: ожидается целое число больше нуля.")
    return int(text)


def _zone(variable: str, text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # unknown, outside the database, a folder of it
        raise BadSetting(f"{variable}: ожидается часовой пояс, например Asia/Almaty.") from None
    return text
