"""What a list says of hosts, and the page by which our own network is known from dead links."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from bot.model.errors import Where
from bot.model.observation import Found, Gone, Observation, Reason, Unsure
from bot.model.options.link_rules import HostRule, LinkRules
from bot.model.reference import Query, read_link
from bot.sources.http.pace import HostLimits
from bot.sources.web.checker import Web
from bot.sources.web.crosscheck.control import FEW, NetworkCheck
from tests.sources.loopback import Answer, Choose, Server, http

pytestmark = pytest.mark.loopback

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PAGE = http(200, f"<title>A page</title><p>{'word ' * 120}")
PARKED = http(200, "<title>a.example</title>This domain is for sale!")
HERE = Where("registry/list.yml", 9)


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class Naps:
    """Sleeps at once, and remembers how long it was to be."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


def checker(rules: LinkRules, naps: Naps | None = None) -> Web:
    return Web(
        allow_private=True,
        resolve=lambda _host, _port: ["127.0.0.1"],
        sleep=naps or Naps(),
        host_limits=HostLimits(interval=0.0),
        rules=rules,
    )


def look(web: Web, *urls: str) -> list[Observation]:
    links = [read_link(url) for url in urls]
    return list(web.look([Query(link.reference, link.url) for link in links], NOW))


def dying(control: Answer, links: int) -> tuple[list[Observation], Server, Web]:
    """What is observed of so many links that all say 404, beside a control page."""
    with Server({"/control": control, "*": http(404)}) as server:
        web = checker(LinkRules(control=f"http://control.example:{server.port}/control"))
        urls = [f"http://{name}.example:{server.port}/x" for name in "abcdefghijkl"[:links]]
        return look(web, *urls), server, web


def test_many_deaths_are_reported_when_the_control_page_is_there() -> None:
    seen, server, web = dying(PAGE, FEW + 3)
    assert [type(one) for one in seen] == [Gone] * (FEW + 3)
    assert server.paths.count("/control") == 1
    assert web.notes == []


def test_deaths_are_void_when_the_control_page_fails_too() -> None:
    seen, _, web = dying(http(404), FEW + 3)
    assert {one.reason for one in seen if isinstance(one, Unsure)} == {Reason.CONNECTION}
    assert len([one for one in seen if isinstance(one, Unsure)]) == FEW + 3
    [note] = web.notes
    assert "no link counts as gone in this run" in note
    assert "links.control in the settings of the list" in note


def test_a_few_deaths_cost_no_request() -> None:
    seen, server, web = dying(http(404), FEW)
    assert [type(one) for one in seen] == [Gone] * FEW
    assert "/control" not in server.paths
    assert web.notes == []


def test_a_control_page_that_stumbles_once_is_there() -> None:
    with Server({"/control": [http(503), PAGE], "*": http(410)}) as server:
        web = checker(LinkRules(control=f"http://control.example:{server.port}/control"))
        urls = [f"http://{name}.example:{server.port}/x" for name in "abcdefgh"]
        assert {type(one) for one in look(web, *urls)} == {Gone}


def test_a_silent_network_voids_the_few_deaths_beside_it() -> None:
    """Two links say 404 and many do not answer: who knows who said so."""

    async def run() -> tuple[list[Observation], str]:
        control = NetworkCheck("https://control.example/", lambda _: asyncio.sleep(0, False))
        observations = await control.passed(
            [_gone("https://a.example/"), _found("https://b.example/")]
        )
        assert [type(one) for one in observations] == [Found]
        for number in range(FEW):
            observations += await control.passed([_silent(f"https://c{number}.example/")])
        return [*observations, *await control.rest()], control.note

    observations, note = asyncio.run(run())
    assert sorted(type(one).__name__ for one in observations) == ["Found", *["Unsure"] * (FEW + 1)]
    assert note


def test_walls_are_no_reason_to_doubt_our_network() -> None:
    async def run() -> list[Observation]:
        control = NetworkCheck("https://control.example/", lambda _: asyncio.sleep(0, False))
        walls = [_silent(f"https://c{n}.example/", Reason.BLOCKED) for n in range(20)]
        await control.passed([*walls, _gone("https://a.example/")])
        return await control.rest()

    assert [type(one) for one in asyncio.run(run())] == [Gone]


def _gone(url: str) -> Gone:
    return Gone(reference=read_link(url).reference, source="web", at=NOW, evidence=url, why="404")


def _found(url: str) -> Found:
    return Found(reference=read_link(url).reference, source="web", at=NOW, evidence=url)


def _silent(url: str, reason: Reason = Reason.TIMEOUT) -> Unsure:
    reference = read_link(url).reference
    return Unsure(reference=reference, source="web", at=NOW, evidence=url, reason=reason, why="-")


def host(name: str, **how: object) -> LinkRules:
    return LinkRules(hosts=(HostRule(reason="so", where=HERE, host=name, **how),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (host("*.example", by_status=True), Found),
        (host("a.example", at_once=2), Unsure),
        (host("b.example", by_status=True), Unsure),
    ],
)
def test_a_host_may_be_judged_by_status_alone(rules: LinkRules, expected: type) -> None:
    with Server({"/x": PARKED}) as server:
        [seen] = look(checker(rules), f"http://a.example:{server.port}/x")
    assert isinstance(seen, expected)


def test_by_status_a_404_is_still_gone() -> None:
    with Server({"*": http(404)}) as server:
        rules = host("a.example", by_status=True)
        [seen] = look(checker(rules), f"http://a.example:{server.port}/x")
    assert isinstance(seen, Gone)


def test_an_interval_is_kept_from_first_to_last() -> None:
    naps = Naps()
    pages = {f"/{word}": http(200, f"<title>{word}</title>{f'{word} ' * 120}") for word in "abcdef"}
    with Server(pages) as server:
        urls = [f"http://a.example:{server.port}{path}" for path in pages]
        look(checker(host("a.example", interval=5.0, at_once=1), naps), *urls)
    waits = [nap for nap in naps.taken if nap > 0.1]
    assert len(waits) == 5
    assert all(4.0 < nap <= 5.0 for nap in waits)


def test_while_many_hosts_are_at_work_each_gets_its_share() -> None:
    """Three hosts answer only after the fourth was asked eight times: one at a time, then."""
    arrived, under_way, peak = threading.Event(), 0, 0
    lock, left = threading.Lock(), iter(range(7, -1, -1))

    def pick(asked: Mapping[str, str]) -> bytes:
        nonlocal under_way, peak
        if not asked["host"].startswith("big"):
            assert arrived.wait(20)
            return PAGE
        with lock:
            under_way += 1
            peak = max(peak, under_way)
            if next(left) == 0:
                arrived.set()
        time.sleep(0.01)
        with lock:
            under_way -= 1
        return PAGE

    with Server({"*": Choose(pick)}) as server:
        web = Web(
            workers=4,
            allow_private=True,
            resolve=lambda _host, _port: ["127.0.0.1"],
            host_limits=HostLimits(interval=0.0),
        )
        big = [f"http://big.example:{server.port}/{number}" for number in range(8)]
        others = [f"http://{name}.example:{server.port}/x" for name in "abc"]
        assert len(look(web, *big, *others)) == 11
    assert peak == 1
