"""Second questions: how often they are asked, and of which host."""

from __future__ import annotations

import pytest

from bot.model.observation import Found, Gone, Reason, Unsure
from bot.sources.web.probes import twin_outcome
from bot.sources.web.soft import MADE_UP
from bot.sources.web.visit import Hop, Visit
from tests.sources.loopback import Server, http
from tests.sources.test_web import PAGE, look, reason, to
from tests.sources.test_web_proxied import TEXT, Enter, enter
from tests.sources.test_web_proxied import look as look_by_proxy

__all__ = ["enter"]
SORRY = http(200, "<title>Page not found</title>")


@pytest.mark.loopback
def test_one_made_up_address_a_host_and_none_for_ordinary_pages() -> None:
    with Server({"/x": PAGE, "/y": to("/x"), "*": SORRY}) as server:
        base = f"http://a.example:{server.port}"
        seen = look(*(f"{base}/{name}" for name in ("a", "b", "c", "x", "y")))
    assert [reason(one) for one in seen[:3]] == [Reason.SOFT_404] * 3
    assert server.paths.count(f"/{MADE_UP}") == 1
    assert len(server.paths) == 3 + 1 + 1 + 2


def test_the_same_page_by_https_is_offered(enter: Enter) -> None:
    page, other = {"title": "A page", "text": TEXT}, {"title": "Welcome", "text": TEXT}
    pages = {f"{scheme}://a.example/x": page for scheme in ("http", "https")}
    pages |= {"http://b.example/x": page, "https://b.example/x": other}
    enter({"pages": pages})
    same, differs = look_by_proxy("http://a.example/x", "http://b.example/x")
    assert isinstance(same, Found)
    assert isinstance(differs, Found)
    assert same.facts["upgrade"] == "https://a.example/x"
    assert "upgrade" not in differs.facts


def test_one_page_of_a_host_is_asked_by_https(enter: Enter) -> None:
    page = {"title": "A page", "text": TEXT}
    urls = [f"{scheme}://a.example/{n}" for scheme in ("http", "https") for n in range(20)]
    world = enter({"pages": dict.fromkeys(urls, page)})
    seen = look_by_proxy(*urls[:20])
    assert sum("upgrade" in one.facts for one in seen if isinstance(one, Found)) == 1
    assert world.count("a.example", "GET") == 20 + 1


def test_each_death_by_http_is_held_against_its_own_twin(enter: Enter) -> None:
    pages = {f"http://a.example/{n}": {"status": 404} for n in range(3)}
    page = {"title": "A page", "text": TEXT}
    twins = {"https://a.example/0": {"status": 404}, "https://a.example/1": page}
    enter({"pages": {**pages, **twins, "https://a.example/2": {"to": "/1", "status": 302}}})
    first, second, third = look_by_proxy(*pages)
    assert isinstance(first, Gone)
    for one in (second, third):
        assert isinstance(one, Unsure)
        assert one.reason is Reason.BAD_ANSWER
        assert "but https://a.example/" in one.why


def test_a_host_without_https_is_asked_once(enter: Enter) -> None:
    pages = {f"http://a.example/{n}": {"title": "A page", "text": TEXT} for n in range(3)}
    world = enter({"pages": pages, "hosts": {"a.example": {"certificate": "untrusted"}}})
    seen = look_by_proxy(*pages)
    assert all(isinstance(one, Found) and "upgrade" not in one.facts for one in seen)
    assert world.count("a.example", "GET") == 3


@pytest.mark.parametrize(
    ("start", "final", "expected"),
    [
        ("http://a.example/x?y=1", "http://a.example/x?y=1", "https://a.example/x?y=1"),
        ("http://a.example:8080/x", "http://a.example:8080/x", ""),
        ("https://a.example/x", "https://a.example/x", ""),
        ("http://a.example/x", "https://a.example/x", ""),
    ],
)
def test_twins(start: str, final: str, expected: str) -> None:
    hops = () if start == final else (Hop(302, start, final),)
    assert twin_outcome(Visit(start, final, hops)) == expected
