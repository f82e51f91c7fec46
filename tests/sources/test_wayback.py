"""Archived copies: the newest good one up to a day, and never an exception."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.observation import Found, Reason, Unsure
from bot.model.reference import Kind, Query, Reference, read_link
from bot.sources.archive import wayback
from bot.sources.archive.wayback import Wayback

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PAGE = "https://a.example/post?x=1"
HEADER = ["timestamp", "original"]
Answer = Callable[[httpx.Request], httpx.Response]


class Index:
    """Stands in for the archive's index behind httpx's own mock transport."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.naps: list[float] = []
        self.answer: Answer = lambda _: httpx.Response(200, json=[])

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answer(request)

    def rows(self, *rows: list[str]) -> None:
        self.answer = lambda _: httpx.Response(200, json=[HEADER, *rows])


@pytest.fixture
def index() -> Index:
    return Index()


@pytest.fixture
def archive(index: Index, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wayback]:
    client = httpx.Client

    def mocked(**options: object) -> httpx.Client:
        return client(transport=httpx.MockTransport(index.handle))

    monkeypatch.setattr(httpx, "Client", mocked)
    archive = Wayback(sleep=index.naps.append)
    yield archive
    archive.close()


def test_an_archive_that_stays_silent_is_left_alone(index: Index, archive: Wayback) -> None:
    def silent(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("")

    index.answer = silent
    for _ in range(4):
        seen = look_up(archive)
        assert isinstance(seen, Unsure)
        assert seen.reason is Reason.TIMEOUT
    assert len(index.asked) == 2


def look_up(archive: Wayback, url: str = PAGE) -> Found | Unsure:
    [seen] = archive.look([Query(read_link(url).reference, url)], NOW)
    assert isinstance(seen, Found | Unsure)
    assert seen.source == "wayback"
    return seen


def test_the_newest_copy_up_to_a_day(archive: Wayback, index: Index) -> None:
    index.rows(["20230405060708", PAGE])
    copy = archive.archived_copy(PAGE, date(2024, 1, 2))
    assert copy == f"https://web.archive.org/web/20230405060708/{PAGE}"
    [request] = index.asked
    assert str(request.url).startswith("https://web.archive.org/cdx/search/cdx?")
    assert dict(request.url.params) == {
        "url": PAGE,
        "output": "json",
        "fl": "timestamp,original",
        "filter": "statuscode:200",
        "to": "20240102",
        "limit": "-1",
    }


def test_a_copy_is_found(archive: Wayback, index: Index) -> None:
    index.rows(["20230405060708", PAGE])
    found = look_up(archive)
    assert isinstance(found, Found)
    assert found.facts == {
        "archived_copy": f"https://web.archive.org/web/20230405060708/{PAGE}",
        "captured": "2023-04-05",
    }
    assert found.evidence == f"https://web.archive.org/web/*/{PAGE}"
    assert index.asked[0].url.params["to"] == "20261124"


def test_no_copy(archive: Wayback) -> None:
    seen = look_up(archive)
    assert isinstance(seen, Unsure)
    assert seen.reason is Reason.PRIVATE_OR_MISSING
    assert archive.archived_copy(PAGE, NOW.date()) == ""


def test_a_fragment_is_not_asked_for(archive: Wayback, index: Index) -> None:
    archive.archived_copy(f"{PAGE}#part", NOW.date())
    assert index.asked[0].url.params["url"] == PAGE


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/x", "http://wiki.corp/x", "http://localhost/", "no address", ""]
)
def test_private_addresses_are_sent_to_nobody(archive: Wayback, index: Index, url: str) -> None:
    assert archive.archived_copy(url, NOW.date()) == ""
    assert index.asked == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(500), Reason.SERVER_ERROR),
        (httpx.Response(403, text="Blocked"), Reason.BAD_ANSWER),
        (httpx.Response(302, headers={"Location": "/x"}), Reason.BAD_ANSWER),
        (httpx.Response(200, text="<html>"), Reason.BAD_ANSWER),
        (httpx.Response(200, text=""), Reason.BAD_ANSWER),
        (httpx.Response(200, json={"a": 1}), Reason.BAD_ANSWER),
        (httpx.Response(200, json=None), Reason.BAD_ANSWER),
        (httpx.Response(200, json=[HEADER, ["2023"]]), Reason.BAD_ANSWER),
        (httpx.Response(200, json=[HEADER, ["99999999999999", PAGE]]), Reason.BAD_ANSWER),
        (httpx.Response(200, json=[HEADER, ["20230405", "javascript:x"]]), Reason.BAD_ANSWER),
        (httpx.Response(200, json=[HEADER, [1, 2]]), Reason.BAD_ANSWER),
    ],
)
def test_poor_answers(
    archive: Wayback, index: Index, answer: httpx.Response, expected: Reason
) -> None:
    index.answer = lambda _: answer
    seen = look_up(archive)
    assert isinstance(seen, Unsure)
    assert seen.reason is expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (httpx.ReadTimeout("secret"), Reason.TIMEOUT),
        (httpx.ConnectError("secret"), Reason.CONNECTION),
        (httpx.ProxyError("secret"), Reason.CONNECTION),
        (httpx.RemoteProtocolError("secret"), Reason.CONNECTION),
    ],
)
def test_failures_of_the_connection(
    archive: Wayback, index: Index, error: httpx.HTTPError, expected: Reason
) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    index.answer = fail
    seen = look_up(archive)
    assert isinstance(seen, Unsure)
    assert seen.reason is expected
    assert "secret" not in seen.why


def test_requests_are_two_seconds_apart(archive: Wayback, index: Index) -> None:
    for _ in range(3):
        archive.archived_copy(PAGE, NOW.date())
    assert archive.requests == 3
    assert len(index.naps) == 2
    assert all(1.5 < nap <= 4 for nap in index.naps)


def test_one_429_costs_a_minute(archive: Wayback, index: Index) -> None:
    answers = iter([httpx.Response(429), httpx.Response(200, json=[HEADER, ["20230405", PAGE]])])
    index.answer = lambda _: next(answers)
    assert isinstance(look_up(archive), Found)
    assert 60.0 in index.naps


def test_after_the_second_429_nobody_is_asked(archive: Wayback, index: Index) -> None:
    index.answer = lambda _: httpx.Response(429)
    for _ in range(3):
        seen = look_up(archive)
        assert isinstance(seen, Unsure)
        assert seen.reason is Reason.RATE_LIMITED
    assert len(index.asked) == 2
    assert index.naps.count(60.0) == 1


def test_every_kind_may_have_a_copy(archive: Wayback, index: Index) -> None:
    repo = Reference.of(Kind.REPO, "o/r")
    assert archive.knows(repo)
    [seen] = archive.look([Query(repo, "")], NOW)
    assert seen.reference == repo
    assert index.asked[0].url.params["url"] == "https://github.com/o/r"


JSON = st.recursive(st.none() | st.integers() | st.text(max_size=8), st.lists, max_leaves=8)


@given(JSON)
def test_no_json_makes_it_raise(value: object) -> None:
    answer = httpx.Response(200, text=json.dumps(value))
    assert wayback._newest(answer) is not None


@pytest.mark.parametrize("url", ["http://[::1", "http://a\x00.example/", "https://a.example:x/"])
def test_no_address_makes_it_raise(archive: Wayback, url: str) -> None:
    assert archive.archived_copy(url, NOW.date()) == ""
