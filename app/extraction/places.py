"""A parsed passage and the trigger of a meeting in, where the passage puts that meeting out."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.meetings import Place, PlacePrecision, Status
from app.extraction.gazetteer import Match, MatchKind
from app.extraction.lexicon import nouns, verbs, word_list
from app.extraction.signals import look_up
from app.extraction.spoken import is_spoken_of, is_told_of
from app.extraction.staging import stage_of
from app.extraction.syntax import SUBJECTS, clause, goes_ahead, is_led, is_purpose, leads_there, left_after, objects
from app.extraction.tense import tense
from app.extraction.titles import POSSESSIVE, match_at
from app.extraction.tokens import Doc, Token
from app.knowledge import areas, places, states

PLANS = {Status.SCHEDULED, Status.PROPOSED}
LOCATIVE = {"in", "at", "near", "outside", "on"}
# Where a meeting is staged that one goes to.
STAGED = LOCATIVE - {"on"} | {"to"}
# Before what is spoken about.
TOPICAL = {"on", "about", "over", "regarding", "concerning"}
# Days on which the parser may hang a clause that tells what was done at a place.
DAYS = {"today", "yesterday", "tomorrow", "tonight", "morning", "afternoon", "evening", "week"}
# Behind these another event stands, with a place of its own.
BOUNDS = {"since", "until"}
# Names that say what meets and not where.
UNPLACED = {MatchKind.ORGANISATION, MatchKind.SERIES}
# Names before "capital" that say of which state ("the Kenyan capital", "the Saudi capital").
OF_STATES = {MatchKind.DEMONYM, MatchKind.STATE}
# Tokens between "in" and the name of a place ("in the Black Sea resort of Sochi" has five).
REACH = 7


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place with the tokens that name it."""

    start: int
    end: int
    place: Place


def place_of(doc: Doc, matches: list[Match], trigger: Token) -> PlaceMention | None:
    """The nearest place behind "in" or "at" that belongs to the trigger or its clause."""
    stage = stage_of(trigger)
    staged = (after(doc, matches, t.i + 1) for t in doc[slice(*stage)] if t.lower_ in STAGED) if stage else ()
    alone = next((place for place in staged if place is not None), None)
    if alone is not None:
        return alone
    sentence = trigger.sent
    own = clause(trigger)
    best: tuple[int, PlaceMention] | None = None
    for prep in sentence:
        hosted = prep.lower_ == "to" and trigger.lemma_.lower() in word_list("host_verbs")
        # "A summit is planned for Brussels".
        hosted = hosted or (
            prep.lower_ == "for" and prep.head.i == own.i and look_up(own) in PLANS and own.tag_ == "VBN"
        )
        if (prep.lower_ not in LOCATIVE and not hosted) or prep.pos_ not in {"ADP", "SCONJ"}:
            continue
        if not (belongs(prep, trigger, own) or _is_behind_whom(prep, own)) or _is_joined_behind(prep, own):
            continue
        found = after(doc, matches, prep.i + 1)
        if found is None or (prep.lower_ == "on" and _is_topic(matches, found)):
            # "Talks that focused on Iraq", "conferred on Berlin".
            continue
        distance = abs(prep.i - trigger.i) + (0 if prep.i > trigger.i else 5)
        # "Talks on Gaza in Cairo".
        distance += len(doc) if prep.lower_ == "on" else 0
        if best is None or distance < best[0]:
            best = (distance, found)
    return best[1] if best else _where(doc, matches, own) or _left(doc, matches, trigger)


def _is_behind_whom(prep: Token, verb: Token) -> bool:
    """ "Discussed ways to boost trade with X in Amman": right behind a name, though it hangs on what was discussed."""
    if verb.lemma_ != "discuss" or prep.i <= verb.i or not verb.is_ancestor(prep):
        return False
    if prep.nbor(-1).ent_type_ != "PERSON":
        return False
    return any(t.lower_ == "with" for t in verb.doc[verb.i : prep.i])


def _is_joined_behind(prep: Token, own: Token) -> bool:
    """ "Stopped in Rome, where he dined with Y, and in Oslo": the second place is not where he dined."""
    joined = own.dep_ == "relcl" and prep.i > own.i and prep.nbor(-1).lower_ == "and" and prep.nbor(-2).text == ","
    return joined and any(c.lower_ == "where" for c in own.children)


def _left(doc: Doc, matches: list[Match], trigger: Token) -> PlaceMention | None:
    """The place that was left after a meeting: "left Havana after ten days of talks with X"."""
    verb = left_after(trigger)
    left = (after(doc, matches, word.left_edge.i) for word in (objects(verb) if verb is not None else ()))
    return next((place for place in left if place is not None), None)


def _where(doc: Doc, matches: list[Match], verb: Token) -> PlaceMention | None:
    """The place that a clause is on: "came from Oslo, where he had met Y"."""
    while verb.dep_ == "conj" and verb.head.i != verb.i and not any(c.lower_ == "where" for c in verb.children):
        verb = verb.head
    where = next((c for c in verb.children if c.lower_ == "where"), None)
    if where is None or verb.dep_ != "relcl":
        return None
    if verb.head.lower_ in word_list("calendar") | DAYS:
        # "Flew to Oslo on Sunday, where he will meet Y": the parser hangs the clause on the day.
        before = (p for p in reversed(doc[where.sent.start : verb.head.i - 1]) if p.lower_ in {"to", *LOCATIVE})
        return next((found for p in before if (found := after(doc, matches, p.i + 1)) is not None), None)
    if verb.head.pos_ != "PROPN":
        return None
    return after(doc, matches, verb.head.left_edge.i)


def _is_topic(matches: list[Match], found: PlaceMention) -> bool:
    """Whether what is named behind "on" can only be what was spoken of: a state or a capital, and no island."""
    match = match_at(matches, found.start)
    return found.place.city is None or (match is not None and match.kind is MatchKind.CAPITAL)


def belongs(prep: Token, trigger: Token, own: Token) -> bool:
    """Whether a preposition hangs on the trigger or its clause and on no other event between."""
    above = prep.head
    if prep.dep_ == "ROOT" and own.dep_ == "relcl":
        # "In the Iraqi capital he had called on X": the parser hangs the clause on the place.
        return own.head.head.i == prep.i
    if _opens_for(prep, own):
        return True
    steps = 0
    planned = {word.i for word in _planned_by(own)} if prep.i < own.i else set()
    while steps < 8:
        if above.i in {trigger.i, own.i} or above.i in planned:
            return True
        if above.dep_ == "pobj" and above.head.lower_ in TOPICAL and above.head.head.i == trigger.i != own.i:
            # "A meeting on the situation in Ukraine".
            return False
        if is_spoken_of(above):
            # "Exchanged views on the conflict in Syria".
            return False
        other = above.lemma_.lower()
        clause_ = above.head if above.dep_ == "conj" else above
        carries = other in word_list("staging") or goes_ahead(above)
        # "X, who will be in Oslo on Friday, met Y".
        who = clause_.dep_ == "relcl" and any(c.lower_ == "who" for c in clause_.children)
        carries = carries and not (who and tense(clause_) == "future")
        carries = carries and not is_told_of(clause_, above, trigger)
        staged = clause_.dep_ in {"relcl", "acl", "xcomp", "acomp"} and carries
        # "X, due in Oslo for talks, said".
        staged = staged or (above.lower_ == "due" and above.is_ancestor(trigger))
        # "Received a delegation of lawmakers led by Y in Oslo".
        staged = staged or other in word_list("official_groups") or is_led(above) or is_purpose(above, trigger)
        if not staged and (above.pos_ in {"VERB", "AUX"} or other in nouns() or other in verbs()):
            return False
        if above.head.i == above.i or above.lower_ in BOUNDS:
            # "The first since the war in Georgia".
            return False
        above = above.head
        steps += 1
    return False


def _opens_for(prep: Token, verb: Token) -> bool:
    """Whether a place before the subject is that of all that the sentence joins: "In Oslo he met X and received Y"."""
    first = verb
    while first.dep_ == "conj" and first.head.i != first.i and all(c.dep_ not in SUBJECTS for c in first.children):
        first = first.head
    front = first.i != verb.i and prep.head.i == first.i
    return front and any(c.dep_ in SUBJECTS and prep.i < c.i for c in first.children)


def _planned_by(verb: Token) -> Iterator[Token]:
    """The words of which a verb is the plan: "in Oslo, X is due to meet Y", "in Oslo he was to meet Y"."""
    plan = verb.head if verb.dep_ == "xcomp" else verb
    if plan.lemma_ == "be" or plan.lower_ in word_list("plans") or plan.lemma_ in word_list("plans"):
        yield plan
        yield from [plan.head] if plan.dep_ == "acomp" else []


def after(doc: Doc, matches: list[Match], i: int) -> PlaceMention | None:
    """The place named at or shortly after token `i`: "Moscow", "the Kremlin", "Munich, Germany", "the city of Ufa"."""
    stop = min(i + REACH, len(doc))
    for k in range(i, stop):
        if any(m.start <= k < m.end and m.kind in UNPLACED for m in matches):
            # "At a Shanghai Cooperation Organisation summit" is not in Shanghai.
            continue
        match = next((m for m in matches if m.start == k), None)
        if match is not None and _is_mere_capital(doc, matches, match):
            return None
        if match is not None and match.kind is not MatchKind.DEMONYM:
            # "At the residence of the U.S. ambassador" is elsewhere.
            behind = match.end + (doc[match.end : match.end + 1].text in POSSESSIVE)
            abroad = doc[behind : behind + 1].text.lower() in word_list("posts_abroad")
            return None if abroad and match.kind is MatchKind.STATE else placed(match)
        city = city_at(doc, matches, k)
        if city is not None:
            return city
        if doc[k].pos_ in {"VERB", "AUX", "ADP", "SCONJ", "PUNCT"} and doc[k].lower_ != "of":
            return None
    return None


def _is_mere_capital(doc: Doc, matches: list[Match], match: Match) -> bool:
    """Whether a capital is meant that no name follows, as one does in "the Kenyan capital, Nairobi"."""
    if match.kind not in OF_STATES or match.end >= len(doc) or doc[match.end].lower_ != "capital":
        return False
    i = match.end + 1
    if i < len(doc) and doc[i].text in {",", "of"}:
        i += 1
    return i >= len(doc) or (match_at(matches, i) is None and city_at(doc, matches, i) is None)


def of_match(match: Match) -> Place:
    """The place that a name from the gazetteer stands for."""
    state = states.by_code(match.country_code or "")
    if match.city is not None:
        found = places.find_city(match.city, match.country_code)
        lat, lon = (found.lat, found.lon) if found else ((state.lat, state.lon) if state else (None, None))
        precision = PlacePrecision.VENUE if match.kind is MatchKind.SEAT else PlacePrecision.CITY
        venue = match.key if match.kind is MatchKind.SEAT else None
        return Place(places.plain_name(match.city), match.country_code, venue, lat, lon, precision)
    if match.kind is MatchKind.SEAT:
        return Place(None, match.country_code, match.key, None, None, PlacePrecision.VENUE)
    if state is not None and state.name == state.capital:
        return Place(state.capital, state.code, None, state.lat, state.lon, PlacePrecision.CITY)
    return Place(None, match.country_code, precision=PlacePrecision.COUNTRY)


def placed(match: Match) -> PlaceMention:
    """A name from the gazetteer as a place."""
    return PlaceMention(match.start, match.end, of_match(match))


def _state_after(doc: Doc, matches: list[Match], end: int) -> str | None:
    """The state after a comma that says where a city is: ", Germany", ", in the Indian state of Goa"."""
    if end >= len(doc) or doc[end].text != ",":
        return None
    i, inside = end + 1, False
    while i < len(doc) and doc[i].lower_ in {"the", "in", "a"}:
        inside = inside or doc[i].lower_ == "in"
        i += 1
    match = match_at(matches, i)
    if match is None or (match.kind is MatchKind.DEMONYM and not inside) or match.kind is MatchKind.CAPITAL:
        return None
    if match.end < len(doc) and doc[match.end].text in POSSESSIVE:
        # "At the summit in Strasbourg, Turkey's president ...".
        return None
    return match.country_code or (match.parties[0].code if match.kind is MatchKind.DEMONYM else None)


def _continues_name(token: Token) -> bool:
    """Whether a word can be a later part of a city's name: "Janeiro", and "de" before it."""
    if token.is_sent_start:
        return False
    if token.lower_ in word_list("name_particles") and token.i + 1 < len(token.doc):
        return token.nbor().text[0].isupper()
    return token.text[0].isupper() or token.text in {"-", "."}


def city_at(doc: Doc, matches: list[Match], k: int) -> PlaceMention | None:
    """A city of the world named at token `k`, if there is one, with the state that follows it after a comma."""
    if k >= len(doc) or doc[k].lower_.rstrip(".") in word_list("calendar") or doc[k].text in word_list("abbreviated"):
        return None
    if not doc[k].text[0].isupper() or (doc[k].is_sent_start and doc[k].ent_type_ not in {"GPE", "LOC", "FAC"}):
        return None
    end = k + 1
    while end < len(doc) and end - k < 4 and _continues_name(doc[end]):
        end += 1
    venue = any(token.lower_ in word_list("venue_words") for token in doc[k + 1 : end])
    if venue and areas.find(doc[k:end].text) is None:
        # "The Astoria Hotel" is no place called Astoria; the West Bank is one.
        return None
    country = _state_after(doc, matches, end)
    for stop in range(end, k, -1):
        name = doc[k:stop].text.strip(" .-")
        found = places.find_city(name, country)
        if found is not None and (country is None or found.country == country):
            inside = k > 0 and leads_there(doc[k - 1]) and doc[stop : stop + 1].text not in POSSESSIVE
            if doc[k].ent_type_ == "PERSON" and country is None and not inside:
                return None
            place = Place(places.plain_name(name), found.country, None, found.lat, found.lon, PlacePrecision.CITY)
            return PlaceMention(k, stop, place)
        area = areas.find(name)
        if area is not None and area.code:
            place = Place(None, area.code, None, area.lat, area.lon, PlacePrecision.REGION)
            return PlaceMention(k, stop, place)
    if country is not None and doc[k].pos_ == "PROPN":
        name = doc[k:end].text.strip(" ,")
        return PlaceMention(k, end, Place(name, country, precision=PlacePrecision.CITY))
    return None


def in_a_capital(verb: Token) -> bool:
    """Whether a clause tells of its subject or of itself that it is "in the Ukrainian capital"."""
    return any(
        noun.lower_ == "capital" and noun.dep_ == "pobj" and noun.head.lower_ == "in" and belongs(noun.head, verb, verb)
        for noun in verb.sent
    )
