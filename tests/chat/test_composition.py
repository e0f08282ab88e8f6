"""Settings in, the reader that they name out; and that reader wherever articles are read."""

import pytest
from starlette.testclient import TestClient

from app.chat import composition
from app.chat.reader import ChatReader
from app.config import Settings
from app.errors import ConfigurationError
from app.extraction.reader import RuleReader
from app.main import create_app
from tests.chat.standin import KEY, TEXT, Model


def chat_settings(model: Model, **fields: object) -> Settings:
    """Settings that name the stand-in."""
    given = {"reader": "chat", "chat_url": model.address, "chat_model": "m-7b", "chat_key": KEY} | fields
    return Settings(**given)  # type: ignore[arg-type]


def test_rules_read_unless_the_settings_say_otherwise():
    """No text leaves the machine by default."""
    assert isinstance(composition.extractor(Settings()), RuleReader)


def test_a_missing_language_model_is_named():
    """By its setting."""
    with pytest.raises(ConfigurationError, match="SUMMITRY_LANGUAGE_MODEL"):
        composition.extractor(Settings(language_model="en_nothing"))


def test_the_chat_reader_has_the_rules_behind_it(model):
    """A spent budget does not cost a meeting that the rules find."""
    reader = composition.extractor(chat_settings(model, chat_max_requests=0))

    assert isinstance(reader, ChatReader)
    assert reader.version.startswith("chat-1+m-7b, else rules-")


def test_the_api_reads_with_the_model(model, tmp_path):
    """The same setting serves every command and the API."""
    settings = chat_settings(model, database_url=f"sqlite:///{tmp_path}/none.db")
    body = {"text": TEXT, "title": "Ferry talks in Tallinn", "published": "2024-06-05"}

    answer = TestClient(create_app(settings)).post("/v1/extractions", json=body).json()

    assert answer["extractor"].startswith("chat-1+m-7b")
    assert answer["meetings"][0]["countries"] == ["EST", "FIN"]
    assert {"chat m-7b"} <= {proof["rule"] for proof in answer["meetings"][0]["proofs"]}
    assert model.seen[0][1]["Authorization"] == f"Bearer {KEY}"
