"""The time of a run and of each source: what is left, and what is skipped when it is over."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import httpx
import pytest

from bot.model.observation import Found, Observation, Reason, Unsure
from bot.model.options.bounds import Bounds
from bot.model.reference import Kind, Query, Reference, home
from bot.sources.dispatch import SourceSet
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.http.bounded.times import RunTime
from bot.sources.http.errors import AnswerRefused
from bot.sources.web.checker import Web
from tests.sources.loopback import Server, http

NOW = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
QUERIES = [
    Query(reference, home(reference))
    for reference in (Reference.of(Kind.REPO, f"octo/app{number}") for number in range(3))
]


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_source_has_its_own_time_within_that_of_the_run() -> None:
    clock = Clock()
    run = RunTime(Bounds(source=100.0, run=250.0), clock)
    one, other = run.of("one"), run.of("other")
    assert run.of("one") is one
    with one.turn():
        clock.now = 90.0
        assert (one.left, other.left) == (10.0, 100.0)
    clock.now = 200.0
    assert (one.left, other.left) == (10.0, 50.0)
    assert one.why_over == ""
    with one.turn():
        clock.now = 210.0
    assert one.why_over == "the time for one source (1.7 minutes) was over"
    clock.now = 250.0
    assert other.why_over == "the time for this run (4.2 minutes) was over"


@pytest.mark.parametrize(
    ("seconds", "words"), [(1.0, "1 second"), (60.0, "1 minute"), (3000.0, "50 minutes")]
)
def test_the_time_of_a_run_in_words(seconds: float, words: str) -> None:
    clock = Clock()
    run = RunTime(Bounds(run=seconds), clock)
    clock.now = seconds
    assert run.of("one").why_over == f"the time for this run ({words}) was over"


def test_nothing_is_sent_when_the_time_is_over() -> None:
    clock = Clock()
    run = RunTime(Bounds(run=60.0), clock)
    exchange = Exchange("GitHub", bounds=run.bounds, time=run.of("github"))
    clock.now = 60.0
    with pytest.raises(AnswerRefused) as refused:
        exchange.send(httpx.Request("GET", "https://api.github.com/"))
    assert refused.value.failure.reason is Reason.OUT_OF_TIME


class Slow:
    """Answers the first query, and waits with the others until the test is over."""

    name = "github"

    def __init__(self, over: threading.Event) -> None:
        self.requests = 0
        self.notes: list[str] = []
        self._over = over

    def knows(self, reference: Reference) -> bool:
        return reference.kind is Kind.REPO

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        for query in queries:
            yield Found(reference=query.reference, source=self.name, at=now, evidence=query.url)
            self._over.wait(60)

    def close(self) -> None:
        pass


def test_a_source_that_does_not_end_is_cut_and_what_it_owes_is_unsure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.sources.turn._GRACE", 0.2)
    over = threading.Event()
    sources = SourceSet([Slow(over)], time=RunTime(Bounds(source=0.5)))
    seen = list(sources.look(QUERIES, NOW))
    over.set()
    assert [type(one) for one in seen] == [Found, Unsure, Unsure]
    reasons = {one.reason for one in seen if isinstance(one, Unsure)}
    assert reasons == {Reason.OUT_OF_TIME}
    (tally,) = sources.tallies
    assert (tally.asked, tally.found, tally.unsure) == (3, 1, 2)
    assert tally.notes == (
        "2 links were not checked and stay as they are: "
        "the time for one source (0.5 seconds) was over",
    )


@pytest.mark.loopback
def test_pages_that_were_not_read_in_time_are_skipped_and_the_others_count() -> None:
    over = threading.Event()

    def wait(_: socket.socket) -> None:
        over.wait(60)

    with Server({"/quick": http(200, "<title>A page</title>"), "*": wait}) as one:
        urls = [f"http://127.0.0.1:{one.port}/{name}" for name in ("quick", "a", "b")]
        queries = [Query(Reference.of(Kind.PAGE, url), url) for url in urls]
        time = RunTime(Bounds(run=4.0))
        sources = SourceSet([Web(allow_private=True, time=time.of("web"))], time=time)
        seen = {seen.reference.name: seen for seen in sources.look(queries, NOW)}
        over.set()
        sources.close()
    assert [type(seen[url]) for url in urls] == [Found, Unsure, Unsure]
    skipped = [seen[url] for url in urls[1:]]
    assert {one.reason for one in skipped if isinstance(one, Unsure)} == {Reason.OUT_OF_TIME}
