"""Every source, one row each. A new source is one file behind `base.py`, and its row here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from bot.sources.http.cache import Cache
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

    `folder` is where answers are kept between runs; it is written only with `keep`.
    """

    settings: Settings
    folder: Path
    keep: bool = False
    allow_private: bool = False
    rules: LinkRules | None = None

    @property
    def contact(self) -> str:
        """The address at which a service finds out who sends it requests."""
        repository = self.settings.github.repository
        return f"https://github.com/{repository}" if repository else ""

    def cache(self, name: str, **limits: int) -> Cache:
        """The cache of that name."""
        return Cache(self.folder / f"{name}.json", frozen=not self.keep, **limits)

    def github(self) -> github.Github:
        """A client that reads GitHub."""
        access = self.settings.github
        return connect_reader(access.token or None, access.api_url)

    @cached_property
    def web(self) -> Web:
        """The link checker; GitHub and arXiv hand it what their APIs do not tell."""
        cache = self.cache("web", most=_KEPT_PAGES)
        return Web(cache=cache, allow_private=self.allow_private, rules=self.rules)


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
        lambda to: GitHubSource(to.github(), cache=to.cache("github"), pages=to.web.look),
        first=True,
        second=True,
        per_request=40,
        divisible=True,
    ),
    SourceRow(
        "hub",
        lambda to: Hub(
            to.settings.hub.token or None, to.settings.hub.endpoint, cache=to.cache("hub")
        ),
        first=True,
        divisible=True,
    ),
    SourceRow(
        "arxiv",
        lambda to: Arxiv(to.contact, pages=to.web.look),
        first=True,
        second=True,
        per_request=100,
    ),
    SourceRow("web", lambda to: to.web, first=True),
    SourceRow(
        "card",
        lambda to: Cards(to.github(), to.settings.hub.token or None, to.settings.hub.endpoint),
        second=True,
    ),
    SourceRow("wayback", lambda _: Wayback(), second=True),
    SourceRow("history", lambda to: History(to.github(), cache=to.cache("history")), second=True),
    SourceRow("semanticscholar", lambda to: SemanticScholar(to.contact), second=True),
    SourceRow("crossref", lambda to: Crossref(to.contact), second=True),
    SourceRow("acl", lambda to: Anthology(to.contact), second=True),
    SourceRow("pmlr", lambda to: Proceedings(to.contact), second=True),
    SourceRow("openreview", lambda to: OpenReview(to.contact), second=True),
)
"""The sources in order of precedence; `web` takes every reference that no other knows."""
FIRST_ROUND = frozenset(row.name for row in SOURCES if row.first)
