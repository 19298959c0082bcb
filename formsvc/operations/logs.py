"""The log: one JSON object a line, on standard error, of our own words alone."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from gunicorn.glogging import Logger

from formsvc.operations.trace import trace


class JsonLines(logging.Formatter):
    """`time`, `level`, `logger`, `process`, `message`, and `request` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; what was raised is told by its type alone, for its words may quote data."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
        if trace().id:
            told["request"] = trace().id
        return json.dumps(told | getattr(record, "told", {}), ensure_ascii=False)


class ServerLogger(Logger):  # type: ignore[misc]
    """gunicorn's own log in the same shape."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn does, then our lines instead of its own."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


def speak_for_ourselves() -> None:
    """Only our own log is written: libraries quote in theirs what they were given to read."""
    ours = logging.StreamHandler()
    ours.setFormatter(JsonLines())
    logging.getLogger("formsvc").addHandler(ours)
    logging.getLogger("formsvc.audit").setLevel(logging.INFO)
    logging.getLogger().addHandler(logging.NullHandler())
    logging.captureWarnings(True)
