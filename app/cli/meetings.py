"""`summitry meetings`: what a person decides about records, by hand, and what was decided about one."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import parts
from app.cli.console import say
from app.config import load_settings

if TYPE_CHECKING:
    from app.cli.deciding import Desk

app = typer.Typer(help="Decide about records by hand, take decisions back, tell a history.", no_args_is_help=True)

Meeting = Annotated[str, typer.Argument(metavar="MEETING", help="A meeting's id.", show_default=False)]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other meeting's id.", show_default=False)]
Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE...", help="Ids of sources, as the meeting's record has them.", show_default=False),
]
Said = Annotated[
    list[str],
    typer.Argument(
        metavar="FIELD=VALUE...",
        help="A field and its value: status=held, start=2023-09-26, end=null, series=G7, or as JSON "
        """place='{"city": "Seoul", "country": "KOR"}'. Fields: kind, status, level, salience, start, end, place, """
        "topics, series, parties, people.",
        show_default=False,
    ),
]
Number = Annotated[int, typer.Argument(metavar="DECISION", help="A decision's number.", show_default=False)]
Why = Annotated[str | None, typer.Option(help="The reason, which is kept with the decision.", show_default=False)]
By = Annotated[str, typer.Option(help="Who decides.")]
AsOf = Annotated[str | None, typer.Option(metavar="MOMENT", help="Only what was decided by then.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
OPERATOR = "operator"


@app.command()
def merge(meeting: Meeting, other: Other, why: Why = None, by: By = OPERATOR) -> None:
    """Make two records one: the one that was reported first stays, and the id of the other leads to it."""
    decided = _desk(by, why).merge(meeting, other)
    say(f"Decision {decided.decision_id}: both are {decided.meeting_id} now.")


@app.command()
def split(meeting: Meeting, sources: Sources, why: Why = None, by: By = OPERATOR) -> None:
    """Part sources from a meeting, as a meeting of their own."""
    decided = _desk(by, why).split(meeting, sources)
    say(f"Decision {decided.decision_id}: the sources are of {decided.meeting_id} now.")


@app.command()
def correct(meeting: Meeting, said: Said, why: Why = None, by: By = OPERATOR) -> None:
    """Give fields of a meeting their right values, which stand above all that articles report, now and later."""
    decided = _desk(by, why).correct(meeting, dict(_value(one) for one in said))
    say(f"Decision {decided.decision_id}: {decided.meeting_id} is corrected.")


@app.command()
def retract(meeting: Meeting, why: Why = None, by: By = OPERATOR) -> None:
    """Take a record back: it is no meeting, or none that can be told of."""
    decided = _desk(by, why).retract(meeting)
    say(f"Decision {decided.decision_id}: {decided.meeting_id} is retracted.")


@app.command()
def undo(decision: Number, why: Why = None, by: By = OPERATOR) -> None:
    """Take a decision back, so that what it changed is as it was before.

    A decision that later ones build on is refused, and these are named. Taking back an undo makes the decision hold
    again.
    """
    decided = _desk(by, why).undo(decision)
    say(f"Decision {decided.decision_id}: decision {decision} is taken back.")


@app.command()
def history(meeting: Meeting, as_of: AsOf = None, as_json: Json = False) -> None:
    """Tell every decision about a meeting: when, by whom, why, by which words, and what it changed."""
    for record in parts.history(load_settings(), meeting, as_of):
        say(record.decode() if as_json else "\n".join(_told(json.loads(record))))


def _desk(by: str, why: str | None) -> "Desk":
    return parts.desk(load_settings(), by, why)


def _value(said: str) -> tuple[str, Any]:
    """A field and its value; what is no JSON object, list or null is a text. Raises typer.BadParameter."""
    field, sign, written = said.partition("=")
    if not sign:
        raise typer.BadParameter(f"{said!r} is no FIELD=VALUE")
    try:
        value = json.loads(written)
    except ValueError:
        return field, written
    return field, value if value is None or isinstance(value, (dict, list, str)) else written


def _told(step: dict[str, Any]) -> list[str]:
    """A decision in lines: what was done, then its quotes and changes, indented."""
    taken_back = f" (taken back by {step['undone_by']})" if step["undone_by"] else ""
    of = f" {step['undoes']}" if step["undoes"] else ""
    note = f": {step['note']}" if step["note"] else ""
    lines = [f"{step['decision']}  {step['at']}  {step['action']}{of} by {step['actor']}{note}{taken_back}"]
    for sign, sources in (("+", step["sources_added"]), ("-", step["sources_removed"])):
        for source in sources:
            article = source["article"]
            where = ", ".join(part for part in (article["outlet"], article["published"]) if part) or article["id"]
            lines.append(f"    {sign} {where}: {' '.join(source['quote'].split())}")
    changes = (change for change in step["changes"] if change["field"] != "title")
    return lines + [
        f"      {change['field']}: {_short(change['before'])} -> {_short(change['after'])}" for change in changes
    ]


def _short(value: Any) -> str:
    """A value as a word where it has one: a date by its day, everything else that is no text as JSON."""
    if isinstance(value, dict) and value.get("date"):
        return str(value["date"])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
