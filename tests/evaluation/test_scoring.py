"""Scores worked out by hand on small cases."""

import itertools
import json
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ConfigurationError
from app.evaluation.likeness import folded, same_date, same_office, same_person, similarity
from app.evaluation.pairing import pair
from app.evaluation.records import GoldArticle, Meeting, Participant, load_golds, load_predictions
from app.evaluation.runs import predict
from app.evaluation.scoring import evaluate
from tests.builders import a_candidate

LIKENESS = st.sampled_from([0.0, 0.3, 0.5, 0.6, 0.75, 1.0])
MATRICES = st.integers(1, 5).flatmap(
    lambda columns: st.lists(st.lists(LIKENESS, min_size=columns, max_size=columns), min_size=1, max_size=5)
)


def a_meeting(*countries, **fields):
    """France and Germany, held on 26 September 2023 in Berlin."""
    given_fields = {
        "kind": "meeting",
        "status": "held",
        "level": "leader",
        "start": "2023-09-26",
        "end": "2023-09-26",
        "countries": countries or ("DEU", "FRA"),
        "city": "Berlin",
        "country": "DEU",
        "salience": "main",
        "evidence": "the two met",
    }
    return Meeting(**(given_fields | fields))


def a_gold(*meetings, **fields):
    """An article of news with these meetings."""
    return GoldArticle(**({"id": "paper-1", "text": "Here the two met.", "meetings": meetings} | fields))


def score(gold, *predicted):
    """The report over one article."""
    return evaluate([gold], {gold.id: list(predicted)})


def test_a_perfect_prediction_scores_one_everywhere():
    """Every figure that measures anything is 1."""
    meeting = a_meeting(people=(Participant("Ada Lovelace", "GBR", "Minister"),))
    figures = score(a_gold(meeting), meeting).overall

    assert {value for name, value in figures.items() if value is not None} == {1}
    assert figures["quiet_articles_clean"] is None


def test_a_missed_and_a_spurious_meeting_cost_recall_and_precision():
    """One of two found, one of three predictions right."""
    report = score(a_gold(a_meeting(), a_meeting("JPN", "USA")), a_meeting(), a_meeting("BRA", "PER"), a_meeting("CHN"))

    assert (report.overall["recall"], report.overall["precision"]) == (0.5, 0.3333)
    assert [meeting.countries for _, meeting in report.misses] == [("JPN", "USA")]
    assert [meeting.countries for _, meeting in report.spurious] == [("BRA", "PER"), ("CHN",)]


def test_strict_needs_parties_status_and_start():
    """Each of the three alone spoils it, another field does not."""
    gold = a_gold(a_meeting())

    assert score(gold, a_meeting(kind="call", city="Bonn")).overall["strict_f1"] == 1
    assert score(gold, a_meeting(status="scheduled")).overall["strict_f1"] == 0
    assert score(gold, a_meeting(start="2023-09-25")).overall["strict_f1"] == 0
    assert score(gold, a_meeting("DEU", "FRA", "POL")).overall["strict_f1"] == 0


def test_an_article_without_meetings_is_clean_only_without_predictions():
    """What is predicted in a quiet article counts against precision."""
    quiet, loud = a_gold(id="paper-1"), a_gold(id="paper-2")
    figures = evaluate([quiet, loud], {"paper-2": [a_meeting()]}).overall

    assert figures["quiet_articles_clean"] == 0.5
    assert figures["precision"] == 0
    assert figures["recall"] is None


def test_a_date_is_right_at_the_precision_of_the_gold():
    """A finer prediction is right, a coarser one is not, and nothing agrees only with nothing."""
    assert same_date("2023-09", "2023-09-26")
    assert not same_date("2023-09-26", "2023-09")
    assert same_date(None, None)
    assert not same_date(None, "2023")


def test_names_are_compared_without_case_accents_and_punctuation():
    """Letters that do not decompose are mapped as well."""
    assert folded("Erdoğan, Łódź: Søren!") == "erdogan lodz soren"


def test_people_are_the_same_with_half_of_the_words_and_offices_with_country_and_title():
    """A surname of two words is half."""
    yoon = Participant("Yoon Suk Yeol", "KOR", "President")

    assert same_person(Participant("Suk Yeol"), yoon)
    assert not same_person(Participant("Yeol"), yoon)
    assert same_office(yoon, Participant("Yoon", "KOR", "president"))
    assert not same_office(yoon, Participant("Yoon", "PRK", "President"))


def test_similarity_weighs_parties_people_and_start():
    """Half of 2/3 of the parties, a fifth of them again for want of people, and half of 0.3 for an open start."""
    predicted = a_meeting("DEU", "FRA", "POL", start=None)
    assert similarity(a_meeting(), predicted) == pytest.approx(0.5 * 2 / 3 + 0.2 * 2 / 3 + 0.3 * 0.5)
    assert similarity(a_meeting(), a_meeting("JPN")) == 0


def test_a_pair_may_give_way_so_that_all_are_found():
    """The closest pair is left for two pairs that are close enough."""
    assert sorted(pair([[0.9, 0.6], [0.8, 0.2]])) == [(0, 1), (1, 0)]


@given(
    st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(LIKENESS, min_size=n, max_size=n), min_size=1, max_size=5))
)
def test_the_pairing_is_the_best_of_all_pairings(likeness):
    """Compared with trying every one-to-one pairing, on matrices of every shape."""
    rows, columns = len(likeness), len(likeness[0])

    def gain(pairs):
        return sum(1 + likeness[r][c] for r, c in pairs if likeness[r][c] >= 0.5)

    if rows <= columns:
        every = [zip(range(rows), chosen, strict=True) for chosen in itertools.permutations(range(columns), rows)]
    else:
        every = [zip(chosen, range(columns), strict=True) for chosen in itertools.permutations(range(rows), columns)]
    found = pair(likeness)

    assert len({r for r, _ in found}) == len({c for _, c in found}) == len(found)
    assert all(likeness[r][c] >= 0.5 for r, c in found)
    assert gain(found) == pytest.approx(max(gain(list(pairs)) for pairs in every))


def test_a_side_without_meetings_gives_no_pairs():
    """Nothing to assign is no error."""
    assert pair([]) == pair([[], []]) == []


def test_wrong_fields_are_listed_with_what_was_expected():
    """The listing names article, field and both values."""
    (wrong,) = score(a_gold(a_meeting()), a_meeting(city="Bonn")).wrong
    assert (wrong.article, wrong.field, wrong.gold, wrong.predicted) == ("paper-1", "place.city", "Berlin", "Bonn")


def test_evidence_counts_where_it_stands_in_title_or_text():
    """A made-up quote is not grounded."""
    gold = a_gold(a_meeting(), title="Leaders confer")
    figures = score(gold, a_meeting(evidence="Leaders confer"), a_meeting(evidence="made up")).overall
    assert figures["evidence_in_text"] == 0.5


def test_statuses_are_told_apart_in_a_confusion_and_a_table():
    """One scheduled meeting taken for held, one held meeting right, one missed."""
    gold = a_gold(a_meeting(), a_meeting("JPN", "USA", status="scheduled"), a_meeting("BRA", "PER", status="scheduled"))
    report = score(gold, a_meeting(), a_meeting("JPN", "USA"))

    assert report.confusions["status"] == Counter({("held", "held"): 1, ("scheduled", "held"): 1})
    scheduled, held = report.by_status
    assert (scheduled.status, scheduled.gold, scheduled.found, scheduled.right) == ("scheduled", 2, 1, 0)
    assert (held.status, held.labelled, held.right, held.f1) == ("held", 2, 1, 0.6667)


def test_groups_are_scored_apart():
    """Readouts do not flatter news prose; a style in the file goes before the one of the source."""
    golds = [a_gold(a_meeting(), id=id_) for id_ in ("wh-1", "paper-1", "wce-1")]
    golds.append(a_gold(a_meeting(), id="2023-09-26-case", style="readout"))
    report = evaluate(golds, {"wh-1": [a_meeting()]})

    assert {style: figures["f1"] for style, figures in report.by_style.items()} == {
        "digest": 0,
        "news prose": 0,
        "readout": 0.6667,
    }
    assert set(report.by_outlet) == {"wh", "paper", "wce", "other"}


def test_intervals_hold_the_figure_and_stay_the_same():
    """Resampling is seeded; articles that are all right leave no doubt."""
    golds = [a_gold(a_meeting(), id=f"paper-{number}") for number in range(20)]
    half = evaluate(golds, {f"paper-{number}": [a_meeting()] for number in range(10)})
    low, high = half.intervals["recall"]

    assert low < half.overall["recall"] < high
    assert half.intervals == half.intervals
    assert evaluate(golds, {gold.id: [a_meeting()] for gold in golds}).intervals["f1"] == (1, 1)


def test_confidence_is_compared_with_truth():
    """Two of three at 0.8 are strictly right."""
    predicted = [a_meeting(confidence=0.8), a_meeting("JPN", "USA", confidence=0.85), a_meeting("BRA", confidence=0.85)]
    (row,) = score(a_gold(a_meeting(), a_meeting("JPN", "USA")), *predicted).reliability
    assert (row.low, row.count, row.right) == (0.8, 3, 2)


def test_an_extractor_is_run_over_the_articles_without_their_annotation():
    """Predictions have the fields of the guidelines and the extractor's confidence."""

    class Parrot:
        """Finds one meeting in every article."""

        version = "parrot"

        def extract_many(self, articles):
            return ([a_candidate()] for _ in articles)

    gold = a_gold(title="Ministers meet", published=date(2023, 9, 27))
    (meeting,) = predict(Parrot(), [gold])["paper-1"]

    assert (meeting.countries, meeting.start, meeting.confidence) == (("DEU", "FRA"), "2023-09-26", 0.8)
    assert meeting.evidence == "Ministers"


def test_gold_is_read_from_a_folder_or_from_its_articles(tmp_path):
    """`seeds` keeps its annotated articles one folder down."""
    row = {"id": "paper-1", "published": "2023-09-26", "text": "They met.", "outlet": "The Post", "meetings": []}
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.json").write_text(json.dumps(row), encoding="utf-8")

    (gold,) = load_golds(tmp_path)

    assert load_golds(tmp_path / "articles") == [gold]
    assert (gold.article.published, gold.article.outlet, gold.article.source_id) == (
        date(2023, 9, 26),
        "The Post",
        "paper-1",
    )


def test_a_folder_without_gold_and_a_broken_file_are_named(tmp_path):
    """The message says which file and what is missing."""
    with pytest.raises(ConfigurationError, match="no annotated articles"):
        load_golds(tmp_path)
    (tmp_path / "broken.json").write_text('{"id": "paper-1"}', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"broken\.json is no annotated article.*meetings"):
        load_golds(tmp_path)


def test_predictions_are_read_line_by_line(tmp_path):
    """Empty lines are passed over, a broken one is named."""
    file = tmp_path / "predictions.jsonl"
    file.write_text('{"id": "paper-1", "meetings": [{"status": "held"}]}\n\n', encoding="utf-8")
    assert load_predictions(file) == {"paper-1": [Meeting(status="held")]}

    file.write_text("{}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="line 1, is no prediction"):
        load_predictions(file)
