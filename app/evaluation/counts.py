"""One gold article and its predictions in, everything that is counted on it and everything that is wrong out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluation.likeness import (
    SLOTS,
    is_right,
    is_strictly_right,
    matches,
    same_name,
    same_office,
    same_person,
    similarity,
)
from app.evaluation.pairing import pair
from app.evaluation.records import GoldArticle, Meeting

# Fields that hold several values.
SETS = ("countries", "organisations", "people")
# Fields whose wrong values are counted value by value.
CONFUSED = ("kind", "status", "level")


@dataclass(frozen=True, slots=True)
class WrongField:
    """A field of a found meeting that differs from the gold."""

    article: str
    field: str
    gold: str
    predicted: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A predicted meeting, the gold meeting that it is paired with (None for a spurious one), and if it is right."""

    article: str
    predicted: Meeting
    gold: Meeting | None
    is_strict: bool


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """What one article adds to the scores.

    `counts` has the numbers that the metrics are made of (see `metrics.py`); every score over several articles is made
    from the sum of theirs.
    """

    article: str
    style: str
    outlet: str
    counts: Counter[str]
    judged: tuple[Judged, ...]
    missed: tuple[Meeting, ...]
    wrong: tuple[WrongField, ...]


def score_article(gold: GoldArticle, found: Sequence[Meeting], style: str, outlet: str) -> ArticleScore:
    """Pair gold and predicted meetings of one article, and count."""
    wanted = gold.meetings
    pairs = {column: row for row, column in pair([[similarity(g, p) for p in found] for g in wanted])}
    counts = _whole(gold, found)
    judged, wrong = [], []
    for column, predicted in enumerate(found):
        partner = wanted[pairs[column]] if column in pairs else None
        strict = partner is not None and is_strictly_right(partner, predicted)
        judged.append(Judged(gold.id, predicted, partner, strict))
        if partner is not None:
            counts.update(_pair(partner, predicted))
            wrong.extend(_wrong(gold.id, partner, predicted))
    missed = tuple(meeting for row, meeting in enumerate(wanted) if row not in pairs.values())
    return ArticleScore(gold.id, style, outlet, counts, tuple(judged), missed, tuple(wrong))


def _whole(gold: GoldArticle, found: Sequence[Meeting]) -> Counter[str]:
    quiet = not gold.meetings
    return Counter(
        articles=1,
        gold=len(gold.meetings),
        predicted=len(found),
        gold_main=sum(meeting.is_main for meeting in gold.meetings),
        quiet=quiet,
        clean=quiet and not found,
        grounded=sum(gold.holds(meeting.evidence) for meeting in found),
    )


def _pair(gold: Meeting, predicted: Meeting) -> Counter[str]:
    counts = Counter(hit=1, hit_main=int(gold.is_main), strict=int(is_strictly_right(gold, predicted)))
    counts.update({f"right {slot}": int(is_right(slot, gold, predicted)) for slot in SLOTS})
    for name in SETS:
        hits, found, wanted = _overlap(name, gold, predicted)
        counts.update({f"{name} hit": hits, f"{name} predicted": found, f"{name} gold": wanted})
    same = [(a, b) for a in gold.people for b in predicted.people if same_person(a, b)]
    counts.update({"named": len(same), "right office": sum(same_office(a, b) for a, b in same)})
    return counts


def _overlap(name: str, gold: Meeting, predicted: Meeting) -> tuple[int, int, int]:
    """Common, predicted and gold members of a set."""
    if name == "people":
        return matches(gold.people, predicted.people, same_person), len(predicted.people), len(gold.people)
    wanted, found = getattr(gold, name), getattr(predicted, name)
    return matches(wanted, found, same_name), len(found), len(wanted)


def _wrong(article: str, gold: Meeting, predicted: Meeting) -> list[WrongField]:
    evidence = gold.evidence or ""
    slots = [
        WrongField(article, slot, str(read(gold)), str(read(predicted)), evidence)
        for slot, read in SLOTS.items()
        if not is_right(slot, gold, predicted)
    ]
    sets = [
        WrongField(article, name, _written(gold, name), _written(predicted, name), evidence)
        for name in SETS
        if (overlap := _overlap(name, gold, predicted))[0] < max(overlap[1:])
    ]
    return slots + sets


def _written(meeting: Meeting, name: str) -> str:
    members = [p.name for p in meeting.people] if name == "people" else getattr(meeting, name)
    return ", ".join(members) or "none"
