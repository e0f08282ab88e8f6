"""A TOML file in, the feeds that are to be watched out."""

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.errors import ConfigurationError

Address = Annotated[str, Field(pattern=r"^https?://[^\s/@]+(/\S*)?$", max_length=2000)]


class Feed(BaseModel):
    """One feed: where it is, how often it is asked for, and what its articles do not say of themselves.

    `pages`: whether the pages that its entries link to are read in place of the entries, which often are summaries.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Address
    outlet: str | None = Field(default=None, min_length=1, max_length=200)
    every_minutes: float = Field(default=30, ge=1, le=10_080)
    pages: bool = False


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid")

    feed: list[Feed] = Field(min_length=1)


def load_feeds(path: Path) -> tuple[Feed, ...]:
    """The feeds of a file. Raises ConfigurationError with one line that names the file and the key that is wrong."""
    try:
        feeds = _List.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).feed
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{path}: {key}: {first['msg']}") from None
    twice = {feed.url for feed in feeds if sum(one.url == feed.url for one in feeds) > 1}
    if twice:
        raise ConfigurationError(f"{path}: feed.url: {min(twice)} is there twice")
    return tuple(feeds)
