"""A parsed passage in, the chunks of it that are names of people out."""

import re
from dataclasses import dataclass

from app.extraction.gazetteer import Match
from app.extraction.lexicon import nouns, word_list
from app.extraction.offices import OfficeWords
from app.extraction.syntax import leads_there
from app.extraction.titled_names import LONGEST, spans_behind_offices
from app.extraction.titles import POSSESSIVE, match_ending
from app.extraction.tokens import Doc, Token
from app.knowledge import leaders, places
from app.knowledge.given_names import gender_of

HYPHENS = {"-", "‐", "‑"}
INITIALS = re.compile(r"[A-Z]{2}|(?:[A-Z]\.)+")
# What the parser makes of a name that stands for somebody.
BEARING = {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "poss"}


# What the model may take a name for that it has not seen.
MISTAKEN = {"", "ORG", "FAC", "PRODUCT", "WORK_OF_ART"}


@dataclass(frozen=True, slots=True)
class NameChunk:
    """Tokens `[start, end)` that name one person."""

    start: int
    end: int
    text: str


def find_names(doc: Doc, matches: list[Match], words: OfficeWords, known: set[tuple[int, int]]) -> list[NameChunk]:
    """Names of people, from the model's entities, from the words after a title, and from `known` leaders' spans."""
    blocked = _blocked(doc, matches)
    seeds: list[tuple[int, int]] = sorted(known)
    seeds += [(e.start, e.end) for e in doc.ents if e.label_ == "PERSON"]
    capitals = [token for token in doc if token.text[0].isupper()]
    proper = [token for token in doc if token.pos_ == "PROPN"]
    seeds += [(t.i, t.i + 1) for t in capitals if t.i and words.introduces_name(t.nbor(-1))]
    seeds += [(m.end, m.end + 1) for m in matches if _is_of_office(doc, m, words)]
    seeds += [(token.i, token.i + 1) for token in proper if _is_bare_leader(token, blocked, matches)]
    told = {span for span in spans_behind_offices(doc, matches, words) if not any(blocked[slice(*span)])}
    seeds = sorted(told) + seeds
    if doc.is_parsed:
        seeds += [span for token in proper if (span := _unseen(doc, token, matches)) is not None]
    chunks: list[NameChunk] = []
    used = [False] * len(doc)
    for start, end in seeds:
        if (start, end) in known:
            # "King Abdullah of Saudi Arabia": the state is no part of the name.
            stop = next((i for i in range(start + 1, end) if doc[i].lower_ == "of" and blocked[i + 1]), end)
            bounds: tuple[int, int] | None = _grown(doc, (_past_titles(doc, start, stop, words), stop), blocked, words)
        elif (start, end) in told and end - start > 1:
            bounds = start, end
        else:
            bounds = _bounds(doc, start, end, blocked, words)
        if bounds is None or any(used[bounds[0] : bounds[1]]) or _is_city(doc, *bounds):
            continue
        if _is_agency(doc, bounds[1]):
            continue
        if bounds[0] and doc[bounds[0] - 1].lower_ in word_list("ships"):
            continue
        used[slice(*bounds)] = [True] * (bounds[1] - bounds[0])
        chunks.append(NameChunk(*bounds, _text(doc, *bounds)))
    return sorted(chunks, key=lambda c: c.start)


def _is_agency(doc: Doc, end: int) -> bool:
    """ "The official KUNA agency", "the state-run Petra news agency": no official of that name."""
    behind = [token.lower_ for token in doc[end : end + 2]]
    return behind[:1] == ["agency"] or behind == ["news", "agency"]


def _is_of_office(doc: Doc, match: Match, words: OfficeWords) -> bool:
    """Whether a name can follow the state of an office: "the Prime Minister of Japan Shinzō Abe"."""
    i = match.start - 1 - (doc[match.start - 1].lower_ == "the" if match.start else 0)
    if i < 1 or match.end >= len(doc) or doc[i].lower_ != "of" or not match.is_party:
        return False
    following = doc[match.end]
    named = following.text[0].isupper() and following.pos_ == "PROPN" and not following.is_sent_start
    return named and words.is_head(doc[i - 1]) and doc[i - 1].text[0].isupper()


def _is_bare_leader(token: Token, blocked: list[bool], matches: list[Match]) -> bool:
    """Whether a proper noun alone is the surname of known leaders of one state: "when Nixon went to China"."""
    if blocked[token.i] or not token.is_title:
        return False
    owned = token.i > 0 and token.nbor(-1).text in POSSESSIVE
    if token.dep_ not in BEARING and not (owned and token.dep_ == "nmod"):
        return False
    beside = [token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc)]
    # "The West", "the Horn of Africa", "May 18".
    joined = any(t.pos_ in {"PROPN", "NUM"} or t.text in HYPHENS or t.lower_ in {"the", "of"} for t in beside)
    # "Iran's Rouhani", whom the model takes for a people.
    other = {"DATE", "TIME", "LOC"} | (set() if owned else {"NORP"})
    if joined or token.ent_type_ in other or places.find_city(token.text) is not None:
        return False
    known = leaders.by_surname(token.text)
    parties = {term.party for term in known}
    if len({term.name for term in known}) == 1:
        # "Guterres", who led a state before he led the United Nations.
        return True
    state = match_ending(matches, token.i - 1) if owned else None
    # "Armenia's Sargsyan": of those of that name the one of that state.
    return len(parties) == 1 or (state is not None and any(party.code in parties for party in state.parties))


def _unseen(doc: Doc, token: Token, matches: list[Match]) -> tuple[int, int] | None:
    """A name of several words that the model missed: one of a list of people, or "Malawi's Joyce Banda"."""
    if token.dep_ == "compound" or token.ent_type_ not in MISTAKEN:
        return None
    first = next((c for c in token.children if c.dep_ == "compound" and c.pos_ == "PROPN"), None)
    words = doc[first.i : token.i + 1] if first is not None else doc[:0]
    rest = words[1:] if first is not None and _are_initials(first) else words
    if first is None or len(words) > 4 or not all(word.is_title and word.pos_ == "PROPN" for word in rest):
        return None
    listed = token.dep_ == "conj" and token.head.ent_type_ == "PERSON"
    owner = first.i > 1 and doc[first.i - 1].text in POSSESSIVE and match_ending(matches, first.i - 1) is not None
    # "Russia's Oleg Orlov", whom the model takes for a firm or a building.
    seen = owner and (not token.ent_type_ or (len(words) == 2 and gender_of(words.text) is not None))
    firm = token.ent_type_ in {"", "ORG"}
    seen = seen or (firm and (listed or _is_behind_office(doc, first.i, token.i + 1)))
    # "The minister of external affairs SM Krishna", whom the model takes for a product.
    office = token.head.lower_ in word_list("office_heads") and token.head.i < first.i
    seen = seen or (_are_initials(first) and token.dep_ == "appos" and office)
    return (first.i, token.i + 1) if seen else None


def _are_initials(token: Token) -> bool:
    """Whether a word is made of the initials before a surname, as South Asian papers write them: "IK Gujral"."""
    known = word_list("plain_honorifics") | word_list("styles") | word_list("office_heads")
    compound = token.dep_ == "compound" and token.head.pos_ == "PROPN" and token.head.is_title
    return compound and INITIALS.fullmatch(token.text) is not None and token.lower_ not in known


def _is_behind_office(doc: Doc, start: int, end: int) -> bool:
    """Whether a comma parts words from an office: "the Minister of Foreign Affairs of Gabon, Jean Ondo Mba"."""
    following = doc[end : end + 1]
    if start < 2 or doc[start - 1].text != "," or (following and following[0].pos_ == "PROPN"):
        return False
    for token in reversed(doc[max(0, start - 10) : start - 1]):
        if token.lower_ in word_list("office_heads"):
            plural = token.lower_ in word_list("plural_heads")
            # "His Ugandan counterpart, Moses Okello, and", "the ambassador to Niger, Sylvain Itte, met".
            near = token.i == start - 2 or token.nbor().lower_ in {"to", "of", "for", "in", "at"}
            # "The Finnish president, Sauli Niinisto, and", which the model may take for a firm.
            apposed = doc[end - 1].dep_ == "appos" and doc[end - 1].head.i == token.i
            free = apposed or not doc[start].ent_type_
            # "Met the Latvian envoy, Aivars Kalns."
            ends = doc[end : end + 1].text == "," or (apposed and doc[end : end + 1].text == ".")
            held = token.is_title or (near and free and ends)
            return held and not plural and places.find_city(doc[start:end].text) is None
        if token.pos_ not in {"PROPN", "ADP", "DET", "CCONJ", "ADJ", "NOUN"}:
            return False
    return False


def _is_city(doc: Doc, start: int, end: int) -> bool:
    """Whether a single word is a city that the model took for a person: "in Busan", "flew to Sochi", "Busan talks"."""
    before = doc[start - 1] if start else doc[start]
    # "After Busan talks".
    event = before.pos_ == "ADP" and any(form in nouns() for t in doc[end : end + 1] for form in (t.lemma_, t.lower_))
    where = before.lower_ in {"at", "near"} or event or leads_there(before)
    return where and end - start == 1 and places.find_city(doc[start].text) is not None


def _past_titles(doc: Doc, start: int, end: int, words: OfficeWords) -> int:
    """Where the name begins in "King Mohammed VI"."""
    while end - start > 1 and words.is_title_word(doc[start]):
        start += 1
    return start


def _blocked(doc: Doc, matches: list[Match]) -> list[bool]:
    """Tokens that cannot be part of a name: states, organisations, demonyms, weekdays, months."""
    never, calendar = word_list("never_names"), word_list("calendar")
    lowers = (token.lower_ for token in doc)
    blocked = [lower in never or (lower.rstrip(".") in calendar and _is_day(doc[i])) for i, lower in enumerate(lowers)]
    for match in matches:
        for i in range(match.start, match.end):
            blocked[i] = True
    return blocked


def _is_day(token: Token) -> bool:
    """Whether a word of the calendar is a month or weekday here rather than a name ("Jan Adams", "Theresa May")."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return not (token.ent_type_ == "PERSON" or (following is not None and following.ent_type_ == "PERSON"))


def _name_like(token: Token, blocked: list[bool], words: OfficeWords) -> bool:
    begun = token.i > 0 and not (blocked and blocked[token.i - 1])
    inside = _begins_double_name(token) or (begun and _is_inside_name(token, words))
    titled = words.is_title_word(token) and not inside
    if (blocked and blocked[token.i]) or titled or _is_headline_verb(token):
        return False
    if not token.text[0].isupper() or token.is_punct or token.lower_.rstrip(".") in word_list("plain_honorifics"):
        return False
    if token.is_sent_start and token.pos_ not in {"PROPN", "NOUN"} and token.ent_type_ != "PERSON":
        return False
    return token.pos_ in {"PROPN", "NOUN", "ADJ", "X"} or token.ent_type_ == "PERSON"


def _begins_double_name(token: Token) -> bool:
    """Whether a word for a monarch is the first half of a name ("Amir-Abdollahian")."""
    doc, i = token.doc, token.i
    joined = token.lower_ in word_list("royal_heads") and not token.whitespace_ and doc[i + 1 : i + 2].text == "-"
    return joined and doc[i + 2 : i + 3].text[:1].isupper()


def _is_inside_name(token: Token, words: OfficeWords) -> bool:
    """Whether a word for a monarch stands between two others of a name ("Hossein Amir Abdollahian")."""
    if token.lower_ not in word_list("royal_heads") or token.ent_type_ != "PERSON" or token.ent_iob_ != "I":
        return False
    before, after = token.nbor(-1), token.doc[token.i + 1 : token.i + 2]
    return not words.is_title_word(before) and bool(after) and after[0].ent_iob_ == "I" and after[0].is_title


def _is_headline_verb(token: Token) -> bool:
    """Whether a capital of a title stands on a verb behind a name: "Wang Yi Attends the Conference"."""
    verb = token.is_title and token.i and not token.is_sent_start and token.lower_ in word_list("headline_verbs")
    following = token.nbor() if verb and token.i + 1 < len(token.doc) else None
    return following is not None and not following.is_punct


def _bounds(doc: Doc, start: int, end: int, blocked: list[bool], words: OfficeWords) -> tuple[int, int] | None:
    while start < end and not _name_like(doc[start], blocked, words):
        start += 1
    if start >= end:
        return None
    start, end = _grown(doc, (start, start + 1), blocked, words)
    # "From Osaka Trump travels to Seoul".
    there = end - start == 2 and start > 0 and doc[start - 1].is_sent_start and doc[start - 1].lower_ in {"from", "in"}
    return (start + 1, end) if there and places.find_city(doc[start].text) is not None else (start, end)


def _grown(doc: Doc, bounds: tuple[int, int], blocked: list[bool], words: OfficeWords) -> tuple[int, int]:
    """Extend over adjacent name words: the model splits names ("Bilawal Bhutto" + "Zardari")."""
    start, end = bounds
    while start > 1 and doc[start - 1].lower_ in word_list("patronymics") and _name_like(doc[start - 2], [], words):
        # "Salem bin Nasser", of whom the model sees the father alone.
        start -= 2
    while start > 0 and end - start < LONGEST and _name_like(doc[start - 1], blocked, words):
        # "President of Turkey Recep Tayyip Erdogan", "Gazprom's Alexei Miller": a name begins behind these.
        behind_state = start > 1 and (blocked[start - 2] or doc[start - 2].text in POSSESSIVE)
        begins = behind_state or _follows_title(doc, start - 1, words) or _are_initials(doc[start - 1])
        if doc[start - 1].ent_type_ != "PERSON" and not begins:
            break
        start -= 1
    while end < len(doc) and end - start < LONGEST:
        stop = _next_part(doc, end, blocked, words)
        if stop is None:
            break
        end = stop
    return start, end


def _follows_title(doc: Doc, i: int, words: OfficeWords) -> bool:
    return i > 0 and words.introduces_name(doc[i - 1])


def _next_part(doc: Doc, i: int, blocked: list[bool], words: OfficeWords) -> int | None:
    """The end of the next part of a name that goes on at token `i`: a word, "-un", "al-Assad", "Jr."."""
    if _name_like(doc[i], blocked, words) and not doc[i].is_sent_start:
        return i + 1
    if doc[i].text == "," and i + 1 < len(doc) and doc[i + 1].lower_.rstrip(".") in {"jr", "sr"}:
        return i + 2
    k = i
    while k < len(doc) and k - i < 4 and (_is_hyphen(doc, k) or doc[k].lower_ in word_list("name_particles")):
        k += 1
    if k == i or k >= len(doc):
        return None
    if _name_like(doc[k], blocked, words):
        return k + 1
    tight = _is_hyphen(doc, k - 1)
    return k + 1 if tight and doc[k].text.isalpha() and not blocked[k] else None


def _is_hyphen(doc: Doc, i: int) -> bool:
    return doc[i].text in HYPHENS and i > 0 and not doc[i - 1].whitespace_ and not doc[i].whitespace_


def _text(doc: Doc, start: int, end: int) -> str:
    return doc[start:end].text.removesuffix("’s").removesuffix("'s").strip(" ,")
