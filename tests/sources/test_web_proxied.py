"""The link checker through a company's proxy: the world, and nothing patched."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.model.observation import Found, Gone, Moved, Observation, Reason, Unsure
from bot.model.reference import Query, read_link
from bot.sources.archive.wayback import Wayback
from bot.sources.http.limits import Limits
from bot.sources.http.pace import HostLimits
from bot.sources.http.transports import Routes
from bot.sources.web.checker import Web
from tests.world.world import World

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LIMITS = Limits(total=4.0, connect=2.0, answer=1.0, body_seconds=0.5)
TEXT = "word " * 120
Enter = Callable[[Mapping[str, Any]], World]


@pytest.fixture
def enter(world: Callable[[Mapping[str, Any]], World]) -> Enter:
    """Enters a world that has nothing but these pages."""
    return lambda pages: world({"pages": pages})


async def at_once(_: float) -> None:
    """Nobody waits in a test."""


def look(*urls: str, limits: Limits = LIMITS, web: Web | None = None) -> list[Observation]:
    links = [read_link(url) for url in urls]
    queries = [Query(link.reference, link.url, frozenset({link.place})) for link in links]
    web = web or Web(sleep=at_once, host_limits=HostLimits(interval=0.0), limits=limits)
    seen = {one.reference.key: one for one in web.look(queries, NOW)}
    web.close()
    return [seen[query.reference.key] for query in queries]


def reason(observation: Observation) -> Reason:
    assert isinstance(observation, Unsure), observation
    return observation.reason


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_four_verdicts(enter: Enter, scheme: str) -> None:
    base = f"{scheme}://a.example"
    world = enter(
        {
            "pages": {
                f"{base}/alive": {"title": "Alive", "text": TEXT},
                "https://a.example/alive": {"title": "Alive", "text": TEXT},
                f"{base}/moved": {"to": "/new/moved"},
                f"{base}/new/moved": {"title": "Alive", "text": TEXT},
                f"{base}/gone": {"status": 404},
                f"{base}/dead-end": {"to": "/gone"},
                "https://a.example/gone": {"status": 404},
                "https://a.example/dead-end": {"status": 404},
                f"{base}/wall": {"status": 403, "headers": {"cf-mitigated": "challenge"}},
            }
        }
    )
    alive, moved, gone, dead_end, wall = look(
        *(f"{base}/{name}" for name in ("alive", "moved", "gone", "dead-end", "wall"))
    )
    assert isinstance(alive, Found)
    assert alive.facts["title"] == "Alive"
    assert isinstance(moved, Moved)
    assert moved.to.name == f"{base}/new/moved"
    assert isinstance(gone, Gone)
    assert isinstance(dead_end, Gone)
    assert reason(wall) is Reason.BLOCKED
    assert {record.method for record in world.records()} <= {"GET", "CONNECT"}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_the_proxy_cannot_resolve_is_unsure(enter: Enter, scheme: str) -> None:
    """A company's proxy says the same of a dead name and of a bad day."""
    enter({"hosts": {"dead.example": {"dead": True}}})
    [seen] = look(f"{scheme}://dead.example/x")
    assert reason(seen) in {Reason.CONNECTION, Reason.SERVER_ERROR}


def test_the_proxy_s_address_is_not_repeated(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    world = enter({"hosts": {"dead.example": {"dead": True}}})
    secret = world.url.replace("://", "://user:secret@")
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, secret)
    [seen] = look("https://dead.example/x")
    assert isinstance(seen, Unsure)
    assert "secret" not in f"{seen.why} {seen.evidence}"
    assert "proxy" in seen.why


@pytest.mark.parametrize(
    ("certificate", "words"), [("untrusted", "not trusted"), ("wrong-name", "another host")]
)
def test_certificates_are_always_verified(enter: Enter, certificate: str, words: str) -> None:
    world = enter({"hosts": {"a.example": {"certificate": certificate}}})
    [seen] = look("https://a.example/x")
    assert isinstance(seen, Unsure)
    assert seen.reason is Reason.TLS
    assert words in seen.why
    assert world.count("a.example", "GET") == 0


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/x",
        "http://localhost/x",
        "http://wiki.corp/x",
        "https://[::1]/",
        "http://0/",
    ],
)
def test_private_addresses_are_refused_before_the_proxy(enter: Enter, target: str) -> None:
    world = enter({"pages": {"https://a.example/x": {"to": target, "status": 302}}})
    there, straight = look("https://a.example/x", target)
    assert reason(there) is Reason.PRIVATE
    assert reason(straight) is Reason.PRIVATE
    assert {record.host for record in world.records()} == {"a.example"}


def lead(host: str, _port: int) -> list[str]:
    """This machine knows the names of its own network, and few others."""
    if host == "wiki.a.example":
        return ["10.0.0.7"]
    if host == "both.a.example":
        return ["93.184.216.34", "10.0.0.7"]
    if host == "a.example":
        return ["93.184.216.34"]
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_names_of_our_own_network_are_refused_before_the_proxy(enter: Enter) -> None:
    world = enter(
        {
            "pages": {
                "https://a.example/x": {"to": "https://wiki.a.example/", "status": 302},
                "https://unknown.example/x": {"title": "A page", "text": TEXT},
            }
        }
    )
    targets = ["https://a.example/x", "https://wiki.a.example/", "https://both.a.example/"]
    web = Web(sleep=at_once, limits=LIMITS, resolve=lead)
    *private, unknown = look(*targets, "https://unknown.example/x", web=web)
    assert {reason(one) for one in private} == {Reason.PRIVATE}
    assert isinstance(unknown, Found)  # what only the proxy can resolve is its business
    assert {record.host for record in world.records()} == {"a.example", "unknown.example"}


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ({"fault": "reset"}, Reason.CONNECTION),
        ({"fault": "empty"}, Reason.CONNECTION),
        ({"fault": "garbage"}, Reason.BAD_ANSWER),
        ({"fault": "hang"}, Reason.TIMEOUT),
        ({"status": 503}, Reason.SERVER_ERROR),
        ({"status": 999}, Reason.BLOCKED),
        ({"to": "/x"}, Reason.LOOP),
        ({"status": 302}, Reason.BAD_ANSWER),
    ],
)
def test_what_is_unsure(enter: Enter, page: Mapping[str, Any], expected: Reason) -> None:
    enter({"pages": {"https://a.example/x": page}})
    [seen] = look("https://a.example/x")
    assert reason(seen) is expected


@pytest.mark.parametrize(
    "page", [{"fault": "truncate", "text": TEXT}, {"fault": "endless"}, {"head": 404, "text": TEXT}]
)
def test_what_is_alive_all_the_same(enter: Enter, page: Mapping[str, Any]) -> None:
    enter({"pages": {"https://a.example/x": page}})
    assert isinstance(look("https://a.example/x")[0], Found)


def test_a_stumble_is_healed_and_counted(enter: Enter) -> None:
    world = enter({"pages": {"https://a.example/x": {"text": TEXT}}})
    world.fault("a.example", status=502, times=2)
    assert isinstance(look("https://a.example/x")[0], Found)
    assert world.count("a.example", "GET") == 3


def test_transports(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert Routes().proxy(httpx.URL("https://a.example/")) == ""
    monkeypatch.setenv("HTTPS_PROXY", "proxy.corp:3128")
    monkeypatch.setenv("NO_PROXY", "b.example,.c.example")
    routes = Routes()
    assert routes.proxy(httpx.URL("https://a.example/")) == "http://proxy.corp:3128"
    assert routes.proxy(httpx.URL("http://a.example/")) == ""
    assert routes.proxy(httpx.URL("https://b.example:444/")) == ""
    assert routes.proxy(httpx.URL("https://x.c.example/")) == ""
    monkeypatch.setenv("ALL_PROXY", "http://all.corp")
    assert Routes().proxy(httpx.URL("http://a.example/")) == "http://all.corp"


@pytest.mark.loopback
def test_a_proxy_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "gopher://user:secret@proxy.corp")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    [seen] = look("https://a.example/x")
    assert isinstance(seen, Unsure)
    assert seen.reason is Reason.CONNECTION
    assert "the proxy" in seen.why
    assert "secret" not in seen.why


def test_archived_copies(world: Callable[[Mapping[str, Any]], World]) -> None:
    captures = {
        "https://a.example/x": [
            ["20200101000000", 200],
            ["20230101000000", 200],
            ["20240101000000", 404],
            ["20270101000000", 200],
        ]
    }
    box = world({"wayback": captures})
    archive = Wayback(sleep=lambda _: None)
    link = read_link("https://a.example/x#part")
    [seen] = archive.look([Query(link.reference, link.url)], NOW)
    nothing = archive.archived_copy("https://a.example/never", NOW.date())
    archive.close()
    assert isinstance(seen, Found)
    assert seen.facts["captured"] == "2023-01-01"
    assert nothing == ""
    assert box.count("web.archive.org") == 2
