"""A store whose meetings a test knows: articles with texts, and the words in them for each value."""

from app.domain.articles import Article
from app.domain.meetings import Kind, Level, MeetingCandidate, Role, Status
from app.domain.mentions import Evidence
from tests.api.conftest import Store
from tests.builders import BERLIN, SEOUL, a_candidate, a_person, a_state, an_article, an_organisation, some_evidence

HOSTILE = (
    'Envoys met. <script>window.hurt = 1</script> <img src=x onerror="window.hurt = 2"> </div> {{ 7 * 7 }} & done.'
)
CHUNG = a_person("Chung Byung-won", "KOR", title="Deputy Foreign Minister", role=Role.HOST)
THREE = (a_state("KOR", role=Role.HOST), a_state("JPN"), a_state("CHN"))
PAIRS = (
    ("FRA", "DEU", "2021-05-03"), ("FRA", "DEU", "2022-02-08"), ("USA", "CHN", "2022-11-14"),
    ("USA", "KOR", "2023-04-26"), ("USA", "JPN", "2024-04-10"), ("KOR", "JPN", "2023-03-16"),
)  # fmt: skip


def shown(article: Article, **words: str) -> tuple[Evidence, ...]:
    """The words of an article for each field; `party_KOR` is the field `party:KOR`."""
    found = []
    for name, quote in words.items():
        start = article.content.index(quote)
        found.append(some_evidence(name.replace("_", ":", 1), start, start + len(quote), quote=quote))
    return tuple(found)


def fill(store: Store) -> None:
    """A trilateral in two articles that differ about its level, and meetings of other kinds, places and dates."""
    first = an_article(
        "SEOUL - Diplomats of South Korea, Japan and China met in Seoul on Tuesday, an official said.\n\n"
        "Chung Byung-won was the host. They spoke of trade.",
        title="Three neighbours talk",
    )
    second = an_article(
        "The three neighbours gathered in the South Korean capital on Sept. 26. Ministers had hoped for more.",
        title="Talks in Seoul", outlet="Daily Planet", published="2023-09-27",
    )  # fmt: skip
    store.record(first, _trilateral(Level.OFFICIAL, shown(
        first, start="Tuesday", place="Seoul", status="met", kind="met", party_KOR="South Korea", topic_trade="trade",
        **{"person_Chung Byung-won": "Chung Byung-won"},
    )))  # fmt: skip
    store.record(second, _trilateral(Level.MINISTER, shown(second, start="Sept. 26", status="gathered")))
    for one, other, day in PAIRS:
        store.record(an_article(published=day), a_candidate(one, other, start=day, place=BERLIN, level=Level.LEADER))
    call = a_candidate("USA", "FRA", kind=Kind.CALL, start="2023-08", people=(a_person("Rufus Firefly", "FRA"),))
    store.record(an_article(), call)
    store.record(an_article(), a_candidate("DEU", "JPN", start="2022", status=Status.CANCELLED))
    union = a_candidate(parties=(a_state("FRA"), an_organisation("EU")), start=None, status=Status.PROPOSED)
    store.record(an_article(), union)
    hostile = an_article(HOSTILE, title="<b>Bold</b>", outlet="<i>Gazette</i>", published="2020-01-02")
    words = shown(hostile, start="<script>window.hurt = 1</script>")
    store.record(hostile, a_candidate("IND", "PAK", start="2020-01-02", evidence=words))


def _trilateral(level: Level, evidence: tuple[Evidence, ...]) -> MeetingCandidate:
    return a_candidate(
        parties=THREE, people=(CHUNG,), place=SEOUL, level=level, topics=("trade",), evidence=evidence
    )  # fmt: skip
