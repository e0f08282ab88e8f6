"""The head of a title in, what stands left of it out: modifiers, the country whose office it is, further heads."""

from dataclasses import dataclass

from app.domain.meetings import Party
from app.extraction.complements import field_of
from app.extraction.gazetteer import Match, MatchKind
from app.extraction.lexicon import word_list
from app.extraction.titles import HYPHENS, POSSESSIVE, joint_before, match_covering, match_ending
from app.extraction.tokens import Doc, Token

# Words in the name of a ministry before a title ("Department of Foreign Affairs and Trade").
MINISTRY = 8


@dataclass(slots=True)
class Left:
    """What stands left of the head of a title, as far as it belongs to it."""

    start: int
    title_start: int
    parties: list[Party]
    stop: int


def is_modifier(token: Token) -> bool:
    """Whether a token left of a head is part of the title ("Deputy Foreign", "Senior", "national security")."""
    lower = token.lower_
    if lower in word_list("title_modifiers") or lower in word_list("title_drops"):
        return True
    if token.text in HYPHENS:
        return not token.whitespace_
    if token.is_sent_start or token.pos_ in {"ADP", "DET", "PRON", "VERB", "AUX", "CCONJ", "ADV", "PUNCT", "PART"}:
        return False
    return (
        token.text[0].isupper() and lower not in word_list("calendar") and token.lower_ not in word_list("never_titles")
    )


def left_of(doc: Doc, matches: list[Match], head: int, plural: bool) -> Left:
    """Modifiers, the country and further heads before a head: "the visiting South Korean Deputy Foreign"."""
    left = Left(head, head, [], head - 1)
    field = field_of(doc, matches, head)
    if field < head:
        left = Left(field, field, [], field - 1)
    while left.stop >= 0:
        i = left.stop
        match = match_ending(matches, i + 1)
        if left.parties and match is not None and match.kind is MatchKind.CAPITAL:
            # "From Tehran Pakistani Prime Minister X left for Ashgabat".
            break
        if match is not None and (match.kind is not MatchKind.SEAT or doc[i].lower_ in word_list("seat_words")):
            left.parties = [*([] if is_council(doc, match) else match.parties), *left.parties]
            left.start, left.stop = match.start, match.start - 1
            # "Russian and Uzbek presidents", "China, Japan and South Korea's ministers"
            joint = joint_before(doc, matches, left.stop)
            if joint is not None and (plural or doc[left.stop].text in HYPHENS):
                left.stop = joint
        elif doc[i].text in POSSESSIVE and match_ending(matches, i) is not None:
            left.stop -= 1
        elif is_modifier(doc[i]) and match_covering(matches, i) is None:
            left.start = left.title_start = i
            left.stop -= 1
        elif not plural and _joins_fields(doc, matches, i):
            # "Foreign and Security Policy Advisor".
            left.start = left.title_start = i - 1
            left.stop -= 2
        elif not left.parties and not plural and doc[i].lower_ in word_list("office_heads"):
            # "Saudi leader King Abdullah"
            left.start = i
            left.stop -= 1
        else:
            break
    return left


def _joins_fields(doc: Doc, matches: list[Match], i: int) -> bool:
    """Whether a word joins two fields of one office."""
    fields = word_list("title_contents")
    if i < 1 or doc[i].lower_ not in {"and", "&"} or match_covering(matches, i - 1) is not None:
        return False
    return doc[i - 1].is_title and doc[i - 1].lower_ in fields and doc[i + 1].is_title and doc[i + 1].lower_ in fields


def look_past_ministry(doc: Doc, matches: list[Match], left: Left) -> None:
    """The party before a ministry's name: "Australia Department of Foreign Affairs and Trade Secretary"."""
    k = left.stop
    while k >= 0 and left.stop - k < MINISTRY and doc[k].lower_ in word_list("title_joints"):
        if doc[k].text == ",":
            return
        k -= 1
        while k >= 0 and (doc[k].lower_ in word_list("title_contents") or doc[k].lower_ in word_list("bodies")):
            k -= 1
        match = match_ending(matches, k + 1)
        if match is not None and doc[k + 1].lower_ in word_list("bodies"):
            left.parties, left.start, left.title_start = list(match.parties), match.start, match.end
            left.stop = match.start - 1
            return


def is_council(doc: Doc, match: Match) -> bool:
    """Whether a bare "Security Council" in a title is a state's own: its secretary, not the United Nations'."""
    name = doc[match.start : match.end].text.removeprefix("the ")
    return match.kind is MatchKind.ORGANISATION and name == "Security Council"
