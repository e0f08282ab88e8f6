"""Settings in, one handler on standard error out: every line of every library through it, as text or as JSON.

Modules log with the standard library; `Bound` adds to each line of a block whose it is: a request, or a run of the job.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from contextvars import ContextVar, Token
from types import MappingProxyType
from typing import Any, TextIO

import orjson
import structlog

from app.config import Settings

HIDDEN = "***"
# What no line may show, even where a library's message or a trace holds it: keys of this program's own form, passwords
# in addresses, and what is sent as authorization.
SECRETS = (
    ("smy_", re.compile(r"\b(smy_[0-9a-f]{12}_)[\w-]{20,}"), rf"\1{HIDDEN}"),
    ("://", re.compile(r"(\b[a-z][\w+.-]*://[^\s/:@]*:)[^\s/@]+(?=@)", re.IGNORECASE), rf"\1{HIDDEN}"),
    ("bearer ", re.compile(r"(\bbearer\s+)[\w+/=.~*-]{8,}", re.IGNORECASE), rf"\1{HIDDEN}"),
    ("basic ", re.compile(r"(\bbasic\s+)[\w+/=.~*-]{8,}", re.IGNORECASE), rf"\1{HIDDEN}"),
)
# Words shorter than this are no secrets, and would be blotted out wherever they occur.
SHORTEST_SECRET = 8
# What the message of a request says already, and how uvicorn would colour its own.
SAID = frozenset({"method", "path", "route", "status", "client", "color_message"})

Event = MutableMapping[str, Any]
Whose = Mapping[str, Any]
_whose: ContextVar[Whose] = ContextVar("whose", default=MappingProxyType({}))


def log_to_stderr(settings: Settings) -> None:
    """Send Summitry's own log to standard error from the level that the settings name, and others' warnings."""
    logging.basicConfig(level=logging.WARNING, handlers=[handler(settings, sys.stderr)])
    for name in ("app", "uvicorn"):
        logging.getLogger(name).setLevel(settings.log_level.upper())


def handler(settings: Settings, stream: TextIO) -> logging.Handler:
    """What writes lines as the settings say."""
    made = logging.StreamHandler(stream)
    made.setFormatter(_Formatter(settings))
    return made


class Bound:
    """Puts these members on every line that is logged within the block, and in the threads that it starts.

    structlog has the like, which takes five times as long: each request is such a block.
    """

    __slots__ = ("_before", "_members")

    def __init__(self, **members: Any) -> None:
        self._members = members

    def __enter__(self) -> None:
        self._before: Token[Whose] = _whose.set({**_whose.get(), **self._members})

    def __exit__(self, *_: object) -> None:
        _whose.reset(self._before)


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """A line from a record, by the processors, and no secret in it. Traces are without the values of variables."""

    def __init__(self, settings: Settings) -> None:
        is_json = settings.log_format == "json"
        super().__init__(
            foreign_pre_chain=[
                _say_whose,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper("iso" if is_json else "%H:%M:%S", utc=is_json),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _json if is_json else _text,
            ],
        )
        key = settings.chat_key.get_secret_value()
        # As it is, and as JSON writes it.
        self._keys = {key, orjson.dumps(key)[1:-1].decode()} if len(key) >= SHORTEST_SECRET else frozenset()

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = super().format(record)
        for key in self._keys:
            line = line.replace(key, HIDDEN)
        folded = line.casefold()
        for sign, secret, shown in SECRETS:
            # A regular expression takes as long as all the rest of a line.
            if sign in folded:
                line = secret.sub(shown, line)
        return line


def _say_whose(_logger: Any, _method: str, event: Event) -> Event:
    for name, value in _whose.get().items():
        event.setdefault(name, value)
    return event


def _json(_logger: Any, _method: str, event: Event) -> str:
    """Timestamp, level and message first, where a person looks."""
    event.pop("color_message", None)
    first = {name: event.pop(name) for name in ("timestamp", "level", "logger") if name in event}
    line = {**first, "message": event.pop("event"), **event}
    return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def _text(_logger: Any, _method: str, event: Event) -> str:
    """The message, then what it does not say itself, and a trace on lines of its own."""
    trace = event.pop("exception", "")
    begin = " ".join(event.pop(name, "") for name in ("timestamp", "level", "logger"))
    said = event.pop("event")
    rest = " ".join(f"{name}={value}" for name, value in event.items() if name not in SAID and value is not None)
    return "\n".join(filter(None, (f"{begin}: {said} {rest}".rstrip(), trace)))
