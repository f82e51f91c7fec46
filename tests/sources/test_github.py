from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.observation import Found, Gone, Moved, Observation, Reason, Unsure, outcome_word
from bot.model.reference import Kind, Place, Query, Reference, home, read_link
from bot.sources.base import Pages
from bot.sources.github.graphql import (
    GraphQLError,
    GraphQLReply,
    batches,
    observe_repository,
    query_document,
    read_reply,
)
from bot.sources.github.source import GitHubSource, connect_reader
from bot.sources.http.cache import Answer, Cache
from tests.world.faults import SHAPES
from tests.world.github.site import GitHubSite

if TYPE_CHECKING:
    from tests.world.world import World

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
TOKEN = "ghs_worldworldworldworldworldworldworld0"


def query(url: str) -> Query:
    link = read_link(url)
    places = frozenset({link.place} - {Place()})
    return Query(link.reference, url, places)


def repo(name: str) -> Query:
    return query(f"https://github.com/{name}")


# The pure half: what is written, how an answer is read


def test_one_request_holds_fifty_repositories_and_not_too_many_places() -> None:
    plain = [repo(f"o/r{number}") for number in range(85)]
    assert [len(batch) for batch in batches(plain)] == [50, 35]
    anchored = [query(f"https://github.com/o/r{number}#usage") for number in range(85)]
    assert max(len(batch) for batch in batches(anchored)) < 30
    assert [one for batch in batches(anchored) for one in batch] == anchored
    assert list(batches([])) == []


def test_names_travel_as_variables() -> None:
    document, variables = query_document([query('https://github.com/o/r/tree/ma"in/x')])
    assert 'ma"in' not in document
    assert variables["o0"] == "o"
    assert set(variables.values()) == {"o", "r", 'ma"in:x', 'ma"in/x:'}


@pytest.mark.parametrize(
    ("data", "faults", "outcome"),
    [
        ({"r0": {"a": 1}}, (), "nodes"),
        ({"r0": None}, (GraphQLError("NOT_FOUND", ("r0",)),), "gone"),
        ({"r0": None}, (), "rest"),
        ({}, (), "rest"),
        ({"r0": None}, (GraphQLError("NOT_FOUND", ("r1",)),), "rest"),
        ({"r0": None}, (GraphQLError("NOT_FOUND", ("r0", "p0")),), "rest"),
        ({"r0": None}, (GraphQLError("FORBIDDEN", ("r0",)),), "forbidden"),
        ({"r0": None}, (GraphQLError("", ("r0",)),), "rest"),
        ({"r0": {"a": 1}}, (GraphQLError("", ()),), "rest"),
        ({"r0": {"a": 1}}, (GraphQLError("RESOURCE_LIMITS_EXCEEDED", ("r1",)),), "rest"),
        ({"r0": {"a": 1}}, (GraphQLError("", ("r0", "a")),), "rest"),
        ({"r0": "text"}, (), "rest"),
    ],
)
def test_only_github_s_own_word_is_believed(
    data: dict[str, Any], faults: tuple[GraphQLError, ...], outcome: str
) -> None:
    reading = read_reply(2, GraphQLReply({**data, "r1": {}}, faults))
    assert 0 in getattr(reading, outcome)


def test_alone_a_repository_is_taken_without_the_fields_that_failed() -> None:
    reading = read_reply(
        1, GraphQLReply({"r0": {"a": 1, "b": None}}, (GraphQLError("", ("r0", "b")),))
    )
    assert reading.nodes == {0: {"a": 1}}


NODE = {
    "databaseId": 7,
    "nameWithOwner": "o/r",
    "isArchived": False,
    "stargazerCount": 12,
    "createdAt": "2023-02-14T09:29:04Z",
    "licenseInfo": {"spdxId": "NOASSERTION"},
    "latestRelease": None,
    "repositoryTopics": {"nodes": [{"topic": {"name": "llm"}}]},
}


def test_facts_are_those_agreed() -> None:
    found = observe_repository(repo("o/r"), NODE, NOW)
    assert isinstance(found, Found)
    assert found.facts == {
        "id": 7,
        "name": "o/r",
        "archived": False,
        "stars": 12,
        "created": "2023-02-14",
        "topics": ("llm",),
    }
    assert found.unknown == {
        "licence": "GitHub finds a licence it does not recognise",
        "release": "no release published on GitHub",
    }
    assert found.evidence == "https://github.com/o/r"


@pytest.mark.parametrize("spelling", ["O/R", "o/R"])
def test_another_case_is_no_rename(spelling: str) -> None:
    assert isinstance(observe_repository(repo(spelling), NODE, NOW), Found)


TREES = {
    "https://github.com/o/r/tree/main": {"main:": {}},
    "https://github.com/o/r/tree/a/b": {"a:b": None, "a/b:": {"x": 1}},
}


@pytest.mark.parametrize(
    ("url", "answers", "there"),
    [
        ("https://github.com/o/r/tree/main", [{"__typename": "Tree"}], True),
        ("https://github.com/o/r/tree/main", [None], False),
        ("https://github.com/o/r/tree/a/b", [None, {"__typename": "Tree"}], True),
        ("https://github.com/o/r/tree/a/b", [{"__typename": "Tree"}, None], True),
        ("https://github.com/o/r/tree/a/b", [None, None], False),
        ("https://github.com/o/r/tree/a/b", [None], None),
        ("https://github.com/o/r/tree/a/b/c/d/e", [None, None, None, None], None),
        ("https://github.com/o/r/tree/a/b/c/d/e", [{"__typename": "Tree"}, *[None] * 3], True),
        ("https://github.com/o/r/blob/main/x.py#L10-L20", [None, None], False),
        ("https://github.com/o/r/blob/x.py#L10", [{"__typename": "Blob"}], True),
        ("https://github.com/o/r/blob/m/x.md#one", [{"text": "# One"}, None], True),
        ("https://github.com/o/r/blob/m/x.md#two", [{"text": "# One"}, None], False),
        ("https://github.com/o/r/blob/m/x.rst#two", [{"text": "One"}, None], None),
        ("https://github.com/o/r#one", [None, {"text": "# One"}, *[None] * 4], True),
        ("https://github.com/o/r#two", [None, {"text": "# One"}, *[None] * 4], False),
        ("https://github.com/o/r#readme", [None, {"text": "# One"}, *[None] * 4], True),
        ("https://github.com/o/r#one", [{"text": "# Two"}, {"text": "# One"}, *[None] * 4], False),
        ("https://github.com/o/r#two", [None, {"text": None}, *[None] * 4], None),
        ("https://github.com/o/r#two", [None, {"text": "", "isTruncated": True}], None),
        ("https://github.com/o/r#two", [None] * 6, None),
    ],
)
def test_places(url: str, answers: list[Any], there: bool | None) -> None:
    asked = query(url)
    (place,) = asked.places
    node = NODE | {f"p{number}": answer for number, answer in enumerate(answers)}
    found = observe_repository(asked, node, NOW)
    assert isinstance(found, Found)
    assert found.places.get(str(place)) is there


@pytest.mark.parametrize(
    "odd",
    [
        {"stargazerCount": "12"},
        {"stargazerCount": True},
        {"isArchived": "no"},
        {"licenseInfo": {"spdxId": 7}},
        {"licenseInfo": {"spdxId": ["MIT"]}},
        {"licenseInfo": "MIT"},
        {"description": 7},
        {"latestRelease": {"tagName": 1}},
        {"createdAt": 20230214},
    ],
    ids=str,
)
def test_a_field_of_another_type_is_no_answer(odd: dict[str, Any]) -> None:
    asked = query("https://github.com/o/r")
    assert isinstance(observe_repository(asked, NODE, NOW), Found)
    seen = observe_repository(asked, {**NODE, **odd}, NOW)
    assert isinstance(seen, Unsure)
    assert (seen.reason, seen.why) == (
        Reason.BAD_ANSWER,
        "GitHub's answer has not the agreed shape",
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)
fields = st.sampled_from([*NODE, "pushedAt", "homepageUrl", "defaultBranchRef", "p0", "p1"])


@given(st.dictionaries(fields, json_values))
def test_no_node_is_too_strange(node: dict[str, Any]) -> None:
    for url in ("https://github.com/o/r#a", "https://github.com/o/r/tree/a/b.md#c"):
        assert isinstance(observe_repository(query(url), node, NOW), Found | Moved | Unsure)


@given(
    st.dictionaries(st.sampled_from(["r0", "r1", "r2"]), json_values),
    st.lists(st.tuples(st.sampled_from(["NOT_FOUND", "X"]), st.lists(st.text() | st.integers()))),
)
def test_every_ask_of_a_batch_is_sorted_once(data: dict[str, Any], raw: list[Any]) -> None:
    reading = read_reply(
        3, GraphQLReply(data, tuple(GraphQLError(kind, tuple(path)) for kind, path in raw))
    )
    sorted_ = [*reading.nodes, *reading.gone, *reading.forbidden, *reading.rest]
    assert sorted(sorted_) == [0, 1, 2]


# Through the world, with the real client

Box = Callable[..., "World"]


class Sleeper:
    """Waits for nothing and remembers how long it should have."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


def look(
    names: Sequence[str | Query],
    token: str | None = TOKEN,
    *,
    sleep: Callable[[float], None] | None = None,
    cache: Cache | None = None,
    pages: Pages | None = None,
    timeout: int = 5,
) -> tuple[dict[str, Observation], GitHubSource]:
    source = GitHubSource(
        connect_reader(token, timeout=timeout), cache=cache, pages=pages, sleep=sleep or Sleeper()
    )
    queries = [one if isinstance(one, Query) else repo(one) for one in names]
    try:
        seen = list(source.look(queries, NOW))
    finally:
        source.close()
    assert sorted(one.reference.key for one in seen) == sorted(one.reference.key for one in queries)
    return {one.reference.name: one for one in seen}, source


def words(seen: dict[str, Observation]) -> dict[str, str]:
    return {name: outcome_word(one) for name, one in seen.items()}


def many(count: int, **more: Any) -> dict[str, Any]:
    return {"repos": {f"o/r{number}": {"stars": number} for number in range(count)}, **more}


def names(count: int) -> list[str]:
    return [f"o/r{number}" for number in range(count)]


LIST: dict[str, Any] = {
    "repos": {
        "meta-llama/llama": {
            "id": 601538369,
            "stars": 56000,
            "forks": 9500,
            "license": "NOASSERTION",
            "created": "2023-02-14",
            "branches": ["llama_v1"],
            "renamed_from": ["facebookresearch/llama"],
        },
        "o/old": {"archived": True, "license": "MIT", "release": {"tag": "v1", "at": "2024-05-06"}},
        "o/plain": {"readme": "# Plain\n\n## Released Models\n", "paths": {"main": ["data/1.5M"]}},
        "o/rst": {"readme": "Title\n=====\n", "readme_name": "README.rst"},
        "o/closed": {"forbidden": True},
        "o/secret": {"private": True},
    }
}


def test_the_facts_of_a_list_of_repositories(world: Box) -> None:
    world(LIST)
    seen, source = look(
        [
            query("https://github.com/facebookresearch/llama/tree/llama_v1"),
            "o/OLD",
            query("https://github.com/o/plain/tree/main/data/1.5M"),
            "o/closed",
            "o/secret",
            "o/never",
        ]
    )
    assert source.requests == 1
    moved, old = seen["facebookresearch/llama"], seen["o/OLD"]
    assert isinstance(moved, Moved)
    assert str(moved.to) == "repo:meta-llama/llama"
    assert moved.certain
    assert moved.facts["id"] == 601538369
    assert moved.facts["stars"] == 56000
    assert moved.places == {"llama_v1": True}
    assert "licence" in moved.unknown
    assert isinstance(old, Found)
    assert old.facts["archived"] is True
    assert old.facts["licence"] == "MIT"
    assert (old.facts["release"], old.facts["released"]) == ("v1", "2024-05-06")
    plain = seen["o/plain"]
    assert isinstance(plain, Found)
    assert plain.places == {"main/data/1.5M": True}
    closed = seen["o/closed"]
    assert isinstance(closed, Unsure)
    assert closed.reason is Reason.BLOCKED
    assert isinstance(seen["o/secret"], Gone)
    assert isinstance(seen["o/never"], Gone)


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("https://github.com/o/plain#released-models", True),
        ("https://github.com/o/plain#another", False),
        ("https://github.com/o/plain/blob/main/README.md#plain", True),
        ("https://github.com/o/plain/tree/gone", False),
        ("https://github.com/o/plain/tree/main/data", True),
        ("https://github.com/o/rst#title", None),
    ],
)
def test_places_are_checked_in_the_same_request(world: Box, url: str, there: bool | None) -> None:
    world(LIST)
    asked = query(url)
    (place,) = asked.places
    seen, source = look([asked])
    found = seen[asked.reference.name]
    assert isinstance(found, Found)
    assert found.places.get(str(place)) is there
    assert source.requests == 1


def test_one_name_asked_twice_is_answered_twice(world: Box) -> None:
    world(many(1))
    seen, source = look(["o/r0", "o/r0"])
    assert words(seen) == {"o/r0": "found"}
    assert source.requests == 1


def test_nothing_asked_is_no_request(world: Box) -> None:
    box = world(many(1))
    assert look([])[1].requests == look([], None)[1].requests == 0
    assert box.records() == []


def test_a_hundred_repositories_are_two_requests(world: Box) -> None:
    box = world(many(100))
    seen, source = look(names(100))
    assert set(words(seen).values()) == {"found"}
    assert source.requests == box.count("api.github.com") == 2


def test_a_heavy_batch_is_split_until_it_is_answered(world: Box) -> None:
    fault = {"kind": "502", "times": None, "over": 10}
    world(many(40, github={"graphql_faults": [fault]}))
    sleeper = Sleeper()
    seen, source = look(names(40), sleep=sleeper)
    assert set(words(seen).values()) == {"found"}
    assert source.requests == 1 + 2 + 4
    assert sleeper.slept == [1.0] * 3


@pytest.mark.parametrize("after", [0, 1, 7])
def test_an_answer_cut_short_is_asked_for_again(world: Box, after: int) -> None:
    fault = {"kind": "RESOURCE_LIMITS_EXCEEDED", "times": None, "over": 5, "after": after}
    world(many(20, github={"graphql_faults": [fault]}))
    seen, _ = look(names(20))
    assert set(words(seen).values()) == {"found"}


@pytest.mark.parametrize("breaks", ["node", "whole"])
@pytest.mark.parametrize(
    "bad",
    [range(2), range(38, 40), range(39, 41), range(10, 15), range(0, 80, 9), range(20, 45)],
    ids=lambda bad: f"{bad.start}-{bad.stop}-{bad.step}",
)
def test_what_breaks_off_is_found_and_costs_no_other(world: Box, bad: range, breaks: str) -> None:
    """GitHub says "Something went wrong" and not of what."""
    repos = many(80)
    for number in bad:
        repos["repos"][f"o/r{number}"]["breaks"] = breaks
    world(repos)
    seen, source = look(names(80))
    unsure = {name for name, word in words(seen).items() if word == "unsure"}
    assert unsure == {f"o/r{number}" for number in bad}
    assert source.requests <= 2 + 12 * len(bad)


def test_an_answer_without_anything_is_given_up(world: Box) -> None:
    repos = many(200)
    for one in repos["repos"].values():
        one["breaks"] = "whole"
    world(repos)
    seen, source = look(names(200))
    assert set(words(seen).values()) == {"unsure"}
    assert source.requests <= 40


def test_an_outage_is_given_up_after_few_requests(world: Box) -> None:
    box = world(many(42))
    box.fault("api.github.com", status=502, body="<html>Unicorn!</html>")
    seen, source = look(names(42))
    assert set(words(seen).values()) == {"unsure"}
    assert {one.reason for one in seen.values() if isinstance(one, Unsure)} == {Reason.SERVER_ERROR}
    assert source.requests <= 8
    assert source.notes == ["GitHub has a server error (HTTP 502)"]


def test_a_used_up_budget_leaves_the_rest_unsure_until_a_known_time(world: Box) -> None:
    fault = {"kind": "RATE_LIMITED", "times": None}
    world(many(42, github={"graphql_faults": [fault]}))
    sleeper = Sleeper()
    seen, source = look(names(42), sleep=sleeper)
    reasons = {one.reason for one in seen.values() if isinstance(one, Unsure)}
    assert (len(seen), reasons) == (42, {Reason.RATE_LIMITED})
    assert source.requests == 1
    assert "UTC" in source.notes[0]
    assert sleeper.slept == []


def test_a_short_wait_is_waited_for(world: Box) -> None:
    box = world(many(3))
    slow = '{"message": "You have exceeded a secondary rate limit."}'
    box.fault(
        "api.github.com",
        status=403,
        times=1,
        body=slow,
        headers={"Retry-After": "7", "Content-Type": "application/json"},
    )
    sleeper = Sleeper()
    seen, source = look(names(3), sleep=sleeper)
    assert set(words(seen).values()) == {"found"}
    assert sleeper.slept == [7.0]
    assert source.requests == 2


def test_refused_credentials_stop_the_look(world: Box) -> None:
    world(many(42))
    seen, source = look(names(42), "bad")
    reasons = {one.reason for one in seen.values() if isinstance(one, Unsure)}
    assert (len(seen), reasons) == (42, {Reason.LOGIN})
    assert source.requests == 1
    assert source.notes == ["GitHub did not accept our credentials (HTTP 401)"]


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        ({"status": 200, "body": "<html>Please log in</html>"}, Reason.BAD_ANSWER),
        ({"status": 200, "body": ""}, Reason.BAD_ANSWER),
        ({"status": 200, "body": "[]"}, Reason.BAD_ANSWER),
        ({"status": 200, "body": '{"data": {"r0'}, Reason.BAD_ANSWER),
        ({"status": 200, "body": '{"data": null}'}, Reason.BAD_ANSWER),
        ({"status": 404, "body": '{"message": "Not Found"}'}, Reason.BAD_ANSWER),
        ({"status": 451, "body": "{}"}, Reason.BLOCKED),
        ({"status": 504, "body": ""}, Reason.SERVER_ERROR),
        ({"fault": "reset"}, Reason.CONNECTION),
        ({"fault": "truncate"}, None),
        ({"delay": 3}, Reason.TIMEOUT),
    ],
)
@pytest.mark.parametrize("token", [TOKEN, None])
def test_whatever_goes_wrong_is_an_observation(
    world: Box, token: str | None, failure: dict[str, Any], reason: Reason | None
) -> None:
    box = world(many(2))
    box.fault("api.github.com", **failure)
    seen, _ = look(["o/r0"], token, timeout=1)
    one = seen["o/r0"]
    if token is None and failure.get("status") == 404:
        assert isinstance(one, Gone)
        return
    assert isinstance(one, Unsure), one
    assert reason is None or one.reason is reason


# Without a token


def test_without_a_token_the_api_is_asked_one_by_one(world: Box) -> None:
    box = world(LIST)
    seen, source = look(["facebookresearch/llama", "o/old", "o/never", "o/closed"], None)
    assert words(seen) == {
        "facebookresearch/llama": "moved",
        "o/old": "found",
        "o/never": "gone",
        "o/closed": "unsure",
    }
    old = seen["o/old"]
    assert isinstance(old, Found)
    assert old.facts["archived"] is True
    assert old.facts["licence"] == "MIT"
    assert old.unknown == {"release": "GitHub did not say"}
    assert source.requests == box.count("api.github.com", "GET") == 5  # a rename is two
    assert source.notes == []


def test_an_outage_of_rest_leaves_the_rest_to_the_pages(world: Box) -> None:
    box = world(many(40))
    box.fault("api.github.com", status=502, body="")
    seen, source = look(names(40), None, pages=as_pages)
    assert source.requests == 5
    assert len([one for one in seen.values() if one.source == "web"]) == 34


def test_the_contract_of_github_is_kept(world: Box) -> None:
    box = world(LIST)
    queries = [
        query("https://github.com/o/plain/tree/main/data/1.5M"),
        query("https://github.com/o/plain#released-models"),
        query("https://github.com/o/plain/blob/main/README.md#plain"),
        *(repo(name) for name in LIST["repos"]),
    ]
    look(queries)
    look(queries, None)
    (site,) = [site for site in box.sites if isinstance(site, GitHubSite)]
    assert site.violations == []


def test_a_known_answer_is_asked_for_by_its_etag(world: Box, tmp_path: Path) -> None:
    box = world(LIST)
    first, _ = look(["o/old"], None, cache=Cache(tmp_path / "answers.json"))
    second, _ = look(["o/old"], None, cache=Cache(tmp_path / "answers.json"))
    assert first == second
    assert [one.status for one in box.records() if one.method == "GET"] == [200, 304]


@pytest.mark.parametrize("shape", ["every leaf null", "wrong types", "a page with 200"])
def test_an_odd_answer_does_not_stand_in_for_the_next(
    world: Box, tmp_path: Path, shape: str
) -> None:
    """GitHub gives the same ETag again until the repository changes."""
    box = world(many(1))
    box.worsen("api.github.com", SHAPES[shape])
    for expected in ("unsure", "found"):
        seen, _ = look(names(1), token=None, cache=Cache(tmp_path / "github.json"))
        assert set(words(seen).values()) == {expected}
        box.clear_faults()


@pytest.mark.parametrize("body", ["{}", "null", "[", '{"full_name": null}'])
def test_an_odd_answer_of_an_earlier_version_is_not_used(
    world: Box, tmp_path: Path, body: str
) -> None:
    box = world(many(1))
    cache = Cache(tmp_path / "github.json")
    look(names(1), token=None, cache=cache)
    (path,) = [one.path for one in box.records() if one.method == "GET"]
    kept = cache.get(path)
    assert kept
    cache.store(path, Answer(kept.validator, body))
    cache.save()
    seen, _ = look(names(1), token=None, cache=Cache(tmp_path / "github.json"))
    assert set(words(seen).values()) == {"found"}


def as_pages(queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
    for one in queries[1:]:
        yield Found(reference=one.reference, source="web", at=now, evidence=home(one.reference))


def test_beyond_the_budget_pages_are_looked_at(world: Box) -> None:
    world(many(70))
    seen, source = look(names(70), None, pages=as_pages)
    assert source.requests == 55
    by_page = [name for name, one in seen.items() if one.source == "web"]
    assert len(by_page) == 14  # the fifteenth was left out by the pages
    assert isinstance(seen["o/r55"], Unsure)
    assert "15 repositories were checked as web pages only" in source.notes[0]


def test_a_place_without_a_token_is_left_untold(world: Box) -> None:
    world(LIST)
    seen, source = look([query("https://github.com/o/plain#nowhere")], None)
    plain = seen["o/plain"]
    assert isinstance(plain, Found)
    assert plain.places == {}
    assert "need a GitHub token" in source.notes[0]


def test_it_knows_repositories_only() -> None:
    source = GitHubSource(connect_reader(None))
    assert [kind for kind in Kind if source.knows(Reference.of(kind, "a/b"))] == [Kind.REPO]
    source.close()


def test_a_thousand_repositories_are_twenty_requests() -> None:
    assert len(list(batches([repo(name) for name in names(1000)]))) == 20


def test_locked_archived_and_disabled_are_reported_with_their_day(world: Box) -> None:
    record = {"archived": True, "archived_on": "2025-03-04", "locked": "MIGRATING", "stars": 3}
    world({"repos": {"o/r": {**record, "disabled": True}, "o/plain": {}}})
    seen, _ = look(["o/r", "o/plain"])
    old, plain = seen["o/r"], seen["o/plain"]
    assert isinstance(old, Found)
    assert (old.facts["archived"], old.facts["archived_on"]) == (True, "2025-03-04")
    assert (old.facts["disabled"], old.facts["locked"]) == (True, "migrating")
    assert isinstance(plain, Found)
    assert not {"archived_on", "locked"} & set(plain.facts)
