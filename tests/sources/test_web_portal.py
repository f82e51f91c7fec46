"""A network that answers for every host: what it says counts for nothing, and is reported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.model.observation import Found, Gone, Moved, Observation, Reason, Unsure
from bot.model.reference import Query, read_link
from bot.sources.http.limits import Limits
from bot.sources.http.pace import HostLimits
from bot.sources.web.checker import Web
from tests.world.fixtures import MakeWorld

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CONTROL = "https://example.com/"
URLS = [f"https://{name}.example/docs/{name}" for name in ("able", "baker", "charlie", "delta")]
LOGIN = "http://login.cafe.example/hello"
WELCOME = (
    "<html><title>Welcome</title><h1>Welcome to the café's network</h1><p>Please accept the terms "
    "of use to go online. Session {session}, you asked for {url}.</p></html>"
)
OWN = {"title": "Example Domain", "text": "This domain is for use in documents."}


async def at_once(_: float) -> None:
    """Nobody waits in a test."""


def look(urls: list[str]) -> tuple[list[Observation], list[str]]:
    links = [read_link(url) for url in urls]
    web = Web(sleep=at_once, host_limits=HostLimits(interval=0.0), limits=Limits(compared=60.0))
    seen = list(web.look([Query(one.reference, one.url) for one in links], NOW))
    assert len(seen) == len(urls)
    return sorted(seen, key=lambda one: one.reference.key), web.notes


def pages(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {"pages": {"pages": answers}}


def welcome(url: str) -> dict[str, Any]:
    return {"html": WELCOME.format(session=abs(hash(url)), url=url)}


def own_page(url: str) -> dict[str, Any]:
    name = url.rpartition("/")[2]
    return {"title": f"All of {name}", "text": f"{name} {name}ing is told about {name}s. " * 20}


def reasons(seen: list[Observation]) -> set[Reason]:
    return {one.reason for one in seen if isinstance(one, Unsure)}


@pytest.mark.parametrize("count", [2, 4])
def test_a_portal_of_one_page_for_all_hosts(world: MakeWorld, count: int) -> None:
    world(pages({url: welcome(url) for url in [*URLS[:count], CONTROL]}))
    seen, notes = look(URLS[:count])
    assert [type(one) for one in seen] == [Unsure] * count
    assert reasons(seen) == {Reason.CONNECTION}
    [note] = notes
    assert "something in our own network answers for them" in note
    assert f"able.example and {count - 1} other host" in note


@pytest.mark.parametrize("status", [200, 403, 404, 410, 503, 511])
def test_a_portal_of_any_status(world: MakeWorld, status: int) -> None:
    world(pages({url: {**welcome(url), "status": status} for url in [*URLS, CONTROL]}))
    seen, notes = look(URLS)
    assert [type(one) for one in seen] == [Unsure] * 4
    assert reasons(seen) == {Reason.CONNECTION}
    assert notes


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_portal_that_leads_everybody_to_its_login(world: MakeWorld, status: int) -> None:
    to = {url: {"status": status, "to": f"{LOGIN}?from={url}"} for url in [*URLS, CONTROL]}
    landing = {f"{LOGIN}?from={url}": welcome(url) for url in [*URLS, CONTROL]}
    world(pages({**to, **landing}), strict=False)
    seen, notes = look(URLS)
    assert [type(one) for one in seen] == [Unsure] * 4
    assert notes


def test_repositories_of_one_host_are_looked_at_through_a_portal(world: MakeWorld) -> None:
    """No two hosts of the list are unlike; the control page is."""
    urls = [f"https://one.example/{name}" for name in ("a", "b", "c")]
    world(pages({url: welcome(url) for url in [*urls, CONTROL]}))
    seen, _ = look(urls)
    assert [type(one) for one in seen] == [Unsure] * 3


def test_a_portal_that_cannot_forge_certificates(world: MakeWorld) -> None:
    """Then links by http show its page, and the control page does not answer at all."""
    urls = [url.replace("https:", "http:") for url in URLS]
    made = world(pages({url: welcome(url) for url in urls}), strict=False)
    made.fault("example.com", fault="reset")
    for url in urls:
        made.fault(url.split("/")[2], fault="reset", after=1)
    seen, notes = look(urls)
    assert [type(one) for one in seen] == [Unsure] * 4
    assert notes


def test_a_filter_that_lets_the_control_page_through(world: MakeWorld) -> None:
    urls = [f"https://h{name}.example/docs/{name}" for name in "abcdefg"]
    answers = {url: welcome(url) for url in urls[:6]}
    world(pages({**answers, urls[6]: own_page(urls[6]), CONTROL: OWN}))
    seen, _ = look(urls)
    assert [type(one) for one in seen] == [Unsure] * 6 + [Found]


def test_a_portal_that_comes_up_during_a_run(world: MakeWorld) -> None:
    urls = [f"https://host-{number}.example/{'x' * number}" for number in range(1, 90)]
    sound = {url: own_page(url) for url in urls[:40]}
    world(pages({**sound, **{url: welcome(url) for url in [*urls[40:], CONTROL]}}))
    seen, _ = look(urls)
    verdicts = {one.evidence: type(one) for one in seen}
    assert [verdicts[url] for url in urls] == [Found] * 40 + [Unsure] * 49


def test_unlike_pages_ask_for_no_control_page(world: MakeWorld) -> None:
    made = world(pages({url: own_page(url) for url in URLS}))
    seen, notes = look(URLS)
    assert [type(one) for one in seen] == [Found] * 4
    assert not made.count("example.com")
    assert not notes


SHELL = '<div id="root"></div><script type="module" src="/app-{0}.js"></script>'


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ({"html": f"<title>Searx</title>{SHELL.format('ab')}"}, Found),  # instances of a program
        ({"title": "A project", "text": "Two names of one and the same site. " * 20}, Found),
        ({"status": 404, "title": "404 Not Found", "text": "nginx is what served this"}, Gone),
        ({"status": 403, "title": "Just a moment...", "text": "Checking."}, Unsure),
        ({"title": "parked", "text": "This domain is for sale!"}, Unsure),
    ],
    ids=["one program", "mirrors", "a default error page", "walls", "parked domains"],
)
def test_like_pages_of_a_sound_network_are_what_they_are(
    world: MakeWorld, answer: dict[str, Any], verdict: type[Observation]
) -> None:
    urls = [f"https://{name}.example/" for name in ("able", "baker", "charlie", "delta", "echo")]
    made = world(pages({**dict.fromkeys(urls, answer), CONTROL: OWN}), strict=False)
    seen, notes = look(urls)
    assert [type(one) for one in seen] == [verdict] * 5
    assert Reason.CONNECTION not in reasons(seen)
    assert not notes
    assert made.count("example.com") == 1


def test_a_page_that_is_the_control_page_is_what_it_is(world: MakeWorld) -> None:
    world(pages({CONTROL: OWN, URLS[0]: own_page(URLS[0])}))
    seen, notes = look([CONTROL, URLS[0]])
    assert [type(one) for one in seen] == [Found] * 2
    assert not notes


def test_moves_of_many_hosts_to_one_page_stay_a_doubt_of_the_list(world: MakeWorld) -> None:
    to = "https://new.example/docs/able"
    moves = {url: {"status": 301, "to": to} for url in URLS[:2]}
    world(pages({**moves, to: own_page(to), CONTROL: OWN}), strict=False)
    seen, notes = look(URLS[:2])
    assert not [one for one in seen if isinstance(one, Moved)]
    assert Reason.CONNECTION not in reasons(seen)
    assert not notes
