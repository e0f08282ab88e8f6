"""A number in, so many articles of which two each report one meeting out; and two stores that hold them compared."""

import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.knowledge import states
from app.store.models import IngestFailure, Meeting, Source, StoredArticle
from app.store.verification import verify


def stories(number: int) -> Iterator[dict[str, Any]]:
    """Articles, two outlets to a meeting, each in words of its own."""
    pairs = list(combinations(sorted(state.code for state in states.all_states()), 2))
    random.Random(7).shuffle(pairs)
    for place in range(number):
        event = place // 2
        one, other = pairs[event % len(pairs)]
        day = f"{1950 + event // len(pairs)}-{1 + event % 12:02d}-{1 + event % 28:02d}"
        words = " ".join(f"w{place}x{step}" for step in range(30))
        yield {
            "title": f"Story {place}",
            "outlet": f"Outlet {place % 2}",
            "published": "2023-09-26",
            "text": f"Ministers of {one} and {other} met on {day}. {words}.",
        }


def write_stories(folder: Path, number: int) -> Path:
    """The articles as one file; every reader takes a copy of a pair from another end of it."""
    every = list(stories(number))
    # The two reports of a meeting lie far apart, so that two workers have them in hand at once.
    apart = every[::2] + every[1::2]
    file = folder / "stories.jsonl"
    file.write_bytes(b"\n".join(map(orjson.dumps, apart)))
    return file


def record(engine: Engine) -> dict[str, Any]:
    """What a store holds, whichever article came first: articles, and meetings by their reports."""
    with Session(engine) as session:
        reports: dict[str, list[str]] = {}
        for source in session.scalars(select(Source).order_by(Source.id)):
            reports.setdefault(source.meeting_id or "", []).append(source.article_id)
        meetings = {tuple(sorted(reports.get(row.id, []))): _told(row) for row in session.scalars(select(Meeting))}
        return {"articles": sorted(session.scalars(select(StoredArticle.id))), "meetings": meetings}


def _told(row: Meeting) -> dict[str, Any]:
    """The document of a meeting without what depends on when and in which order it was made."""
    return {key: value for key, value in orjson.loads(row.document).items() if key not in {"id", "url", "updated_at"}}


def compared(engine: Engine, wanted: dict[str, Any]) -> list[str]:
    """How a store differs from an undisturbed one, and which rules it breaks."""
    found = record(engine)
    faults = [f"{name} are not those of an undisturbed run" for name in wanted if found[name] != wanted[name]]
    with Session(engine) as session:
        faults += [f"{one.origin}: {one.reason}" for one in session.scalars(select(IngestFailure))]
    return faults + [fault for finding in verify(engine) for fault in finding.faults]
