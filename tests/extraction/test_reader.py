"""The reader as a whole: odd texts, evidence, order, publishers."""

from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate, Role, Status
from app.extraction.reader import RuleReader

PUBLISHED = date(2022, 5, 18)
SCRIPTS = "abc XYZ,.'’“”()-–\n\t0123 Ünïted Київ 北京 모스크바 القاهرة नई ไทย 😀 met visit talks with President of and"


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    """The rules with their model, loaded once."""
    return RuleReader()


def an_article(text: str, outlet: str = "Harbour Wire", title: str | None = None) -> Article:
    """An article published on one fixed day."""
    return Article(text=text, title=title, outlet=outlet, published=PUBLISHED)


WORDS = (
    *(
        "President",
        "Foreign Minister",
        "envoy",
        "Ban Ki-moon",
        "Sauli Niinistö",
        "Mr.",
        "Putin",
        "Kenyan",
        "Burma",
        "France",
    ),
    *("the two", "leaders", "NATO", "Oslo", "his", "'s", "for", "of", "to", "and", ",", ".", "\n\n", "who", "led by"),
    *(
        "met",
        "says",
        "talks",
        "will visit",
        "in",
        "with",
        "on Monday",
        "delegation",
        "a summit",
        "was",
        "today",
        "after",
    ),
)


def the_meeting(reader: RuleReader, text: str, outlet: str = "Harbour Wire") -> MeetingCandidate:
    """The one meeting that a text reports."""
    (meeting,) = reader.extract(an_article(text, outlet))
    return meeting


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=300), st.text(alphabet=SCRIPTS, max_size=400)))
def test_no_text_makes_extraction_raise(reader: RuleReader, text: str) -> None:
    """Whatever the script, the punctuation or the lack of sense."""
    content = an_article(text)

    for meeting in reader.extract(content):
        assert meeting.evidence_span.of(content.content).strip()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS), max_size=40))
def test_no_order_of_words_of_diplomacy_makes_extraction_raise(reader: RuleReader, words: list[str]) -> None:
    """Names, offices and verbs in any order, in paragraphs of which some are parsed and others are not."""
    assert isinstance(reader.extract(an_article(" ".join(words))), list)


def test_a_passage_that_is_not_parsed_is_read_for_its_names(reader: RuleReader) -> None:
    """A known name and a state stand right beside each other in a headline that reports nothing."""
    found = the_meeting(
        reader,
        "Ban Ki-moon says Burma will open its ports.\n\n"
        "Finnish President Sauli Niinistö met Estonian President Alar Karis in Turku on Monday.",
    )

    assert found.countries == ("EST", "FIN")


def test_every_piece_of_evidence_quotes_the_article(reader: RuleReader) -> None:
    """Each span gives exactly the quote that stands beside it."""
    article = an_article(
        "Finnish President Sauli Niinistö met Latvian Prime Minister Krišjānis Kariņš in Riga on Tuesday.",
        title="Niinistö in Riga",
    )
    (meeting,) = reader.extract(article)

    assert {e.field for e in meeting.evidence} >= {
        "meeting",
        "status",
        "kind",
        "start",
        "place",
        "party:FIN",
        "party:LVA",
    }
    assert all(e.span.of(article.content) == e.quote for e in meeting.evidence)


def test_articles_are_read_alike_alone_and_in_a_batch(reader: RuleReader) -> None:
    """One list an article, in the order given; neighbours change nothing."""
    articles = [
        an_article("Kenyan President William Ruto received Ugandan Foreign Minister Jeje Odongo in Nairobi on Monday."),
        an_article("The orchestra of Bern plays Haydn."),
        an_article("French President Emmanuel Macron will visit Serbia on 3 June."),
    ]

    together = list(reader.extract_many(articles))

    assert together == [reader.extract(article) for article in articles]
    assert [len(meetings) for meetings in together] == [1, 0, 1]


@pytest.mark.parametrize(
    ("lead", "parsed"),
    [
        ("The Hawks of Brazil needed talks to see off the Tigers of Sweden.", 1),
        ("The Hawks of Brazil welcomed the Swedish prime minister.", 2),
    ],
)
def test_the_rest_of_an_article_is_parsed_where_a_passage_mentions_somebody(
    reader: RuleReader, monkeypatch: pytest.MonkeyPatch, lead: str, parsed: int
) -> None:
    """A passage that can report a meeting by itself is parsed first; where it mentions none, so goes the rest."""
    seen: list[str] = []
    pipe = Language.pipe

    def noted(nlp: Language, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        for doc in pipe(nlp, docs, batch_size=batch_size):
            seen.append(doc.text)
            yield doc

    monkeypatch.setattr(Language, "pipe", noted)
    reader.extract(an_article(f"{lead}\n\nTheir visit lasted until Monday."))

    assert len(seen) == parsed


def test_words_that_were_met_are_forgotten_after_a_while(reader: RuleReader) -> None:
    """A reader does not grow with what it has read, and reads on as before."""
    first = len(reader._nlp.vocab.strings)
    reader._most_words = first + 3_000
    report = an_article("The foreign ministers of France and Germany met in Berlin on May 3, 2023.")
    noise = [an_article(" ".join(f"w{number}x{step}" for step in range(60))) for number in range(96)]

    found = list(reader.extract_many([report, *noise, report]))

    assert len(reader._nlp.vocab.strings) < first + 3_000
    assert found[0] == found[-1] != []


def test_a_host_and_a_guest_have_their_roles(reader: RuleReader) -> None:
    """Who receives is host, who is received is guest."""
    text = "Kenyan President William Ruto received Ugandan Foreign Minister Jeje Odongo in Nairobi on Monday."
    meeting = the_meeting(reader, text)

    assert {party.code: party.role for party in meeting.parties} == {"KEN": Role.HOST, "UGA": Role.GUEST}
    assert {"role:KEN", "role:UGA"} <= {e.field for e in meeting.evidence}


def test_an_office_without_a_country_belongs_to_the_government_that_publishes(reader: RuleReader) -> None:
    """A ministry's own text does not say whose minister it speaks of."""
    text = "Deputy Minister Kristjan Prikk spoke on the phone with Norwegian Foreign Minister Anniken Huitfeldt today."
    meeting = the_meeting(reader, text, outlet="Ministry of Foreign Affairs of Estonia")

    assert meeting.countries == ("EST", "NOR")


@pytest.mark.parametrize(
    "outlet", ["Embassy of Estonia in Norway", "Estonian Mission to the United Nations", "Consulate of Estonia, Oslo"]
)
def test_an_embassy_speaks_for_the_state_that_sends_it(reader: RuleReader, outlet: str) -> None:
    """Where an embassy stands does not make its texts those of the state there."""
    text = "Deputy Minister Kristjan Prikk spoke on the phone with Norwegian Foreign Minister Anniken Huitfeldt today."
    meeting = the_meeting(reader, text, outlet=outlet)

    assert meeting.countries == ("EST", "NOR")


def test_who_says_so_is_kept(reader: RuleReader) -> None:
    """The source that the sentence names is the attribution."""
    text = "Japan proposed a summit with South Korea in July, Japanese broadcaster NHK reported."
    meeting = the_meeting(reader, text)

    assert meeting.status is Status.PROPOSED
    assert meeting.attribution == "Japanese broadcaster NHK"


def test_a_meeting_without_a_date_is_less_sure_than_one_with(reader: RuleReader) -> None:
    """Confidence falls with what the text leaves open."""
    dated = the_meeting(reader, "French President Emmanuel Macron will visit Serbia on 3 June.")
    undated = the_meeting(reader, "French President Emmanuel Macron will visit Serbia.")

    assert undated.confidence < dated.confidence


def test_who_brings_others_together_is_a_mediator(reader: RuleReader) -> None:
    """A party that mediates takes part, in a role of its own."""
    text = "Talks between Serbia and Kosovo, mediated by the European Union, were held in Brussels on Monday."
    meeting = the_meeting(reader, text)

    assert {party.code: party.role for party in meeting.parties}["EU"] is Role.MEDIATOR


def test_who_chairs_a_meeting_is_its_chair(reader: RuleReader) -> None:
    """Who chairs it takes part, in a role of its own."""
    text = "Indian Foreign Minister Subrahmanyam Jaishankar chaired a conference on Monday with ministers from Nepal."
    meeting = the_meeting(reader, text)

    assert {party.code: party.role for party in meeting.parties}["IND"] is Role.CHAIR
