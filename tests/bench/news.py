"""A seed in, news articles on other matters than diplomacy out: what most of a stream of news is about."""

import random
import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from app.domain.articles import Article

# The length of an article in characters, about that of a short report.
LENGTH = 1200
FIRST_DAY = date(2024, 1, 1)
SLOT = re.compile(r"\{(\w+)\}")


@cache
def _sentences() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The values of the slots, and the sentences by subject; news.toml says how they were written."""
    data = tomllib.loads(Path(__file__).with_name("news.toml").read_text(encoding="utf-8"))
    return data["slots"], data["subjects"]


def articles(seed: int) -> Iterator[Article]:
    """Endless articles, the same for the same seed, each of several paragraphs on one subject."""
    chance = random.Random(seed)
    _, subjects = _sentences()
    while True:
        yield _article(chance, subjects[chance.choice(sorted(subjects))])


def _article(chance: random.Random, sentences: list[str]) -> Article:
    order = chance.sample(sentences, len(sentences))
    title = _filled(chance, order[0]).rstrip(".")
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < LENGTH:
        order = order or chance.sample(sentences, len(sentences))
        paragraphs.append(" ".join(_filled(chance, order.pop()) for _ in range(min(len(order), chance.randint(1, 3)))))
    published = FIRST_DAY + timedelta(days=chance.randrange(365))
    return Article(text="\n\n".join(paragraphs), title=title, outlet="Harbour Wire", published=published)


def _filled(chance: random.Random, sentence: str) -> str:
    slots, _ = _sentences()
    filled = SLOT.sub(lambda slot: chance.choice(slots[slot[1]]), sentence)
    return filled[0].upper() + filled[1:]
