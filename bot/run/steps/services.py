"""Sources and publisher, opened according to settings and flags."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config.environment import ActionsFiles, GitHubAccess, Settings
from bot.model.errors import SettingsError
from bot.model.kinds import REFERENCE_KINDS, Kind
from bot.model.observation import Observation, sorted_by_source
from bot.model.options.bounds import Bounds
from bot.model.options.link_rules import LinkRules
from bot.model.options.pull_requests import PullRequestOptions
from bot.model.reference import Query
from bot.sources.dispatch import SourceSet
from bot.sources.http.bounded.times import RunTime
from bot.sources.table import SOURCES, SourceOptions

if TYPE_CHECKING:
    from bot.model.dashboard import Sender
    from bot.model.options.schedule import Schedule
    from bot.model.values.understood import Generated
    from bot.publish.base import Publisher
    from bot.publish.github.access import GitHubClient
    from bot.run.steps.observations import ObservationStore
    from bot.sources.http.bounded.exchange import Exchange
    from bot.sources.recorded import RecordedSources

_CACHE = ".listkeeper/cache"

Progress = Callable[[int, int, Observation | None], None]
"""Called with the number done, the total, and the latest observation."""


def no_progress(_done: int, _total: int, _latest: Observation | None) -> None:
    """Show no progress."""


def gather(
    sources: SourceSet | RecordedSources,
    queries: Sequence[Query],
    now: datetime,
    progress: Progress = no_progress,
) -> list[Observation]:
    """One observation for each query, in order."""
    observations: list[Observation] = []
    progress(0, len(queries), None)
    for seen in sources.look(queries, now):
        observations.append(seen)
        progress(len(observations), len(queries), seen)
    return sorted_by_source(observations)


def _nobody() -> Sender:
    from bot.model.dashboard import Sender  # the dashboard is only written for a pull request

    return Sender()


@dataclass
class Services:
    """Sources and publisher; `second` are the sources of the second round.

    `schedules` are those of the list's own workflows; `generated` says that another tool writes
    the README.
    """

    sources: SourceSet | RecordedSources
    second: SourceSet
    publisher: Publisher
    kept: ObservationStore
    progress: Progress = no_progress
    schedules: Sequence[Schedule] = ()
    exchange: Exchange | None = None
    """The way out of the publisher."""
    generated: Generated | None = None
    sender: Sender = field(default_factory=_nobody)

    @property
    def everyone(self) -> SourceSet:
        """All sources of both rounds, each once."""
        both = (*self.sources.sources, *self.second.sources)
        unique = {source.name: source for source in both}
        return SourceSet(list(unique.values()), time=self.second.time)

    def __enter__(self) -> Services:
        return self

    def __exit__(self, *_: object) -> None:
        self.sources.close()
        self.second.close()
        if self.exchange:
            self.exchange.close()


def open_services(
    settings: Settings,
    root: Path,
    *,
    dry_run: bool,
    pull_request: bool,
    allow_private: bool,
    rules: LinkRules | None = None,
    bounds: Bounds | None = None,
    options: PullRequestOptions | None = None,
    given: Sequence[str] = (),
) -> Services:
    """The real sources and the publisher that the flags ask for.

    `given` are settings of pull requests, as `key=value`, that win over the list's own `options`.
    Raises SettingsError when one of them cannot be, and when a pull request is wanted and GitHub
    cannot be reached for it.
    """
    from bot.config.workflows import read_workflows, schedules_of
    from bot.publish.local import DryRunPublisher, FolderPublisher
    from bot.run.steps.observations import ObservationStore

    if given and not pull_request:
        raise SettingsError("--set is about pull requests", hint="add --pull-request")
    options = _with_given(options or PullRequestOptions(), given)
    time = RunTime(bounds)
    built = SourceOptions(settings, root / _CACHE, not dry_run, allow_private, rules, time)
    sources = _first(built)
    second = open_second(built, sources)
    # what was found is published, however long it took to find
    bounds = replace(time.bounds, run=None)
    exchange = github_exchange(settings.github, bounds)
    publisher: Publisher = FolderPublisher(root)
    if pull_request:
        publisher = _pull_requests(settings, exchange, options)
    publisher = DryRunPublisher(publisher) if dry_run else publisher
    workflows = read_workflows(root).items()
    schedules = [one for path, text in workflows for one in schedules_of(path, text)]
    kept = ObservationStore(root, frozen=dry_run)
    return Services(
        sources,
        second,
        publisher,
        kept,
        schedules=schedules,
        exchange=exchange,
        sender=sender_of(settings.actions) if pull_request else _nobody(),
    )


def sender_of(actions: ActionsFiles) -> Sender:
    """The version of listkeeper, and the pages of the list's repository."""
    from importlib.metadata import version

    from bot.config.release import own_pin
    from bot.model.dashboard import Sender
    from bot.publish.github.dashboard import LABEL

    pin = own_pin()
    project = f"https://github.com/{pin.repository}" if pin.repository else ""
    pages = actions.pages
    return Sender(
        version("listkeeper"),
        actions.run,
        f"{pages}/actions" if pages else "",
        f"{pages}/issues?q=is%3Aissue+label%3A{LABEL}" if pages else "",
        project,
        project and f"{project}/blob/{pin.commit}/docs/reviewing.md",
    )


def open_sources(
    settings: Settings,
    root: Path,
    *,
    keep: bool,
    allow_private: bool,
    rules: LinkRules | None = None,
    bounds: Bounds | None = None,
    kinds: Collection[Kind] = frozenset(Kind),
) -> SourceSet:
    """The sources of the first round that links of these kinds need, in order of precedence.

    `keep` lets the cache below `root` be written.
    """
    time = RunTime(bounds)
    built = SourceOptions(settings, root / _CACHE, keep, allow_private, rules, time)
    return _first(built, kinds)


def open_archive(contact: str = "", time: RunTime | None = None) -> SourceSet:
    """Where archived copies of what is gone are looked up, in what is left of a run."""
    from bot.sources.archive.wayback import SOURCE, Wayback
    from bot.sources.http.bounded.exchange import Exchange

    time = time or RunTime()
    exchange = Exchange("the archive", bounds=time.bounds, time=time.of(SOURCE))
    return SourceSet([Wayback(exchange=exchange, contact=contact)], time=time)


def _first(options: SourceOptions, kinds: Collection[Kind] = frozenset(Kind)) -> SourceSet:
    unneeded = {REFERENCE_KINDS[kind].source for kind in Kind}
    unneeded -= {REFERENCE_KINDS[kind].source for kind in kinds}
    rows = [row for row in SOURCES if row.first and row.name not in unneeded]
    return SourceSet([row.build(options) for row in rows], time=options.time)


def open_second(options: SourceOptions, first: SourceSet) -> SourceSet:
    """The sources that are queried by name, about what the first round left open.

    A source in both rounds is the same object: a paper or a repository may be new itself.
    """
    opened = {source.name: source for source in first.sources}
    rows = [row for row in SOURCES if row.second]
    sources = [opened.get(row.name) or row.build(options) for row in rows]
    return SourceSet(sources, time=options.time)


def _with_given(options: PullRequestOptions, given: Sequence[str]) -> PullRequestOptions:
    if not given:
        return options
    from bot.config.pull_requests import options_with

    return options_with(options, given)


def _pull_requests(
    settings: Settings, exchange: Exchange, options: PullRequestOptions | None
) -> Publisher:
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
    # GitHub's client takes a fifth of a second to load
    from bot.publish.github.access import is_of_a_person
    from bot.publish.github.publisher import GitHubPublisher

    return GitHubPublisher(
        github_writer(access, exchange),
        access.repository,
        by_mutation=is_of_a_person(access.token),
        options=options,
    )


def github_exchange(access: GitHubAccess, bounds: Bounds | None = None) -> Exchange:
    """The way to GitHub's API, whose address is trusted; close it at the end."""
    from bot.sources.http.bounded.exchange import Exchange

    return Exchange("GitHub", bounds=bounds, trusted=(access.api_url,))


def github_writer(access: GitHubAccess, exchange: Exchange) -> GitHubClient:
    """GitHub's client for all but queries: each answer in bounds, and as its API would say it."""
    from bot.publish.github import access as by_github
    from bot.sources.http.bounded.clients import github_by

    return github_by(
        exchange,
        lambda: by_github.connect_writer(access.token, access.api_url, access.contact),
        by_github.answer_check(),
    )
