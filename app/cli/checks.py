"""Settings in, what is well and what is not out, each with what to do: the checks of `summitry doctor`."""

import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from app.config import Settings
from app.errors import StoreUnavailableError, SummitryError
from app.queries.vitals import LATE, backlog, feeds, webhooks
from app.store.engine import make_engine, reading
from app.store.models import ApiKey, FeedHealth, IngestFailure, StoredArticle, Webhook
from app.store.schema import check_schema
from app.store.sizes import size_in_bytes
from app.store.versions import stale_since

# Tables and indexes that grow, and the log of a long export, need some room.
LITTLE_ROOM, NO_ROOM = 2_000_000_000, 200_000_000
# Between machines that keep their time by the network; keys expire and limits end by the clock.
CLOCKS_APART = timedelta(seconds=5)
# Feeds pause for an hour or two now and then.
MANY_FAILURES = 3
TOLD = 5


class Verdict(StrEnum):
    """What came of a check; `skipped` where something that it needs is missing."""

    WELL = "well"
    WARNING = "warning"
    ILL = "ill"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and what to do about it."""

    check: str
    verdict: Verdict
    found: str
    advice: str = ""


def examine(settings: Settings, only: Collection[str] = ()) -> Iterator[Finding]:
    """Every check, or `only` some, one after the other; nothing is changed, and nothing is made.

    A store that is not ready is told of in any case.
    """
    wanted = only or CHECKS
    yield from (check(settings) for name, check in OF_THE_MACHINE.items() if name in wanted)
    engine = make_engine(settings.database_url)
    try:
        yield from _of_the_store(engine, settings, wanted)
    finally:
        engine.dispose()


def _of_the_store(engine: Engine, settings: Settings, wanted: Collection[str]) -> Iterator[Finding]:
    ready = [_database(engine)]
    is_there = ready[0].verdict is Verdict.WELL
    ready += [_schema(engine) if is_there else Finding("migrations", Verdict.SKIPPED, "the database cannot be reached")]
    yield from (one for one in ready if one.check in wanted or one.verdict is not Verdict.WELL)
    if settings.read_database_url and "replica" in wanted:
        yield _replica(settings)
    chosen = {name: check for name, check in OF_THE_STORE.items() if name in wanted}
    if any(one.verdict is not Verdict.WELL for one in ready):
        yield from (Finding(name, Verdict.SKIPPED, "the store is not ready") for name in chosen)
    elif chosen:
        with reading(engine) as session:
            yield from (check(session, settings) for check in chosen.values())


def _configuration(settings: Settings) -> Finding:
    given = ", ".join(sorted(settings.model_fields_set)) or "nothing, so that all is as by default"
    if settings.allow_private_addresses:
        return Finding(
            "configuration",
            Verdict.WARNING,
            f"set: {given}",
            "allow_private_addresses lets feeds and pages lead into this machine's network: unset it if it need not be",
        )
    return Finding("configuration", Verdict.WELL, f"set: {given}")


def _model(settings: Settings) -> Finding:
    from app.extraction.parsing import load  # noqa: PLC0415 - spaCy takes a second to import

    name = settings.language_model
    try:
        meta = load(name).meta
    except (OSError, ImportError, ValueError) as error:
        advice = (
            f"install it (pip install {name.replace('_', '-')}), or set SUMMITRY_LANGUAGE_MODEL to one that is there"
        )
        return Finding("language model", Verdict.ILL, f"{name} cannot be loaded: {error}", advice)
    return Finding("language model", Verdict.WELL, f"{name} {meta['version']}, with spaCy {_version('spacy')}")


def _disk(settings: Settings) -> Finding:
    """Of the store's file; where the store is elsewhere, of what is written on the way."""
    file = _file(settings)
    folder = next(one for one in (file or Path(gettempdir()) / "-").absolute().parents if one.is_dir())
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:.1f} GB are free at {folder}"
    if free < NO_ROOM:
        return Finding("disk", Verdict.ILL, found, "make room now: what cannot be written is lost or stops an ingest")
    if free < LITTLE_ROOM:
        return Finding("disk", Verdict.WARNING, found, "make room: a thousand articles take about 10 MB")
    return Finding("disk", Verdict.WELL, found)


def _database(engine: Engine) -> Finding:
    where = engine.url.render_as_string(hide_password=True)
    try:
        if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
            # To connect would make it.
            return Finding("database", Verdict.ILL, f"there is no file {engine.url.database}", "run `summitry migrate`")
        with reading(engine) as session:
            kind = (
                "SQLite " + session.scalar(text("SELECT sqlite_version()"))
                if engine.dialect.name == "sqlite"
                else ("PostgreSQL " + session.scalar(text("SHOW server_version")))
            )
            return Finding("database", Verdict.WELL, f"{where}, {kind}, {size_in_bytes(session) / 1e6:,.0f} MB")
    except StoreUnavailableError as error:
        advice = (
            "see whether the server runs, and whether SUMMITRY_DATABASE_URL has its right address, name and password"
        )
        return Finding("database", Verdict.ILL, _line(error), advice)


def _schema(engine: Engine) -> Finding:
    try:
        check_schema(engine)
    except SummitryError as error:
        advice = "run `summitry migrate`; a store of a newer version needs that version"
        return Finding("migrations", Verdict.ILL, _line(error), advice)
    return Finding("migrations", Verdict.WELL, "the schema is that of this version")


def _replica(settings: Settings) -> Finding:
    engine = make_engine(settings.read_database_url)
    try:
        with reading(engine) as session:
            since = stale_since(session.connection())
    except StoreUnavailableError as error:
        advice = "see whether it runs; until then the API reads from the store itself"
        return Finding("replica", Verdict.WARNING, _line(error), advice)
    finally:
        engine.dispose()
    if since is not None:
        advice = "see whether the primary runs, and whether the replica may connect to it"
        return Finding("replica", Verdict.WARNING, f"it has heard nothing from its primary since {since:%F %T}", advice)
    return Finding("replica", Verdict.WELL, "it follows its primary")


def _clock(session: Session, _settings: Settings) -> Finding:
    """Against the database's clock, and against the last article: nothing was written in the future."""
    now = datetime.now(UTC)
    last = session.scalar(select(func.max(StoredArticle.ingested_at)))
    advice = "set this machine's clock, best by NTP: keys expire by it, and histories are in its order"
    if last is not None and last > now + CLOCKS_APART:
        return Finding(
            "clock", Verdict.ILL, f"it is {now:%F %T} here, and an article was stored at {last:%F %T}", advice
        )
    if session.get_bind().dialect.name == "sqlite":
        return Finding("clock", Verdict.WELL, f"{now:%F %T} UTC")
    there: datetime = session.scalar(select(func.clock_timestamp())) or now
    apart = abs(there - datetime.now(UTC))
    verdict = Verdict.WELL if apart < CLOCKS_APART else Verdict.WARNING
    found = f"{now:%F %T} UTC, {apart.total_seconds():.1f} seconds from the database's"
    return Finding("clock", verdict, found, advice if verdict is Verdict.WARNING else "")


def _watcher(session: Session, _settings: Settings) -> Finding:
    known = feeds(session, datetime.now(UTC))
    if known.late:
        found = f"{known.late} of {known.watched} feeds were due {LATE.seconds // 60} minutes ago and were not asked"
        return Finding("watcher", Verdict.WARNING, found, "no watcher seems to run: start `summitry watch`")
    return Finding("watcher", Verdict.WELL, f"{known.watched} feeds are watched")


def _feeds(session: Session, _settings: Settings) -> Finding:
    failing = select(FeedHealth).where(FeedHealth.failures >= MANY_FAILURES).order_by(FeedHealth.failures.desc())
    bad = session.scalars(failing.limit(TOLD)).all()
    if bad:
        found = "; ".join(f"{one.url} failed {one.failures} times in a row: {one.error}" for one in bad)
        advice = "correct their addresses in the file of feeds, or take them out"
        return Finding("feeds", Verdict.WARNING, found, advice)
    return Finding("feeds", Verdict.WELL, f"none failed {MANY_FAILURES} times in a row")


def _webhooks(session: Session, _settings: Settings) -> Finding:
    stopped = session.scalars(select(Webhook).where(Webhook.stopped_at.is_not(None)).order_by(Webhook.id)).all()
    if stopped:
        found = "; ".join(f"{one.id} of {one.holder} was given up: {one.error}" for one in stopped[:TOLD])
        advice = "tell the holder; once it answers, it is resumed over HTTP and misses nothing"
        return Finding("webhooks", Verdict.WARNING, found, advice)
    known = webhooks(session)
    return Finding("webhooks", Verdict.WELL, f"{known.taking} take events, {known.failing} are tried again")


def _queue(session: Session, _settings: Settings) -> Finding:
    waiting = backlog(session)
    if waiting is None:
        return Finding("queue", Verdict.WELL, "there is none")
    found = f"{waiting.waiting} chunks wait, {waiting.under_way} are under way, {waiting.workers} workers live"
    if waiting.waiting + waiting.under_way and not waiting.workers:
        return Finding("queue", Verdict.WARNING, found, "start `summitry worker`")
    return Finding("queue", Verdict.WELL, found)


def _failures(session: Session, _settings: Settings) -> Finding:
    number = session.scalar(select(func.count()).where(IngestFailure.resolved_at.is_(None))) or 0
    if number:
        advice = "`summitry failures list` says why, `summitry failures retry` reads them again"
        return Finding("failures", Verdict.WARNING, f"{number} inputs could not be taken", advice)
    return Finding("failures", Verdict.WELL, "everything was taken")


def _keys(session: Session, settings: Settings) -> Finding:
    now = datetime.now(UTC)
    is_good = ApiKey.revoked_at.is_(None) & (ApiKey.expires_at.is_(None) | (ApiKey.expires_at > now))
    good = session.scalar(select(func.count()).select_from(ApiKey).where(is_good)) or 0
    if settings.read_access == "key" and not good:
        advice = "make one with `summitry keys create NAME`"
        return Finding("keys", Verdict.ILL, "reading takes a key, and there is none that is valid", advice)
    return Finding("keys", Verdict.WELL, f"{good} are valid")


OF_THE_MACHINE: dict[str, Callable[[Settings], Finding]] = {
    "configuration": _configuration,
    "language model": _model,
    "disk": _disk,
}
OF_THE_STORE: dict[str, Callable[[Session, Settings], Finding]] = {
    "clock": _clock,
    "watcher": _watcher,
    "feeds": _feeds,
    "webhooks": _webhooks,
    "queue": _queue,
    "failures": _failures,
    "keys": _keys,
}
CHECKS = (*OF_THE_MACHINE, "database", "migrations", "replica", *OF_THE_STORE)


def _file(settings: Settings) -> Path | None:
    """The store's file, where it is one."""
    database = make_engine(settings.database_url).url
    return Path(database.database or "") if database.get_backend_name() == "sqlite" else None


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "of unknown version"
