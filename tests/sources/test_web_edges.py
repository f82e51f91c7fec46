"""Verdicts depend on no neighbour; second questions are few; two pages do not become one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.observation import Found, Moved, Observation, Reason, Unsure
from bot.model.reference import read_link
from bot.model.verdict import is_same_page
from bot.sources.web.crosscheck.moves import Moves
from bot.sources.web.signs.lasting import fleeting
from bot.sources.web.signs.names import is_front, name_in_address
from bot.sources.web.signs.walls import carries, is_login_instead
from bot.sources.web.soft import MADE_UP
from tests.sources.loopback import Server, http
from tests.sources.test_web import PAGE, look, to

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SORRY = http(200, "<title>Page not found</title>")
NONE = http(404)

pytestmark = pytest.mark.loopback


def words(*urls: str) -> dict[str, str]:
    """Address → what is said of it when these are asked together, in this order."""
    seen = look(*urls)
    return {
        url: one.reason.value if isinstance(one, Unsure) else type(one).__name__
        for url, one in zip(urls, seen, strict=True)
    }


def test_verdicts_do_not_depend_on_neighbours_or_their_order() -> None:
    answers = {
        "/a/why-your-cat-does-not-exist": http(200, "<title>Why cats do not exist</title>"),
        "/b/deleted": SORRY,
        f"/b/{MADE_UP}": SORRY,
        "/old/tool": to("/new"),
        "/new": PAGE,
        "/all/one": to("/all/"),
        f"/all/{MADE_UP}": to("/all/"),
        "/all/": PAGE,
        "*": NONE,
    }
    with Server(answers) as server:
        base = f"http://a.example:{server.port}"
        paths = ("/a/why-your-cat-does-not-exist", "/b/deleted", "/old/tool", "/all/one")
        urls = [f"{base}{path}" for path in paths]
        alone = {url: words(url)[url] for url in urls}
        assert list(alone.values()) == ["Found", "soft-404", "Moved", "soft-404"]
        for order in list(permutations(urls))[::5]:
            assert words(*order) == alone


def test_one_made_up_address_serves_all_links_of_a_folder() -> None:
    answers = {f"/a/{name}": to("/a/all/") for name in "xyz"}
    answers |= {f"/b/{name}": to("/b/all/") for name in "xyz"}
    with Server({**answers, "/a/all/": PAGE, "/b/all/": PAGE, "*": NONE}) as server:
        base = f"http://a.example:{server.port}"
        look(*(f"{base}/{folder}/{name}" for folder in "ab" for name in "xyz"))
        assert server.paths.count(f"/a/{MADE_UP}") == 1
        assert server.paths.count(f"/b/{MADE_UP}") == 1


def test_a_healthy_list_costs_little_more_than_one_request_a_link() -> None:
    """Pages, and as many redirects as real lists have, most of which keep the page's name."""
    answers = {f"/p/{number}": PAGE for number in range(90)}
    answers |= {f"/p/{number}": to(f"/q/{number}", 302) for number in range(90, 98)}
    answers |= {f"/q/{number}": PAGE for number in range(90, 98)}
    answers |= {"/p/98": to("/q/of-its-own"), "/p/99": to("/q/another"), "/q/another": PAGE}
    with Server({**answers, "/q/of-its-own": PAGE, "*": NONE}) as server:
        seen = look(*(f"http://a.example:{server.port}/p/{number}" for number in range(100)))
        assert all(isinstance(one, Found | Moved) for one in seen)
        assert len(server.paths) == 100 + 10 + 1


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_two_pages_do_not_move_to_one_address(order: tuple[int, ...]) -> None:
    answers = {"/alpha": to("/news"), "/beta": to("/news"), "/c": to("/d/c"), "/d/c": PAGE}
    with Server({**answers, "/news": PAGE, "*": NONE}) as server:
        base = f"http://a.example:{server.port}"
        urls = [f"{base}/alpha", f"{base}/beta", f"{base}/c"]
        both = words(*(urls[index] for index in order))
        assert [both[url] for url in urls] == ["soft-404", "soft-404", "Moved"]
        assert words(urls[0]) == {urls[0]: "Moved"}


def test_two_spellings_of_one_page_may_both_move() -> None:
    answers = {"/x": to("/new/x"), "/x/": to("/new/x"), "/new/x": PAGE, "*": NONE}
    with Server(answers) as server:
        base = f"http://a.example:{server.port}"
        both = words(f"{base}/x", f"http://www.a.example:{server.port}/x/")
        assert set(both.values()) == {"Moved"}


def move(start: str, end: str) -> Moved:
    return Moved(
        reference=read_link(start).reference,
        source="web",
        at=NOW,
        evidence=start,
        to=read_link(end).reference,
        certain=False,
    )


@given(st.permutations([("a", "x"), ("b", "x"), ("c", "y"), ("d", "z"), ("e", "z"), ("f", "z")]))
def test_moves_are_judged_alike_in_any_order(pairs: Sequence[tuple[str, str]]) -> None:
    moves = Moves()
    seen: list[Observation] = [
        move(f"https://{start}.example/{start}", f"https://n.example/{end}") for start, end in pairs
    ]
    assert moves.passed(seen) == []
    judged = {str(one.reference): one for one in moves.rest()}
    assert moves.rest() == []
    assert [key for key, one in judged.items() if isinstance(one, Moved)] == [
        "page:https://c.example/c"
    ]
    doubt = judged["page:https://f.example/f"]
    assert isinstance(doubt, Unsure)
    assert doubt.reason is Reason.SOFT_404
    assert "and so does https://d.example/d" in doubt.why


def test_other_observations_pass_at_once() -> None:
    found = Found(
        reference=read_link("https://a.example/x").reference, source="web", at=NOW, evidence=""
    )
    assert Moves().passed([found]) == [found]


@pytest.mark.parametrize(
    ("start", "to", "what"),
    [
        ("https://a.example/x", "https://a.example/x;jsessionid=1", "a session"),
        ("https://a.example/x?sid=1", "https://a.example/y?sid=1", ""),
        ("https://a.example/x", "https://a.example/en/x", "a language"),
        ("https://en.a.example/x", "https://en.a.example/y", ""),
        ("https://a.example/x", "https://en.a.example/x", "a language"),
        ("https://a.example/x", "https://it.example/x", ""),  # Italy's domain, or a name
        ("https://a.example/x", "https://a.example/v2/x", "a version"),
        ("https://a.example/x", "https://a.example/abs/2307.09288", ""),
        ("https://a.example/x", "https://a.example/2023/x", ""),
        ("https://a.example/x", "https://a.example/x-1.2.3.zip", "a version"),
        ("https://a.example/x-1.2.3.zip", "https://b.example/x-1.2.3.zip", ""),
        ("https://a.example/x", "https://a.example/x?id=5", ""),
        ("https://a.example/x", "https://a.example/watch?v=dQw4w9WgXcQ", ""),
        ("https://a.example/x", "https://a.example/x?v=1.2", "a version"),
    ],
)
def test_what_will_not_last(start: str, to: str, what: str) -> None:
    assert fleeting(start, to).startswith(what)
    assert bool(fleeting(start, to)) is bool(what)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/", ""),
        ("https://a.example/index.html", ""),
        ("https://a.example/en/", ""),
        ("https://a.example/tool.html", "tool"),
        ("https://a.example/a/tool/", "tool"),
        ("https://a.example/?p=77", "77"),
        ("https://a.example/watch?v=abc&t=1&feature=share", "abc"),
        ("https://a.example/index.php?option=com_content&id=77&Itemid=5", "77"),
        ("https://a.example/index.php?page=about", "about"),
        ("https://a.example/tool?tab=readme", "tool"),
    ],
)
def test_the_name_of_a_page(url: str, name: str) -> None:
    assert name_in_address(url) == name


def test_a_front_page_may_have_a_query_that_names_nothing() -> None:
    assert is_front("https://a.example/?ref=404redirect")
    assert not is_front("https://a.example/?p=77")


def test_two_spellings() -> None:
    assert is_same_page("http://a.example/x", "https://www.a.example/x/")
    assert is_same_page("https://a.example/x/index.html", "https://a.example/x")
    assert not is_same_page("https://a.example/x", "https://a.example/y")
    assert not is_same_page("https://a.example/p?id=1", "https://a.example/p?id=2")


@pytest.mark.parametrize(
    ("start", "final", "expected"),
    [
        ("https://a.example/in/x", "https://a.example/wall?back=%2Fin%2Fx", True),
        ("https://a.example/in/x", "https://b.example/go?u=https://a.example/in/x", True),
        ("https://a.example/in/x", "https://a.example/wall?trk=1", False),
        ("https://a.example/", "https://a.example/wall?back=%2F", False),
    ],
)
def test_an_address_that_carries_another(start: str, final: str, expected: bool) -> None:
    assert carries(start, final) is expected


@pytest.mark.parametrize(
    ("start", "final", "expected"),
    [
        ("https://a.example/x", "https://a.example/wp-login.php", True),
        ("https://a.example/x", "https://a.example/user/login", True),
        ("https://a.example/x", "https://a.example/docs/login?next=/x", True),
        ("https://a.example/x", "https://a.example/docs/login", False),
        ("https://a.example/login-flow", "https://a.example/login", False),
        ("https://a.example/x", "https://a.example/blog/signing", False),
    ],
)
def test_logins_in_the_place_of_a_page(start: str, final: str, expected: bool) -> None:
    assert is_login_instead(start, final) is expected
