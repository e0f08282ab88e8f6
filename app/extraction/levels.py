"""A draft of a meeting and the people of its article in, the level at which its sides take part out."""

from collections.abc import Iterator

from app.domain.meetings import Level
from app.domain.mentions import Span
from app.extraction import ranks
from app.extraction.actors import Actor
from app.extraction.drafts import Draft
from app.extraction.lexicon import word_list
from app.extraction.people import PeopleRegister
from app.extraction.tokens import Token


def level_of(draft: Draft, register: PeopleRegister) -> Level:
    """The level at which the sides of a draft take part, as far as its people and groups tell."""
    found = ranks.lowest((side, level) for side, level, _ in _ranks(draft, register))
    return Level.MINISTER if found is Level.UNKNOWN and _is_ministerial(draft.mention.trigger) else found


def _is_ministerial(noun: Token) -> bool:
    """Whether the word for it tells that ministers meet, though none is named: not "vice-ministerial talks"."""
    words = (word for word in (noun, *noun.children) if word.lower_ == "ministerial")
    return any(word.i == word.sent.start or word.nbor(-1).lower_ not in {"-", "vice", "deputy"} for word in words)


def words_for(level: Level, draft: Draft, register: PeopleRegister) -> Span | None:
    """The words of somebody who takes part at a level; None where nobody named or counted does."""
    return next((span for _, rank, span in _ranks(draft, register) if rank is level and span is not None), None)


def _ranks(draft: Draft, register: PeopleRegister) -> Iterator[tuple[str, Level, Span | None]]:
    """Side, level and words of everybody who takes part."""
    for number, (_, span) in draft.people.items():
        person = register.people[number]
        side = person.party[0].code if person.party else person.name
        titles = [ranks.of_title(title, side) for title in person.titles] or [ranks.of_title(person.office, side)]
        yield side, Level.OFFICIAL if person.former else max(titles, key=ranks.ORDER.__getitem__), span
    for actor, parties in draft.groups:
        level = ranks.of_title(actor.title, parties[0].code if parties else "")
        for party in parties:
            yield party.code, level, draft.sides[party.code].span if party.code in draft.sides else None
        if not parties and not _is_told_by_name(actor, draft, register):
            yield actor.head_word, level, None


def _is_told_by_name(group: Actor, draft: Draft, register: PeopleRegister) -> bool:
    """Whether a delegation is of a side of which somebody is named, as all sides are."""
    named = {party.code for number in draft.people for party in register.people[number].party}
    return group.head_word in word_list("official_groups") and draft.codes <= named
