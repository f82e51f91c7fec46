"""Every source, one row each. A new source is one file behind `base.py`, and its row here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config.environment import Settings
from bot.model.options.link_rules import LinkRules
from bot.sources.base import Source
from bot.sources.http.bounded.times import RunTime
from bot.sources.http.cache import Cache
from bot.sources.http.limits import Limits

if TYPE_CHECKING:
    import github

    from bot.sources.http.bounded.exchange import Exchange
    from bot.sources.hub.source import Hub
    from bot.sources.papers.lookup import PaperLookup
    from bot.sources.web.checker import Web

_KEPT_PAGES = 20_000_000
"""Characters of pages kept between runs, about 2,000 pages."""


@dataclass(frozen=True)
class SourceOptions:
    """What a source may be built from.

    `folder` is where answers are kept between runs; it is written only with `keep`. `time` is the
    run's, and holds its bounds.
    """

    settings: Settings
    folder: Path
    keep: bool = False
    allow_private: bool = False
    rules: LinkRules | None = None
    time: RunTime = field(default_factory=RunTime)

    @property
    def contact(self) -> str:
        """The address at which a service finds out who sends it requests."""
        return self.settings.github.contact

    def cache(self, name: str, **limits: int) -> Cache:
        """The cache of that name."""
        return Cache(self.folder / f"{name}.json", frozen=not self.keep, **limits)

    def exchange(self, name: str, who: str) -> Exchange:
        """The way out of the source of that name; `who` is its service, as people name it.

        The addresses that the environment names may be private, others only if that is allowed.
        """
        from bot.sources.http.bounded.exchange import Exchange

        return Exchange(
            who,
            bounds=self.time.bounds,
            time=self.time.of(name),
            trusted=(self.settings.github.api_url, self.settings.hub.endpoint),
            allow_private=self.allow_private,
        )

    def github(self, name: str) -> github.Github:
        """A client that reads GitHub, for the source of that name."""
        from bot.sources.github.source import connect_reader

        access = self.settings.github
        exchange = self.exchange(name, "GitHub")
        return connect_reader(
            access.token or None, access.api_url, exchange=exchange, contact=self.contact
        )

    def hub(self) -> Hub:
        """The Hub, whose client the cards use as well."""
        from bot.sources.hub.source import Hub

        access = self.settings.hub
        exchange, cache = self.exchange("hub", "the Hub"), self.cache("hub")
        return Hub(
            access.token or None,
            access.endpoint,
            cache=cache,
            exchange=exchange,
            contact=self.contact,
        )

    @cached_property
    def web(self) -> Web:
        """The link checker; GitHub and arXiv hand it what their APIs do not give."""
        from bot.sources.web.checker import Web

        cache = self.cache("web", most=_KEPT_PAGES)
        return Web(
            cache=cache,
            allow_private=self.allow_private,
            rules=self.rules,
            limits=Limits().within(self.time.bounds),
            time=self.time.of("web"),
            contact=self.contact,
        )


@dataclass(frozen=True)
class SourceRow:
    """One source: its name in reports, how it is built, and when it is queried.

    first          it is offered every link of the list; the first row that knows one gets it
    second         a topic may query it by name about what the first round left open
    per_request    references that one request answers
    divisible      whether several machines may query it at once: its limit goes with the token.
                   A host that counts by address is queried by one machine only
    """

    name: str
    build: Callable[[SourceOptions], Source]
    first: bool = False
    second: bool = False
    per_request: int = 1
    divisible: bool = False


# Each client is loaded when a source is built that needs it: together they take half a second.


def _github(to: SourceOptions) -> Source:
    from bot.sources.github.source import GitHubSource

    return GitHubSource(
        to.github("github"),
        cache=to.cache("github"),
        pages=to.web.look,
        sleep=to.time.of("github").sleep,
    )


def _history(to: SourceOptions) -> Source:
    from bot.sources.github.history import History

    sleep = to.time.of("history").sleep
    return History(to.github("history"), cache=to.cache("history"), sleep=sleep)


def _arxiv(to: SourceOptions) -> Source:
    from bot.sources.papers.arxiv import Arxiv

    return Arxiv(to.contact, pages=to.web.look, exchange=to.exchange("arxiv", "arXiv"))


def _cards(to: SourceOptions) -> Source:
    from bot.sources.cards import Cards

    access = to.settings.hub
    return Cards(to.github("card"), access.token or None, access.endpoint)


def _wayback(to: SourceOptions) -> Source:
    from bot.sources.archive.wayback import Wayback

    return Wayback(exchange=to.exchange("wayback", "the archive"), contact=to.contact)


def _lookups() -> tuple[type[PaperLookup], ...]:
    """Those that know where papers were published."""
    from bot.sources.papers.acl import Anthology
    from bot.sources.papers.crossref import Crossref
    from bot.sources.papers.openreview import OpenReview
    from bot.sources.papers.pmlr import Proceedings
    from bot.sources.papers.semanticscholar import SemanticScholar

    return SemanticScholar, Crossref, Anthology, Proceedings, OpenReview


def _lookup(name: str) -> SourceRow:
    def build(to: SourceOptions) -> Source:
        source = next(one for one in _lookups() if one.name == name)
        return source(to.contact, exchange=to.exchange(name, source.who))

    return SourceRow(name, build, second=True)


SOURCES = (
    SourceRow(
        "github",
        _github,
        first=True,
        second=True,
        per_request=40,
        divisible=True,
    ),
    SourceRow("hub", SourceOptions.hub, first=True, divisible=True),
    SourceRow("arxiv", _arxiv, first=True, second=True, per_request=100),
    SourceRow("web", lambda to: to.web, first=True),
    SourceRow("card", _cards, second=True),
    SourceRow("wayback", _wayback, second=True),
    SourceRow("history", _history, second=True),
    *map(_lookup, ("semanticscholar", "crossref", "acl", "pmlr", "openreview")),
)
"""The sources in order of precedence; `web` takes every reference that no other knows."""
FIRST_ROUND = frozenset(row.name for row in SOURCES if row.first)
