"""Articles whose words leave the day of a meeting to the reader in, the likeliest of the dates that they offer out."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.articles import Article
from app.extraction.dating import BY_RULES
from app.extraction.judgement import LinearModel, trained
from app.extraction.reader import RuleReader

PUBLISHED = date(2019, 3, 14)
# The second sentence has no date word, and looks back from the news: the rules leave its day open.
TOLD_BEFORE = (
    "Chilean Foreign Minister Roberto Ampuero flew home from Lima on Tuesday. "
    "He had met Peruvian Foreign Minister Nestor Popolizio there."
)
SURE_RULES = LinearModel(0.0, {BY_RULES: 9.0})


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    """The rules, loaded once."""
    return RuleReader()


def _start(reader: RuleReader, model: LinearModel, text: str = TOLD_BEFORE) -> str | None:
    judged = reader.judged_by(replace(trained(), date=model))
    (candidate,) = (proposal.candidate for proposal in next(judged.propose_many([Article(text, published=PUBLISHED)])))
    return candidate.start.iso if candidate.start else None


def test_the_likeliest_of_the_dates_offered_is_given(reader: RuleReader) -> None:
    """Which one that is, the weights say."""
    assert _start(reader, SURE_RULES) is None
    assert _start(reader, LinearModel(0.0, {"in the sentence before": 1.0})) == "2019-03-12"


def test_what_looks_back_is_not_of_the_day_of_publication(reader: RuleReader) -> None:
    """However much the weights speak for it."""
    assert _start(reader, LinearModel(0.0, {"publication": 9.0, BY_RULES: 1.0})) is None


def test_a_date_that_a_rule_gives_stays(reader: RuleReader) -> None:
    """Only where the rules leave the day open is one chosen."""
    text = "Chilean Foreign Minister Roberto Ampuero met Peruvian Foreign Minister Nestor Popolizio on Tuesday."
    assert _start(reader, LinearModel(0.0, {"publication": 9.0}), text) == "2019-03-12"


@pytest.mark.parametrize(
    "text",
    [
        "Ghana's president, Nana Akufo-Addo, praised Togo's Faure Gnassingbe on his meeting with Alassane Ouattara of "
        "Ivory Coast.",
        "Portuguese Prime Minister Antonio Costa is in Madrid today. The visit follows talks between Spanish Foreign "
        "Minister Josep Borrell and Moroccan Foreign Minister Nasser Bourita.",
    ],
    ids=["spoken of", "went before"],
)
def test_what_the_words_keep_open_stays_open(reader: RuleReader, text: str) -> None:
    """No date of the article tells when it was."""
    judged = reader.judged_by(replace(trained(), date=LinearModel(0.0, {"publication": 9.0})))
    starts = {
        tuple(party.code for party in one.candidate.parties): one.candidate.start
        for one in next(judged.propose_many([Article(text, published=PUBLISHED)]))
    }
    assert starts.get(("CIV", "TGO"), starts.get(("ESP", "MAR"), "not read")) is None


def test_the_words_of_a_chosen_date_are_its_evidence(reader: RuleReader) -> None:
    """A reader sees which words it was taken from."""
    judged = reader.judged_by(replace(trained(), date=LinearModel(0.0, {"in the sentence before": 1.0})))
    (proposal,) = next(judged.propose_many([Article(TOLD_BEFORE, published=PUBLISHED)]))
    (evidence,) = (one for one in proposal.candidate.evidence if one.field == "start")

    assert evidence.quote == "Tuesday"
    assert evidence.rule.endswith("the likeliest date of the article")
    assert proposal.traits["date chosen"] == proposal.traits["no date"] == 1.0
