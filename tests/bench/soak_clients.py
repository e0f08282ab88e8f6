"""The address of a server in, what readers and subscribers saw of it out: run in a process of its own."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

QUESTIONS = (
    "/v1/meetings",
    "/v1/meetings?country=FRA|JPN&sort=-updated",
    "/v1/meetings?country=IND,NOR",
    "/v1/meetings?datetime=2001&level=minister&facet=country",
    "/v1/meetings?country=KEN&format=atom",
    "/v1/countries/JPN",
    "/v1/statistics?group_by=country",
    "/v1/network?top=10",
    "/v1/articles?limit=10",
    "/v1/feeds",
    "/",
)
# People look at what they were answered before they ask again.
THINK_SECONDS = (2.0, 6.0)
LISTEN_SECONDS = (0.5, 8.0)
AWAY_SECONDS = 0.2
LAG_SECONDS = 0.05


@dataclass
class Seen:
    """What the readers were answered, how fast, and what each subscriber heard, event by event.

    `lags` say how much later than asked for this process itself was woken: an answer may have waited for it as long.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=lambda: {question: [] for question in QUESTIONS})
    lost: Counter[str] = field(default_factory=Counter)
    lags: list[float] = field(default_factory=list)
    heard: list[list[int]] = field(default_factory=list)
    reconnects: int = 0


def work(address: str, readers: int, subscribers: int, told: Any, there: Any) -> None:
    """Read and listen, and send what was seen; `told.reading` says until when, `told.last` up to which event.

    That is -1 while more may come; where `told.waiting` ends, nobody waits for the rest.
    """
    there.send("ready")
    there.send(asyncio.run(_all(address, readers, subscribers, told)))


async def _all(address: str, readers: int, subscribers: int, told: Any) -> Seen:
    seen = Seen(heard=[[] for _ in range(subscribers)])
    limits = httpx.Limits(max_connections=None)
    client = httpx.AsyncClient(base_url=address, timeout=30, limits=limits)
    async with client, asyncio.TaskGroup() as tasks:
        tasks.create_task(_watch_lag(seen, told))
        for number in range(readers):
            tasks.create_task(_read(client, random.Random(number), seen, told))
        for number, heard in enumerate(seen.heard):
            tasks.create_task(_subscribe(client, random.Random(number), heard, seen, told))
    return seen


async def _watch_lag(seen: Seen, told: Any) -> None:
    while told.reading.value:
        due = time.perf_counter() + LAG_SECONDS
        await asyncio.sleep(LAG_SECONDS)
        seen.lags.append(time.perf_counter() - due)


async def _read(client: httpx.AsyncClient, chance: random.Random, seen: Seen, told: Any) -> None:
    while told.reading.value:
        await asyncio.sleep(chance.uniform(*THINK_SECONDS))
        question = chance.choice(QUESTIONS)
        started = time.perf_counter()
        try:
            answer = await client.get(question)
        except httpx.TransportError as error:
            seen.lost[type(error).__name__] += 1
            continue
        seen.seconds[question].append(time.perf_counter() - started)
        seen.statuses[answer.status_code] += 1


async def _subscribe(client: httpx.AsyncClient, chance: random.Random, heard: list[int], seen: Seen, told: Any) -> None:
    """Listen for a while, drop, come back with the number of the last event, until all is heard or time is up."""
    while told.last.value < 0 or ((heard[-1] if heard else 0) < told.last.value and told.waiting.value):
        try:
            async with asyncio.timeout(chance.uniform(*LISTEN_SECONDS)):
                await _listen(client, heard, told)
        except (TimeoutError, httpx.TransportError):
            seen.reconnects += 1
        await asyncio.sleep(AWAY_SECONDS)


async def _listen(client: httpx.AsyncClient, heard: list[int], told: Any) -> None:
    since = {"Last-Event-ID": str(heard[-1] if heard else 0)}
    async with client.stream("GET", "/v1/events", headers=since) as stream:
        number, has_data = 0, False
        async for line in stream.aiter_lines():
            if line.startswith("id: "):
                number = int(line[4:])
            elif line.startswith("data: "):
                has_data = True
            elif not line:
                # An event counts when its last line is there, as browsers have it.
                if has_data:
                    heard.append(number)
                has_data = False
                if 0 <= told.last.value <= number:
                    return
