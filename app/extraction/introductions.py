"""What opens a paragraph or a sentence in, the side of whom it brings in by office alone out."""

from itertools import pairwise

from app.domain.meetings import Kind
from app.extraction.actors import Actor, ActorKind
from app.extraction.gazetteer import MatchKind
from app.extraction.lexicon import initials, verbs
from app.extraction.naming import name_tokens
from app.extraction.sheets import Sheet
from app.extraction.syntax import clause
from app.knowledge import leaders

# Names that say where a sentence plays.
SCENES = {MatchKind.CAPITAL, MatchKind.STATE}
# Words before "in" at the head of a sentence: "And in Beirut,", "Meanwhile, in Beirut,".
LEAD_IN = 3
# The two names of one office.
PREMIER = frozenset({"prime", "minister"})


def introduce(sheets: list[Sheet]) -> None:
    """Give whom a paragraph names first the state that its heading gives his office.

    "Slovak Premier in Warsaw", over "Prime Minister Jan Kovar met" or "Jan Kovar met".
    """
    for sheet in sheets:
        _set_scenes(sheet)
        _set_scenes_of_trips(sheet)
    for above, below in pairwise(sheets):
        if above.passage.is_title and not below.passage.is_title:
            _introduce(above.index.actors, below.index.actors)


def _set_scenes(sheet: Sheet) -> None:
    """Tell the people of a sentence that opens with "In Beirut," that it plays there."""
    doc = sheet.doc
    for match in sheet.matches:
        if match.kind not in SCENES or not match.start or doc[match.end : match.end + 1].text != ",":
            continue
        sentence = doc[match.start].sent if doc[match.start - 1].lower_ == "in" and doc.is_parsed else None
        if sentence is not None and match.start - sentence.start <= LEAD_IN:
            for actor in sheet.index.actors:
                if match.end <= actor.start < sentence.end and actor.kind is ActorKind.PERSON:
                    actor.scene = match.country_code or (match.parties[0].code if match.parties else None)


def _set_scenes_of_trips(sheet: Sheet) -> None:
    """Tell whom a traveller met where he went that the clause plays there: "flew to Quito and saw Minister X"."""
    for match in sheet.matches if sheet.doc.is_parsed else ():
        if match.kind not in SCENES or not match.start or sheet.doc[match.start - 1].lower_ not in {"to", "in"}:
            continue
        trip = clause(sheet.doc[match.start])
        joined = {c.i for c in trip.children if c.dep_ == "conj" and c.i > match.end and c.pos_ == "VERB"}
        frame = verbs().get(trip.lemma_.lower())
        if frame is None or frame.kind is not Kind.VISIT or not joined:
            continue
        for actor in sheet.index.actors:
            below = clause(sheet.doc[actor.end - 1]).i in joined
            if below and actor.kind is ActorKind.PERSON and actor.scene is None and not actor.parties:
                actor.scene = match.country_code or (match.parties[0].code if match.parties else None)


def _introduce(heading: list[Actor], actors: list[Actor]) -> None:
    _introduce_several(heading, actors)
    named = next((a for a in actors if a.kind is ActorKind.PERSON), None)
    if named is None or named.parties or not named.is_subject or leaders.named(named.name or ""):
        return
    roles = [a for a in heading if a.kind is ActorKind.ROLE and a.parties and not a.plural]
    fitting = [a for a in roles if _office(a) == _office(named)] if named.title else roles
    if len(fitting) == 1:
        named.parties = fitting[0].parties


def _introduce_several(heading: list[Actor], actors: list[Actor]) -> None:
    """ "Moldovan, Ukrainian Premiers Discuss Gas", over "X and Y met": the first is of the first state."""
    sides = next((a.parties for a in heading if a.kind is ActorKind.GROUP and a.plural and len(a.parties) > 1), ())
    named = [a for a in actors if a.kind is ActorKind.PERSON][: len(sides)]
    if len(named) != len(sides) or any(a.parties or not a.is_subject for a in named[:1]):
        return
    for person, party in zip(named, sides, strict=True):
        known = {term.party for term in leaders.named(person.name or "")}
        if person.parties not in {(), (party,)} or (known and party.code not in known):
            return
    for person, party in zip(named, sides, strict=True):
        person.parties = (party,)


def _office(actor: Actor) -> frozenset[str]:
    title = actor.title or actor.head_word
    words = frozenset(name_tokens(initials().get(title.lower(), title)))
    return PREMIER if words == {"premier"} else words
