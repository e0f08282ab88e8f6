"""A passage in, the names that stand in it behind an office in some known order of words out.

Behind an office in the plural, behind what an office is about, and with a particle in front ("President dos Santos").
"""

from collections.abc import Iterator

from app.extraction.gazetteer import Match
from app.extraction.lexicon import word_list
from app.extraction.offices import OfficeWords
from app.extraction.tokens import Doc, Token
from app.knowledge import leaders

# "Luiz Inácio Lula da Silva Santos e Sousa" has eight words; longer chunks are lists or headlines.
LONGEST = 10
FULL_NAME = 3


def spans_behind_offices(doc: Doc, matches: list[Match], words: OfficeWords) -> Iterator[tuple[int, int]]:
    """Tokens `[start, end)` of each such name."""
    yield from _of_states(doc, matches)
    yield from _behind_fields(doc)
    yield from _of_particles(doc, words)


def _of_states(doc: Doc, matches: list[Match]) -> list[tuple[int, int]]:
    """Names, each with a state, behind an office in the plural: "Presidents Sisi of Egypt and Said of Tunisia"."""
    parties = {match.start: match.end for match in matches if match.is_party}
    found: list[tuple[int, int]] = []
    for head in (token for token in doc if token.is_title and token.lower_ in word_list("plural_heads")):
        i = head.i + 1
        while (end := _end_of_name(doc, i)) + 1 in parties and doc[end].lower_ == "of" and end > i:
            found.append((i, end))
            i = parties[end + 1]
            i += len([1 for token in doc[i : i + 2] if token.lower_ in {",", "and"}])
        found += _of_two(doc, head.i + 1, parties)
        found += _joined(doc, head.i + 1)
    return found


def _behind_fields(doc: Doc) -> list[tuple[int, int]]:
    """Names right behind what an office is about: "the Special Advisor for Disability Rights Sara Minkara"."""
    found, given = [], leaders.given_names()
    for token in (t for t in doc if t.text in given):
        # "The President of Colombia, Juan Manuel Santos": the name has begun before it.
        begun = token.i > 1 and (doc[token.i - 1].text in given or doc[token.i - 2].text in {",", "."})
        # "Minister of Commerce Ali Bin Masoud".
        begun = begun or (token.i > 0 and doc[token.i - 1].lower_ in word_list("patronymics"))
        if token.i and not begun and doc[token.i - 1].is_title and _is_field(doc, token.i - 1):
            others = word_list("office_heads") | word_list("bodies") | word_list("honorifics") | word_list("styles")
            end = _end_of_name(doc, token.i)
            if 1 < end - token.i <= FULL_NAME and not {t.lower_.rstrip(".") for t in doc[token.i - 1 : end]} & others:
                found.append((token.i, end))
    return found


def _is_field(doc: Doc, last: int) -> bool:
    """Whether words that end at a token say what the office before them is about."""
    passed = False
    for token in reversed(doc[max(0, last - LONGEST) : last + 1]):
        if token.is_title and token.lower_ in word_list("office_heads"):
            return passed
        passed = passed or token.lower_ in {"for", "of"}
        if not token.is_title and token.lower_ not in {"for", "of", "and", "the", ","}:
            return False
    return False


def _of_particles(doc: Doc, words: OfficeWords) -> list[tuple[int, int]]:
    """Surnames behind a title that begin small: "President dos Santos", "Mr. de Klerk", "Minister van den Broek"."""
    found, particles = [], word_list("name_particles")
    for token in (t for t in doc[1:] if t.text in particles):
        before = doc[token.i - 1]
        titled = words.is_title_word(before) or before.lower_.rstrip(".") in word_list("plain_honorifics")
        i = token.i
        while i < len(doc) and doc[i].text in particles:
            i += 1
        end = _end_of_name(doc, i)
        if titled and before.text[0].isupper() and 0 < end - i <= FULL_NAME:
            found.append((token.i, end))
    return found


def _joined(doc: Doc, i: int) -> list[tuple[int, int]]:
    """Two full names joined behind such an office: "Foreign Ministers Mehmet Aydin and Nikos Pappas met"."""
    first = _end_of_name(doc, i)
    last = _end_of_name(doc, first + 1)
    people = [doc[i:first], doc[first + 1 : last]]
    names = all(len(name) > 1 and all(t.pos_ == "PROPN" and t.ent_type_ != "ORG" for t in name) for name in people)
    words = {t.lower_ for name in people for t in name}
    return (
        [(i, first), (first + 1, last)]
        if names and not words & word_list("bodies") and doc[first].text == "and"
        else []
    )


def _end_of_name(doc: Doc, i: int) -> int:
    """Where words stop that can be a name by their capitals."""
    end = i
    while end < len(doc) and end - i < LONGEST and doc[end].is_title and not doc[end].is_sent_start:
        end += 1
    return end


def _of_two(doc: Doc, i: int, parties: dict[int, int]) -> list[tuple[int, int]]:
    """Two surnames joined behind such an office: "Presidents Sisi and Saied", the first perhaps with its state."""
    if i >= len(doc) or not _is_surname(doc[i]):
        return []
    joint = parties.get(i + 3 - (doc[i + 2].lower_ != "the"), i + 1) if doc[i + 1 : i + 2].text == "of" else i + 1
    after = doc[joint + 1 : joint + 3]
    told = doc[joint : joint + 1].text == "and" and len(after) > 1 and _is_surname(after[0])
    return [(i, i + 1), (joint + 1, joint + 2)] if told and not after[1].is_title else []


def _is_surname(token: Token) -> bool:
    return token.is_title and token.pos_ == "PROPN" and token.lower_ not in word_list("plural_heads")
