"""Settings in, the reader of articles that they name out: the one place where readers are put together."""

from app.chat.client import Budget, ChatClient, Endpoint
from app.chat.reader import ChatReader
from app.config import Settings
from app.errors import ConfigurationError
from app.extraction.protocol import Extractor
from app.extraction.reader import RuleReader


def extractor(settings: Settings) -> Extractor:
    """The rules, or the chat model with the rules behind it. Raises ConfigurationError without a language model."""
    rules = rule_reader(settings)
    if settings.reader == "rules":
        return rules
    endpoint = Endpoint(
        url=settings.chat_url,
        model=settings.chat_model,
        key=settings.chat_key.get_secret_value() or None,
        timeout=settings.chat_timeout_seconds,
        parameters=settings.chat_parameters,
    )
    client = ChatClient(endpoint, Budget(settings.chat_max_requests))
    return ChatReader(client, settings.chat_model, rules, at_once=settings.chat_concurrency)


def rule_reader(settings: Settings) -> RuleReader:
    """The reader by rules. Raises ConfigurationError where its language model is not installed."""
    try:
        return RuleReader(settings.language_model)
    except OSError as error:
        message = f"SUMMITRY_LANGUAGE_MODEL: the model {settings.language_model!r} is not installed"
        raise ConfigurationError(message) from error
