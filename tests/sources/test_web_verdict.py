"""From what was seen on the wire to a verdict: no network, no clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.observation import Found, Gone, Moved, Observation, Reason, Unsure
from bot.model.reference import Place, Query, read_link
from bot.parsing.page import Page, decode, unpack
from bot.sources.http.patience import retry_after
from bot.sources.web.retries import pause_before_next
from bot.sources.web.verdict import Word, assess, conclusion, observe_page
from bot.sources.web.visit import Failure, Hop, Visit

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
START = "https://a.example/post/1"
HTML = {"content-type": "text/html; charset=utf-8"}
WORDS = " ".join(["word"] * 120)


def page(title: str = "A post", body: str = WORDS, head: str = "") -> bytes:
    return f"<!doctype html><title>{title}</title>{head}<body><p>{body}</p>".encode()


def visit(status: int = 200, *hops: tuple[int, str], start: str = START, **more: object) -> Visit:
    """A walk over `(status, next address)` hops to an answer."""
    at, walked = start, []
    for code, to in hops:
        walked.append(Hop(abs(code), at, to, refresh=code < 0))
        at = to
    seen = Visit(start, at, tuple(walked), status, HTML, page(), whole=True)
    return replace(seen, **more)  # type: ignore[arg-type]


def observe(seen: Visit, *places: Place, url: str = START) -> Observation:
    """What is observed when every try of the run sees the same."""
    query = Query(read_link(url).reference, url, frozenset(places))
    return observe_page(query, seen, conclusion([assess(seen)] * 2), NOW)


def reason(seen: Visit) -> Reason:
    observation = observe(seen)
    assert isinstance(observation, Unsure), observation
    assert observation.why
    return observation.reason


@pytest.mark.parametrize("status", [200, 201, 202, 203, 204, 206, 226])
def test_every_2xx_is_alive(status: int) -> None:
    found = observe(visit(status))
    assert isinstance(found, Found)
    assert found.facts["status"] == status
    assert found.evidence == START


def test_alive_reports_title_final_and_chain() -> None:
    found = observe(visit(200, (302, "https://a.example/post/1?x=1")))
    assert isinstance(found, Found)
    assert found.facts == {
        "status": 200,
        "title": "A post",
        "final": "https://a.example/post/1?x=1",
        "chain": ("302 https://a.example/post/1?x=1",),
    }


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (300, Reason.BAD_ANSWER),
        (301, Reason.BAD_ANSWER),
        (302, Reason.BAD_ANSWER),
        (304, Reason.BAD_ANSWER),
        (308, Reason.BAD_ANSWER),
        (400, Reason.BAD_ANSWER),
        (401, Reason.LOGIN),
        (402, Reason.BLOCKED),
        (403, Reason.BLOCKED),
        (405, Reason.BLOCKED),
        (406, Reason.BLOCKED),
        (407, Reason.CONNECTION),
        (408, Reason.TIMEOUT),
        (409, Reason.BAD_ANSWER),
        (418, Reason.BLOCKED),
        (421, Reason.BAD_ANSWER),
        (429, Reason.RATE_LIMITED),
        (451, Reason.BLOCKED),
        (500, Reason.SERVER_ERROR),
        (501, Reason.SERVER_ERROR),
        (502, Reason.SERVER_ERROR),
        (503, Reason.SERVER_ERROR),
        (504, Reason.SERVER_ERROR),
        (520, Reason.SERVER_ERROR),
        (530, Reason.SERVER_ERROR),
        (599, Reason.SERVER_ERROR),
        (600, Reason.BAD_ANSWER),
        (999, Reason.BLOCKED),
        (101, Reason.BAD_ANSWER),
    ],
)
def test_every_other_status_is_unsure(status: int, expected: Reason) -> None:
    assert reason(visit(status)) is expected


@pytest.mark.parametrize("status", [404, 410])
def test_missing_twice_is_gone(status: int) -> None:
    gone = observe(visit(status))
    assert isinstance(gone, Gone)
    assert gone.why == f"HTTP {status}"


@pytest.mark.parametrize("status", [404, 410])
def test_missing_once_is_unsure(status: int) -> None:
    assert conclusion([assess(visit(status))]).word is Word.UNSURE
    assert conclusion([assess(visit(500)), assess(visit(status))]).word is Word.UNSURE
    assert conclusion([assess(visit(status)), assess(visit(200))]).word is Word.ALIVE
    assert conclusion([assess(visit(status)), assess(visit(403))]).word is Word.UNSURE


def test_missing_twice_after_a_stumble_is_gone() -> None:
    assert (
        conclusion([assess(visit(500)), assess(visit(404)), assess(visit(410))]).word is Word.GONE
    )


NEW = "https://b.example/post/1"


@pytest.mark.parametrize(
    "hops",
    [
        [(301, NEW)],
        [(308, NEW)],
        [(301, "https://b.example/x"), (308, "https://b.example/y"), (301, NEW)],
    ],
)
def test_permanent_all_the_way_is_moved(hops: list[tuple[int, str]]) -> None:
    moved = observe(visit(200, *hops))
    assert isinstance(moved, Moved)
    assert str(moved.to) == f"page:{NEW}"
    assert not moved.certain
    assert moved.facts["final"] == NEW
    assert moved.facts["title"] == "A post"


@pytest.mark.parametrize("status", [302, 303, 307, -200])
def test_a_temporary_hop_anywhere_is_alive_here(status: int) -> None:
    assert isinstance(observe(visit(200, (status, NEW))), Found)
    assert isinstance(observe(visit(200, (301, "https://b.example/x"), (status, NEW))), Found)
    assert isinstance(observe(visit(200, (status, "https://b.example/x"), (301, NEW))), Found)


def test_http_to_https_is_moved() -> None:
    start = START.replace("https", "http")
    moved = observe(visit(200, (301, START), start=start), url=start)
    assert isinstance(moved, Moved)
    assert moved.to.name == START


def test_a_circle_for_a_cookie_is_no_move() -> None:
    assert isinstance(observe(visit(200, (301, "https://a.example/set"), (301, START))), Found)


def test_a_redirect_s_fragment_is_kept_unless_the_link_has_one() -> None:
    seen = visit(200, (301, f"{NEW}#part"))
    moved = observe(seen)
    assert isinstance(moved, Moved)
    assert moved.to.name == f"{NEW}#part"
    moved = observe(seen, Place(fragment="own"))
    assert isinstance(moved, Moved)
    assert moved.to.name == NEW


@pytest.mark.parametrize("status", [404, 410])
def test_a_permanent_redirect_to_nothing_is_gone(status: int) -> None:
    gone = observe(visit(status, (301, NEW)))
    assert isinstance(gone, Gone)
    assert NEW in gone.why


@pytest.mark.parametrize("hop", [302, 303, 307, -200])
def test_a_temporary_redirect_to_nothing_is_unsure(hop: int) -> None:
    assert reason(visit(404, (hop, NEW))) is Reason.SOFT_404
    assert reason(visit(404, (301, "https://b.example/x"), (hop, NEW))) is Reason.SOFT_404


@pytest.mark.parametrize(
    "final",
    [
        "https://a.example/",
        "https://a.example",
        "https://www.a.example/",
        "https://b.example/",
        "https://a.example/index.html",
        "https://a.example/en/",
        "https://a.example/de-DE/",
        "https://a.example/home",
        "https://a.example/#top",
    ],
)
@pytest.mark.parametrize("hop", [301, 302, 308])
def test_a_redirect_to_a_front_page_is_unsure(final: str, hop: int) -> None:
    assert reason(visit(200, (hop, final))) is Reason.SOFT_404


def test_from_front_page_to_front_page_is_a_move() -> None:
    start = "https://a.example/"
    assert isinstance(observe(visit(200, (301, "https://b.example/"), start=start)), Moved)
    assert isinstance(observe(visit(200, (302, "https://a.example/en/"), start=start)), Found)


@pytest.mark.parametrize(
    "final",
    [
        "https://a.example/login?next=/post/1",
        "https://a.example/users/sign_in",
        "https://a.example/accounts/login/",
        "https://a.example/wp-login.php/../login.php",
        "https://login.a.example/x",
        "https://accounts.b.example/v3/x",
        "https://a.example/oauth2/authorize",
        "https://a.example/SignIn",
    ],
)
@pytest.mark.parametrize("hop", [301, 302])
def test_a_redirect_to_a_login_is_unsure(final: str, hop: int) -> None:
    assert reason(visit(200, (hop, final))) is Reason.LOGIN


@pytest.mark.parametrize(
    "final",
    ["https://b.example/blog/login-forms-considered-harmful", "https://b.example/catalogin/x"],
)
def test_a_page_about_logins_is_no_login(final: str) -> None:
    assert isinstance(observe(visit(200, (301, final), made_up=visit(404))), Moved)


def test_a_login_that_was_asked_for_is_alive() -> None:
    start = "https://a.example/login"
    seen = visit(200, (302, "https://a.example/login/v2"), start=start)
    assert isinstance(observe(seen, url=start), Found)


def test_a_consent_page_hides_the_page() -> None:
    assert reason(visit(200, (302, "https://consent.b.example/m?x=1"))) is Reason.BLOCKED


@pytest.mark.parametrize("status", [200, 202, 403, 404, 410, 429, 500, 503])
@pytest.mark.parametrize(
    "headers",
    [
        {"cf-mitigated": "challenge"},
        {"x-amzn-waf-action": "captcha"},
        {"x-vercel-mitigated": "deny"},
        {"x-sucuri-block": "1"},
    ],
)
def test_a_challenge_by_header_is_no_answer(status: int, headers: dict[str, str]) -> None:
    assert reason(visit(status, headers=HTML | headers)) is Reason.BLOCKED


@pytest.mark.parametrize("status", [200, 404, 503])
@pytest.mark.parametrize(
    "body",
    [
        page("Just a moment...", "Enable JavaScript"),
        page("Attention Required! | Cloudflare", "Sorry"),
        page("Making sure you&#39;re not a bot!", "Loading"),
        page("Access Denied", "You don't have permission"),
        page("x", "", "<script>window._cf_chl_opt={}</script>"),
        page("x", "", '<iframe src="/_Incapsula_Resource?x"></iframe>'),
        page("x", "", '<script src="https://ct.captcha-delivery.com/c.js"></script>'),
    ],
)
def test_a_challenge_by_body_is_no_answer(status: int, body: bytes) -> None:
    assert reason(visit(status, body=body)) is Reason.BLOCKED


def test_a_redirect_to_a_challenge_is_no_move() -> None:
    seen = visit(200, (301, NEW), body=page("Just a moment...", ""))
    assert reason(seen) is Reason.BLOCKED


@pytest.mark.parametrize(
    "body",
    [
        page("How Cloudflare's “Just a moment...” works"),
        page("Reading _cf_chl_opt", f"{WORDS} _cf_chl_opt captcha-delivery.com"),
        page("Access denied: a short story"),
        page("Buying domains", f"{WORDS} write “this domain is for sale” on it"),
        page("Removed", f"The section on frames has been removed from this standard. {WORDS}"),
        page("What to do when a page is not found in your site and other stories"),
        page("Not Found Film Festival"),
        page("Error handling in 404 lines"),
        page("404 Media"),
        page("A story | 404 Media"),
        page("Troubleshooting: page not found"),
        page("Error: file not found - Manual"),
    ],
)
def test_pages_about_such_things_are_alive(body: bytes) -> None:
    assert isinstance(observe(visit(body=body)), Found)


@pytest.mark.parametrize(
    "body",
    [
        page("a.example", "This domain is for sale! Buy this domain."),
        page("a.example", "The domain a.example may be for sale"),
        page("a.example is parked free", "courtesy of a registrar"),
        page("x", "", '<script src="https://www.sedoparking.com/x.js"></script>'),
        page("x", "", '<iframe src="https://d1.parkingcrew.net/a"></iframe>'),
    ],
)
def test_parked_domains_are_unsure(body: bytes) -> None:
    assert reason(visit(body=body)) is Reason.PARKED


def test_a_redirect_to_a_shop_of_domains_is_unsure() -> None:
    seen = visit(200, (301, "https://www.hugedomains.com/domain_profile.cfm?d=a.example"))
    assert reason(seen) is Reason.PARKED


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Error 404",
        "404 - Page not found",
        "Page not found",
        "Page Not Found | A Site",
        "A Site – Page not found",
        "Oops! Page not found",
        "Not Found",
        "A Site | 404",
        "This page could not be found.",
        "The page cannot be found",
        "404 Page",
        "404, page not found!",
    ],
)
def test_a_not_found_title_is_a_soft_404(title: str) -> None:
    assert reason(visit(body=page(title, "Sorry"))) is Reason.SOFT_404


def test_a_port_with_404_in_it_is_no_page_about_404() -> None:
    start = "https://a.example:40467/post/1"
    assert reason(visit(start=start, body=page("Page not found"))) is Reason.SOFT_404


def test_a_not_found_heading_on_an_empty_page_is_a_soft_404() -> None:
    assert reason(visit(body=page("A Site", "<h1>Page not found</h1>"))) is Reason.SOFT_404
    long = page("A Site", f"<h1>Page not found</h1>{WORDS}")
    assert isinstance(observe(visit(body=long)), Found)


@pytest.mark.parametrize(
    "final", ["https://a.example/404", "https://a.example/404.html", "https://a.example/not-found"]
)
def test_a_redirect_to_an_error_page_is_a_soft_404(final: str) -> None:
    assert reason(visit(200, (302, final))) is Reason.SOFT_404


def test_a_page_about_404_is_alive() -> None:
    start = "https://a.example/docs/HTTP/Status/404"
    seen = visit(body=page("404 Not Found - HTTP | A Site"), start=start)
    assert isinstance(observe(seen, url=start), Found)


def test_what_is_no_html_is_not_read_as_such() -> None:
    seen = visit(headers={"content-type": "application/pdf"}, body=page("404 Not Found"))
    found = observe(seen)
    assert isinstance(found, Found)
    assert "title" not in found.facts


@pytest.mark.parametrize("why", list(Reason))
def test_failures_are_unsure(why: Reason) -> None:
    seen = visit(0, failure=Failure(why, "words"), headers={}, body=b"")
    assert reason(seen) is why


def test_a_name_that_does_not_exist_is_gone_when_confirmed() -> None:
    lost = Failure(Reason.CONNECTION, "the name does not exist", no_name=True)
    seen = visit(0, failure=lost, headers={}, body=b"")
    assert conclusion([assess(seen)]).word is Word.UNSURE
    assert isinstance(observe(seen), Gone)
    assert isinstance(observe(visit(0, (301, NEW), failure=lost)), Gone)
    assert reason(visit(0, (302, NEW), failure=lost)) is Reason.CONNECTION


# Fragments

ANCHORS = (
    f"<title>T</title><p id=one>{WORDS}<a name='two'></a><h2 id=\"user-content-three\">x</h2>"
    "<h2 id='Sección'>x</h2><script>x='id=\"six\"'</script>"
)


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("one", True),
        ("two", True),
        ("three", True),
        ("user-content-three", True),
        ("Secci%C3%B3n", True),
        ("top", True),
        ("five", False),
        ("ONE", None),  # some scripts fold case, browsers do not
        ("six", None),  # a script may draw it
        ("/docs/intro", None),
        ("!/docs", None),
        (":~:text=word", None),
        ("one:~:text=word", None),
        ("page=3", None),
        ("L10-L20", None),
        ("", None),
    ],
)
def test_fragments(fragment: str, expected: bool | None) -> None:
    place = Place(fragment=fragment)
    found = observe(visit(body=ANCHORS.encode()), place)
    assert isinstance(found, Found)
    assert found.places.get(str(place)) is expected


@pytest.mark.parametrize(
    "seen",
    [
        visit(body=ANCHORS.encode(), whole=False),
        visit(body=b"<title>T</title><p id=one>little text<script src=app.js></script>"),
        visit(body=f"<div id='root'></div><p>{WORDS}".encode()),
        visit(body=ANCHORS.encode(), headers={"content-type": "text/plain"}),
        visit(204, body=b""),
    ],
)
def test_a_fragment_is_never_missed_where_it_may_still_be(seen: Visit) -> None:
    found = observe(seen, Place(fragment="five"))
    assert isinstance(found, Found)
    assert found.places == {}


def test_a_moved_page_reports_its_places_too() -> None:
    seen = visit(200, (301, NEW), body=ANCHORS.encode())
    moved = observe(seen, Place(fragment="one"), Place(fragment="five"))
    assert isinstance(moved, Moved)
    assert moved.places == {"#one": True, "#five": False}


# Another look


@pytest.mark.parametrize(
    ("seen", "tries"),
    [
        (visit(200), 1),
        (visit(200, (301, NEW)), 1),
        (visit(404), 2),
        (visit(500), 3),
        (visit(403), 2),
        (visit(400), 2),
        (visit(401), 1),
        (visit(402), 1),
        (visit(451), 1),
        (visit(429), 2),
        (visit(429, headers={"retry-after": "3"}), 2),
        (visit(429, headers={"retry-after": "11"}), 1),
        (visit(429, headers={"retry-after": "86400"}), 1),
        (visit(503, headers={"retry-after": "2"}), 3),
        (visit(503, headers={"retry-after": "600"}), 1),
        (visit(0, failure=Failure(Reason.TIMEOUT, "x")), 2),
        (visit(0, failure=Failure(Reason.CONNECTION, "x")), 3),
        (visit(0, failure=Failure(Reason.CONNECTION, "x", no_name=True)), 2),
        (visit(0, failure=Failure(Reason.TLS, "x")), 1),
        (visit(0, failure=Failure(Reason.PRIVATE, "x")), 1),
        (visit(0, failure=Failure(Reason.SCHEME, "x")), 1),
        (visit(0, failure=Failure(Reason.LOOP, "x")), 1),
    ],
)
def test_how_often_the_same_is_looked_at(seen: Visit, tries: int) -> None:
    trails = [seen]
    while pause_before_next(trails, [assess(one) for one in trails], NOW) is not None:
        trails.append(seen)
    assert len(trails) == tries


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Tue, 24 Nov 2026 12:00:09 GMT"}, 9.0),
        ({"retry-after": "Tue, 24 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "Tue, 24 Nov 2026 12:00:09 -0000"}, 9.0),
        (
            {
                "retry-after": "Mon, 23 Nov 2026 09:00:04 GMT",
                "date": "Mon, 23 Nov 2026 09:00:00 GMT",
            },
            4.0,
        ),
    ],
)
def test_retry_after(headers: dict[str, str], expected: float | None) -> None:
    assert retry_after(headers, NOW) == expected


# Pages are hostile


@given(st.binary(max_size=2000), st.text(max_size=60))
def test_no_bytes_make_a_page_raise(body: bytes, content_type: str) -> None:
    seen = visit(headers={"content-type": content_type}, body=body)
    assert isinstance(observe(seen, Place(fragment="x")), Found | Unsure)


PIECES = st.sampled_from(
    "< > <!-- --> <![CDATA[ <title> </title <meta http-equiv=refresh content= 0;url= ' \" id= name="
    " <script> </script> <h1 &#x; &amp <svg> \x00 é 0; ]]> <noscript> = / a".split(" ")
)


@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_no_markup_makes_a_page_raise(text: str) -> None:
    seen = visit(body=text.encode())
    assert isinstance(observe(seen, Place(fragment="a")), Found | Unsure)
    assert Page(text).refresh is None or Page(text).refresh


@given(
    st.lists(st.one_of(PIECES, st.sampled_from(["one ", "two&nbsp;", "x<y "])), max_size=60),
    st.integers(1, 80),
)
def test_a_page_is_sparse_by_all_its_words_however_few_are_counted(
    pieces: list[str], times: int
) -> None:
    page = Page(" ".join(pieces) * times)
    assert page.sparse is (len(page.text.split()) < 80)


@pytest.mark.parametrize(
    "unit",
    [
        *("<", "<!--", "<a id='", "<a ", "<title>", "<script", "<meta ", "&#", 'id="', "id=", " "),
        *("<div>", "<b><div>", "<a><b>", "<div><table>", "<svg>", "<template>"),
    ],
)
def test_no_page_takes_long(unit: str) -> None:
    """Half a megabyte of beginnings without an end; quadratic work would take minutes."""
    hostile = Page((unit * (512 * 1024 // len(unit))) + "<meta http-equiv=refresh content=9>")
    assert hostile.title is not None
    assert hostile.refresh is None
    assert hostile.scripted in {True, False}
    assert len(hostile.possible_anchors) >= 0


def test_what_nests_too_deeply_is_read_to_there() -> None:
    deep = Page("<title>A</title><p id=first>" + "<div>" * 5000 + "<p id=last>")
    assert deep.title == "A"
    assert (deep.anchors, deep.is_cut) == (frozenset({"first"}), True)
    flat = Page("<p id=first>" + "<div><br></div><li>" * 5000 + "<p id=last>")
    assert (flat.anchors, flat.is_cut) == (frozenset({"first", "last"}), False)


@given(st.binary(max_size=500), st.sampled_from(["", "gzip", "deflate", "br", "gzip, gzip", "x"]))
def test_no_encoding_makes_unpack_raise(raw: bytes, encoding: str) -> None:
    assert len(unpack(raw, encoding, 1000)[0]) <= 1000


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html; charset=iso-8859-1", "<title>café</title>".encode("latin-1")),
        ("text/html", '<meta charset="cp1252"><title>café</title>'.encode("cp1252")),
        ("text/html; charset=nonsense", "<title>café</title>".encode()),
        ("text/html; charset=unicode_escape", "<title>café</title>".encode()),
        ("text/html; charset=hex", "<title>café</title>".encode()),
        ("text/html; charset=utf-16", "<title>café</title>".encode("utf-16")),
    ],
)
def test_charsets(content_type: str, body: bytes) -> None:
    assert Page(decode(body, content_type)).title == "café"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<meta http-equiv="refresh" content="0; url=/new">', (0, "/new")),
        (
            "<META HTTP-EQUIV=Refresh CONTENT='5;URL=\"https://b.example/\"'>",
            (5, "https://b.example/"),
        ),
        ('<meta content="0;/new" http-equiv="refresh">', (0, "/new")),
        ('<meta http-equiv="refresh" content="30">', None),
        ('<noscript><meta http-equiv="refresh" content="0; url=/nojs"></noscript>', None),
        ('<!-- <meta http-equiv="refresh" content="0; url=/x"> -->', None),
        ('<meta name="description" content="0; url=/x">', None),
    ],
)
def test_meta_refresh(markup: str, expected: tuple[int, str] | None) -> None:
    found = Page(markup).refresh
    assert (found and (found.seconds, found.to)) == expected
