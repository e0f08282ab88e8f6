"""A parsed passage and its gazetteer matches in, the people, offices, groups and parties it speaks of out."""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.domain.meetings import Party
from app.extraction.gazetteer import Match, MatchKind
from app.extraction.lexicon import word_list
from app.extraction.names import NameChunk
from app.extraction.offices import OfficeWords, TitlePhrase
from app.extraction.titles import POSSESSIVE, is_address, match_ending
from app.extraction.tokens import Doc, Token
from app.knowledge.given_names import Gender

# What the parser makes of a noun that stands for somebody.
NOMINAL = {"nsubj", "nsubjpass", "dobj", "pobj", "conj"}
# Adjectives of states that stand for many people and not for one ("the Russians", "the Dutch", "the Japanese").
PEOPLES = re.compile(r"(s|sh|ch|ese|x)$")
# Words for somebody of the same office in another state, which are no office themselves.
EQUALS = {"counterpart", "colleague", "peer", "opposite number"}
# The head of "the Bulgarian", which is somebody of that state named before.
NATIONAL = "national"


class ActorKind(StrEnum):
    """What a mention of somebody is."""

    PERSON = "person"
    ROLE = "role"
    GROUP = "group"
    PARTY = "party"
    PRONOUN = "pronoun"


@dataclass(slots=True)
class Actor:
    """Somebody who may take part: tokens `[start, end)` of one passage.

    `parties` are the sides represented; `name` and `title` as written; `count` how many a group counts ("the three
    leaders"), `members` who stands behind it, `serves` for whom somebody acts ("an envoy of President X"); `is_place`
    marks the name of a place that stands for a government, `is_subject` whoever a clause tells of; `scene` is the state
    in whose capital the sentence plays ("In Beirut, the president-elect received"); `gender` tells whether the name or
    the form of address is a woman's or a man's; `indefinite` marks the office of
    somebody not told of before ("an envoy").
    """

    kind: ActorKind
    start: int
    end: int
    parties: tuple[Party, ...] = ()
    name: str | None = None
    title: str | None = None
    name_span: tuple[int, int] | None = None
    title_span: tuple[int, int] | None = None
    former: bool = False
    plural: bool = False
    count: int | None = None
    head_word: str = ""
    is_place: bool = False
    is_modifier: bool = False
    is_subject: bool = False
    person: int | None = field(default=None, compare=False)
    indefinite: bool = False
    members: tuple["Actor", ...] = field(default=(), compare=False)
    serves: "Actor | None" = field(default=None, compare=False)
    scene: str | None = field(default=None, compare=False)
    gender: Gender | None = field(default=None, compare=False)


class ActorFinder:
    """Finds actors in a passage. Holds only word lists."""

    def __init__(self, words: OfficeWords) -> None:
        """Take the vocabulary of offices and groups."""
        self.words = words

    def find(self, doc: Doc, matches: list[Match], chunks: list[NameChunk]) -> list[Actor]:
        """All actors of the passage, in order, none overlapping."""
        taken = [False] * len(doc)
        actors: list[Actor] = []
        for chunk in chunks:
            if not any(taken[chunk.start : chunk.end]):
                actors.append(_mark(self._person(doc, matches, chunk, taken), taken))
        # "The United States" are no states of something.
        named = {i for match in matches if match.is_party for i in range(match.start, match.end)}
        for token in doc:
            if not taken[token.i] and token.i not in named and self.words.is_head(token):
                role = self._role(doc, matches, token, taken)
                if role is not None:
                    actors.append(_mark(role, taken))
        for match in matches:
            if match.is_party and not any(taken[match.start : match.end]):
                actors.append(_mark(self._party(doc, match), taken))
        found = _with_both_offices(doc, sorted(actors, key=lambda a: a.start))
        for actor in found:
            words = doc[actor.start : actor.end]
            actor.is_subject = any(t.dep_ in {"nsubj", "nsubjpass"} or _is_all_told_of(t) for t in words)
        return found

    def kept(self, actors: list[Actor]) -> list[Actor]:
        """The actors without names that only qualify a noun ("a Biden aide")."""
        actors = [a for a in actors if a.kind is not ActorKind.PERSON or a.title or a.parties or not a.is_modifier]
        return sorted(actors, key=lambda a: a.start)

    def _person(self, doc: Doc, matches: list[Match], chunk: NameChunk, taken: list[bool]) -> Actor:
        after = self.words.title_after(doc, matches, chunk.end)
        before = _as_of_now(self.words.title_before(doc, matches, chunk.start), after)
        if before and after and after.text and any(taken[before.start : before.end]):
            # "H.E. X, Prime Minister of Chad, H.E. Y, Minister of Trade of Mali": the office is of the one before.
            before = None
        if before and before.text and after and doc[after.title_start].lower_ == "deputy":
            # "Senior Director X, Deputy Assistant Secretary for Y Z".
            after = None
        if before and after and _introduces_next(doc, after.end):
            after = None
        served = before is not None and before.head in word_list("service_ranks") and after is not None and after.text
        title = after if served else before or after
        start = min(chunk.start, before.start) if before else chunk.start
        end = max(chunk.end, after.end) if after and (after.text or not before) else chunk.end
        parties = (before.parties if before else ()) or (after.parties if after else ())
        if before and not before.parties and after is not None and after.parties:
            end = max(end, after.end)
        if title is not None and not title.text and after is not None and after.text:
            title = after
        royal = before is None and start > 0 and doc[start - 1].lower_ in {"prince", "princess"}
        if royal and title is not None and title.text and not taken[start - 1]:
            # "His Royal Highness Prince X, Minister of Culture".
            start -= 1
        owner = None if parties else _owner(doc, matches, start)
        if owner is not None:
            parties, start = owner.parties, owner.start
        return Actor(
            kind=ActorKind.PERSON,
            start=start,
            end=end,
            parties=parties,
            name=chunk.text,
            title=(title.text or None) if title else None,
            name_span=(chunk.start, chunk.end),
            gender=_addressed(doc, chunk.start),
            title_span=(title.title_start, title.title_end) if title and title.text else None,
            former=any(phrase.former for phrase in (before, after) if phrase),
            head_word=title.head if title else "",
        )

    def _role(self, doc: Doc, matches: list[Match], head: Token, taken: list[bool]) -> Actor | None:
        phrase = self.words.phrase_at(doc, matches, head, taken)
        if phrase is None or (phrase.head in word_list("fellows") and not phrase.parties):
            return None
        return Actor(
            kind=ActorKind.GROUP if phrase.plural or phrase.collective else ActorKind.ROLE,
            start=phrase.start,
            end=phrase.end,
            parties=phrase.parties,
            title=phrase.text or None,
            title_span=(phrase.title_start, phrase.title_end),
            former=phrase.former,
            plural=phrase.plural,
            count=phrase.count,
            head_word=phrase.head,
            indefinite=phrase.start > 0 and doc[phrase.start - 1].lower_ in {"a", "an", "another"},
        )

    def _party(self, doc: Doc, match: Match) -> Actor:
        last = doc[match.end - 1]
        one = match.kind is MatchKind.DEMONYM and _is_people(last) and not PEOPLES.search(last.text)
        return Actor(
            kind=ActorKind.ROLE if one else ActorKind.PARTY,
            start=match.start,
            end=match.end,
            parties=match.parties,
            is_place=match.kind in {MatchKind.CAPITAL, MatchKind.SEAT},
            is_modifier=_modifies(last, match),
            head_word=NATIONAL if one else last.lower_,
        )


def _addressed(doc: Doc, start: int) -> Gender | None:
    """What the word before a name says: "Mrs Thatcher", "King Abdullah"."""
    before = doc[start - 1].lower_.rstrip(".") if start else ""
    if before in word_list("of_women"):
        return Gender.WOMAN
    return Gender.MAN if before in word_list("of_men") else None


def _owner(doc: Doc, matches: list[Match], start: int) -> Match | None:
    """The state of "Argentina's Cristina Fernandez", "Papua New Guinea's Sir Michael Somare"."""
    first = start - (start > 1 and doc[start - 1].lower_.rstrip(".") in word_list("honorifics"))
    return match_ending(matches, first - 1) if first > 1 and doc[first - 1].text in POSSESSIVE else None


def _with_both_offices(doc: Doc, actors: list[Actor]) -> list[Actor]:
    """ "Moldovan Deputy Prime Minister and Foreign Minister Nicu Popescu" is one person with two offices."""
    kept: list[Actor] = []
    for actor in actors:
        first = kept[-1] if kept else None
        if first is not None and _is_further_office(doc, first, actor):
            first.end = actor.end
            continue
        if first is not None and _is_apposed(doc, first, actor):
            first.title, first.title_span, first.head_word = actor.title, actor.title_span, actor.head_word
            first.end, first.parties, first.former = actor.end, actor.parties, actor.former
            continue
        if first is not None and _is_first_office(doc, first, actor):
            kept = [other for other in kept if other.start < first.start]
            actor.start, actor.parties = first.start, first.parties
        elif first is not None and _is_present_office(doc, first, actor):
            kept.pop()
            actor.start, actor.parties, actor.former = first.start, first.parties, False
            actor.title, actor.title_span, actor.head_word = first.title, first.title_span, first.head_word
        kept.append(actor)
    return kept


def _as_of_now(before: TitlePhrase | None, after: TitlePhrase | None) -> TitlePhrase | None:
    """ "Former Finnish president X, the U.N. envoy": he is what he is now, and for whom."""
    if before is None or after is None or not before.former or after.former or not (after.text and after.parties):
        return before
    return replace(before, text="", parties=(), former=False)


def _introduces_next(doc: Doc, end: int) -> bool:
    """ "Prime Minister X, the Prime Minister of Y, H.E. Z": the second office is that of the next."""
    return end + 1 < len(doc) and doc[end].text == "," and is_address(doc, end + 1)


def _is_further_office(doc: Doc, person: Actor, role: Actor) -> bool:
    """ "X, Crown Prince of Abu Dhabi and Deputy Commander of the Armed Forces": both offices are his."""
    if role.kind is not ActorKind.ROLE or person.kind is not ActorKind.PERSON or person.name_span is None:
        return False
    behind = person.title_span is not None and person.title_span[0] >= person.name_span[1]
    joined = role.start == person.end + 1 and doc[person.end].lower_ == "and"
    return behind and joined and (role.title or "")[:1].isupper() and set(role.parties) <= set(person.parties)


def _is_apposed(doc: Doc, person: Actor, role: Actor) -> bool:
    """ "X, the personal representative of the UN Secretary-General": an office that only the parser gives him."""
    bare = person.kind is ActorKind.PERSON and not person.title and not person.parties
    near = doc[person.end].text == "," and role.start - person.end in {1, 2} if person.end < len(doc) else False
    if not bare or not near or role.kind is not ActorKind.ROLE or not role.title or not role.parties:
        return False
    head = next((t for t in doc[role.start : role.end] if t.dep_ == "appos"), None)
    return head is not None and person.start <= head.head.i < person.end


def _is_first_office(doc: Doc, role: Actor, person: Actor) -> bool:
    if role.kind is not ActorKind.ROLE or person.kind is not ActorKind.PERSON or not person.title or person.parties:
        return False
    joined = person.start == role.end + 1 and doc[role.end].lower_ in {"and", "&"}
    bare = role.start == 0 or doc[role.start - 1].pos_ != "DET"
    return joined and bare and bool(role.parties) and (role.title or "")[:1].isupper()


def _is_present_office(doc: Doc, role: Actor, person: Actor) -> bool:
    """ "The OAS secretary-general, former Colombian president X": what he is now, and for whom."""
    if role.kind is not ActorKind.ROLE or person.kind is not ActorKind.PERSON or not person.former or role.former:
        return False
    beside = doc[role.end].text == "," and person.start - role.end <= 2
    owned = bool(role.parties) or (role.start > 0 and doc[role.start - 1].tag_ == "PRP$")
    return beside and owned and bool(role.title)


def _mark(actor: Actor, taken: list[bool]) -> Actor:
    for i in range(actor.start, actor.end):
        taken[i] = True
    return actor


def _is_all_told_of(name: Token) -> bool:
    """ "X, who was in Hanoi, offered to host Y": the parser may take what a name did for a clause that describes it."""
    whole = name.dep_ == "ROOT" and name.pos_ == "PROPN"
    return whole and any(c.dep_ in {"acl", "relcl"} and c.tag_ in {"VBN", "VBD"} for c in name.children)


def _is_people(word: Token) -> bool:
    """Whether an adjective of a state stands for its people: "the Russians", "the Dutch", "the Bulgarian"."""
    if word.dep_ not in NOMINAL or (word.i and word.nbor(-1).text == "-"):
        return False
    following = word.nbor() if word.i + 1 < len(word.doc) else None
    if following is not None and (following.text == "-" or following.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"}):
        return False
    before = word.nbor(-1).lower_ if word.i else ""
    return before in {"the", "both"} or (word.tag_ in {"NNS", "NNPS"} and word.lower_.endswith("s"))


def _modifies(last: Token, match: Match) -> bool:
    """Whether a name only qualifies the noun after it ("Chinese exports", "Ukraine's army")."""
    if match.kind is MatchKind.DEMONYM:
        return not _is_people(last)
    if last.dep_ in {"compound", "amod", "nmod", "poss"}:
        return last.head.i >= match.end
    following = last.i + 1
    return following < len(last.doc) and last.doc[following].text in {"'s", "’s", "’", "'"}
