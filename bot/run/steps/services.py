"""Sources and publisher, opened as settings and flags say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.config.environment import Settings
from bot.config.workflows import read_workflows, schedules_of
from bot.model.errors import SettingsError
from bot.model.observation import Observation, in_order
from bot.model.options.link_rules import LinkRules
from bot.model.options.schedule import Schedule
from bot.model.reference import Query
from bot.model.values.understood import Generated
from bot.publish.base import Publisher
from bot.publish.github.access import connect_writer as connect_writer
from bot.publish.github.access import is_of_a_person
from bot.publish.github.publisher import GitHubPublisher as PullRequests
from bot.publish.local import DryRunPublisher, FolderPublisher
from bot.run.steps.observations import ObservationStore
from bot.sources.archive.wayback import Wayback
from bot.sources.dispatch import SourceSet
from bot.sources.recorded import RecordedSources
from bot.sources.table import SOURCES, SourceOptions

_CACHE = ".listkeeper/cache"

Progress = Callable[[int, int, Observation | None], None]
"""Called with how many are done, of how many, and the latest."""


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
    return in_order(observations)


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
    generated: Generated | None = None

    @property
    def everyone(self) -> SourceSet:
        """All sources of both rounds, each once."""
        both = (*self.sources.sources, *self.second.sources)
        return SourceSet(list({source.name: source for source in both}.values()))

    def __enter__(self) -> Services:
        return self

    def __exit__(self, *_: object) -> None:
        self.sources.close()
        self.second.close()


def open_services(
    settings: Settings,
    root: Path,
    *,
    dry_run: bool,
    pull_request: bool,
    allow_private: bool,
    rules: LinkRules | None = None,
) -> Services:
    """The real sources and the publisher that the flags ask for.

    Raises SettingsError when a pull request is wanted and GitHub cannot be reached for it.
    """
    sources = open_sources(
        settings, root, keep=not dry_run, allow_private=allow_private, rules=rules
    )
    second = open_second(settings, root, sources, keep=not dry_run)
    publisher = _publisher(settings, root, dry_run, pull_request)
    workflows = read_workflows(root).items()
    schedules = [one for path, text in workflows for one in schedules_of(path, text)]
    kept = ObservationStore(root, frozen=dry_run)
    return Services(sources, second, publisher, kept, schedules=schedules)


def open_sources(
    settings: Settings,
    root: Path,
    *,
    keep: bool,
    allow_private: bool,
    rules: LinkRules | None = None,
) -> SourceSet:
    """The sources of the first round, in the order in which they are offered a reference.

    `keep` lets the cache below `root` be written.
    """
    options = SourceOptions(settings, root / _CACHE, keep, allow_private, rules)
    return SourceSet([row.build(options) for row in SOURCES if row.first])


def open_archive() -> SourceSet:
    """Where archived copies of what is gone are looked up."""
    return SourceSet([Wayback()])


def open_second(settings: Settings, root: Path, first: SourceSet, *, keep: bool) -> SourceSet:
    """The sources that are queried by name, about what the first round left open.

    One that is in both rounds is the same: a paper or a repository may be news itself.
    """
    options = SourceOptions(settings, root / _CACHE, keep)
    opened = {source.name: source for source in first.sources}
    rows = [row for row in SOURCES if row.second]
    return SourceSet([opened.get(row.name) or row.build(options) for row in rows])


def _publisher(settings: Settings, root: Path, dry_run: bool, pull_request: bool) -> Publisher:
    publisher: Publisher = FolderPublisher(root)
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
        publisher = PullRequests(
            connect_writer(access.token, access.api_url),
            access.repository,
            by_mutation=is_of_a_person(access.token),
        )
    return DryRunPublisher(publisher) if dry_run else publisher
