"""README.md in, its tables and examples out, and the README with all of them made new: `make readme`."""

import doctest
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import typer
from starlette.testclient import TestClient

from app.cli import app as command_line
from app.client import asking
from app.config import Settings, describe_settings
from app.evaluation.records import load_golds
from app.evaluation.runs import predict
from app.evaluation.scoring import evaluate
from app.extraction.reader import RuleReader
from app.main import create_app

ROOT = Path(__file__).parent.parent
PATH = ROOT / "README.md"
# In an answer: any value, further members of an object, or further items of a list.
LEFT_OUT = "…"
WIDTH = 110

SESSION = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^```sh\n(?P<request>curl .*?)\n```\n+```json\n(?P<answer>.*?)\n```$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)

Row = tuple[str, ...]

ACCURACY = {
    "precision": "meetings found that are there",
    "recall": "meetings there that are found",
    "f1": "both together (F1)",
    "strict_f1": "with parties, status and start all right (F1)",
    "countries_f1": "countries of a meeting found (F1)",
    "people_f1": "people of a meeting found (F1)",
    "status": "status right",
    "level": "level right",
    "start": "start right",
}


@dataclass(frozen=True, slots=True)
class Example:
    """One request of the README and the answer shown under it."""

    request: str
    answer: str

    @property
    def words(self) -> list[str]:
        """The words of the curl command, as a shell reads them; the last one is the address."""
        return shlex.split(self.request.replace("\\\n", " "))

    def asked(self, client: TestClient) -> Any:
        """What the API answers. Raises where it refuses."""
        options = dict(zip(self.words[1:-1:2], self.words[2:-1:2], strict=True))
        headers = dict([options["-H"].split(": ")]) if "-H" in options else {}
        address = urlsplit(self.words[-1])
        response = client.request(
            "POST" if "-d" in options else "GET",
            f"{address.path}?{address.query}",
            content=options.get("-d"),
            headers=headers,
        )
        return response.raise_for_status().json()


def examples(text: str) -> list[Example]:
    """Every request with an answer."""
    return [Example(**found.groupdict()) for found in EXAMPLE.finditer(text)]


def section(text: str, title: str) -> str:
    """The text between a heading and the next one of the same level. Raises KeyError."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if not found:
        raise KeyError(title)
    return found.group(1)


def rows(text: str, title: str) -> list[Row]:
    """The cells of the table in a section, without its head."""
    lines = TABLE.search(section(text, title)).group().splitlines()
    return [tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]) for line in lines[2:]]


def settings() -> Iterator[Row]:
    """What the table of settings must hold."""
    for one in describe_settings():
        yield f"`{one.variable}`", f"`{one.key}`", f"`{one.default}`" if one.default else "", _cell(one.description)


def commands(group: Any = None, before: str = "summitry") -> Iterator[Row]:
    """What the table of commands must hold: each with the first paragraph of its help."""
    for name, command in (group or typer.main.get_command(command_line)).commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"`{before} {name}`", _cell(command.help.strip().split("\n\n")[0])


def addresses() -> Iterator[Row]:
    """What the table of addresses must hold: each with the first paragraph of its description."""
    for path, operations in create_app(Settings()).openapi()["paths"].items():
        for method, operation in operations.items():
            yield f"`{method.upper()} {path}`", _cell(operation["description"].split("\n\n")[0])


@cache
def accuracy() -> tuple[Row, ...]:
    """What the table of accuracy must hold: the reader's figures on the seed articles."""
    golds = load_golds(ROOT / "seeds")
    report = evaluate(golds, predict(RuleReader(), golds))
    figures, ranges = report.overall, report.intervals
    return tuple(
        (label, f"{figures[name]:.2f}", f"{ranges[name][0]:.2f} to {ranges[name][1]:.2f}")
        for name, label in ACCURACY.items()
    )


def _cell(text: str) -> str:
    """Text as it may stand in a table."""
    return " ".join(text.split()).replace("|", "\\|")


GENERATED: dict[str, Callable[[], Iterator[Row]]] = {
    "Accuracy": lambda: iter(accuracy()),
    "Addresses": addresses,
    "Commands": commands,
    "Configuration": settings,
}


@contextmanager
def demo_store() -> Iterator[TestClient]:
    """The API on the store that `make demo` fills."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/summitry.db"
        command = [sys.executable, "-m", "app", "demo", "--no-serve"]
        environment = {**os.environ, "SUMMITRY_DATABASE_URL": url}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=600)
        with TestClient(create_app(Settings(database_url=url)), base_url="http://localhost:8000") as client:
            yield client


@contextmanager
def replaying(client: TestClient) -> Iterator[Callable[[str], str]]:
    """What gives a Python session with the output that it has now; one session goes on in the next."""
    names: dict[str, Any] = {}
    real = asking.httpx.Client.__init__

    def here(self: Any, **given: Any) -> None:
        real(self, **{**given, "transport": client._transport})

    def replayed(session: str) -> str:
        lines: list[str] = []
        for example in doctest.DocTestParser().get_examples(session):
            first, *more = example.source.splitlines()
            lines += [f">>> {first}", *(f"... {line}".rstrip() for line in more)]
            with redirect_stdout(StringIO()) as printed:
                exec(compile(example.source, "README.md", "single"), names)
            lines += printed.getvalue().splitlines()
        return "".join(f"{line}\n" for line in lines)

    with patch.object(asking.httpx.Client, "__init__", here):
        yield replayed


def differences(shown: Any, real: Any, place: str = "answer") -> list[str]:
    """Where the real answer is not what is shown."""
    if shown == LEFT_OUT:
        return []
    if isinstance(shown, dict) and isinstance(real, dict):
        wanted = shown.keys() - {LEFT_OUT}
        found = [f"{place}.{name}: not there" for name in wanted - real.keys()]
        if LEFT_OUT not in shown:
            found += [f"{place}.{name}: not shown" for name in real.keys() - wanted]
        pairs = [(f"{place}.{name}", shown[name], real[name]) for name in wanted & real.keys()]
    elif isinstance(shown, list) and isinstance(real, list):
        items = [item for item in shown if item != LEFT_OUT]
        found = []
        if len(real) < len(items) or (len(real) > len(items) and LEFT_OUT not in shown):
            found = [f"{place}: {len(real)} items, not {len(items)}"]
        pairs = [(f"{place}[{at}]", *pair) for at, pair in enumerate(zip(items, real, strict=False))]
    else:
        return [] if shown == real else [f"{place}: {real!r}, not {shown!r}"]
    return found + [line for where, one, other in pairs for line in differences(one, other, where)]


def shaped(shown: Any, real: Any) -> Any:
    """The real answer with the same parts left out."""
    if shown == LEFT_OUT:
        return LEFT_OUT
    if isinstance(shown, dict) and isinstance(real, dict):
        kept = {name: shaped(shown[name], real[name]) for name in shown if name in real}
        rest = {LEFT_OUT: LEFT_OUT} if LEFT_OUT in shown else {name: real[name] for name in real if name not in shown}
        return kept | rest
    if isinstance(shown, list) and isinstance(real, list):
        forms = [item for item in shown if item != LEFT_OUT]
        if LEFT_OUT in shown:
            return [shaped(*pair) for pair in zip(forms, real, strict=False)] + [LEFT_OUT]
        return [shaped(forms[min(at, len(forms) - 1)], item) if forms else item for at, item in enumerate(real)]
    return real


def written(value: Any, indent: str = "") -> str:
    """JSON with as much on a line as fits."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or (indent and len(indent) + len(flat) < WIDTH):
        return flat
    deeper = indent + "  "
    if isinstance(value, dict):
        lines = [
            f"{deeper}{json.dumps(name, ensure_ascii=False)}: {written(one, deeper)}" for name, one in value.items()
        ]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return "[\n" + ",\n".join(deeper + written(one, deeper) for one in value) + f"\n{indent}]"


def renewed(text: str, client: TestClient) -> str:
    """The README with its generated tables and the answers of its examples as they are now."""
    for title, current in GENERATED.items():
        old = section(text, title)
        table = TABLE.search(old).group()
        head = table.splitlines(keepends=True)[:2]
        made = "".join(head) + "".join(f"| {' | '.join(row)} |\n" for row in current())
        text = text.replace(old, old.replace(table, made))
    for example in examples(text):
        answer = shaped(json.loads(example.answer), example.asked(client))
        text = text.replace(example.answer, written(answer))
    with replaying(client) as replayed:
        return SESSION.sub(lambda found: f"```pycon\n{replayed(found.group(1))}```", text)


if __name__ == "__main__":
    with demo_store() as served:
        PATH.write_text(renewed(PATH.read_text(encoding="utf-8"), served), encoding="utf-8")
