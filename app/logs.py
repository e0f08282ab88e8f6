"""Settings in, one handler on standard error out: every line of every library through it, as text or as JSON.

Modules log with the standard library; `bound` adds to each line of a block whose it is: a request, or a run of the job.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any, TextIO

import orjson
import structlog

from app.config import Settings

HIDDEN = "***"
# What no line may show, even where a library's message or a trace holds it: keys of this program's own form, passwords
# in addresses, and what is sent as authorization.
SECRETS = (
    (re.compile(r"\b(smy_[0-9a-f]{12}_)[\w-]{20,}"), rf"\1{HIDDEN}"),
    (re.compile(r"(\b[a-z][\w+.-]*://[^\s/:@]*:)[^\s/@]+(?=@)", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"(\b(?:bearer|basic)\s+)[\w+/=.~*-]{8,}", re.IGNORECASE), rf"\1{HIDDEN}"),
)
# Words shorter than this are no secrets, and would be blotted out wherever they occur.
SHORTEST_SECRET = 8

Event = MutableMapping[str, Any]


def log_to_stderr(settings: Settings) -> None:
    """Send Summitry's own log to standard error from the level that the settings name, and others' warnings."""
    logging.basicConfig(level=logging.WARNING, handlers=[handler(settings, sys.stderr)])
    for name in ("app", "uvicorn"):
        logging.getLogger(name).setLevel(settings.log_level.upper())


def handler(settings: Settings, stream: TextIO) -> logging.Handler:
    """What writes lines as the settings say, in colours on a terminal."""
    made = logging.StreamHandler(stream)
    made.setFormatter(_formatter(settings, stream))
    return made


def bound(**whose: Any) -> AbstractContextManager[None]:
    """Put these members on every line that is logged within the block, and in the threads that it starts."""
    return structlog.contextvars.bound_contextvars(**whose)


def _formatter(settings: Settings, stream: TextIO) -> logging.Formatter:
    """Traces without the values of variables, in which a secret may be."""
    is_json = settings.log_format == "json"
    final: list[Any] = [structlog.processors.format_exc_info, _Hiding(settings.chat_key.get_secret_value())]
    if is_json:
        final.append(structlog.processors.EventRenamer("message"))
        final.append(structlog.processors.JSONRenderer(serializer=_json))
    else:
        final.append(
            structlog.dev.ConsoleRenderer(
                colors=stream.isatty(), pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
            )
        )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper("iso" if is_json else "%H:%M:%S", utc=is_json),
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *final],
    )


def _json(event: Event, **_: Any) -> str:
    """Timestamp, level and message first, where a person looks."""
    first = {name: event.pop(name) for name in ("timestamp", "level", "logger", "message") if name in event}
    return orjson.dumps({**first, **event}, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


class _Hiding:
    """Makes secrets unreadable in all that a line says."""

    def __init__(self, key: str) -> None:
        self._key = key if len(key) >= SHORTEST_SECRET else ""

    def __call__(self, _logger: Any, _method: str, event: Event) -> Event:
        """The line without them."""
        for name, value in event.items():
            if isinstance(value, str):
                event[name] = self._hidden(value)
        return event

    def _hidden(self, text: str) -> str:
        if self._key:
            text = text.replace(self._key, HIDDEN)
        for secret, shown in SECRETS:
            text = secret.sub(shown, text)
        return text
