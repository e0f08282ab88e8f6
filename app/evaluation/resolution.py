"""Annotated articles whose meetings are grouped in, how well resolution groups them out: from gold, and as read.

Both ways go through a store of their own, by the code that fills the real one: what is measured is what is served.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.evaluation.coreference import Agreement, b_cubed, pairwise
from app.evaluation.gold import READER, as_candidate
from app.evaluation.likeness import similarity
from app.evaluation.pairing import pair
from app.evaluation.records import GoldArticle, Meeting
from app.evaluation.runs import as_read
from app.extraction.protocol import Extractor
from app.store.engine import make_engine, writing
from app.store.models import Source
from app.store.record import Reading, record_article
from app.store.schema import migrate

# The number of a meeting in its article stands for the report: (article, number) as in the annotation.
ReportKey = tuple[str, int]
Groups = Mapping[ReportKey, str]
FIRST_DAY = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups as annotated and as found, of the same reports.

    `missed` gold meetings were not found in their article and `spurious` readings are no gold meeting: neither is in
    the groups.
    """

    gold: Groups
    found: Groups
    missed: int = 0
    spurious: int = 0

    @property
    def pairwise(self) -> Agreement:
        """The agreement over pairs of reports."""
        return pairwise(self.gold, self.found)

    @property
    def b_cubed(self) -> Agreement:
        """The agreement over reports."""
        return b_cubed(self.gold, self.found)

    @property
    def wrong_pairs(self) -> Iterator[tuple[str, ReportKey, ReportKey]]:
        """Each pair put together or left apart wrongly, with which of the two it is."""
        for one, other in combinations(sorted(self.gold), 2):
            same, put = self.gold[one] == self.gold[other], self.found[one] == self.found[other]
            if same != put:
                yield ("apart" if same else "together"), one, other

    def as_json(self) -> dict[str, float]:
        """The figures as plain values."""
        figures: dict[str, float] = {}
        for name, agreement in (("b_cubed", self.b_cubed), ("pairwise", self.pairwise)):
            figures[f"{name}_precision"] = round(agreement.precision, 4)
            figures[f"{name}_recall"] = round(agreement.recall, 4)
            figures[f"{name}_f1"] = round(agreement.f1, 4)
        counts = {"reports": len(self.gold), "gold_meetings": len(set(self.gold.values()))}
        found = {"found_meetings": len(set(self.found.values())), "missed": self.missed, "spurious": self.spurious}
        return figures | counts | found


def in_order(golds: Sequence[GoldArticle], seed: int | None = None) -> list[GoldArticle]:
    """The articles by day of publication, or shuffled: the order in which they are taken in."""
    ordered = sorted(golds, key=lambda gold: (gold.published or date.min, gold.id))
    return ordered if seed is None else random.Random(seed).sample(ordered, len(ordered))  # noqa: S311 - no secret


def group_gold(golds: Sequence[GoldArticle]) -> Grouping:
    """Groups from the annotated meetings themselves: resolution alone."""
    readings = [(gold, [as_candidate(meeting, gold.article) for meeting in gold.meetings]) for gold in golds]
    found = resolved((gold.article, candidates) for gold, candidates in readings)
    gold_groups = {key: cluster for gold in golds for key, cluster in _clusters(gold).items()}
    ids = {gold.id: gold.article.id for gold in golds}
    return Grouping(gold_groups, {key: found[ids[key[0]], key[1]] for key in gold_groups})


def group_own(
    golds: Sequence[GoldArticle], extractor: Extractor, progress: Callable[[str], None] = lambda _: None
) -> Grouping:
    """Groups from what the extractor reads: each gold meeting by the reading that the scorer pairs it with."""
    articles = [gold.article for gold in golds]
    read: list[list[MeetingCandidate]] = []
    for gold, candidates in zip(golds, extractor.extract_many(articles), strict=True):
        read.append(list(candidates))
        progress(gold.id)
    found = resolved(zip(articles, read, strict=True))
    gold_groups: dict[ReportKey, str] = {}
    own_groups: dict[ReportKey, str] = {}
    for gold, article, candidates in zip(golds, articles, read, strict=True):
        clusters = _clusters(gold)
        for number, partner in _partners(gold.meetings, [as_read(c, article) for c in candidates]):
            gold_groups[gold.id, number] = clusters[gold.id, number]
            own_groups[gold.id, number] = found[article.id, partner]
    every = sum(len(gold.meetings) for gold in golds)
    return Grouping(gold_groups, own_groups, every - len(gold_groups), sum(map(len, read)) - len(gold_groups))


def _partners(golds: Sequence[Meeting], found: Sequence[Meeting]) -> list[tuple[int, int]]:
    return pair([[similarity(gold, reading) for reading in found] for gold in golds])


def _clusters(gold: GoldArticle) -> dict[ReportKey, str]:
    """The group of each meeting of an article; one without a group is a group of its own."""
    return {(gold.id, number): meeting.cluster or f"{gold.id}#{number}" for number, meeting in enumerate(gold.meetings)}


def resolved(readings: Iterable[tuple[Article, Sequence[MeetingCandidate]]]) -> Groups:
    """The record that each reading comes to in a store of its own (see `record_all`)."""
    with empty_store() as session:
        return record_all(session, readings)


def record_all(session: Session, readings: Iterable[tuple[Article, Sequence[MeetingCandidate]]]) -> Groups:
    """Record readings in the order given; the record that each comes to, by article and number of the reading."""
    for number, (article, candidates) in enumerate(readings):
        record_article(session, Reading(_dated(article), candidates, READER), _moment(number))
    rows = session.execute(select(Source.article_id, Source.ordinal, Source.meeting_id))
    return {(article_id, ordinal): meeting_id or "" for article_id, ordinal, meeting_id in rows}


def _dated(article: Article) -> Article:
    return replace(article, origin=article.origin or article.source_id or article.id)


def _moment(number: int) -> datetime:
    """When the article of that number is taken in; the clock must not change the outcome."""
    return datetime.combine(FIRST_DAY.date(), time(microsecond=number), UTC)


@contextmanager
def empty_store() -> Iterator[Session]:
    """A migrated SQLite store in a folder that is removed after use."""
    with TemporaryDirectory(prefix="summitry-") as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'store.db'}")
        migrate(engine)
        with writing(engine) as session:
            yield session
        engine.dispose()
