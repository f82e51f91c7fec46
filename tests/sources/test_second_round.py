"""The second round on the list this bot keeps: who is asked by name, and what that costs."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.config.environment import read_settings
from bot.model.observation import Found
from bot.model.reference import Kind, Query, Reference, home, read_link
from bot.run.steps.services import open_second, open_sources
from bot.sources.papers.acl import Anthology
from bot.sources.papers.crossref import Crossref
from bot.sources.papers.openreview import OpenReview
from bot.sources.papers.pmlr import Proceedings
from bot.sources.table import SourceOptions
from tests.world.scenario import load

if TYPE_CHECKING:
    from tests.world.world import World

Box = Callable[..., "World"]
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
HOSTED = {
    "acl": {
        "https://aclanthology.org/2021.naacl-main.41/": ("NAACL", 2021),
        "https://aclanthology.org/2021.emnlp-main.243/": ("EMNLP", 2021),
        "https://aclanthology.org/2021.acl-long.353.pdf": ("ACL", 2021),
        "https://aclanthology.org/2022.acl-short.8/": ("ACL", 2022),
    },
    "pmlr": {
        "http://proceedings.mlr.press/v97/houlsby19a/houlsby19a.pdf": (
            "International Conference on Machine Learning",
            2019,
        ),
    },
    "openreview": {
        "https://openreview.net/forum?id=-Aw0rrrPUF": ("ICLR 2023 poster", 2023),
        "https://openreview.net/forum?id=nZeVKeeFYf9": ("ICLR 2022 Poster", 2022),
    },
}


def test_everybody_is_asked_what_only_they_know(
    world: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for polite in (Anthology, Crossref, OpenReview, Proceedings):
        monkeypatch.setattr(polite, "pause", 0.0)
    box = world("gpt_alternatives")
    known: dict[str, Any] = load("gpt_alternatives")
    papers = [Reference.of(Kind.PAPER, one) for one in known["venues"]["semanticscholar"]]
    repos = [Reference.of(Kind.REPO, one) for one in known["repos"]]
    dois = [f"https://doi.org/{doi}" for doi in known["venues"]["crossref"]]
    wanted = {
        **{name: [_query(url) for url in urls] for name, urls in HOSTED.items()},
        "semanticscholar": [Query(one, home(one)) for one in papers],
        "crossref": [_query(url) for url in dois],
        "history": [Query(one, home(one)) for one in repos],
    }
    settings = read_settings(os.environ)
    first = open_sources(settings, tmp_path, keep=True, allow_private=False)
    second = open_second(SourceOptions(settings, tmp_path / ".listkeeper/cache", keep=True), first)
    seen = list(second.look_by_name(wanted, NOW))
    second.close()
    first.close()
    found = {(one.source, one.reference.name): one for one in seen if isinstance(one, Found)}
    assert len(found) == sum(len(queries) for queries in wanted.values())
    for name, urls in HOSTED.items():
        for url, venue in urls.items():
            facts = found[name, read_link(url).reference.name].facts
            assert (facts["venue"], facts["year"]) == venue
            assert facts["title"]
    requests = {tally.source: tally.requests for tally in second.tallies}
    assert requests.pop("history") <= 2 * -(-len(repos) // 20)
    assert requests == {
        "acl": 4,
        "pmlr": 1,
        "openreview": 4,  # the newer API knows neither of the two
        "semanticscholar": 1,
        "crossref": len(dois),
    }
    assert box.count("api.semanticscholar.org") == 1
    assert (tmp_path / ".listkeeper" / "cache" / "history.json").is_file()


def _query(url: str) -> Query:
    return Query(read_link(url).reference, url)
