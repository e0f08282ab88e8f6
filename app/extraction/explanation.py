"""An article and its candidates in, the marks in its text out: which words gave which value, and by which rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.domain.mentions import Evidence
from app.extraction.output import claimed_value


class Category(StrEnum):
    """What marked words are of a meeting."""

    TRIGGER = "trigger"
    STATUS = "status"
    PARTY = "party"
    PERSON = "person"
    DATE = "date"
    PLACE = "place"


CATEGORIES = {
    "kind": Category.TRIGGER,
    "status": Category.STATUS,
    "party": Category.PARTY,
    "person": Category.PERSON,
    "start": Category.DATE,
    "end": Category.DATE,
    "place": Category.PLACE,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One field of one meeting and the words for it.

    `meeting` is the candidate's position; `category` is None for fields that no words of their own show (`salience`).
    """

    meeting: int
    evidence: Evidence
    value: str | None
    category: Category | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A text with every mark in it, meeting by meeting in the order of the evidence."""

    content: str
    marks: tuple[Mark, ...]

    def frame(self, meeting: int) -> tuple[str, str]:
        """What made a meeting of a clause: the rule ("verb host"), and the word that set it off."""
        own = {mark.evidence.field: mark.evidence for mark in self.marks if mark.meeting == meeting}
        rule, trigger = own.get("meeting"), own.get("kind")
        return (rule.rule if rule else "", trigger.quote if trigger else "")


def explain(article: Article, candidates: Sequence[MeetingCandidate]) -> Explanation:
    """The marks of all candidates of an article."""
    return Explanation(article.content, tuple(_marks(candidates)))


def _marks(candidates: Sequence[MeetingCandidate]) -> Iterator[Mark]:
    for number, candidate in enumerate(candidates):
        for evidence in candidate.evidence:
            category = CATEGORIES.get(evidence.field.partition(":")[0])
            yield Mark(number, evidence, claimed_value(candidate, evidence.field), category)
