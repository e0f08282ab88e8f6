"""Meetings that changed in, the words by which they are found out: kept in step within the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.knowledge import organisations, states
from app.store.folding import folded_words
from app.store.models import UNDATED, Meeting, MeetingText, Source, StoredArticle
from app.store.upsert import insert_rows

# Stands between passages, and in no question: a phrase lies within one of them.
BREAK = "¶"
# A summit that hundreds report is found by the words of so many; PostgreSQL counts positions up to 16,383.
MOST_PASSAGES = 200
# With the 22 bits of a day they fill a number of both databases; beyond, ids of one day stand as they come.
ID_BITS = 40


def write_texts(session: Session, meeting_ids: Sequence[str]) -> None:
    """Write the words of these meetings anew, from their rows and sources; those that do not stand have none."""
    wanted = sorted(meeting_ids)
    session.execute(delete(MeetingText).where(MeetingText.meeting_id.in_(wanted)))
    texts = texts_of(session, wanted)
    insert_rows(session, MeetingText, [text | {"id": _free(session, text["id"])} for text in texts])


def texts_of(session: Session, wanted: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of words that follow from these meetings and their sources, by id; `id` may be taken."""
    standing = (Meeting.id.in_(wanted), Meeting.merged_into.is_(None), Meeting.retracted_at.is_(None))
    rows = session.execute(select(Meeting.id, Meeting.title, Meeting.document).where(*standing)).all()
    told = _told(session, [row.id for row in rows])
    return [text_of(row, told[row.id]) for row in sorted(rows)]


def joined(passages: Iterable[str | None]) -> str:
    """Passages as they are indexed, each once."""
    folded = (" ".join(folded_words(passage)) for passage in passages if passage)
    return f" {BREAK} ".join(list(dict.fromkeys(filter(None, folded)))[:MOST_PASSAGES])


def _told(session: Session, meeting_ids: Sequence[str]) -> dict[str, list[Any]]:
    query = (
        select(Source.meeting_id, Source.quote, Source.candidate, StoredArticle.title)
        .join(StoredArticle, StoredArticle.id == Source.article_id)
        .where(Source.meeting_id.in_(meeting_ids))
        .order_by(Source.id)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(query) if meeting_ids else ():
        found[row.meeting_id].append(row)
    return found


def place_of(meeting_id: str, start: date | None) -> int:
    """The place of a meeting among all: by first day, undated ones last, then by id, as far as a number can hold it."""
    return (start or UNDATED).toordinal() << ID_BITS | int(meeting_id[1 : 1 + ID_BITS // 4], 16)


def _free(session: Session, place: int) -> int:
    """The place, or the next free one: two ids of one day that begin alike are not to be expected, but can be."""
    while session.scalar(select(MeetingText.id).where(MeetingText.id == place)) is not None:
        place += 1
    return place


def text_of(row: Any, told: Sequence[Any]) -> dict[str, Any]:
    """The row of words of a meeting with its id, title and document; each source has quote, candidate and title."""
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
