from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.observation import Found, Gone, Observation, Unsure, outcome_word
from bot.model.reference import Query, read_link
from bot.sources.github.first import behind, first, only, release
from bot.sources.github.history import HISTORY_BATCH, HISTORY_KEPT, History
from bot.sources.github.source import connect_reader
from bot.sources.http.cache import Cache
from tests.world.world import GITHUB_TOKEN

if TYPE_CHECKING:
    from tests.world.world import World

Box = Callable[..., "World"]
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
REPOS: dict[str, Any] = {
    "EleutherAI/gpt-neo": {
        "created": "2020-07-05",
        "first_commit": "2020-07-06",
        "pushed": "2022-02-25",
        "commits": 900,
        "first_release": {"tag": "v1.0", "at": "2021-03-21"},
        "release": {"tag": "v1.1.1", "at": "2022-02-25"},
    },
    "o/one": {"created": "2023-02-01", "first_commit": "2023-02-02", "commits": 1},
    "o/two": {"created": "2023-02-01", "first_commit": "2023-01-30", "commits": 2},
    "o/empty": {"created": "2023-02-01", "commits": 0},
}


def look(
    names: list[str],
    now: datetime = NOW,
    cache: Path | None = None,
    token: str | None = GITHUB_TOKEN,
) -> tuple[dict[str, Observation], History]:
    client = connect_reader(token)
    source = History(client, cache=Cache(cache), sleep=lambda _: None)
    links = [read_link(f"https://github.com/{name}") for name in names]
    seen = {
        one.reference.name: one
        for one in source.look([Query(link.reference, link.url) for link in links], now)
    }
    source.close()
    client.close()
    assert set(seen) == set(names)
    return seen, source


def test_the_first_commit_and_the_first_release(world: Box) -> None:
    world({"repos": REPOS})
    seen, source = look(list(REPOS))
    facts = {name: one.facts for name, one in seen.items() if isinstance(one, Found)}
    assert facts["EleutherAI/gpt-neo"] == {
        "first_commit": "2020-07-06",
        "first_release": "v1.0",
        "first_released": "2021-03-21",
    }
    assert facts["o/one"] == {"first_commit": "2023-02-02"}
    assert facts["o/two"] == {"first_commit": "2023-01-30"}
    assert facts["o/empty"] == {}
    empty = seen["o/empty"]
    assert isinstance(empty, Found)
    assert set(empty.unknown) == {"first_commit", "first_release"}
    assert source.requests == 2


def test_a_batch_costs_two_requests_and_is_kept_for_a_month(world: Box, tmp_path: Path) -> None:
    names = [f"o/r{number}" for number in range(2 * HISTORY_BATCH)]
    world({"repos": {name: {"first_commit": "2023-01-01"} for name in names}})
    cache = tmp_path / "history.json"
    assert look(names, NOW, cache)[1].requests == 4
    again, source = look(names, NOW + timedelta(days=1), cache)
    assert source.requests == 0
    assert {one.at for one in again.values()} == {NOW}
    assert look(names, NOW + HISTORY_KEPT, cache)[1].requests == 4


def test_what_is_not_there_is_gone_and_the_rest_is_found(world: Box) -> None:
    world({"repos": {"o/r": {}}})
    seen, _ = look(["o/r", "o/gone"])
    assert isinstance(seen["o/gone"], Gone)
    assert outcome_word(seen["o/r"]) == "found"


def test_without_a_token_nothing_is_asked(world: Box) -> None:
    box = world({})
    seen, _ = look(["o/r"], token=None)
    unsure = seen["o/r"]
    assert isinstance(unsure, Unsure)
    assert "token" in unsure.why
    assert box.records() == []


def test_an_outage_is_unsure(world: Box) -> None:
    box = world({})
    box.fault("api.github.com", status=502, body="")
    assert outcome_word(look(["o/r"])[0]["o/r"]) == "unsure"


def _node(**history: Any) -> dict[str, Any]:
    return {"defaultBranchRef": {"target": {"history": history}}}


@pytest.mark.parametrize(
    ("history", "cursor"),
    [
        ({"totalCount": 900, "pageInfo": {"endCursor": "abc 0"}}, "abc 898"),
        ({"totalCount": 1, "pageInfo": {"endCursor": "abc 0"}}, ""),
        ({"totalCount": 900, "pageInfo": {"endCursor": "Y3Vyc29y"}}, ""),
        ({"totalCount": 900, "pageInfo": {"endCursor": "abc 1"}}, ""),
        ({"totalCount": 900}, ""),
        ({}, ""),
    ],
)
def test_a_cursor_of_another_form_is_not_reckoned_with(
    history: dict[str, Any], cursor: str
) -> None:
    assert behind(_node(**history)) == cursor


@pytest.mark.parametrize(
    ("history", "day"),
    [
        ({"nodes": [{"committedDate": "2020-07-05T01:02:03Z"}]}, ""),
        (
            {
                "nodes": [{"committedDate": "2020-07-05T01:02:03Z"}],
                "pageInfo": {"hasNextPage": False},
            },
            "2020-07-05",
        ),
        (
            {
                "nodes": [{"committedDate": "2020-07-05T01:02:03Z"}],
                "pageInfo": {"hasNextPage": True},
            },
            "",
        ),
    ],
)
def test_only_a_commit_that_none_stands_behind_is_the_first(
    history: dict[str, Any], day: str
) -> None:
    assert first(_node(**history)) == day


def test_a_draft_is_no_release() -> None:
    draft = {"tagName": "v0", "createdAt": "2020-01-01T00:00:00Z", "isDraft": True}
    assert release({"releases": {"nodes": [draft]}}) == {}


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from("target history totalCount nodes pageInfo endCursor".split()),
            inner,
        )
    ),
)


@given(st.dictionaries(st.sampled_from(["defaultBranchRef", "releases"]), ODD))
def test_whatever_a_node_holds_nothing_is_raised(node: dict[str, Any]) -> None:
    assert isinstance((behind(node), only(node), first(node), release(node)), tuple)
