"""Gather, decide, apply: the only place that knows both doors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

from bot.adopt.links import markdown_links
from bot.decide import ARCHIVE, REFRESH, Outcome, decide
from bot.facts.entry import Entry, Registry
from bot.facts.errors import InputError, SettingsError, Where
from bot.facts.memory import Memory
from bot.facts.observation import Observation, Reason, Tally, Unsure
from bot.facts.reference import Ask, Link, Place, Reference, read_link
from bot.facts.verdict import Standing, Verdict, verdict_of
from bot.publish.access import connect as connect_writer
from bot.publish.base import Publisher, Recalled, Told
from bot.publish.github import GitHub as PullRequests
from bot.publish.preview import Preview, Worktree
from bot.registry.books import OBSERVED, read_memory, read_snapshot, write_memory
from bot.registry.load import ListSettings, load
from bot.render.report import News, draw_body, draw_readme, draw_summary, draw_title
from bot.settings import Settings
from bot.sources.arxiv import Arxiv
from bot.sources.cache import Cache
from bot.sources.github import GitHub
from bot.sources.github import connect as connect_reader
from bot.sources.hub import Hub
from bot.sources.roster import Gathering
from bot.sources.wayback import Wayback
from bot.sources.web.source import Web

# Characters of pages kept between runs, about 2,000 pages.
_KEPT_PAGES = 20_000_000

Progress = Callable[[int, int, Observation | None], None]
"""Called with how many are done, of how many, and the latest."""


def _silent(_done: int, _total: int, _latest: Observation | None) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class Run:
    """What a refresh came to, for reports."""

    outcome: Outcome
    told: tuple[Told, ...]
    tallies: tuple[Tally, ...]
    observations: tuple[Observation, ...]
    summary: str
    warnings: tuple[str, ...] = ()


@dataclass
class Doors:
    """The two rooms with a door outside, and where to look for archived copies."""

    sources: Gathering
    archive: Gathering
    publisher: Publisher
    progress: Progress = _silent

    def __enter__(self) -> Doors:
        return self

    def __exit__(self, *_: object) -> None:
        self.sources.close()
        self.archive.close()


def open_doors(
    settings: Settings, root: Path, *, dry_run: bool, pull_request: bool, allow_private: bool
) -> Doors:
    """The real sources and the publisher that the flags ask for.

    Raises SettingsError when a pull request is wanted and GitHub cannot be reached for it.
    """
    sources = open_sources(settings, root, keep=not dry_run, allow_private=allow_private)
    archive = Gathering([Wayback()])
    return Doors(sources, archive, _publisher(settings, root, dry_run, pull_request))


def open_sources(settings: Settings, root: Path, *, keep: bool, allow_private: bool) -> Gathering:
    """All sources, in the order in which they are offered a reference.

    `keep` lets the cache below `root` be written.
    """
    folder = root / ".listkeeper" / "cache"
    kept_pages = Cache(folder / "web.json", frozen=not keep, most=_KEPT_PAGES)
    web = Web(cache=kept_pages, allow_private=allow_private)
    github = GitHub(
        connect_reader(settings.github.token or None, settings.github.api_url),
        cache=Cache(folder / "github.json", frozen=not keep),
        pages=web.look,
    )
    repository = settings.github.repository
    contact = f"https://github.com/{repository}" if repository else ""
    hub = Hub(settings.hub.token or None, settings.hub.endpoint)
    return Gathering([github, hub, Arxiv(contact), web])


def _publisher(settings: Settings, root: Path, dry_run: bool, pull_request: bool) -> Publisher:
    publisher: Publisher = Worktree(root)
    if pull_request:
        access = settings.github
        if not access.token:
            raise SettingsError(
                "a pull request needs a token",
                hint="set GITHUB_TOKEN, or leave --pull-request out to write files only",
            )
        if not access.repository:
            raise SettingsError(
                "which repository? GITHUB_REPOSITORY is not set",
                hint="set it to owner/name of the list's repository",
            )
        publisher = PullRequests(connect_writer(access.token, access.api_url), access.repository)
    return Preview(publisher) if dry_run else publisher


def refresh(documents: Mapping[str, str], doors: Doors, now: datetime, only: str = "*") -> Run:
    """Do the whole job once. Raises BotError for broken input or a publisher that cannot tell.

    `only` is a glob over entry ids: just their links are asked.
    """
    registry, settings = load(documents)
    _drawn(documents, registry, settings)
    _try_reports(documents, registry)
    if not any(fnmatchcase(entry.id, only) for entry in registry.entries) and only != "*":
        raise SettingsError(f"no entry's id fits '{only}'", hint="ids stand in registry/*.yml")
    recalled = doors.publisher.recall([REFRESH], [OBSERVED])
    memory, warnings = _memory(recalled)
    asks = questions(registry, only)
    observations = _gather(doors, asks, now)
    outcome = _decide(registry, settings, memory, recalled, observations, documents, now)
    if outcome.wanted:
        observations += _archived(doors, outcome.wanted, now)
        outcome = _decide(registry, settings, memory, recalled, observations, documents, now)
    part = _why_partial(outcome, only) if REFRESH in recalled.pending else ""
    told = _apply(doors.publisher, outcome, documents, part)
    tallies = (*doors.sources.tallies, *doors.archive.tallies)
    summary = draw_summary(documents, outcome.news, tallies, told)
    return Run(outcome, tuple(told), tallies, tuple(observations), summary, warnings)


def _memory(recalled: Recalled) -> tuple[Memory, tuple[str, ...]]:
    """A broken memory costs only time: the run goes on without it, and says so."""
    try:
        return read_memory(recalled.memory), ()
    except InputError as error:
        return Memory(), (f"the memory could not be read and is begun anew: {error}",)


def redraw(documents: Mapping[str, str]) -> tuple[str, str]:
    """The README's path and how it should read. Raises InputError."""
    registry, settings = load(documents)
    return settings.readme, _drawn(documents, registry, settings)


def inspect(documents: Mapping[str, str]) -> tuple[str, str]:
    """Like `redraw`, and the templates of the reports are tried as well. Raises InputError."""
    registry, settings = load(documents)
    text = _drawn(documents, registry, settings)
    _try_reports(documents, registry)
    return settings.readme, text


def _drawn(documents: Mapping[str, str], registry: Registry, settings: ListSettings) -> str:
    if settings.readme not in documents:
        where = Where(settings.readme)
        raise InputError(where, "the README is missing", hint="restore it, markers and all")
    snapshot = read_snapshot(documents.get(OBSERVED))
    return draw_readme(settings.readme, documents, registry, snapshot)


def _try_reports(documents: Mapping[str, str], registry: Registry) -> None:
    """Draw each report with nothing to tell: a broken template is found before anybody is asked."""
    nothing = News(registry)
    draw_title(documents, nothing)
    draw_body(documents, nothing)
    draw_summary(documents, nothing, (), ())


def standing_in(path: str, text: str) -> list[Standing]:
    """The web links of any Markdown file."""
    return [Standing(read_link(spot.url), Where(path, spot.line)) for spot in markdown_links(text)]


def standing_in_list(documents: Mapping[str, str], only: str = "*") -> list[Standing]:
    """The links of the registry that are not marked dead. Raises InputError."""
    registry, _ = load(documents)
    return [
        Standing(link.link, link.where, entry.id, _about(entry))
        for entry, link in registry.links()
        if fnmatchcase(entry.id, only) and not link.dead_since
    ]


def check(
    standings: Sequence[Standing],
    sources: Gathering,
    now: datetime,
    progress: Progress = _silent,
) -> tuple[list[Verdict], bool]:
    """The verdict on every link, in the order they stand, and whether all were waited for.

    One address has one verdict. Ctrl-C leaves what is known; the others are told as not asked.
    """
    by_url: dict[str, list[Standing]] = {}
    for one in standings:
        by_url.setdefault(one.link.url, []).append(one)
    links = [group[0].link for group in by_url.values()]
    said: dict[str, Observation] = {}
    asks = asks_for(links, {one.link.reference.key: one.about for one in standings})
    progress(0, len(asks), None)
    try:
        for seen in sources.look(asks, now):
            said[seen.reference.key] = seen
            progress(len(said), len(asks), seen)
    except KeyboardInterrupt:
        if not said:
            raise
    whole = len(said) == len(asks)
    said |= {ask.reference.key: _stopped(ask, now) for ask in asks if ask.reference.key not in said}
    told = [verdict_of(said[link.reference.key], link, tuple(by_url[link.url])) for link in links]
    return told, whole


def _stopped(ask: Ask, now: datetime) -> Observation:
    return Unsure(
        reference=ask.reference,
        source="web",
        at=now,
        evidence=ask.url,
        reason=Reason.NOT_ASKED,
        why="stopped before there was an answer",
    )


def questions(registry: Registry, only: str = "*") -> list[Ask]:
    """One ask for each reference of the list, with all places that links name in it."""
    rows = [(entry, link) for entry, link in registry.links() if fnmatchcase(entry.id, only)]
    told = {link.link.reference.key: _about(entry) for entry, link in rows}
    return asks_for((link.link for _, link in rows), told)


def _about(entry: Entry) -> str:
    return f"{entry.name} {entry.values.get('description', '')}".strip()


def asks_for(links: Iterable[Link], about: Mapping[str, str]) -> list[Ask]:
    """One ask for each reference, with all places that the links name in it.

    `about` is what the list says of a reference, by its key.
    """
    found: dict[str, tuple[Reference, str, set[Place]]] = {}
    for link in links:
        reference, place = link.reference, link.place
        places = found.setdefault(reference.key, (reference, link.url, set()))[2]
        if place.tree or place.fragment or place.version:
            places.add(place)
    return [
        Ask(reference, url, frozenset(places), about.get(key, ""))
        for key, (reference, url, places) in found.items()
    ]


def _gather(doors: Doors, asks: Sequence[Ask], now: datetime) -> list[Observation]:
    observations: list[Observation] = []
    doors.progress(0, len(asks), None)
    for observation in doors.sources.look(asks, now):
        observations.append(observation)
        doors.progress(len(observations), len(asks), observation)
    return sorted(observations, key=lambda seen: (seen.source, seen.reference.key))


def _archived(doors: Doors, wanted: Sequence[Ask], now: datetime) -> list[Observation]:
    unique = list({ask.reference.key: ask for ask in wanted}.values())
    found = [seen for seen in doors.archive.look(unique, now) if seen.source == ARCHIVE]
    return sorted(found, key=lambda seen: seen.reference.key)


def _decide(
    registry: Registry,
    settings: ListSettings,
    memory: Memory,
    recalled: Recalled,
    observations: Sequence[Observation],
    documents: Mapping[str, str],
    now: datetime,
) -> Outcome:
    return decide(
        registry,
        read_snapshot(documents.get(OBSERVED)),
        memory,
        observations,
        recalled.answers,
        documents,
        recalled.pending.get(REFRESH, {}),
        settings.policy,
        now,
        settings.readme,
    )


def _why_partial(outcome: Outcome, only: str) -> str:
    """Why this run knows just a part of what an open proposal may show; empty when it knows all."""
    if only != "*":
        return f"this run asked only about '{only}'"
    return f"in outage: {', '.join(outcome.news.outages)}" if outcome.news.outages else ""


def _apply(
    publisher: Publisher, outcome: Outcome, documents: Mapping[str, str], part: str
) -> list[Told]:
    """Memory first: it must not be lost when a proposal cannot be told.

    A run that knows just a `part` leaves the open proposal alone, or it would shrink to that.
    """
    publisher.remember(write_memory(outcome.memory))
    if part:
        return [Told(REFRESH, "held", "what is open stays as it is", note=part)]
    told = [
        publisher.propose(
            proposal, {path: documents[path] for path in proposal.files if path in documents}
        )
        for proposal in outcome.proposals
    ]
    if not outcome.proposals and not outcome.news.rests_until:
        told.append(publisher.withdraw(REFRESH, "nothing of it is left to change"))
    return [one for one in told if one.operation != "none"]
