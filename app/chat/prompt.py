"""An article in, the messages that ask a model for its meetings out."""

import json
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib.resources import files

from app.domain.articles import Article
from app.domain.meetings import Kind, Level, Role, Salience, Status

Message = dict[str, str]


def messages(article: Article) -> list[Message]:
    """The instructions, and the article as one JSON object: no text can end the string that it stands in."""
    material = {
        "published": article.published.isoformat() if article.published else None,
        "outlet": article.outlet,
        "title": article.title,
        "text": article.text,
    }
    return [
        {"role": "system", "content": _instructions()},
        {"role": "user", "content": json.dumps(material, ensure_ascii=False)},
    ]


@cache
def _instructions() -> str:
    data = tomllib.loads(files("app.chat").joinpath("data", "prompt.toml").read_text(encoding="utf-8"))
    return (
        str(data["instructions"])
        .strip()
        .format(
            kinds=_listed(Kind),
            statuses=_listed(Status),
            levels=_listed(Level),
            saliences=_listed(Salience),
            roles=_listed(Role),
        )
    )


def _listed(values: Iterable[StrEnum]) -> str:
    return ", ".join(f"`{value}`" for value in values)
