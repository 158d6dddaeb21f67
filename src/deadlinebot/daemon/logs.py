"""Logs: events with keys, one line each, fit for a terminal, journald or a machine."""

from __future__ import annotations

import json
import logging
import os
import sys
from enum import StrEnum

_RESERVED = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_SYSLOG = {"DEBUG": 7, "INFO": 6, "WARNING": 4, "ERROR": 3, "CRITICAL": 2}


class LogStyle(StrEnum):
    """How a log line looks."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"


def set_up(style: LogStyle, level: str = "INFO") -> None:
    """Send every log line to standard error.

    Under journald a line begins with its priority (sd-daemon(3)) and has no time of
    its own: the journal knows it.
    """
    handler = logging.StreamHandler(sys.stderr)
    if style is LogStyle.JSON:
        handler.setFormatter(_Json())
    elif style is LogStyle.AUTO and "JOURNAL_STREAM" in os.environ:
        handler.setFormatter(_Journal())
    else:
        handler.setFormatter(_Text())
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("urllib3").setLevel(logging.WARNING)  # it logs secret URLs
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)


def _keys(record: logging.LogRecord) -> dict[str, object]:
    return {k: v for k, v in vars(record).items() if k not in _RESERVED}


def _line(record: logging.LogRecord) -> str:
    said = [f"{key}={_quoted(str(value))}" for key, value in _keys(record).items()]
    text = " ".join((record.getMessage(), *said))
    return text.replace("\r", "").replace("\n", "\\n")


def _quoted(value: str) -> str:
    plain = value and not any(c in value for c in ' "=\n')
    return value if plain else json.dumps(value, ensure_ascii=False)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = self.formatTime(record, "%Y-%m-%d %H:%M:%S")
        return (
            f"{at} {record.levelname.lower():<8}{_line(record)}{_trace(self, record)}"
        )


class _Journal(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        priority = _SYSLOG.get(record.levelname, 6)
        lines = f"{_line(record)}{_trace(self, record)}".split("\n")
        return "\n".join(f"<{priority}>{line}" for line in lines)


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        data: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **_keys(record),
        }
        if record.exc_info:
            data["trace"] = self.formatException(record.exc_info)
        return json.dumps(data, ensure_ascii=False, default=str)


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    if not record.exc_info:
        return ""
    return "\n" + formatter.formatException(record.exc_info)
