"""The log: lines for people or for programs, of this server and of what it is served with, in one form.

A line says when, how serious, what, and its members. Loggers are those of the standard library; ``extra`` are
the members.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level

from policykit_api.observation import failures
from policykit_api.settings.log import Log

OTHERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "granian", "_granian", "granian.access")
"""Loggers of servers, whose own handlers are taken away."""

TALKATIVE = {
    "uvicorn.error": logging.ERROR,  # its start and end, and each broken request: this server tells them itself
    "watchfiles": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
}
"""Loggers of which less is wanted, unless all is."""


def configure(settings: Log, stream: TextIO | None = None) -> None:
    """Write all lines of this process as the settings say, to standard error if nothing else is given."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(is_json(settings, stream), colours=stream.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level.upper())
    for name in OTHERS:
        other = logging.getLogger(name)
        other.handlers.clear()
        other.propagate = True
        other.setLevel(logging.NOTSET)
    for name, level in TALKATIVE.items():
        logging.getLogger(name).setLevel(logging.NOTSET if settings.level == "debug" else level)


def is_json(settings: Log, stream: TextIO) -> bool:
    """Lines for programs where that is set, and where nobody sits before a terminal."""
    return settings.format == "json" or (settings.format == "auto" and not stream.isatty())


def formatter(json: bool, *, colours: bool) -> logging.Formatter:  # noqa: FBT001  # the form of the lines
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if not json:
        renderer = structlog.dev.ConsoleRenderer(colors=colours, sort_keys=False)
    return ProcessorFormatter(
        foreign_pre_chain=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            add_log_level,
            structlog.stdlib.add_logger_name,
            ExtraAdder(),
        ],
        processors=[
            ProcessorFormatter.remove_processors_meta,
            without_messages,
            without_colour_message,
            renderer,
        ],
    )


def without_messages(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of a failure the kind and the places: its message may quote what a caller sent."""
    failure = event.pop("exc_info", None)
    if isinstance(failure, tuple):
        failure = failure[1]
    if isinstance(failure, BaseException):
        event["failure"] = failures.told(failure)
    return event


def without_colour_message(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Uvicorn gives its lines a second time, with colours."""
    event.pop("color_message", None)
    return event
