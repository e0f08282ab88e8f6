"""Tokens of an office and the names among them in, its text without the country and whose office it is out."""

from app.domain.meetings import Party, PartyKind
from app.extraction.gazetteer import Match, MatchKind
from app.extraction.lexicon import title_parties, word_list
from app.extraction.tokens import Doc, Token

HYPHENS = {"-", "‐", "‑", "–"}
POSSESSIVE = {"'s", "’s", "'", "’"}


def own_party(head: str) -> list[Party]:
    """The party of an office that only one has ("Pope"), by its head as written."""
    code = title_parties().get(head.lower()) or title_parties().get(head)
    return [Party(code, PartyKind.STATE)] if code else []


def is_address(doc: Doc, i: int) -> bool:
    """Whether a token before a name only addresses whom it names: "Mr", "the Honourable", "Her Excellency"."""
    word = doc[i].lower_.rstrip(".")
    if word in word_list("honorifics") or (word in word_list("styles") and doc[i].text[0].isupper()):
        return True
    return word in {"the", "his", "her", "their"} and i + 1 < len(doc) and doc[i + 1].lower_ in word_list("styles")


def belongs(doc: Doc, match: Match, head: int) -> bool:
    """Whether a state inside a title is whose office it is ("of Iran"), not its subject ("envoy for Yemen")."""
    i = match.start - 1
    while i > head and doc[i].lower_ not in {"of", "for", "to", "from", "representing"}:
        i -= 1
    return doc[i].lower_ in {"of", "from", "representing"}


def title_text(doc: Doc, matches: list[Match], start: int, end: int) -> str:
    """The office as written, without the country and without words such as "visiting"."""
    pieces = []
    i = start
    while i < end:
        token = doc[i]
        # The article may belong to the name: "of the Philippines".
        apart = i + 1 < end and doc[i + 1].lower_ == "the" and match_at(matches, i + 1) is None
        following = i + 2 if apart else i + 1
        match = match_at(matches, following) if token.lower_ in {"of", "from", "to"} else None
        if match is not None and match.is_party and match.kind is not MatchKind.DEMONYM and not is_organ(doc, match):
            i = list_end(doc, matches, following)
            if i < end and doc[i].text in POSSESSIVE:
                # "Secretary of Iran's Supreme National Security Council"
                pieces.append(f"{token.text} the ")
                i += 1
            continue
        here = match_at(matches, i)
        if here is not None and is_organ(doc, here):
            pieces.append(doc[here.start : here.end].text_with_ws)
            i = here.end
            continue
        if here is not None and here.is_party:
            i = here.end + (1 if here.end < end and doc[here.end].text in POSSESSIVE else 0)
            continue
        if token.lower_ not in word_list("title_drops"):
            pieces.append(token.text + token.whitespace_)
        i += 1
    return "".join(pieces).strip(" ,-’'").replace("  ", " ")


def is_organ(doc: Doc, match: Match) -> bool:
    """Whether a name is of an organ, part of the office it stands in ("President of the European Council")."""
    return (
        match.kind is MatchKind.ORGANISATION
        and doc[match.end - 1].lower_ in word_list("bodies")
        and match.end - match.start > 1
    )


def list_end(doc: Doc, matches: list[Match], start: int) -> int:
    """The end of a list of states or organisations that begins at `start` ("China, Japan and South Korea")."""
    end = start
    match = match_at(matches, start)
    while match is not None and match.is_party:
        end = match.end
        i = end
        while i < len(doc) and match_at(matches, i) is None and _joins(doc[i]):
            i += 1
        match = match_at(matches, i) if i > end else None
    return end


def _joins(token: Token) -> bool:
    return token.text in {",", "&"} or token.lower_ in {"and", "the"}


def joint_before(doc: Doc, matches: list[Match], i: int) -> int | None:
    """The last token of the list item before "and", a comma or a hyphen at `i`, where that item is a party."""
    j = i
    while j >= 0 and (doc[j].text in {",", "&"} or doc[j].lower_ == "and" or doc[j].text in HYPHENS):
        j -= 1
    if 0 <= j < i and doc[j].text in POSSESSIVE:
        # "Kenya's and Uganda's presidents".
        j -= 1
    return j if j < i and match_ending(matches, j + 1) is not None else None


def match_at(matches: list[Match], start: int) -> Match | None:
    """The known name that begins at a token."""
    return next((m for m in matches if m.start == start), None)


def match_ending(matches: list[Match], end: int) -> Match | None:
    """The party that ends before a token."""
    return next((m for m in matches if m.end == end and m.is_party), None)


def match_covering(matches: list[Match], i: int) -> Match | None:
    """The known name that covers a token."""
    return next((m for m in matches if m.start <= i < m.end), None)


def has_others(doc: Doc, match: Match) -> bool:
    """Whether a state only says whose neighbours or allies are meant: "the ministers of Libya's six neighbours"."""
    behind = doc[match.end : match.end + 4]
    return bool(behind) and behind[0].text in POSSESSIVE and any(t.lower_ in word_list("others_of") for t in behind)


def is_possessed(doc: Doc, start: int, head: int) -> bool:
    """Whether a possessor stands before the head of an office or a group."""
    return any(doc[k].text in POSSESSIVE for k in range(max(start, 0), head))
