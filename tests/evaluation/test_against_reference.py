"""The scores agree with the reference scorer, where it lies beside the repository."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from app.evaluation.records import load_golds, load_predictions
from app.evaluation.scoring import evaluate

SHARED = Path(__file__).parents[3] / "shared" / "eval"
SCORER = SHARED / "score.py"
STATUSES = ["held", "ongoing", "scheduled", "proposed", "postponed", "cancelled"]


def perturbed(meetings, dice):
    """Predictions as a bad reader would make them: some lost, some twice, some fields blurred, wrong or lost."""
    return [blurred(meeting, dice) for meeting in meetings for _ in range(dice.choice([0, 1, 1, 1, 2]))]


def blurred(meeting, dice):
    """One meeting with about half of its fields changed."""
    changes = {
        "status": lambda: dice.choice(STATUSES),
        "start": lambda: dice.choice([None, (meeting["start"] or "2020")[:7], (meeting["start"] or "2020")[:4]]),
        "end": lambda: meeting["start"],
        "countries": lambda: dice.sample([*meeting["countries"], "XKX"], k=1),
        "people": lambda: [person | {"title": None} for person in meeting["people"][1:]],
        "place": lambda: {"city": (meeting["place"]["city"] or "Oslo").upper(), "country": None},
        "evidence": lambda: dice.choice(["no such words", meeting["evidence"], None]),
    }
    return meeting | {name: change() for name, change in changes.items() if dice.random() < 0.3}


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_is_the_reference_scorers(seed, tmp_path):
    """Perturbed gold as predictions: the same numbers to four digits, ties between pairs included."""
    if not SCORER.exists():
        pytest.skip(f"the reference scorer is not at {SCORER}")
    dice, predictions = random.Random(seed), tmp_path / "predictions.jsonl"
    rows = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((SHARED / "train").glob("*.json"))]
    lines = [{"id": row["id"], "meetings": perturbed(row["meetings"], dice)} for row in rows]
    predictions.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    command = [sys.executable, str(SCORER), str(SHARED / "train"), str(predictions), "--json"]
    reference = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)

    assert evaluate(load_golds(SHARED / "train"), load_predictions(predictions)).overall == reference
