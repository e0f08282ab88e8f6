"""The head of an office in, where what it is of or about begins and ends out: "of Foreign Affairs", "railway"."""

from app.extraction.gazetteer import Match, MatchKind
from app.extraction.lexicon import word_list
from app.extraction.titles import POSSESSIVE, list_end, match_at, match_ending
from app.extraction.tokens import Doc, Token

# Nouns before an office that say what it is about ("development aid minister").
FIELD = 3
# Tokens behind "envoy to the" that may end with "talks" ("six-party nuclear talks").
TALKS = 6


def is_title_word(token: Token) -> bool:
    """Whether a token belongs to titles rather than to names."""
    written = token.lower_
    lower = written.rstrip(".")
    if lower in word_list("heads_or_names") and _is_behind_office(token):
        return False
    # "Gen." heads an office as it is written short.
    return any(lower in word_list(name) for name in ("title_words", "office_heads", "bodies")) or (
        lower != written and written in word_list("office_heads")
    )


def heads_office(token: Token) -> bool:
    """Whether a word heads an office; "PM" behind a number is an hour, "Father" one only in "Holy Father"."""
    lower = token.lower_
    if lower in {"father", "holiness"}:
        before = token.nbor(-1).lower_ if token.i else ""
        following = token.nbor().text if token.i + 1 < len(token.doc) else ""
        styled = before == ("holy" if lower == "father" else "his")
        # "His Holiness the Dalai Lama", "His Holiness Patriarch X".
        return styled and token.is_title and following != "the" and not following[:1].isupper()
    plays = lower == "host" and (token.pos_ == "VERB" or token.doc[token.i + 1 : token.i + 2].text == "to")
    if lower not in word_list("office_heads") or plays:
        # "Will host Prime Minister X", "was host to X".
        return False
    if lower in word_list("heads_or_names") and _is_behind_office(token):
        return False
    return lower != "pm" or (token.text == "PM" and not (token.i > 0 and token.nbor(-1).like_num))


def _is_behind_office(token: Token) -> bool:
    """ "Defence Minister Amir Peretz", "the foreign minister, Sultan al-Jaber": a name."""
    before = token.doc[max(0, token.i - 2) : token.i]
    words = [word for word in before if word.text != ","]
    return bool(words) and words[-1].lower_ in word_list("office_heads")


def complement_end(doc: Doc, matches: list[Match], head: int) -> int:
    """Where "of Foreign Affairs", "from China and Japan", "for Defence" after a head ends."""
    # "The chief executive of Exxon".
    end = head + 1 + (doc[head].lower_ == "chief" and doc[head + 1 : head + 2].text.lower() == "executive")
    while end + 1 < len(doc) and doc[end].lower_ in {"of", "for", "from", "to", "representing"}:
        prep = doc[end].lower_
        if prep == "to" and doc[head].lower_ not in word_list("sent_to"):
            break
        bare = doc[end + 1].lower_ not in {"the", "both"} or match_at(matches, end + 1) is not None
        start = end + 1 if bare else end + 2
        stop = _owned_body_end(doc, matches, start) or list_end(doc, matches, start)
        if stop == start and prep != "from":
            stop = _words_end(doc, matches, start)
        stop = max(stop, _talks_end(doc, start)) if prep == "to" else stop
        stop = _fields_end(doc, stop) if stop > start and prep in {"of", "for"} else stop
        if stop == start or _introduces_somebody(doc, start, stop, prep):
            break
        end = stop
    return end


def _talks_end(doc: Doc, start: int) -> int:
    """The end of the talks to which somebody is sent: "envoy to the nuclear talks"; `start` where there are none."""
    words = doc[start : start + TALKS]
    last = next((t.i for t in words if t.lower_ in {"talks", "negotiations"}), None)
    plain = last is not None and all(t.pos_ in {"ADJ", "NOUN", "NUM", "PUNCT", "PROPN", "DET"} for t in doc[start:last])
    return last + 1 if last is not None and plain else start


def _fields_end(doc: Doc, end: int) -> int:
    """The end of the fields that a list goes on with: "for Europe, Integration and Foreign Affairs"."""
    i, commas = end, 0
    while i + 1 < len(doc) and (doc[i].text == "," or doc[i].lower_ in {"and", "&"}):
        last = doc[i].text != ","
        commas += not last
        stop = i + 1
        while stop < len(doc) and _is_of_field(doc[stop]):
            stop += 1
        if stop == i + 1 or stop - i > FIELD + 1:
            return end
        if last:
            told = any(token.lower_ in word_list("title_contents") for token in doc[end:stop])
            return stop if told else end
        i = stop
    return end


def _is_of_field(token: Token) -> bool:
    """Whether a word can name what a minister is charged with."""
    apart = token.ent_type_ == "PERSON" or token.lower_ in word_list("office_heads") or is_title_word(token)
    own = token.lower_ in word_list("title_contents") and token.lower_ != "the"
    return own or (token.text[0].isupper() and token.pos_ in {"PROPN", "NOUN"} and not apart)


def _introduces_somebody(doc: Doc, start: int, stop: int, prep: str) -> bool:
    """Whether words after an office are the office of a person named next ("chief of staff for President X")."""
    if stop >= len(doc) or doc[stop].ent_type_ != "PERSON":
        return False
    heads = word_list("office_heads")
    near = doc[start:stop] if prep in {"for", "to"} else doc[stop - 1 : stop]
    return (prep != "of" or doc[start - 1].lower_ == "of") and any(t.lower_ in heads for t in near)


def _owned_body_end(doc: Doc, matches: list[Match], start: int) -> int | None:
    """The end of a body with its state before it: "of the Russian Security Council", "of Iran's Atomic Agency"."""
    match = match_at(matches, start)
    if match is None or not match.is_party:
        return None
    possessed = match.end < len(doc) and doc[match.end].text in POSSESSIVE
    if match.kind is not MatchKind.DEMONYM and not possessed:
        return None
    stop = _words_end(doc, matches, match.end + possessed)
    return stop if stop > match.end + possessed else None


def _words_end(doc: Doc, matches: list[Match], start: int) -> int:
    i = start
    while i < len(doc):
        token = doc[i]
        if token.ent_type_ == "PERSON" and not is_title_word(token):
            break
        capital = token.text[0].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ"}
        if capital or token.lower_ in word_list("title_contents"):
            i += 1
        elif token.lower_ in {"and", "&", "of", "for"} and i > start and i + 1 < len(doc):
            following = doc[i + 1]
            if following.lower_ not in word_list("title_contents") and not following.text[0].isupper():
                break
            state = match_at(matches, i + 1) if token.lower_ == "of" else None
            if state is not None and state.kind is MatchKind.STATE:
                # "Minister of Foreign Affairs of Suriname Yldiz Pollack-Beighle".
                break
            i += 1
        else:
            break
    while i > start and doc[i - 1].lower_ in {"and", "of", "for", "&"}:
        i -= 1
    return i


def field_of(doc: Doc, matches: list[Match], head: int) -> int:
    """Where the nouns begin that say what an office is about, behind its state: "the Thai railway minister"."""
    i = head
    while i > 0 and head - i < FIELD and doc[i - 1].pos_ == "NOUN" and doc[i - 1].dep_ == "compound":
        i -= 1
    return i if i < head and match_ending(matches, i) is not None else head
