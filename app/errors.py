"""The error family: what can go wrong, in words that any layer may use; no HTTP here."""

from collections.abc import Mapping, Sequence
from typing import Any


class SummitryError(Exception):
    """Base of every error that Summitry raises on purpose; its text says what happened, where, and what to do."""


class NotFoundError(SummitryError):
    """The record asked for does not exist."""


class GoneError(SummitryError):
    """The record existed and was retracted; `tombstone` is what is left of it."""

    def __init__(self, message: str, tombstone: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.tombstone = dict(tombstone or {})


class MovedError(SummitryError):
    """The record was merged into another one; `target` is the id that answers now."""

    def __init__(self, message: str, target: str) -> None:
        super().__init__(message)
        self.target = target


class InvalidFilterError(SummitryError):
    """A query parameter has a value that means nothing; `parameter` names it."""

    def __init__(self, message: str, parameter: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class InvalidDecisionError(SummitryError):
    """What is asked of the record makes no sense; `field` names the part of the request."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class DecisionConflictError(SummitryError):
    """A decision cannot be taken back, since later ones build on it; `decisions` are their numbers."""

    def __init__(self, message: str, decisions: Sequence[int] = ()) -> None:
        super().__init__(message)
        self.decisions = tuple(decisions)


class UnknownKeyError(SummitryError):
    """The request has no key, or none that is valid here."""


class NotAllowedError(SummitryError):
    """The key is valid, but its role does not allow this."""


class ArticleRejectedError(SummitryError):
    """One input is no usable article: record the failure and go on with the next one."""


class SourceUnavailableError(SummitryError):
    """A whole source cannot be read now: record the failure and leave the source.

    `status` is what its server answered, `retry_after` after how many seconds it asks to be asked again, if it does.
    """

    def __init__(self, message: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class NotAcceptableError(SummitryError):
    """The answer exists, but in none of the forms that are accepted."""


class NotInstalledError(SummitryError):
    """A library that the program can do without, but this request cannot, is not installed."""


class OverloadedError(SummitryError):
    """As much is being done of this as the program does at once."""


class TooManyRequestsError(SummitryError):
    """A client asks for more than is answered in a window of time; `seconds` are left of it."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class TransferError(SummitryError):
    """A store cannot be copied to where it should go, or the copy is not like the original."""


class ConfigurationError(SummitryError):
    """A setting is missing or wrong; the text names it."""


class StoreUnavailableError(SummitryError):
    """The database cannot be reached or its schema is not the one this version needs."""
