"""`summitry reviews`: the pairs of records that wait for a person's verdict; listed, and decided."""

import json
from typing import Annotated, Any

import typer

from app.cli import parts
from app.cli.console import complain, say
from app.cli.meetings import OPERATOR, By, Json, Why
from app.cli.options import Answer
from app.config import load_settings

app = typer.Typer(help="Pairs of records that may be one: list them, give a verdict.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="REVIEW", help="A review's number.", show_default=False)]
Verdict = Annotated[
    Answer, typer.Argument(help="same merges the records, different keeps them apart for good.", show_default=False)
]
Most = Annotated[int, typer.Option("--limit", min=1, max=500, help="Most pairs to list.")]


@app.command("list")
def show(most: Most = 25, as_json: Json = False) -> None:
    """List the pairs that wait for a verdict, the most useful one first."""
    found = parts.reviews(load_settings(), most)
    if not found:
        complain("No pair waits for a verdict.")
    for record in found:
        say(record.decode() if as_json else "\n".join(_told(json.loads(record))))


@app.command()
def decide(review: Number, verdict: Verdict, why: Why = None, by: By = OPERATOR) -> None:
    """Say whether the two records of a pair are one meeting."""
    decided = parts.desk(load_settings(), by, why).review(review, verdict.value)
    done = f"both are {decided.meeting_id} now" if verdict is Answer.SAME else "they stay apart"
    say(f"Decision {decided.decision_id}: {done}.")


def _told(review: dict[str, Any]) -> list[str]:
    """A pair in lines: the number with the points, then both records and what speaks for and against."""
    records = [
        f"    {meeting['id']}  {meeting['title']}, {meeting['status']}, {meeting['source_count']} sources"
        for meeting in review["meetings"]
    ]
    features = [
        f"      {'+' if feature['score'] > 0 else '-'} {feature['name']}: {feature['detail']}"
        for feature in review["features"]
        if feature["score"]
    ]
    return [f"{review['id']}  {review['score']:.1f} of {review['threshold']:.1f} points", *records, *features]
