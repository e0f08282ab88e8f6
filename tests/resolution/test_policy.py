"""Each field of the record follows from the reports by its stated policy."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.meetings import Kind, Level, Place, PlacePrecision, Role, Salience, Status
from app.resolution.policy import settle
from app.resolution.reports import voices
from tests.builders import BERLIN, SEOUL, a_person, a_state, an_organisation
from tests.resolution.builders import a_report


def test_the_kind_that_most_reports_give_is_the_kind():
    """One reader's "visit" does not outweigh two "meetings"."""
    reports = [a_report(), a_report(kind=Kind.VISIT), a_report()]

    assert settle(reports).kind is Kind.MEETING


def test_an_unknown_level_counts_for_nothing():
    """A report that names nobody says nothing about the rank."""
    reports = [a_report(level=Level.UNKNOWN), a_report(level=Level.UNKNOWN), a_report(level=Level.LEADER)]

    assert settle(reports).level is Level.LEADER


def test_the_latest_report_gives_the_status():
    """Scheduled, then put off."""
    reports = [
        a_report(status=Status.POSTPONED, published="2023-09-20"),
        a_report(status=Status.SCHEDULED, published="2023-09-01"),
    ]

    assert settle(reports).status is Status.POSTPONED


def test_what_was_held_stays_held_when_a_later_text_tells_of_the_plan():
    """A background sentence about "the planned summit" does not undo it."""
    reports = [a_report(published="2023-09-26"), a_report(status=Status.SCHEDULED, published="2023-10-05")]

    assert settle(reports).status is Status.HELD


def test_a_vaguer_mention_does_not_take_back_a_date():
    """Scheduled stays scheduled when a later text speaks of proposed talks."""
    reports = [
        a_report(status=Status.SCHEDULED, published="2023-09-01"),
        a_report(status=Status.PROPOSED, published="2023-09-10"),
    ]

    assert settle(reports).status is Status.SCHEDULED


def test_a_cancelled_meeting_can_be_planned_again():
    """Called off on the 24th, on again by the 30th."""
    reports = [
        a_report(status=Status.SCHEDULED, published="2023-09-01"),
        a_report(status=Status.CANCELLED, published="2023-09-24"),
        a_report(status=Status.PROPOSED, published="2023-09-30"),
    ]

    assert settle(reports).status is Status.PROPOSED


def test_one_later_denial_does_not_undo_what_was_held():
    """It needs more than those who tell of it."""
    held = a_report(published="2023-09-26")
    denials = [a_report(status=Status.CANCELLED, published=f"2023-09-{day}") for day in (27, 28)]

    assert settle([held, denials[0]]).status is Status.HELD
    assert settle([held, *denials]).status is Status.CANCELLED


def test_a_text_that_recalls_a_date_given_up_is_not_news():
    """ "The summit, put off in December, opens on Monday" puts nothing off."""
    new = a_report(status=Status.SCHEDULED, start="2024-05-27", published="2024-05-20")
    recalled = a_report(status=Status.POSTPONED, start="2023-12", published="2024-05-22")
    again = a_report(status=Status.POSTPONED, start="2024-05-27", published="2024-05-24")

    assert settle([new, recalled]).status is Status.SCHEDULED
    assert settle([new, recalled, again]).status is Status.POSTPONED


def test_a_meeting_that_was_put_off_has_its_new_place():
    """However many reports named the old one."""
    old = [a_report(status=Status.SCHEDULED, start="2023-12", place=BERLIN, published="2023-09-01") for _ in range(3)]
    off = a_report(status=Status.POSTPONED, start="2023-12", published="2023-11-28")
    new = a_report(status=Status.SCHEDULED, start="2024-05-27", place=SEOUL, published="2024-05-20")

    assert settle([*old, off, new]).place == SEOUL


def test_a_report_of_the_same_day_that_is_further_on_counts_as_later():
    """In the morning it was planned, in the evening it was held; few outlets give the hour."""
    reports = [a_report(status=Status.HELD), a_report(status=Status.SCHEDULED)]

    assert settle(reports).status is Status.HELD


def test_a_party_of_one_report_in_four_is_dropped():
    """A misreading does not become a party."""
    reports = [a_report("FRA", "DEU"), a_report("FRA", "DEU"), a_report("FRA", "DEU"), a_report("FRA", "DEU", "ITA")]

    assert settle(reports).countries == ("DEU", "FRA")


def test_a_conference_has_every_party_that_any_report_names():
    """Each article names the delegations it cares for."""
    reports = [a_report(code, "DEU", kind=Kind.CONFERENCE) for code in ("FRA", "ITA", "ESP", "POL")]

    assert settle(reports).countries == ("DEU", "ESP", "FRA", "ITA", "POL")


def test_a_record_keeps_two_parties_even_where_reports_disagree():
    """The fullest report's parties are the least that stays."""
    reports = [a_report("FRA", "DEU"), a_report("ITA", "ESP"), a_report("POL", "CZE"), a_report("AUT", "HUN")]

    assert len(settle(reports).parties) == 2


def test_a_role_that_says_something_wins():
    """Most reports do not say who is the host."""
    host = (a_state("KOR", role=Role.HOST), a_state("JPN"))

    roles = {party.code: party.role for party in settle([a_report("KOR", "JPN"), a_report(parties=host)]).parties}
    assert roles == {"KOR": Role.HOST, "JPN": Role.PARTICIPANT}


def test_forms_of_one_name_are_one_person_with_the_fullest_name():
    """The office is the one most often given."""
    reports = [
        a_report(people=(a_person("Firefly", "FRA", title="President"),)),
        a_report(people=(a_person("Rufus T. Firefly", "FRA", title="President"),)),
        a_report(people=(a_person("Rufus Firefly", "FRA", title="the leader"),)),
    ]

    people = settle(reports).people
    assert [(person.name, person.title) for person in people] == [("Rufus T. Firefly", "President")]


def test_two_surnames_alike_for_two_parties_are_two_people():
    """A shared surname is enough within one party only."""
    people = (a_person("Anna Martin", "FRA"), a_person("Martin", "DEU"))

    assert len(settle([a_report("FRA", "DEU", people=people)]).people) == 2


def test_people_of_a_dropped_party_go_with_it():
    """Nobody stands for a party that does not take part."""
    wrong = a_report("FRA", "DEU", "ITA", people=(a_person("Chicolini", "ITA"),))

    assert settle([a_report("FRA", "DEU") for _ in range(3)] + [wrong]).people == ()


def test_the_most_precise_place_of_the_country_most_reports_give_is_taken():
    """A venue in Seoul refines Seoul; Berlin is one report's."""
    venue = replace(SEOUL, venue="Blue House", precision=PlacePrecision.VENUE)
    country = Place(country="KOR", precision=PlacePrecision.COUNTRY)
    reports = [a_report(place=place) for place in (SEOUL, venue, country, BERLIN)]

    assert settle(reports).place == venue


def test_the_place_of_the_meeting_as_it_happened_outweighs_plans():
    """It was to be in Berlin and was in Seoul."""
    plans = [a_report(place=BERLIN, status=Status.SCHEDULED) for _ in range(2)]

    assert settle([*plans, a_report(place=SEOUL)]).place == SEOUL


def test_topics_come_most_frequent_first():
    """Those of equal frequency by name."""
    reports = [a_report(topics=("trade", "climate")), a_report(topics=("trade", "arms"))]

    assert settle(reports).topics == ("trade", "arms", "climate")


def test_a_meeting_is_main_where_any_article_is_about_it():
    """Background mentions do not make it less."""
    reports = [a_report(salience=Salience.BACKGROUND), a_report(salience=Salience.MAIN)]

    assert settle(reports).salience is Salience.MAIN


def test_independent_reports_add_up_to_confidence_and_copies_do_not():
    """Two witnesses of 0.6 are wrong together in 0.16 of cases; a copy is no witness."""
    first = a_report(confidence=0.6)
    copy = a_report(confidence=0.6, origin_id=first.article_id)

    assert round(settle([first, a_report(confidence=0.6)]).confidence, 2) == 0.84
    assert round(settle([first, copy]).confidence, 2) == 0.6


def test_copies_are_sources_and_not_independent_ones():
    """Both counts are kept."""
    first = a_report()
    fields = settle([first, a_report(origin_id=first.article_id), a_report()])

    assert (fields.source_count, fields.independent_source_count) == (3, 2)


def test_copies_do_not_outvote_a_report_of_their_own():
    """Three prints of one dispatch are one voice."""
    wrong = a_report(start="2023-09-25", published="2023-09-26")
    copies = [a_report(start="2023-09-25", origin_id=wrong.article_id) for _ in range(2)]
    right = [a_report(start="2023-09-24") for _ in range(2)]

    start = settle([wrong, *copies, *right]).start
    assert start is not None
    assert start.iso == "2023-09-24"


def test_an_outlet_has_one_vote_however_often_it_reports():
    """Three articles of one newspaper against one each of two others, on every field that the majority decides."""
    often = {"kind": Kind.VISIT, "level": Level.OFFICIAL, "place": BERLIN, "start": "2023-09-05", "series": "Quad"}
    others = {"kind": Kind.MEETING, "level": Level.LEADER, "place": SEOUL, "start": "2023-09-06", "series": "G7"}
    repeated = [a_report("FRA", "DEU", "ITA", outlet="o1", published=f"2023-09-1{n}", **often) for n in (7, 8, 9)]
    reports = [a_report("FRA", "DEU", outlet=outlet, **others, published="2023-09-07") for outlet in ("o2", "o3")]

    fields = settle([*repeated, *reports])

    assert (fields.kind, fields.level, fields.series) == (Kind.MEETING, Level.LEADER, "G7")
    assert (fields.place, fields.start.earliest.day) == (SEOUL, 6)
    assert fields.independent_source_count == 5


def test_texts_without_an_outlet_count_each_for_itself():
    """Nothing says that they are of one voice."""
    fields = settle([*(a_report(kind=Kind.VISIT) for _ in range(2)), a_report(kind=Kind.CALL, published="2023-09-28")])

    assert fields.kind is Kind.VISIT


def test_the_latest_version_speaks_for_an_article():
    """An outlet's update replaces what it said before."""
    first = a_report(status=Status.SCHEDULED, published="2023-09-25")
    update = a_report(origin_id=first.article_id, revised=True, published="2023-09-26")

    assert voices([update, first]) == [update]


def test_the_dates_of_publication_frame_the_record():
    """First and last reported."""
    fields = settle([a_report(published="2023-10-02"), a_report(published=None), a_report(published="2023-09-26")])

    assert (str(fields.first_reported), str(fields.last_reported)) == ("2023-09-26", "2023-10-02")


REPORTS = [
    a_report("FRA", "DEU", start="2023-09", status=Status.SCHEDULED, published="2023-08-01", place=BERLIN),
    a_report("FRA", "DEU", start="2023-09-26", people=(a_person("Firefly", "FRA", title="President"),)),
    a_report("FRA", "DEU", start="2023-09-27", kind=Kind.VISIT, people=(a_person("Rufus Firefly", "FRA"),)),
    a_report(parties=(a_state("FRA"), an_organisation("EU")), start=None, level=Level.LEADER, topics=("trade",)),
    a_report("FRA", "DEU", "ITA", kind=Kind.VISIT, place=SEOUL, series="Bridge talks", published="2023-09-27"),
]


@given(st.permutations(REPORTS))
def test_the_order_in_which_reports_arrive_makes_no_difference(shuffled):
    """The record follows from what was reported, not from when it was read."""
    assert settle(shuffled) == settle(REPORTS)
