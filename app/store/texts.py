"""Meetings that changed in, the words by which they are found out: kept in step within the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import orjson
from sqlalchemy import BindParameter, bindparam, delete, select
from sqlalchemy.orm import Session

from app.knowledge import organisations, states
from app.store.accounts import accounts_in
from app.store.folding import folded_words
from app.store.ids import month_of
from app.store.models import UNDATED, Meeting, MeetingText, Source, StoredArticle
from app.store.upsert import insert_rows, table_of

# Stands between passages, and in no question: a phrase lies within one of them.
BREAK = "¶"
# A summit that hundreds report is found by the words of so many; PostgreSQL counts positions up to 16,383.
MOST_PASSAGES = 200
# With the 22 bits of a day these fill a number of both databases: the month in an id, counted from a year before which
# nothing is in print here, and as many of its digits as there is room for. Beyond, ids of one day stand as they come.
FIRST_YEAR, MONTH_BITS = 1800, 12
DIGITS = slice(8, 15)
ID_BITS = MONTH_BITS + 28

MEETINGS, SOURCES, TEXTS, ARTICLES = (table_of(model) for model in (Meeting, Source, MeetingText, StoredArticle))
THESE: BindParameter[Any] = bindparam("ids", expanding=True)
WITHOUT = delete(TEXTS).where(TEXTS.c.meeting_id.in_(THESE))
STANDING = select(MEETINGS.c.id, MEETINGS.c.title, MEETINGS.c.document).where(
    MEETINGS.c.id.in_(THESE), MEETINGS.c.merged_into.is_(None), MEETINGS.c.retracted_at.is_(None)
)
TOLD = (
    select(SOURCES.c.id, SOURCES.c.meeting_id, ARTICLES.c.title)
    .join(ARTICLES, ARTICLES.c.id == SOURCES.c.article_id)
    .where(SOURCES.c.meeting_id.in_(THESE))
    .order_by(SOURCES.c.id)
)
TAKEN = select(TEXTS.c.id).where(TEXTS.c.id.in_(bindparam("places", expanding=True)))


class Telling(NamedTuple):
    """The title of an article, and what it tells of a meeting: its words and the candidate."""

    title: str | None
    quote: str
    candidate: dict[str, Any]


def write_texts(session: Session, meeting_ids: Sequence[str]) -> None:
    """Write the words of these meetings anew, from their rows and sources; those that do not stand have none."""
    if not meeting_ids:
        return
    wanted = sorted(meeting_ids)
    session.execute(WITHOUT, {"ids": wanted})
    texts = texts_of(session, wanted)
    places = _free(session, [text["id"] for text in texts])
    rows = [text | {"id": place} for text, place in zip(texts, places, strict=True)]
    insert_rows(session, MeetingText, rows)


def texts_of(session: Session, wanted: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of words that follow from these meetings and their sources, by id; `id` may be taken."""
    rows = session.execute(STANDING, {"ids": wanted}).all() if wanted else []
    told = _told(session, [row.id for row in rows])
    return [text_of(row, told[row.id]) for row in sorted(rows)]


def joined(passages: Iterable[str | None]) -> str:
    """Passages as they are indexed, each once."""
    folded = (" ".join(folded_words(passage)) for passage in passages if passage)
    return f" {BREAK} ".join(list(dict.fromkeys(filter(None, folded)))[:MOST_PASSAGES])


def _told(session: Session, meeting_ids: Sequence[str]) -> dict[str, list[Telling]]:
    found: dict[str, list[Telling]] = defaultdict(list)
    rows = session.execute(TOLD, {"ids": meeting_ids}).all() if meeting_ids else []
    accounts = accounts_in(session, [row.id for row in rows])
    for row in (row for row in rows if row.id in accounts):
        account = accounts[row.id]
        found[row.meeting_id].append(Telling(row.title, account.quote, account.candidate))
    return found


def place_of(meeting_id: str, start: date | None) -> int:
    """The place of a meeting among all: by first day, undated ones last, then by id, as far as a number can hold it."""
    year, month = divmod(int(month_of(meeting_id)), 100)
    months: int = max(0, min((year - FIRST_YEAR) * 12 + month, 2**MONTH_BITS - 1))
    within = months << (ID_BITS - MONTH_BITS) | int(meeting_id[DIGITS], 16)
    return (start or UNDATED).toordinal() << ID_BITS | within


def _free(session: Session, places: Sequence[int]) -> list[int]:
    """Each place, or the next free one: two ids of one day that begin alike are not to be expected, but can be."""
    taken = set(session.scalars(TAKEN, {"places": places})) if places else set()
    found: list[int] = []
    for wanted in places:
        place = wanted
        while place in taken:
            place += 1
            taken |= set(session.scalars(TAKEN, {"places": [place]}))
        taken.add(place)
        found.append(place)
    return found


def text_of(row: Any, told: Sequence[Telling]) -> dict[str, Any]:
    """The row of words of a meeting with its id, title and document, from what articles tell of it."""
    written = [person["name"] for source in told for person in source.candidate["people"]]
    evidence = [words for source in told for words in (source.quote, source.title)]
    document = orjson.loads(row.document)
    start = document["start"]
    return {
        "id": place_of(row.id, date.fromisoformat(start["earliest"]) if start else None),
        "meeting_id": row.id,
        "title": joined([row.title]),
        "names": joined([*_names(document), *written]),
        "evidence": joined(evidence),
    }


def _names(document: dict[str, Any]) -> Iterator[str | None]:
    """Everybody and everything that a document names: states with their adjectives, organisations in full."""
    for side in document["participants"]:
        yield from _party(side["country"], side["organisation"])
        yield from (person["name"] for person in side["people"])
    place = document["place"] or {}
    yield from (place.get("venue"), place.get("city"))
    yield from _party(place.get("country"), None)
    yield document["series"]


def _party(country: str | None, organisation: str | None) -> Iterator[str | None]:
    state = states.by_code(country) if country else None
    yield from (country, *((state.name, *state.adjectives) if state else ()))
    known = organisations.find(organisation) if organisation else None
    yield from (organisation, known.name if known else None)
