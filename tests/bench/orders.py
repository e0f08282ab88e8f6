"""Measures whether the order in which articles arrive changes which reports are taken for one meeting.

The seed articles and variants of them (other outlets, other days of publication, fewer names, vaguer dates) are
recorded in many random orders, each in a store of its own. Two orders are compared by the pairs of reports: the share
of all pairs on which they agree, and, since most pairs are apart whatever happens, of those that either puts together.
Then everything is recorded once more, which must change nothing.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.evaluation.gold import as_candidate
from app.evaluation.records import GoldArticle, Meeting, load_golds
from app.evaluation.resolution import empty_store, record_all
from app.store.models import Base

SEEDS = Path(__file__).parents[2] / "seeds"
ARTICLES, ORDERS = 200, 20
LEAST_AGREEMENT = 0.99

Told = tuple[Article, Sequence[MeetingCandidate]]
Pairs = frozenset[frozenset[tuple[str, int]]]


def articles(number: int, seed: int = 1, seeds: int | None = None) -> list[Told]:
    """So many annotated articles: all seeds, or the last so many, then variants of them chosen at random."""
    golds = [gold for gold in load_golds(SEEDS) if gold.meetings][-(seeds or number) :]
    chance = random.Random(seed)
    told = [*golds]
    while len(told) < number:
        told.append(variant(chance.choice(golds), len(told), chance))
    return [(gold.article, [as_candidate(meeting, gold.article) for meeting in gold.meetings]) for gold in told]


def variant(gold: GoldArticle, number: int, chance: random.Random) -> GoldArticle:
    """Another outlet's account of the same meetings, up to two days later, which leaves out some of what is known."""
    published = (gold.published or date(2000, 1, 1)) + timedelta(days=chance.randint(0, 2))
    words = gold.text.split()
    chance.shuffle(words)
    meetings = tuple(retold(meeting, chance) for meeting in gold.meetings)
    return replace(
        gold,
        id=f"{gold.id}-{number}",
        text=" ".join(words),
        title=None,
        publisher=f"Outlet {number}",
        url=None,
        published=published,
        meetings=meetings,
    )


def retold(meeting: Meeting, chance: random.Random) -> Meeting:
    """The same meeting with fewer people, perhaps without its place, perhaps with a vaguer date."""
    people = tuple(person for person in meeting.people if chance.random() < 0.7)
    if chance.random() < 0.3:
        meeting = replace(meeting, city=None)
    if meeting.start and meeting.start == meeting.end and chance.random() < 0.2:
        month = meeting.start[:7]
        meeting = replace(meeting, start=month, end=month)
    return replace(meeting, people=people, evidence=None)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well the pairs of two orders agree, 0 to 1: over all pairs, and over those that either puts together."""

    of_all: float
    of_together: float


def put_together(told: Sequence[Told]) -> Pairs:
    """The pairs of reports that recording in this order puts together."""
    with empty_store() as session:
        groups = record_all(session, told)
    return frozenset(
        frozenset((one, other)) for one, other in combinations(sorted(groups), 2) if groups[one] == groups[other]
    )


def shuffled(told: Sequence[Told], orders: int) -> Iterator[Sequence[Told]]:
    """The same articles in random orders."""
    for seed in range(orders):
        yield random.Random(seed).sample(told, len(told))


def agreements(found: Sequence[Pairs], reports: int) -> list[Agreement]:
    """How well each two orders agree."""
    every = reports * (reports - 1) / 2
    return [
        Agreement(1 - len(one ^ other) / every, len(one & other) / len(one | other) if one | other else 1.0)
        for one, other in combinations(found, 2)
    ]


def rows(session: Session) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def changed_by_reingesting(told: Sequence[Told]) -> list[str]:
    """The tables that grow when everything is recorded a second time."""
    with empty_store() as session:
        record_all(session, told)
        before = rows(session)
        record_all(session, told)
        after = rows(session)
    return [name for name, number in after.items() if number != before[name]]


def report(number: int, orders: int) -> dict[str, object]:
    """Record in every order, and compare."""
    told = articles(number)
    reports = sum(len(candidates) for _, candidates in told)
    found = [put_together(order) for order in shuffled(told, orders)]
    agreed = agreements(found, reports)
    return {
        "articles": number,
        "reports": reports,
        "orders": orders,
        "pairs_together": sorted(len(pairs) for pairs in found),
        "worst_of_all_pairs": round(min(one.of_all for one in agreed), 5),
        "worst_of_pairs_together": round(min(one.of_together for one in agreed), 4),
        "mean_of_pairs_together": round(sum(one.of_together for one in agreed) / len(agreed), 4),
        "changed_by_reingesting": changed_by_reingesting(told),
    }


def main() -> None:
    """Run from the command line; the exit code is 1 where two orders agree on fewer pairs than they should."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.orders", description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES, help="how many articles (%(default)s)")
    parser.add_argument("--orders", type=int, default=ORDERS, help="in how many orders (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    given = parser.parse_args()
    figures = report(given.articles, given.orders)
    if given.json:
        print(json.dumps(figures, indent=1))  # noqa: T201
    else:
        for name, value in figures.items():
            print(f"{name:24} {value}")  # noqa: T201
    worst = float(str(figures["worst_of_all_pairs"]))
    raise SystemExit(0 if worst >= LEAST_AGREEMENT and not figures["changed_by_reingesting"] else 1)


if __name__ == "__main__":
    main()
