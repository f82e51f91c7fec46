"""Files, branches and forms of a paper that an API does not report are looked at as pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config.environment import read_settings
from bot.model.observation import Found, Gone, Observation, Reason, Unsure
from bot.model.reference import Query, home, read_link
from bot.model.verdict import verdict_of
from bot.sources.base import seen_as_pages
from bot.sources.papers.arxiv_pages import with_pages
from bot.sources.table import SOURCES, SourceOptions
from tests.world.fixtures import MakeWorld

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SCENARIO = {
    "repos": {"o/r": {"branch": "main", "paths": {"main": ["data/a.md"], "feat/x": ["b.py"]}}},
    "hub": {
        "models": {"o/m": {"files": ["sub/w.bin"]}, "o/g": {"gated": "auto"}},
        "datasets": {"o/d": {"branches": ["refs/pr/1"], "files": ["t.csv"]}},
    },
    "papers": {
        "2305.14314": {"title": "QLoRA", "published": "2023-05-23", "html": True},
        "2211.01786": {"title": "BLOOMZ", "published": "2022-11-03", "alphaxiv": False},
    },
}


def verdict(url: str, env: Mapping[str, str], folder: Path) -> str:
    """What is said of a link without any token."""
    settings = read_settings({key: value for key, value in env.items() if "TOKEN" not in key})
    options, link = SourceOptions(settings, folder), read_link(url)
    built = (row.build(options) for row in SOURCES if row.first)
    source = next(one for one in built if one.knows(link.reference))
    [seen] = source.look([Query(link.reference, link.url, frozenset({link.place}))], NOW)
    source.close()
    return verdict_of(seen, link, ()).word


GITHUB, HUB = "https://github.com/o/r", "https://huggingface.co"


@pytest.mark.parametrize(
    ("url", "word"),
    [
        (f"{GITHUB}/blob/main/data/a.md", "alive"),
        (f"{GITHUB}/tree/main/data", "alive"),
        (f"{GITHUB}/tree/feat/x/b.py", "alive"),
        (f"{GITHUB}/blob/main/data/none.md", "gone"),
        (f"{GITHUB}/tree/no-such-branch", "gone"),
        (f"{HUB}/o/m/blob/main/config.json", "alive"),
        (f"{HUB}/o/m/tree/main/sub", "alive"),
        (f"{HUB}/o/m/tree/main", "alive"),
        (f"{HUB}/o/m/resolve/main/none.bin", "gone"),
        (f"{HUB}/o/m/tree/nobranch", "gone"),
        (f"{HUB}/o/g/blob/main/config.json", "alive"),  # shown to members only: nobody can know
        (f"{HUB}/datasets/o/d/blob/refs/pr/1/t.csv", "alive"),
        (f"{HUB}/datasets/o/d/blob/main/none.csv", "gone"),
        ("https://arxiv.org/html/2305.14314", "alive"),
        ("https://arxiv.org/html/2305.14314v1", "alive"),
        ("https://arxiv.org/html/2211.01786", "gone"),
        ("https://alphaxiv.org/abs/2305.14314", "alive"),
        ("https://alphaxiv.org/abs/2211.01786", "gone"),
        ("https://arxiv.org/abs/2211.01786", "alive"),
        ("https://arxiv.org/abs/2211.1786", "gone"),  # five digits since 2015
        ("https://arxiv.org/abs/2399.99999", "gone"),
    ],
)
def test_what_is_not_there_is_seen_without_a_token(
    url: str, word: str, world: MakeWorld, tmp_path: Path
) -> None:
    assert verdict(url, world(SCENARIO).env(), tmp_path) == word


def paper(url: str) -> Query:
    link = read_link(url)
    return Query(link.reference, url, frozenset({link.place}))


def unsure(query: Query, reason: Reason = Reason.BAD_ANSWER) -> Unsure:
    return Unsure(
        reference=query.reference, source="arxiv", at=NOW, evidence="", reason=reason, why="why"
    )


class Web:
    """Pages of which none is there, or of which nothing is known."""

    def __init__(self, known: bool = True) -> None:
        self.known = known
        self.asked: list[str] = []

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        for query in queries:
            self.asked.append(query.url)
            gone = Gone(
                reference=query.reference, source="web", at=now, evidence=query.url, why="HTTP 404"
            )
            yield gone if self.known else unsure(query)


def test_an_outage_of_the_api_is_no_reason_to_ask_for_every_page() -> None:
    queries = [paper(f"https://arxiv.org/abs/2305.{number:05}") for number in range(40)]
    web = Web()
    seen = list(with_pages(queries, map(unsure, queries), web.look, NOW))
    assert web.asked == []
    assert all(isinstance(one, Unsure) for one in seen)


@pytest.mark.parametrize("reason", [Reason.TIMEOUT, Reason.RATE_LIMITED, Reason.CONNECTION])
def test_a_silent_api_is_not_answered_for_by_a_page(reason: Reason) -> None:
    query, web = paper("https://arxiv.org/abs/2305.14314"), Web()
    [seen] = with_pages([query], [unsure(query, reason)], web.look, NOW)
    assert isinstance(seen, Unsure)
    assert web.asked == []


def test_what_the_pages_do_not_report_stays_open() -> None:
    query, web = paper("https://arxiv.org/abs/2305.14314"), Web(known=False)
    [seen] = with_pages([query], [unsure(query)], web.look, NOW)
    assert isinstance(seen, Unsure)
    assert web.asked == [home(query.reference)]
    form = paper("https://arxiv.org/html/2305.14314")
    found = Found(reference=form.reference, source="arxiv", at=NOW, evidence="")
    [same] = with_pages([form], [found], web.look, NOW)
    assert isinstance(same, Found)
    assert same.places == {}


def test_no_page_is_asked_for_nothing() -> None:
    assert seen_as_pages([], Web().look, NOW) == {}
