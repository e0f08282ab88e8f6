"""The occasions of an article in, the traits by which each is judged out: named numbers, mostly 0 and 1."""

from collections.abc import Iterator, Sequence

from app.domain.calendar import Precision
from app.domain.meetings import PartyKind
from app.extraction.drafts import Draft
from app.extraction.syntax import clause
from app.extraction.tokens import Token

Traits = dict[str, float]
# What the rules noted of the mention itself.
FLAGS = ("weak", "definite", "generic", "plural", "arrival", "additional", "aside", "remote", "repeats")
ARTICLES = {
    "the": {"the"},
    "a": {"a", "an"},
    "this": {"this", "that", "these", "those"},
    "no": {"no", "any"},
}
# Words anywhere in the sentence that make it speech, or leave it open.
SIGNS = {
    "first person": {"we", "our", "us", "i", "my"},
    "quotation marks": {'"', "“", "”"},
    "condition": {"if", "whether", "unless"},
}
# Traits that mean another thing in what a government publishes than in a newspaper.
CROSSED = {"verb", "noun", "weak", "no date", "title", "lead", "first person", "no people"}
# Sides found in these ways are less sure than arguments of the trigger.
LOOSE_RULES = ("clause", "sentence", "carried over", "on the sidelines", "officials of the place")


def traits_of(drafts: Sequence[Draft], *, readout: bool) -> list[Traits]:
    """One set of traits a draft, in order; `readout` where a government publishes the article."""
    return [_traits(draft, drafts, readout=readout) for draft in drafts]


def _traits(draft: Draft, drafts: Sequence[Draft], *, readout: bool) -> Traits:
    names = [
        *_trigger(draft),
        *_sentence(draft),
        *_standing(draft),
        *_sides(draft),
        *_when(draft),
        *_where(draft, drafts),
    ]
    traits = dict.fromkeys(names, 1.0)
    if readout:
        traits |= {f"readout & {name}": 1.0 for name in names if name in CROSSED}
        traits["readout"] = 1.0
    return traits


def _trigger(draft: Draft) -> Iterator[str]:
    mention, token = draft.mention, draft.mention.trigger
    yield "verb" if mention.is_verb else "noun"
    yield f"word {token.lemma_.lower()}"
    yield f"kind {draft.kind}"
    yield f"dep {token.dep_}"
    yield from (flag for flag in FLAGS if getattr(mention, flag))
    if mention.form is not None:
        yield "form"
    if not mention.is_verb:
        yield f"article {_article(token)}"
        if token.text[:1].isupper():
            yield "capitalised"
    verb = clause(token)
    if verb.i != token.i:
        yield f"under {verb.lemma_.lower()}"


def _sentence(draft: Draft) -> Iterator[str]:
    words = {token.lower_ for token in draft.mention.trigger.sent}
    yield from (name for name, signs in SIGNS.items() if words & signs)


def _article(noun: Token) -> str:
    words = {child.lower_ for child in noun.children if child.i < noun.i}
    for name, forms in ARTICLES.items():
        if words & forms:
            return name
    return "possessive" if any(child.dep_ == "poss" for child in noun.children) else "none"


def _standing(draft: Draft) -> Iterator[str]:
    reading = draft.reading
    yield f"status {draft.status}"
    yield f"strength {reading.strength}"
    yield f"tense {reading.tense}"
    yield f"rule {reading.rule.partition(' ')[0]}"
    yield f"level {draft.level}"


def _sides(draft: Draft) -> Iterator[str]:
    rules = [side.rule for side in draft.sides.values()]
    yield f"sides {min(len(rules), 5)}"
    if any(side.party.kind is PartyKind.ORGANISATION for side in draft.sides.values()):
        yield "organisation"
    if all(side.party.kind is PartyKind.ORGANISATION for side in draft.sides.values()):
        yield "only organisations"
    for rule in {*rules}:
        yield f"side by {rule}"
    yield f"sure sides {min(sum(rule not in LOOSE_RULES for rule in rules), 3)}"
    if draft.borrowed:
        yield "borrowed"
    if draft.inherited:
        yield "inherited"
    people = len(draft.people)
    yield "no people" if not people else "one person" if people == 1 else "people"
    if not people and not draft.groups:
        yield "nobody"
    sentence = draft.sheet.span(draft.mention.trigger.sent.start, draft.mention.trigger.sent.end)
    if all(sentence.covers(side.span) for side in draft.sides.values()):
        yield "sides in the sentence"


def _when(draft: Draft) -> Iterator[str]:
    if draft.start is None or draft.chosen:
        yield "no date"
    if draft.start is None:
        return
    if draft.chosen:
        yield "date chosen"
        return
    yield f"date {draft.start.precision}"
    yield f"basis {draft.start.basis}"
    yield "date told" if draft.time_span is not None else "date by default"
    if draft.start.precision is Precision.DAY and draft.end is not None and draft.end != draft.start:
        yield "several days"


def _where(draft: Draft, drafts: Sequence[Draft]) -> Iterator[str]:
    """Where in the article it is told, and beside what."""
    numbers = [d.sheet.number for d in (draft, *draft.merged)]
    first = min(numbers)
    if any(d.sheet.passage.is_title for d in (draft, *draft.merged)):
        yield "title"
    if first <= 1:
        yield "lead"
    elif first > 6:
        yield "late"
    yield f"mentions {min(len(numbers), 4)}"
    if draft.place is not None:
        yield "city" if draft.place.place.city else "country"
    yield from _beside(draft, [other for other in drafts if other is not draft])


def _beside(draft: Draft, others: Sequence[Draft]) -> Iterator[str]:
    yield f"others {min(len(others), 4)}"
    before = [other for other in others if _place_in_text(other) < _place_in_text(draft)]
    if any(other.codes == draft.codes for other in before):
        yield "same sides before"
    elif any(other.codes < draft.codes or draft.codes < other.codes for other in before):
        yield "nested sides before"
    elif any(other.codes & draft.codes for other in before):
        yield "common side before"
    if any(other.codes >= draft.codes for other in others if other not in before):
        yield "same sides after"
    if any(other.codes & draft.codes and _same_time(draft, other) for other in others):
        yield "rival of the day"


def _place_in_text(draft: Draft) -> tuple[int, int]:
    return draft.sheet.number, draft.mention.trigger.i


def _same_time(one: Draft, other: Draft) -> bool:
    return one.start is not None and other.start is not None and one.start.overlaps(other.start)
