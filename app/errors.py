"""The error family: what can go wrong, in words that any layer may use; no HTTP here."""


class SummitryError(Exception):
    """Base of every error that Summitry raises on purpose; its text says what happened, where, and what to do."""


class NotFoundError(SummitryError):
    """The record asked for does not exist."""


class GoneError(SummitryError):
    """The record existed and was retracted."""


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


class ArticleRejectedError(SummitryError):
    """One input is no usable article: record the failure and go on with the next one."""


class SourceUnavailableError(SummitryError):
    """A whole source cannot be read now: record the failure and leave the source."""


class ConfigurationError(SummitryError):
    """A setting is missing or wrong; the text names it."""


class StoreUnavailableError(SummitryError):
    """The database cannot be reached or its schema is not the one this version needs."""
