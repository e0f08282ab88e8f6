"""Reports of one occasion become one meeting, reports of two occasions two, with reasons."""

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.meetings import Kind, Level, Party, Status
from app.resolution.blocking import searches
from app.resolution.meetings import KnownMeeting, Verdict, compare, decide, joining
from app.resolution.reports import Report
from tests.builders import BERLIN, SEOUL, a_day, a_person, a_state, an_organisation
from tests.resolution.builders import MeetingsInMemory, a_dossier, a_report, finds

FIREFLY = a_person("Rufus Firefly", "FRA", title="President")
TRENTINO = a_person("Ambassador Trentino", "DEU", title="Ambassador")


def verdict(a: Report, b: Report) -> Verdict:
    """What the comparison of two single reports comes to."""
    return compare(a_dossier(a), a_dossier(b)).verdict


SAME = {
    "in other words": (a_report(), a_report()),
    "with a vaguer date": (a_report(start="2023-09-26"), a_report(start="2023-09")),
    "without a date, near its publication": (a_report(), a_report(start=None, people=(FIREFLY, TRENTINO))),
    "planned and then held": (
        a_report(status=Status.SCHEDULED, start="2023-09", published="2023-08-20"),
        a_report(published="2023-09-27"),
    ),
    "with surnames only": (
        a_report(people=(FIREFLY, TRENTINO)),
        a_report(people=(a_person("Firefly", "FRA"), a_person("Trentino", "DEU"))),
    ),
    "as a visit and as its talks": (a_report(kind=Kind.VISIT, place=SEOUL), a_report(place=SEOUL)),
    "as a conference of which each names its own": (
        a_report("FRA", "DEU", "ITA", kind=Kind.CONFERENCE, place=BERLIN),
        a_report("FRA", "DEU", "ESP", kind=Kind.CONFERENCE, place=BERLIN),
    ),
    "filed a day later, by place and people": (
        a_report(start="2023-09-26", place=SEOUL, people=(FIREFLY, TRENTINO)),
        a_report(start="2023-09-27", place=SEOUL, people=(FIREFLY, TRENTINO)),
    ),
    "over several days, by one of them": (
        a_report(start="2023-09-25", end=a_day("2023-09-28")),
        a_report(start="2023-09-27"),
    ),
}


@pytest.mark.parametrize("how", SAME)
def test_one_occasion_told_differently_is_one_meeting(how: str):
    """Whatever each article leaves out."""
    assert verdict(*SAME[how]) is Verdict.SAME


OTHER = {
    "on another day of the week": (a_report(start="2023-09-25"), a_report(start="2023-09-28")),
    "by telephone": (a_report(kind=Kind.CALL), a_report()),
    "on the sidelines of a conference": (
        a_report("FRA", "DEU", "ITA", "ESP", kind=Kind.CONFERENCE, place=BERLIN),
        a_report("FRA", "DEU", place=BERLIN),
    ),
    "with another state": (a_report("FRA", "DEU"), a_report("FRA", "ITA")),
    "in another country": (
        a_report(start="2023-09-26", place=SEOUL),
        a_report(start=None, place=BERLIN),
    ),
    "planned after this one was held": (
        a_report(start=None, published="2023-09-26", people=(FIREFLY, TRENTINO)),
        a_report(start="2024-03", status=Status.SCHEDULED, published="2023-10-10", people=(FIREFLY, TRENTINO)),
    ),
    "of other people a day later": (
        a_report(people=(FIREFLY,), level=Level.LEADER),
        a_report(start="2023-09-27", people=(a_person("Gloria Teasdale", "FRA", title="Deputy Minister"),)),
    ),
    "in another year": (a_report(start="2022"), a_report(start="2023")),
    "of three of whom one is another": (
        a_report("CHN", "JPN", "KOR", start="2023"),
        a_report("USA", "JPN", "KOR", start="2023-08-18"),
    ),
    "of another body": (
        a_report(parties=(a_state("USA"), an_organisation("NATO")), kind=Kind.CONFERENCE, start="2022-09"),
        a_report(parties=(a_state("USA"), an_organisation("EU")), kind=Kind.CONFERENCE, start="2022-09"),
    ),
}


@pytest.mark.parametrize("how", OTHER)
def test_two_occasions_of_the_same_people_are_two_meetings(how: str):
    """However alike they are."""
    assert verdict(*OTHER[how]) is Verdict.DIFFERENT


def test_the_same_day_with_another_person_goes_to_review():
    """One delegation or two: a person should look."""
    a = a_report(place=SEOUL, people=(FIREFLY,))
    b = a_report(place=SEOUL, people=(a_person("Gloria Teasdale", "FRA"),))

    assert verdict(a, b) is Verdict.REVIEW


def test_ministers_who_met_are_not_the_leaders_who_are_to_meet():
    """Nothing but the year and the parties speaks for it."""
    plan = a_report(level=Level.LEADER, status=Status.PROPOSED, start="2023", published="2023-09-01")

    assert verdict(plan, a_report()) is Verdict.REVIEW


def test_two_candidates_of_one_article_are_never_one_meeting():
    """The article itself tells them apart."""
    a = a_report(article_id="a1")

    assert verdict(a, replace(a, ordinal=1)) is Verdict.DIFFERENT


def test_a_copy_reports_the_meeting_of_its_original():
    """Where it was reworded a little and read a little differently."""
    original = a_report(start="2023-09-26")
    reread = a_report(start="2023-09-27", origin_id=original.article_id)

    assert verdict(original, a_report(start="2023-09-27")) is not Verdict.SAME
    assert verdict(original, reread) is Verdict.SAME


def test_nothing_near_makes_a_new_meeting():
    """And there is no comparison to show."""
    decision = decide(a_report(), MeetingsInMemory())

    assert decision.creates
    assert decision.comparison is None


def test_the_best_of_several_meetings_is_confirmed():
    """Talks of the same parties a month before are the lesser match."""
    before, now = a_dossier(a_report(start="2023-08-26")), a_dossier(a_report())

    decision = decide(a_report(), MeetingsInMemory(m1=before, m2=now))

    assert decision.meeting_id == "m2"
    assert len(decision.reports) == 2


def test_an_uncertain_match_creates_a_meeting_and_names_the_other():
    """No merge without enough points, and no pair lost."""
    known = a_dossier(a_report(place=SEOUL, people=(FIREFLY,)))
    decision = decide(a_report(place=SEOUL, people=(a_person("Gloria Teasdale", "FRA"),)), MeetingsInMemory(m1=known))

    assert decision.creates
    assert decision.other_id == "m1"
    assert decision.comparison is not None
    assert decision.comparison.verdict is Verdict.REVIEW


def test_every_feature_gives_its_reason():
    """A person can read why two meetings were taken for one."""
    comparison = compare(a_dossier(a_report(place=SEOUL)), a_dossier(a_report(place=SEOUL)))

    details = {feature.name: feature.detail for feature in comparison.features}
    assert details["shared parties"] == "DEU+FRA of DEU+FRA"
    assert details["place"] == "Seoul and Seoul"
    assert details["dates"] == "2023-09-26..2023-09-26 and 2023-09-26..2023-09-26 agree"


STATES = ["FRA", "DEU", "ITA", "USA"]
codes = st.lists(st.sampled_from(STATES), min_size=1, max_size=4, unique=True)
parties = codes.map(lambda chosen: tuple(a_state(code) for code in chosen))
with_bloc = st.tuples(parties, st.booleans()).map(lambda p: (*p[0], an_organisation("EU")) if p[1] else p[0])


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report of a small world."""
    chosen: tuple[Party, ...] = draw(with_bloc)
    return a_report(
        parties=chosen,
        start=draw(st.sampled_from([None, "2023", "2023-09", "2023-09-26", "2023-09-27", "2023-12-01"])),
        kind=draw(st.sampled_from(Kind)),
        status=draw(st.sampled_from(Status)),
        level=draw(st.sampled_from(Level)),
        place=draw(st.sampled_from([None, SEOUL, BERLIN])),
        published=draw(st.sampled_from([None, "2023-09-20", "2023-09-27"])),
        people=draw(st.sampled_from([(), (FIREFLY,), (FIREFLY, TRENTINO)])),
    )


@given(reports(), reports())
def test_it_makes_no_difference_which_meeting_is_named_first(a: Report, b: Report):
    """Comparison is symmetric in its points."""
    one, other = a_dossier(a), a_dossier(b)

    assert compare(one, other).score == pytest.approx(compare(other, one).score)


@given(reports())
def test_every_score_is_between_minus_one_and_one(a: Report):
    """Weights mean what they say."""
    assert all(-1 <= feature.score <= 1 for feature in compare(a_dossier(a), a_dossier(a)).features)


@st.composite
def retold(draw: st.DrawFn) -> tuple[Report, Report]:
    """Two reports of two parties or more with a publication date, of which one has another word for some things."""
    fields = {
        "parties": tuple(a_state(code) for code in draw(st.lists(st.sampled_from(STATES), min_size=2, unique=True))),
        "published": "2023-09-27",
        "people": (FIREFLY, TRENTINO),
    }
    changes = {
        "start": ["2023-09-26", "2023-09-27", "2023-09", "2023", None],
        "kind": [Kind.MEETING, Kind.VISIT, Kind.CONFERENCE],
        "status": [Status.HELD, Status.SCHEDULED],
        "place": [SEOUL, None],
        "published": ["2023-09-20", "2023-09-27"],
    }
    told = [a_report(**fields | {k: draw(st.sampled_from(v)) for k, v in changes.items()}) for _ in range(2)]
    return told[0], told[1]


@settings(max_examples=300)
@given(retold())
def test_meetings_that_are_the_same_find_each_other(pair: tuple[Report, Report]):
    """Blocking loses nothing of reports that say when they were published and name two parties or more."""
    one, other = a_dossier(pair[0]), a_dossier(pair[1])
    assume(compare(one, other).verdict is Verdict.SAME)

    assert finds(one, other)
    assert finds(other, one)


def clusters(reports_in_order: Sequence[Report], *, always: bool = False) -> set[frozenset[str]]:
    """What the reports are put together to, read in this order.

    Whether records are one now is asked after each report, or after those that add something to theirs.
    """
    known = MeetingsInMemory()
    for report in reports_in_order:
        decision = decide(report, known)
        meeting_id = decision.meeting_id or f"m_{report.article_id}"
        known.meetings[meeting_id] = a_dossier(*decision.reports)
        while (decision.adds or always) and (
            joined := joining(KnownMeeting(meeting_id, known.meetings[meeting_id]), known)
        ):
            meeting_id = joined.kept.id
            gone = known.meetings.pop(joined.gone.id)
            known.meetings[meeting_id] = a_dossier(*joined.kept.dossier.reports, *gone.reports)
    return {frozenset(report.article_id for report in dossier.reports) for dossier in known.meetings.values()}


def test_clear_reports_come_to_the_same_meetings_in_any_order():
    """Three occasions, three reports each."""
    occasions = [("FRA", "DEU", "2023-09-26"), ("FRA", "DEU", "2023-11-02"), ("FRA", "ITA", "2023-09-26")]
    every = [a_report(a, b, start=day, people=(FIREFLY,)) for a, b, day in occasions for _ in range(3)]
    expected = clusters(every)

    assert len(expected) == 3
    for seed in range(20):
        assert clusters(random.Random(seed).sample(every, len(every))) == expected


def has_time(report: Report) -> bool:
    """Whether a report, if it looks for any others, looks for those of some days."""
    own = a_dossier(report)
    looked_for = searches(own.fields, own.reports)
    return not looked_for or any(search.last < date.max for search in looked_for)


@settings(max_examples=300)
@given(st.lists(st.one_of(reports(), retold().map(lambda pair: pair[0])).filter(has_time), min_size=3, max_size=7))
def test_only_a_report_that_adds_something_holds_two_records_together(told: list[Report]):
    """After the others there is nothing to ask. One that can be of any time finds nothing, and is found by others."""
    # One article has one account here: reports drawn twice would be of one article.
    every = [replace(report, article_id=f"a{number}") for number, report in enumerate(told)]

    assert clusters(every) == clusters(every, always=True)


ADDED = {
    "another kind": {"kind": Kind.VISIT},
    "a narrower date": {"start": "2023-09-26"},
    "another place": {"place": SEOUL},
    "somebody": {"people": (FIREFLY, TRENTINO)},
    "another status": {"status": Status.ONGOING},
}


@pytest.mark.parametrize("what", ADDED)
def test_a_report_adds_what_its_meeting_is_compared_by(what: str):
    """Or nothing, where it tells the same again."""
    told: dict[str, object] = {"parties": (a_state("FRA"), a_state("DEU")), "start": "2023-09", "people": (FIREFLY,)}
    known = MeetingsInMemory(m1=a_dossier(a_report(**told)))

    again, more = (decide(a_report(**told | added, published="2023-09-27"), known) for added in ({}, ADDED[what]))

    assert (again.meeting_id, again.adds) == ("m1", False)
    assert (more.meeting_id, more.adds) == ("m1", True)


def test_a_copy_adds_its_words():
    """By which it is known to report what other copies report."""
    original = a_report()
    copy = replace(a_report(), origin_id=original.article_id)

    assert decide(copy, MeetingsInMemory(m1=a_dossier(original))).adds


LIFE = (
    a_report("CHN", "JPN", "KOR", status=Status.PROPOSED, start="2023-12", published="2023-09-26", level=Level.LEADER),
    a_report("CHN", "JPN", "KOR", status=Status.POSTPONED, start="2023-12", published="2023-11-28", level=Level.LEADER),
    a_report(
        "CHN", "JPN", "KOR", status=Status.SCHEDULED, start="2024-05-27", published="2024-05-20", level=Level.LEADER
    ),
    a_report("CHN", "JPN", "KOR", start="2024-05-27", published="2024-05-28", level=Level.LEADER, place=SEOUL),
)


@pytest.mark.parametrize("order", list(itertools.permutations(LIFE)))
def test_a_meeting_that_was_put_off_is_one_record_with_its_new_date(order: Sequence[Report]):
    """Proposed for December, put off, scheduled for and held in May: one, in whichever order it is learnt."""
    assert clusters(order) == {frozenset(report.article_id for report in LIFE)}


@pytest.mark.parametrize("order", list(itertools.permutations((LIFE[0], *LIFE[2:]))))
def test_a_plan_whose_time_passed_is_a_record_of_its_own(order: Sequence[Report]):
    """Nobody said that it was put off: the meeting in May is another one."""
    assert len(clusters(order)) == 2


def test_what_was_called_off_is_over():
    """A plan for another season is a new one."""
    off = replace(LIFE[1], candidate=replace(LIFE[1].candidate, status=Status.CANCELLED))

    assert len(clusters([LIFE[0], off, *LIFE[2:]])) == 2


def test_a_late_report_joins_two_records():
    """Of a meeting of five, two articles named different sides; a third names all."""
    sides = [a_report(*states, kind=Kind.CONFERENCE) for states in (("FRA", "DEU"), ("ITA", "ESP"))]
    whole = a_report("FRA", "DEU", "ITA", "ESP", "POL", kind=Kind.CONFERENCE)

    assert len(clusters(sides)) == 2
    for order in itertools.permutations([*sides, whole]):
        assert len(clusters(order)) == 1


def test_two_records_with_a_common_article_are_never_joined():
    """The article itself tells them apart."""
    one = a_report(article_id="a1")
    known = MeetingsInMemory(m1=a_dossier(one, a_report()), m2=a_dossier(replace(one, ordinal=1), a_report()))

    assert joining(KnownMeeting("m1", known.meetings["m1"]), known) is None


def test_the_record_that_was_reported_first_is_kept():
    """Whichever of the two has grown."""
    known = MeetingsInMemory(
        m2=a_dossier(a_report(published="2023-09-27")), m1=a_dossier(a_report(published="2023-09-28"))
    )

    for meeting_id in known.meetings:
        joined = joining(KnownMeeting(meeting_id, known.meetings[meeting_id]), known)
        assert joined is not None
        assert (joined.kept.id, joined.gone.id) == ("m2", "m1")
