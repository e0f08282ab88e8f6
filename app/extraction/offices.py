"""The words of office around a name, or without one, in a parsed passage in; title, party and rank out."""

from dataclasses import dataclass

from app.domain.meetings import Party
from app.extraction.complements import complement_end, heads_office, is_title_word
from app.extraction.gazetteer import Match, MatchKind
from app.extraction.lexicon import counts, nouns, word_list
from app.extraction.modifiers import is_council, is_modifier, left_of, look_past_ministry
from app.extraction.provinces import state_of_part
from app.extraction.titles import (
    HYPHENS,
    POSSESSIVE,
    belongs,
    has_others,
    is_address,
    is_possessed,
    match_at,
    match_covering,
    own_party,
    title_text,
)
from app.extraction.tokens import Doc, Token

# Longest distance, in tokens, from the head of a title to the name after it ("Assistant Secretary of State for
# Oceans and International Environmental and Scientific Affairs Monica Medina" has eleven).
REACH = 16

# States of a region that is two sides rather than an area.
PAIR = 2


@dataclass(frozen=True, slots=True)
class TitlePhrase:
    """Words of office: tokens `[start, end)` with everything, `[title_start, title_end)` the office alone."""

    start: int
    end: int
    title_start: int
    title_end: int
    text: str
    head: str
    parties: tuple[Party, ...] = ()
    former: bool = False
    plural: bool = False
    collective: bool = False
    count: int | None = None


class OfficeWords:
    """Reads titles with word lists alone; the parse is only asked for parts of speech."""

    def is_head(self, token: Token) -> bool:
        """Whether a token heads an office or a group ("president", "delegations")."""
        if not heads_office(token) and token.lower_ not in word_list("group_heads"):
            return False
        if token.pos_ in {"VERB", "AUX", "ADV", "ADJ"} and not token.is_title:
            return False
        # "General Secretary": of two heads of one office the last.
        following = token.nbor() if token.i + 1 < len(token.doc) else token
        if token.lower_ == "official" and following.lemma_.lower() in nouns():
            # "Official Visit of the President".
            return False
        joined = token.dep_ in {"compound", "amod"} and token.head.i == following.i != token.i
        if token.lower_ == "general" and following.lower_ in word_list("bodies"):
            # "The General Assembly".
            return False
        if token.lower_ == "mission" and _is_trip(token):
            return False
        # "Delegation-level talks", "Deputy Supreme Commander".
        ranked = any(t.lower_ == "level" for t in token.doc[token.i + 1 : token.i + 3])
        second = token.lower_ == "deputy" and token.is_title and following.is_title and heads_office(token.head)
        return not (joined and heads_office(following)) and not ranked and not (second and token.head.i > token.i)

    def is_title_word(self, token: Token) -> bool:
        """Whether a token belongs to titles rather than to names."""
        return is_title_word(token)

    def introduces_name(self, token: Token) -> bool:
        """Whether the next token is likely the first word of a name."""
        following = token.doc[token.i + 1]
        if not following.text[0].isupper() or following.is_sent_start:
            return False
        lower = token.lower_.rstrip(".")
        if any(lower in word_list(name) for name in ("honorifics", "styles", "title_ends")):
            return token.text[0].isupper()
        return heads_office(token) and token.lower_ not in word_list("plural_heads")

    def title_before(self, doc: Doc, matches: list[Match], name: int) -> TitlePhrase | None:
        """The title that ends where a name begins: "South Korean President", "the foreign minister of Germany,"."""
        end = name
        while end > 0 and is_address(doc, end - 1):
            if end > 1 and doc[end - 2].lower_ == "crown":
                break
            end -= 1
        if end > 0 and (doc[end - 1].lower_ in {"and", "&", "or"} or doc[end - 1].text in POSSESSIVE):
            # "The Saudi minister and Russia's X": the office is another's.
            return None
        last = end - 2 if end > 1 and doc[end - 1].text == "," else end - 1
        head = self._head_before(doc, last)
        if head is None:
            return None
        phrase = self._phrase(doc, matches, head, last + 1)
        # "External Affairs Minister, Dr. X".
        addressed = end < name and not phrase.plural and doc[head].is_title
        return phrase if last == end - 1 or addressed or self._complete(doc, matches, phrase, head) else None

    def title_after(self, doc: Doc, matches: list[Match], name_end: int) -> TitlePhrase | None:
        """The title after a name: ", China's assistant minister of foreign affairs", "of Zambia", "(RUS)"."""
        i = name_end
        if i + 1 < len(doc) and doc[i].lower_ == "of":
            # The article may belong to the name: "of the Philippines".
            match = match_at(matches, i + 1) or (match_at(matches, i + 2) if doc[i + 1].lower_ == "the" else None)
            if match is not None and match.is_party:
                return TitlePhrase(i, match.end, i, i, "", "", match.parties)
        if i + 1 >= len(doc) or doc[i].text not in {",", "(", "–", "—"}:
            return None
        head = self._head_after(doc, matches, i + 1)
        if head is None:
            return None
        phrase = self._phrase(doc, matches, head, complement_end(doc, matches, head))
        if phrase.plural or phrase.start > i + 4 or self._names_another(doc, phrase.end):
            return None
        return None if doc[i].text == "," and _speaks(doc, phrase.end) else phrase

    def _names_another(self, doc: Doc, end: int) -> bool:
        """Whether a name follows: ", Japanese Foreign Minister Taro Kono" is the next of a list, not an apposition."""
        named = end < len(doc) and doc[end].text[0].isupper() and not doc[end].is_sent_start
        return named and (doc[end].pos_ == "PROPN" or is_address(doc, end))

    def phrase_at(self, doc: Doc, matches: list[Match], head: Token, taken: list[bool]) -> TitlePhrase | None:
        """The office or group headed by a token, without a name: "the Chinese premier", "officials from Japan"."""
        covering = match_covering(matches, head.i)
        if covering is not None and covering.kind is MatchKind.SERIES:
            # "The Commonwealth Heads of Government Meeting".
            return None
        end = complement_end(doc, matches, head.i)
        while any(taken[head.i : end]):
            end -= 1
        if end <= head.i:
            return None
        return self._phrase(doc, matches, head.i, end)

    def _head_before(self, doc: Doc, last: int) -> int | None:
        """The head of the title that ends at token `last`, looking left over "of State for ..." complements."""
        i, found = last, None
        while i >= 0 and last - i <= REACH:
            token = doc[i]
            if heads_office(token) and (i == last or token.lower_ not in word_list("plural_heads")):
                found = i
                before = i - 1
                while before >= 0 and (doc[before].lower_ == "the" or is_modifier(doc[before])):
                    before -= 1
                if before < 1 or doc[before].lower_ not in {"of", "for", "to"} or not self._of_office(doc[before - 1]):
                    return found
                if i == last and all(t.lower_ != "the" for t in doc[before:i]):
                    # "An envoy of President X": the office before is another's.
                    return found
                i = before
            if not self._title_part(token):
                return found
            i -= 1
        return found

    def _of_office(self, token: Token) -> bool:
        """Whether a word before "of" can belong to a title ("Chief of Staff to the President of ...")."""
        lists = ("office_heads", "title_contents", "bodies", "title_modifiers")
        return any(token.lower_ in word_list(name) for name in lists)

    def _title_part(self, token: Token) -> bool:
        if token.lower_ in word_list("title_joints") or token.text in HYPHENS | POSSESSIVE:
            return True
        if token.is_sent_start and not self.is_title_word(token):
            return False
        if token.ent_type_ == "PERSON" and not self.is_title_word(token):
            return False
        # "The minister of external affairs".
        return token.text[0].isupper() or self.is_title_word(token) or token.lower_ in word_list("title_contents")

    def _complete(self, doc: Doc, matches: list[Match], phrase: TitlePhrase, head: int) -> bool:
        """Whether a title before a comma introduces the name after it ("The President of the U.S., Barack Obama")."""
        determined = {"the", "its", "his", "her", "their"}
        starts = (head,) if phrase.plural else (head, phrase.title_start)
        words = {doc[i - 1].lower_ for i in starts if i}
        if any(m.end == phrase.end and m.start > head for m in matches) or words & determined:
            return True
        # "The Latvian defence minister, X", "Latvia's defence minister, X"
        return phrase.start < head and bool(phrase.parties) and not phrase.plural

    def _head_after(self, doc: Doc, matches: list[Match], start: int) -> int | None:
        """The head of an apposition that begins at `start`."""
        i = start
        while i < len(doc) and i - start <= REACH:
            token = doc[i]
            if token.lower_ in word_list("office_heads"):
                following = doc[i + 1] if i + 1 < len(doc) else None
                # "Deputy Prime Minister", "Deputy Minister".
                second = following is not None and token.lower_ == "deputy" and is_modifier(following)
                if following is not None and (second or following.lower_ in word_list("office_heads")):
                    i += 1
                    continue
                return i
            match = match_at(matches, i)
            if match is not None:
                i = match.end
                continue
            small = {"the", "a", "an", "its", "who", "is", "’s", "'s"}
            # "A roving ambassador", "the veteran negotiator".
            described = token.pos_ in {"ADJ", "VERB"} and doc[i - 1].lower_ in {"the", "a", "an"}
            if token.lower_ not in small and not described and not is_modifier(token):
                return None
            i += 1
        return None

    def _phrase(self, doc: Doc, matches: list[Match], head: int, end: int) -> TitlePhrase:
        plural = doc[head].lower_ in word_list("plural_heads") or doc[head].lower_ in word_list("plural_groups")
        left = left_of(doc, matches, head, plural)
        if not left.parties:
            look_past_ministry(doc, matches, left)
        counted = left.stop >= 0 and (doc[left.stop].like_num or doc[left.stop].lower_ == "both")
        count = counts().get(doc[left.stop].lower_) if counted else None
        if count is not None and len(left.parties) > count:
            # "Five Arab leaders": which five is not said.
            left.parties = []
        if doc[head].lower_ in word_list("others_of") and is_possessed(doc, left.start, head):
            # "Libya's six neighbours" are other states.
            left.parties = []
        former = any(doc[k].lower_ in word_list("former") for k in range(max(0, left.stop), head))
        for match in matches:
            # "Officials from the two Koreas" are of two sides, the "leaders of the Gulf" of whoever came.
            named = match.kind is not MatchKind.REGION or (plural and _is_whole(doc, match))
            inside = head < match.start and match.end <= end and named and not has_others(doc, match)
            if inside and match.is_party and belongs(doc, match, head) and not is_council(doc, match):
                left.parties.extend(p for p in match.parties if p not in left.parties)
        part = state_of_part(doc, matches, head, end)
        if part is not None:
            left.parties = [part]
        return TitlePhrase(
            start=left.start,
            end=end,
            title_start=left.title_start,
            title_end=end,
            text=title_text(doc, matches, left.title_start, end),
            head=doc[head].lower_,
            parties=tuple(dict.fromkeys(left.parties or own_party(doc[head].text))),
            former=former,
            plural=plural,
            collective=doc[head].lower_ in word_list("group_heads"),
            count=count,
        )


def _is_whole(doc: Doc, match: Match) -> bool:
    """Whether every state of a region is meant: "the two Koreas", "the five Central Asian states"."""
    if len(match.parties) == PAIR:
        return True
    around = (doc[match.start], doc[match.start - 1]) if match.start else (doc[match.start],)
    return any(counts().get(token.lower_) == len(match.parties) for token in around)


def _is_trip(mission: Token) -> bool:
    """ "A three-day mission", "an upcoming trade mission", "his mission to Oslo": somebody's errand, and no body."""
    named = any(t.lower_ in word_list("trip_words") for c in mission.lefts for t in c.subtree)
    somebodys = any(c.lower_ in {"a", "his", "her", "their"} for c in mission.lefts)
    following = mission.nbor().lower_ if mission.i + 1 < len(mission.doc) else ""
    return named or (somebodys and following in {"to", "in"})


def _speaks(doc: Doc, end: int) -> bool:
    """ "Will hold talks with President X, an aide said": who is told right behind it to have said so is another."""
    verb = doc[end] if end < len(doc) else None
    return verb is not None and verb.tag_ in {"VBD", "VBZ"} and verb.lemma_.lower() in word_list("reporting")
