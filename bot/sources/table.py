"""Every source, one row each. A new source is one file behind `base.py`, and its row here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import github

from bot.config.environment import Settings
from bot.model.options.link_rules import LinkRules
from bot.sources.archive.wayback import Wayback
from bot.sources.base import Source
from bot.sources.cards import Cards
from bot.sources.github.history import History
from bot.sources.github.source import GitHubSource, connect_reader
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.http.bounded.times import RunTime
from bot.sources.http.cache import Cache
from bot.sources.http.limits import Limits
from bot.sources.hub.source import Hub
from bot.sources.papers.acl import Anthology
from bot.sources.papers.arxiv import Arxiv
from bot.sources.papers.crossref import Crossref
from bot.sources.papers.openreview import OpenReview
from bot.sources.papers.pmlr import Proceedings
from bot.sources.papers.semanticscholar import SemanticScholar
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
        return Exchange(
            who,
            bounds=self.time.bounds,
            time=self.time.of(name),
            trusted=(self.settings.github.api_url, self.settings.hub.endpoint),
            allow_private=self.allow_private,
        )

    def github(self, name: str) -> github.Github:
        """A client that reads GitHub, for the source of that name."""
        access = self.settings.github
        exchange = self.exchange(name, "GitHub")
        return connect_reader(
            access.token or None, access.api_url, exchange=exchange, contact=self.contact
        )

    def hub(self) -> Hub:
        """The Hub, whose client the cards use as well."""
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
        """The link checker; GitHub and arXiv hand it what their APIs do not tell."""
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


SOURCES = (
    SourceRow(
        "github",
        lambda to: GitHubSource(
            to.github("github"),
            cache=to.cache("github"),
            pages=to.web.look,
            sleep=to.time.of("github").sleep,
        ),
        first=True,
        second=True,
        per_request=40,
        divisible=True,
    ),
    SourceRow("hub", SourceOptions.hub, first=True, divisible=True),
    SourceRow(
        "arxiv",
        lambda to: Arxiv(to.contact, pages=to.web.look, exchange=to.exchange("arxiv", "arXiv")),
        first=True,
        second=True,
        per_request=100,
    ),
    SourceRow("web", lambda to: to.web, first=True),
    SourceRow(
        "card",
        lambda to: Cards(
            to.github("card"), to.settings.hub.token or None, to.settings.hub.endpoint
        ),
        second=True,
    ),
    SourceRow(
        "wayback",
        lambda to: Wayback(exchange=to.exchange("wayback", "the archive"), contact=to.contact),
        second=True,
    ),
    SourceRow(
        "history",
        lambda to: History(
            to.github("history"), cache=to.cache("history"), sleep=to.time.of("history").sleep
        ),
        second=True,
    ),
    *(
        SourceRow(
            source.name,
            lambda to, source=source: source(  # type: ignore[misc]
                to.contact, exchange=to.exchange(source.name, source.who)
            ),
            second=True,
        )
        for source in (SemanticScholar, Crossref, Anthology, Proceedings, OpenReview)
    ),
)
"""The sources in order of precedence; `web` takes every reference that no other knows."""
FIRST_ROUND = frozenset(row.name for row in SOURCES if row.first)
