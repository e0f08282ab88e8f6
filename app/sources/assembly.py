"""Drafts become articles: what a format carried in, gaps filled from prose and options, an Article out."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from app.domain.articles import Article, Dateline
from app.errors import ArticleRejectedError
from app.sources.datelines import OpeningLine
from app.sources.phrases import load_table, wire_phrases
from app.sources.protocol import Draft, ReadOptions
from app.sources.wire import SelfDescription, describe
from app.sources.years import infer_year

# A dateline is at most weeks older than the publication date; otherwise its year cannot be told from it.
_DATELINE_AGE = timedelta(days=45)
# Days are bounded in UTC; where articles are dated, it can be tomorrow already.
_AHEAD_OF_UTC = timedelta(days=1)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Publication:
    """The day, how it is known, and the moment where there is one."""

    day: date | None = None
    basis: str | None = None
    moment: datetime | None = None


def finish(draft: Draft, options: ReadOptions) -> Article:
    """The article of a draft. The text stays as it is; raises ArticleRejectedError where it cannot be used.

    What the format carried goes before what the prose says, and that before the options; a year is inferred last.
    """
    check_text(draft.text, options.limits.max_article_chars)
    said = describe(draft.text)
    publication = _publication(draft, said, options)
    dateline = _dateline(said.dateline, publication.day)
    agency = dateline.agency if dateline else None
    return Article(
        text=draft.text,
        title=one_line(draft.title),
        outlet=one_line(draft.outlet) or options.outlet or (wire_phrases().outlet(agency) if agency else None),
        url=one_line(draft.url),
        source_id=one_line(draft.source_id),
        published=publication.day,
        published_at=publication.moment,
        language=language_of(draft.language) or options.language,
        authors=tuple(filter(None, map(one_line, draft.authors))) or said.authors,
        dateline=dateline,
        origin=draft.origin,
        published_basis=publication.basis,
    )


def check_text(text: str, limit: int) -> None:
    """Raise ArticleRejectedError for a text that is empty, too long, or that no database could hold."""
    if not text.strip():
        raise ArticleRejectedError("no text in it")
    if len(text) > limit:
        raise ArticleRejectedError(f"a text of {len(text):,} characters, more than {limit:,}: split it by article")
    if "\x00" in text or _SURROGATE.search(text):
        raise ArticleRejectedError("NUL or broken characters in the text")


def _publication(draft: Draft, said: SelfDescription, options: ReadOptions) -> _Publication:
    """When the article was published, from the first of five bases that tells."""
    if draft.published:
        return _Publication(draft.published.day, "metadata", draft.published.moment)
    if said.stated:
        return _Publication(said.stated, "stated")
    day = said.dateline.day if said.dateline else None
    if day and day.year:
        return _Publication(day.in_year(day.year), "dateline")
    if options.published:
        return _Publication(options.published, "option")
    if day:
        year = infer_year(day, f"{draft.title or ''}\n\n{draft.text}", _latest_day(draft, options))
        return _Publication(day.in_year(year), "inferred") if year else _Publication()
    return _Publication()


def _latest_day(draft: Draft, options: ReadOptions) -> date:
    """The last day on which the article can have been published."""
    today = options.today or datetime.now(UTC).date()
    bound = min(today, draft.not_after) if draft.not_after else today
    return bound + _AHEAD_OF_UTC


def _dateline(line: OpeningLine | None, published: date | None) -> Dateline | None:
    """The dateline with its year, where the day of publication tells it."""
    if line is None:
        return None
    day = line.day.in_year(line.day.year) if line.day and line.day.year else None
    if line.day and published and not day:
        near = line.day.nearest(published)
        day = near if near and abs(near - published) <= _DATELINE_AGE else None
    return Dateline(line.place, day, line.tag)


def one_line(value: str | None) -> str | None:
    """A value of metadata as one clean line; None where nothing is left."""
    text = "".join(c if c.isprintable() else " " for c in _SURROGATE.sub("", value or ""))
    return " ".join(text.split()) or None


@cache
def _language_names() -> dict[str, str]:
    """The table of language names, read once."""
    return load_table("languages.toml")


def language_of(value: str | None) -> str | None:
    """ISO 639-1 of "en", "en-US", "eng" or "English"; None where it is none of these."""
    name = re.split(r"[-_;,]", (value or "").strip().lower())[0].strip()
    if re.fullmatch(r"[a-z]{2}", name):
        return name
    return _language_names().get(name)
