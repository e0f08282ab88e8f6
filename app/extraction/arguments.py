"""A parse and its actors in, the actors at a word or in a list out."""

from dataclasses import dataclass, field

from app.extraction.actors import Actor, ActorKind
from app.extraction.lexicon import word_list
from app.extraction.sharing import serve
from app.extraction.syntax import SUBJECTS
from app.extraction.titles import POSSESSIVE, is_address
from app.extraction.tokens import Doc, Token

SEPARATORS = {",", "and", "&", "or", "/", "as", "well", "plus", "together", "with", "along", "-", "–", "then"}
FILLERS = {
    "the",
    "a",
    "an",
    "his",
    "her",
    "its",
    "their",
    "both",
    "top",
    "several",
    "some",
    "other",
    "senior",
    "also",
    "then",
    "new",
    "newly",
    "elected",
}
# What stands before a capital that is a place.
LEADING = {"in", "at", "near", "outside", "to", "from", "for", "leave", "left"}
# How far a preposition's first actor may stand behind it ("with the visiting and newly appointed ...").
REACH = 7


@dataclass(slots=True)
class ActorIndex:
    """The actors of one passage by token."""

    doc: Doc
    actors: list[Actor]
    _covering: dict[int, Actor] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Look up once which tokens they cover: every token is asked for."""
        # The first of two that share a token has it.
        self._covering = {i: actor for actor in reversed(self.actors) for i in range(actor.start, actor.end)}

    def recall(self, forms: frozenset[str], titled: frozenset[str]) -> None:
        """Add the people named in full elsewhere where they stand here with one word that the model missed.

        `titled` are the words for those with an office, who may be called as a capital is: "talks with Muscat".
        """
        if not forms:
            return
        taken = [a for a in self.actors if a.is_place and a.end - a.start == 1 and self.doc[a.start].text in titled]
        for actor in taken:
            before = self.doc[actor.start - 1].lower_ if actor.start else ""
            if before not in LEADING and not actor.is_modifier:
                self.actors.remove(actor)
                del self._covering[actor.start]
        for token in self.doc:
            if token.text in forms and token.i not in self._covering:
                start = self._start_of_name(token, forms)
                if start is None:
                    continue
                name = self.doc[start : token.i + 1].text
                own = Actor(ActorKind.PERSON, start, token.i + 1, name=name, name_span=(start, token.i + 1))
                own.is_subject = token.dep_ in {"nsubj", "nsubjpass"}
                self.actors.append(own)
        self.actors.sort(key=lambda a: a.start)
        serve(self.doc, self.actors)
        self.__post_init__()

    def _start_of_name(self, token: Token, forms: frozenset[str]) -> int | None:
        """Where the short form of a name that a word ends begins; None where it is part of another name."""
        start = token.i - 1
        while start > 0 and self.doc[start].text in word_list("name_particles"):
            start -= 1
        if start >= 0 and self.doc[start : token.i + 1].text in forms and start not in self._covering:
            return start
        return None if self._in_longer_name(token) else token.i

    def _in_longer_name(self, token: Token) -> bool:
        """Whether a neighbour makes it something else ("Bush Airport", "Camp David")."""
        after = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
        before = self.doc[token.i - 1] if token.i else None
        follows = after is not None and after.pos_ == "PROPN" and after.text[0].isupper() and token.dep_ == "compound"
        if before is None or before.lower_.rstrip(".") in word_list("honorifics") | word_list("calendar"):
            return follows
        leads = before.pos_ == "PROPN" and before.dep_ == "compound" and before.head.i == token.i
        return follows or (leads and not self._is_where(before))

    def _is_where(self, word: Token) -> bool:
        """ "In Athens Papandreou said": a place before a name that the parser takes for a part of it."""
        place = self.at(word.i)
        opens = word.i > 0 and word.nbor(-1).is_sent_start and word.nbor(-1).lower_ in {"in", "from", "at"}
        return opens and place is not None and place.is_place

    def at(self, i: int) -> Actor | None:
        """The actor that covers a token."""
        return self._covering.get(i)

    def outside(self, token: Token, actors: list[Actor]) -> list[Actor]:
        """Those of some actors of which a token is no part; some may stand in passages before, where it counts anew."""
        if self.at(token.i) is None:
            return actors
        return [a for a in actors if not a.start <= token.i < a.end]

    def of(self, token: Token) -> list[Actor]:
        """The actors a token heads, with its coordinates ("Putin and Xi")."""
        found: list[Actor] = []
        tokens = [token, *token.conjuncts]
        for item in sorted(tokens, key=lambda t: t.i):
            actor = self.at(item.i) or self._inside(item)
            if actor is not None and actor not in found and (item.i == token.i or not self._goes_on(actor)):
                found.append(actor)
        if len(found) == 1:
            before = self._chain_before(found[0])
            after = self.chain_after(found[0])
            return [*before, *found, *after]
        # "Premier A, Premier B and Premier C": the parser may take the second for the first.
        first = self._chain_before(found[0]) if found else []
        # "President A of X, President B of Y and President C": or hang the last on the state before it.
        last = self.chain_after(found[-1]) if found and found[-1].parties else []
        return [*filter(_is_placed, first), *found, *filter(_is_placed, last)]

    def _goes_on(self, actor: Actor) -> bool:
        """Whether a clause begins with whom the parser lists: "received X and the two leaders discussed"."""
        verb = self.doc[actor.end] if actor.plural and actor.end < len(self.doc) else None
        finite = verb is not None and verb.tag_ in {"VBD", "VBP"} and verb.dep_ in {"conj", "advcl"}
        return finite and verb is not None and all(c.dep_ not in SUBJECTS for c in verb.children)

    def list_to(self, i: int) -> list[Actor]:
        """The list of actors that ends at token `i`."""
        last = self.at(i)
        return [*self._chain_before(last), last] if last is not None and not last.is_modifier else []

    def _chain_before(self, actor: Actor) -> list[Actor]:
        """Earlier members of a list whose later member the parser took for the whole subject."""
        place = self.actors.index(actor)
        members: list[Actor] = []
        while place > 0 and self._next_member(self.actors[place - 1]) is self.actors[place]:
            place -= 1
            members.insert(0, self.actors[place])
        return [] if members and members[0].is_modifier else members

    def _inside(self, token: Token) -> Actor | None:
        """An actor in the noun phrase of a token that is none itself ("a group of five ministers")."""
        if token.pos_ not in {"NOUN", "PROPN", "NUM"}:
            return None
        grouping = token.lower_ in word_list("of_people") or token.like_num
        for child in token.children:
            if child.dep_ == "nmod" and any(c.dep_ == "cc" for c in child.children):
                # "Met President X and opposition figures": the parser takes the name for a part of the noun.
                named = self.at(child.i)
                if named is not None and named.kind is ActorKind.PERSON:
                    return named
            if child.dep_ in {"appos", "prep"} and child.i > token.i:
                inner = child if child.dep_ == "appos" else next((g for g in child.children if g.dep_ == "pobj"), child)
                actor = self.at(inner.i)
                if actor is not None and (child.dep_ == "appos" or (grouping and child.lower_ in {"of", "from"})):
                    return actor
        return None

    def list_from(self, i: int, stop: int | None = None) -> list[Actor]:
        """The list of actors that begins at or shortly after token `i`."""
        limit = len(self.doc) if stop is None else stop
        for k in range(i, min(i + REACH, limit)):
            actor = self.at(k)
            if actor is not None and not actor.is_modifier:
                return [actor, *self.chain_after(actor)]
            barrier = self.doc[k].pos_ in {"VERB", "AUX", "ADP", "SCONJ"} and self.doc[k].dep_ != "prt"
            if barrier or (self.doc[k].is_sent_start and k > i):
                return []
        return []

    def chain_after(self, actor: Actor) -> list[Actor]:
        """Further members of a list after one member."""
        members: list[Actor] = []
        current = actor
        while True:
            following = self._next_member(current)
            if following is None:
                return members
            members.append(following)
            current = following

    def bracketed(self, body: Actor) -> list[Actor]:
        """The members that stand in brackets behind a body: "negotiators of the Contact Group (A, B and C)"."""
        if not body.parties or self.doc[body.end : body.end + 1].text != "(":
            return []
        named = self.list_from(body.end + 1)
        closed = len(named) > 1 and self.doc[named[-1].end : named[-1].end + 1].text == ")"
        return named if closed else []

    def _next_member(self, actor: Actor) -> Actor | None:
        i, separated, joined = actor.end, False, False
        while i < len(self.doc):
            token = self.doc[i]
            found = self.at(i)
            if found is not None and separated and self._names_side_of(found):
                i = found.end
                continue
            if found is not None:
                listed = separated and not self._goes_on(found) and not self._only_says(found)
                return found if listed and (joined or self._continues(found, actor)) else None
            if token.lower_ in SEPARATORS or (actor.title and self._goes_on_with_of(i)):
                separated = True
                joined = token.lower_ == "and" and i == actor.end
            elif token.text in POSSESSIVE or (
                self.doc[i - 1].text in POSSESSIVE and token.lower_ in word_list("group_heads")
            ):
                # "Delegations of Ethiopia's government and of ..."
                pass
            elif token.lower_ in {"of", "from"} and self.doc[i - 1].lower_ == "and":
                joined = False
            elif separated and (token.lower_ == "of" or is_address(self.doc, i)):
                # "X, Prime Minister of Norway, and H.E. Mr. Y".
                pass
            elif token.lower_ not in FILLERS and token.text not in {"(", ")"} and not token.like_num:
                return None
            i += 1
        return None

    def _only_says(self, actor: Actor) -> bool:
        """Whether somebody behind a comma is who says it all: "will meet A and B, minister C said"."""
        said = self.doc[actor.end] if actor.start > 0 and actor.end < len(self.doc) else None
        apart = said is not None and self.doc[actor.start - 1].text == "," and said.tag_ in {"VBD", "VBZ"}
        return apart and said is not None and said.lemma_ in word_list("reporting")

    def _goes_on_with_of(self, i: int) -> bool:
        """Whether a list goes on behind a semicolon: "the ministers of A, X; of B, Y; and of C, Z"."""
        if self.doc[i].text != ";":
            return False
        if any(t.lower_ in {"of", "with"} for t in self.doc[i + 1 : i + 3]):
            return True
        # "The President of A, Mr. X; the King of B, His Majesty Y; and the Prime Minister of C, Mr. Z".
        following = next((a for k in range(i + 1, min(i + 4, len(self.doc))) if (a := self.at(k)) is not None), None)
        return following is not None and following.kind is ActorKind.PERSON and bool(following.title)

    def _names_side_of(self, party: Actor) -> bool:
        """Whether a state only says of whom the next name is: "the ministers of A, X, and of B, Y"."""
        following = self.at(party.end + 1)
        of = party.kind is ActorKind.PARTY and party.start > 0 and self.doc[party.start - 1].lower_ == "of"
        return of and following is not None and bool(following.title) and following.parties == party.parties

    def _continues(self, following: Actor, actor: Actor) -> bool:
        """Whether the next actor belongs to the same list: it starts no clause and qualifies no other noun."""
        if following.is_modifier:
            return False
        for token in self.doc[following.start : following.end]:
            if token.dep_ in {"nsubj", "nsubjpass"} and token.head.i >= following.end:
                own = {t.dep_ for t in self.doc[actor.start : actor.end]}
                listed = actor.kind is ActorKind.PERSON and "npadvmod" in own and bool(token.conjuncts)
                return listed or (bool(own & {"nsubj", "nsubjpass"}) and actor.end <= token.i)
        return True


def _is_placed(actor: Actor) -> bool:
    """Whether somebody is named with a side."""
    return actor.kind is ActorKind.PERSON and bool(actor.parties)
