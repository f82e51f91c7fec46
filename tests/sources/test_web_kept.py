"""Answers kept between runs, and a run that is broken off: real loopback sockets."""

from __future__ import annotations

import json
import signal
import socket
import threading
from pathlib import Path

import pytest

from bot.model.observation import Found, Gone, Observation, Unsure
from bot.run.check import check, links_in
from bot.sources.dispatch import SourceSet
from bot.sources.http.cache import Cache
from bot.sources.http.limits import Limits
from bot.sources.http.pace import HostLimits
from bot.sources.web.checker import Web
from tests.sources.loopback import Answer, Server, http
from tests.sources.test_web import NOW, PAGE, WORDS, Naps, look, resolve

pytestmark = pytest.mark.loopback
ETAG = 'ETag: "one"\r\n'
TAGGED = http(200, f"<title>Kept</title><p id=here>{WORDS}", f"{ETAG}Set-Cookie: a=1\r\n")
UNCHANGED = b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def run(url: str, cache: Cache | None) -> Observation:
    web = Web(
        cache=cache,
        allow_private=True,
        resolve=resolve,
        sleep=Naps(),
        host_limits=HostLimits(interval=0.0),
        limits=Limits(total=3.0, connect=1.0, answer=0.4, body_seconds=0.3),
    )
    return look(url, web=web)[0]


def twice(path: Path, *answers: Answer) -> tuple[list[Observation], Server]:
    """Two runs over the same link, with the cache read from its file in between."""
    with Server({"/x": answers}) as server:
        url = f"http://a.example:{server.port}/x#here"
        seen = [run(url, Cache(path)), run(url, Cache(path))]
    return seen, server


def test_an_unchanged_page_is_seen_again(tmp_path: Path) -> None:
    (first, second), server = twice(tmp_path / "web.json", TAGGED, UNCHANGED)
    assert isinstance(first, Found)
    assert second == first
    assert second.places == {"#here": True}
    assert [headers.get("if-none-match") for _, headers in server.asked] == [None, '"one"']
    assert "a=1" not in (tmp_path / "web.json").read_text()


def test_a_day_serves_where_no_tag_is(tmp_path: Path) -> None:
    day = "Tue, 24 Nov 2026 10:00:00 GMT"
    dated = http(200, f"<title>Kept</title>{WORDS}", f"Last-Modified: {day}\r\n")
    (first, second), server = twice(tmp_path / "web.json", dated, UNCHANGED)
    assert second == first
    assert server.asked[1][1]["if-modified-since"] == day


def test_what_changed_or_went_is_observed_again(tmp_path: Path) -> None:
    (_, second), _ = twice(tmp_path / "web.json", TAGGED, http(200, f"<title>New</title>{WORDS}"))
    assert isinstance(second, Found)
    assert second.facts["title"] == "New"
    (_, second), server = twice(tmp_path / "other.json", TAGGED, http(404))
    assert isinstance(second, Gone)
    assert "if-none-match" not in server.asked[2][1]  # a second try stands alone


@pytest.mark.parametrize(
    "answer",
    [
        http(404, "gone", ETAG),
        http(301, head=f"Location: /y\r\n{ETAG}"),
        http(200, WORDS, f"Cache-Control: no-store\r\n{ETAG}"),
        http(200, WORDS, f"Vary: *\r\n{ETAG}"),
        http(200, "x" * 40_000, ETAG),
        http(200, "x" * 400_000, ETAG),
        http(200, WORDS, ETAG)[:-100],
        http(200, WORDS, 'ETag: "\xfc"\r\n'),
        http(200, WORDS),
    ],
)
def test_what_is_not_kept(tmp_path: Path, answer: bytes) -> None:
    with Server({"/x": answer, "/y": PAGE}) as server:
        run(f"http://a.example:{server.port}/x", Cache(tmp_path / "web.json"))
    assert not (tmp_path / "web.json").exists()


def test_a_dry_run_stores_nothing_and_an_invalid_answer_is_fetched_again(tmp_path: Path) -> None:
    path = tmp_path / "web.json"
    with Server({"/x": TAGGED}) as server:
        url = f"http://a.example:{server.port}/x"
        run(url, Cache(path, frozen=True))
        assert not path.exists()
        path.write_text(json.dumps({"version": 2, "answers": {url: ["If-None-Match: 1", "?", ""]}}))
        assert isinstance(run(url, Cache(path)), Found)
    assert "if-none-match" not in server.asked[1][1]


def test_an_unasked_304_is_no_page() -> None:
    with Server({"/x": UNCHANGED}) as server:
        assert isinstance(run(f"http://a.example:{server.port}/x", None), Unsure)


def test_control_c_leaves_what_is_known() -> None:
    """One host hangs; the verdict on the other is reported all the same, and at once."""
    over = threading.Event()

    def hang(_: socket.socket) -> None:
        over.wait(10)

    def interrupt(done: int, _: int, __: Observation | None) -> None:
        if done:
            signal.raise_signal(signal.SIGINT)

    with Server({"/fast": PAGE, "/slow": hang}) as server:
        limits = Limits(total=60.0, answer=60.0)
        web = Web(allow_private=True, resolve=resolve, limits=limits)
        names = ("slow", "fast")
        text = " ".join(f"<http://{name}.example:{server.port}/{name}>" for name in names)
        link_places = links_in("LIST.md", text)
        verdicts, whole = check(link_places, SourceSet([web]), NOW, interrupt)
        assert not over.is_set()
        over.set()
    assert not whole
    known = {verdict.link.url[-4:]: (verdict.word, verdict.reason) for verdict in verdicts}
    assert known == {"fast": ("alive", ""), "slow": ("unsure", "not-asked")}
