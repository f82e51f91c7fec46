"""The link checker on the direct way: real loopback sockets, a resolver handed in."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.errors import SettingsError
from bot.model.observation import Found, Gone, Moved, Observation, Reason, Unsure
from bot.model.reference import Kind, Query, Reference, home, read_link
from bot.sources.http.limits import Limits
from bot.sources.http.pace import HostLimits
from bot.sources.web.checker import Web
from tests.sources.loopback import Answer, Server, drip, empty, http, reset

pytestmark = pytest.mark.loopback

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
QUICK = Limits(total=3.0, connect=1.0, answer=0.4, body_seconds=0.3)
NO_PAUSE = HostLimits(interval=0.0)
WORDS = "word " * 120
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
PAGE = http(200, f"<title>A page</title><p id=here>{WORDS}")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)


def resolve(host: str, port: int) -> Sequence[str]:
    """Every name leads here, but for those that say what is wrong with them."""
    if host.startswith("nxdomain"):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    if host.startswith("servfail"):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    return ["10.0.0.1"] if host.startswith("private") else ["127.0.0.1"]


class Naps:
    """Sleeps at once, and remembers how long it was to be."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


def checker(
    naps: Naps | None = None,
    limits: Limits = QUICK,
    host_limits: HostLimits = NO_PAUSE,
    allow_private: bool = True,
) -> Web:
    return Web(
        allow_private=allow_private,
        resolve=resolve,
        sleep=naps or Naps(),
        host_limits=host_limits,
        limits=limits,
    )


def queries(*urls: str) -> list[Query]:
    links = [read_link(url) for url in urls]
    return [Query(link.reference, link.url, frozenset({link.place})) for link in links]


def look(*urls: str, web: Web | None = None) -> list[Observation]:
    """In the order asked."""
    asked = queries(*urls)
    web = web or checker()
    seen = {one.reference.key: one for one in web.look(asked, NOW)}
    web.close()
    return [seen[query.reference.key] for query in asked]


def one(answer: Answer | Sequence[Answer], **more: Answer) -> tuple[Observation, Server]:
    """What is observed of `/x`, and the server that was asked."""
    answers = {"/x": answer, **{f"/{path}": more_answer for path, more_answer in more.items()}}
    with Server(answers) as server:
        [observation] = look(f"http://a.example:{server.port}/x")
    return observation, server


def to(location: str, status: int = 301) -> bytes:
    return http(status, head=f"Location: {location}\r\n")


def reason(observation: Observation) -> Reason:
    assert isinstance(observation, Unsure), observation
    return observation.reason


def test_alive() -> None:
    found, server = one(PAGE)
    assert isinstance(found, Found)
    assert found.facts["title"] == "A page"
    [(_, headers)] = server.asked
    assert headers["user-agent"].startswith("listkeeper/")
    assert "text/html" in headers["accept"]
    assert headers["accept-language"]
    assert "cookie" not in headers
    assert "authorization" not in headers


@pytest.mark.parametrize(
    ("first", "how"),
    [
        (http(403), "looks like a browser's was answered; before it: it refuses to show this"),
        (http(404), "looks like a browser's was answered; before it: HTTP 404"),
        (http(503), "came later was answered; before it: the server failed"),
    ],
)
def test_only_who_is_turned_away_comes_back_looking_different(first: bytes, how: str) -> None:
    found, server = one([first, PAGE])
    assert isinstance(found, Found)
    assert str(found.facts["again"]).startswith(f"only a request that {how}")
    agents = [headers["user-agent"] for _, headers in server.asked]
    assert agents[1].startswith("Mozilla/5.0 (") is ("browser" in how)
    assert "listkeeper/" in agents[1]


def test_a_second_look_differs_and_stays_honest() -> None:
    gone, server = one(http(404))
    assert isinstance(gone, Gone)
    first, second = (headers["user-agent"] for _, headers in server.asked)
    assert first != second
    assert second.startswith("Mozilla/5.0 (X11; ")
    assert " listkeeper/" in second


def test_who_is_turned_away_claims_to_be_no_browser() -> None:
    blocked, server = one(http(403))
    assert reason(blocked) is Reason.BLOCKED
    assert server.asked[-1][1]["user-agent"].startswith("Mozilla/5.0 (compatible; listkeeper/")


@pytest.mark.parametrize("status", [403, 404, 406, 410, 500, 502, 503, 520])
def test_a_second_look_heals(status: int) -> None:
    assert isinstance(one([http(status), PAGE])[0], Found)


@pytest.mark.parametrize("fault", [reset, empty, b"", b"HTT"])
def test_a_connection_that_breaks_once_is_no_news(fault: Answer) -> None:
    assert isinstance(one([fault, PAGE])[0], Found)


def test_two_stumbles_are_healed_too() -> None:
    found, server = one([http(500), http(500), PAGE])
    assert isinstance(found, Found)
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reset, Reason.CONNECTION),
        (empty, Reason.CONNECTION),
        (b"this is no HTTP\r\n\r\n", Reason.BAD_ANSWER),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000 + b"\r\n\r\n", Reason.BAD_ANSWER),
        (CHUNKED + b"no chunk at all", Reason.BAD_ANSWER),
        (drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), Reason.TIMEOUT),
        (drip(b"", b""), Reason.TIMEOUT),
        (http(301), Reason.BAD_ANSWER),
        (to(" "), Reason.BAD_ANSWER),
        (to("http://[::1"), Reason.BAD_ANSWER),
        (to("http://a.example:99999/"), Reason.BAD_ANSWER),
        (to("ftp://a.example/x"), Reason.SCHEME),
        (to("javascript:alert(1)"), Reason.SCHEME),
        (to("file:///etc/passwd"), Reason.SCHEME),
        (to("/x"), Reason.LOOP),
    ],
)
def test_broken_answers_are_unsure(answer: Answer, expected: Reason) -> None:
    assert reason(one(answer)[0]) is expected


@pytest.mark.parametrize(
    "answer",
    [
        http(204),
        http(206, "part"),
        HEAD + b"Content-Length: 9999\r\n\r\n<title>A page</title>",
        CHUNKED + b"5\r\n<titl",
        http(200, b"this is no gzip", "Content-Encoding: gzip\r\n"),
        http(200, gzip.compress(b"x" * 50)[:20], "Content-Encoding: gzip\r\n"),
        http(200, b"?", "Content-Encoding: br\r\n"),
        http(200, "", f"X-Long: {'y' * 12_000}\r\n"),
        drip(HEAD + b"Content-Length: 99999\r\n\r\n", b"<p>"),
        drip(HEAD + b"\r\n", b"<!-- and on -->" * 5000),
    ],
)
def test_a_living_status_with_a_poor_body_is_alive(answer: Answer) -> None:
    observation, server = one(answer)
    assert isinstance(observation, Found), observation
    assert len(server.asked) == 1


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"<title>Big</title>" + b"x " * 20_000_000)
    found, _ = one(http(200, bomb, "Content-Encoding: gzip\r\n"))
    assert isinstance(found, Found)
    assert found.facts["title"] == "Big"


def test_packed_pages_are_read() -> None:
    packed = gzip.compress(f"<title>Packed</title><p>{WORDS * 20}<p id=low>".encode())
    with Server({"/x": http(200, packed, "Content-Encoding: gzip\r\n")}) as server:
        [found] = look(f"http://a.example:{server.port}/x#low")
    assert isinstance(found, Found)
    assert found.facts["title"] == "Packed"
    assert found.places == {"#low": True}


@pytest.mark.parametrize("status", [301, 308])
@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/new", "/new"),
        ("new", "/new"),
        ("//b.example:{port}/new", "/new"),
        ("http://a.example:{port}/new#part", "/new#part"),
        ("/ne\u00fc", "/ne%C3%BC"),
        ("/a b", "/a%20b"),
        ("?q=1", "/x?q=1"),
    ],
)
def test_moved(status: int, location: str, path: str) -> None:
    asked = path.partition("#")[0]
    with Server({asked: PAGE}) as server:
        target = location.format(port=server.port).encode().decode("latin-1")
        head = f"HTTP/1.1 {status} X\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
        server.answers["/x"] = [head.encode("latin-1")]
        [moved] = look(f"http://a.example:{server.port}/x")
    assert isinstance(moved, Moved), moved
    assert moved.to.name.endswith(f".example:{server.port}{path}")
    assert moved.facts["chain"] == (f"{status} {moved.to.name}",)


def test_a_location_in_latin_1_is_understood() -> None:
    head = b"HTTP/1.1 302 X\r\nLocation: /ne\xfc\r\nContent-Length: 0\r\n\r\n"
    with Server({"/x": head, "/ne%C3%BC": PAGE}) as server:
        [found] = look(f"http://a.example:{server.port}/x")
    assert isinstance(found, Found)


@pytest.mark.parametrize("status", [302, 303, 307])
def test_temporary_redirects_are_alive(status: int) -> None:
    assert isinstance(one(to("/new", status), new=PAGE)[0], Found)


def test_a_redirect_to_nothing_is_gone() -> None:
    assert isinstance(one(to("/new"), new=http(404))[0], Gone)
    assert reason(one(to("/new", 302), new=http(404))[0]) is Reason.SOFT_404


def test_a_redirect_to_a_dead_host_is_gone() -> None:
    assert isinstance(one(to("http://nxdomain.example/"))[0], Gone)
    assert reason(one(to("http://nxdomain.example/", 302))[0]) is Reason.CONNECTION
    assert reason(one(to("http://servfail.example/"))[0]) is Reason.CONNECTION


def test_twenty_redirects_are_followed_and_no_more() -> None:
    hops = {f"s{number}": to(f"/s{number + 1}", 302) for number in range(30)}
    assert isinstance(one(to("/s11", 302), **(hops | {"s30": PAGE}))[0], Found)
    observation, server = one(to("/s1", 302), **(hops | {"s30": PAGE}))
    assert reason(observation) is Reason.LOOP
    assert len(server.asked) == 21


def test_a_circle_is_a_loop_at_once() -> None:
    observation, server = one(to("/y"), y=to("/x"))
    assert reason(observation) is Reason.LOOP
    assert len(server.asked) == 2


def test_a_circle_that_sets_a_cookie_is_gone_round_once() -> None:
    cookie = http(302, head="Location: /x\r\nSet-Cookie: seen=1; Path=/\r\n")
    with Server({"/x": [to("/set", 302), PAGE], "/set": cookie}) as server:
        [found] = look(f"http://a.example:{server.port}/x")
    assert isinstance(found, Found)
    assert server.asked[-1][1]["cookie"] == "seen=1"


def test_cookies_stay_with_their_host_and_their_link() -> None:
    with Server({"/x/": PAGE, "/y": PAGE}) as server:
        away = f"Location: http://b.example:{server.port}/x/\r\nSet-Cookie: a=1; Path=/\r\n"
        server.answers["/x"] = [http(302, head=away)]
        base = f"http://a.example:{server.port}"
        look(f"{base}/x", f"{base}/y")
    assert server.paths == ["/x", "/x/", "/y"]
    assert all("cookie" not in headers for _, headers in server.asked)


def test_user_names_are_not_sent() -> None:
    with Server({"/x": to("http://you:secret@b.example/y", 302)}) as server:
        server.answers["/x"] = [to(f"http://you:secret@b.example:{server.port}/y")]
        server.answers["/y"] = [PAGE]
        [moved] = look(f"http://me:secret@a.example:{server.port}/x")
    assert isinstance(moved, Moved)
    assert "secret" not in str((moved.to, moved.facts, moved.evidence))
    assert all("authorization" not in headers for _, headers in server.asked)


def test_a_page_that_forwards_by_itself() -> None:
    forward = http(200, '<meta http-equiv="refresh" content="0; url=/new">')
    found, _ = one(forward, new=PAGE)
    assert isinstance(found, Found)
    assert str(found.facts["final"]).endswith("/new")
    assert reason(one(forward, new=http(404))[0]) is Reason.SOFT_404
    again = http(200, f'<meta http-equiv="refresh" content="5; url=/x">{WORDS}')
    assert isinstance(one(again)[0], Found)
    late = http(200, f'<meta http-equiv="refresh" content="300; url=/new">{WORDS}')
    assert isinstance(one(late, new=http(404))[0], Found)


# Waiting


def test_a_short_retry_after_is_obeyed() -> None:
    with Server({"/x": [http(429, head="Retry-After: 7\r\n"), PAGE]}) as server:
        naps = Naps()
        [found] = look(f"http://a.example:{server.port}/x", web=checker(naps))
    assert isinstance(found, Found)
    assert naps.taken == [pytest.approx(7.0, abs=0.5)]


def test_a_retry_after_in_the_form_of_a_day() -> None:
    later = (NOW + timedelta(seconds=4)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    with Server({"/x": [http(429, head=f"Retry-After: {later}\r\n"), PAGE]}) as server:
        naps = Naps()
        [found] = look(f"http://a.example:{server.port}/x", web=checker(naps))
    assert isinstance(found, Found)
    assert naps.taken == [pytest.approx(4.0, abs=0.5)]


def test_a_long_retry_after_is_not_waited_for() -> None:
    with Server({"/x": http(429, head="Retry-After: 3600\r\n")}) as server:
        naps = Naps()
        [observation] = look(f"http://a.example:{server.port}/x", web=checker(naps))
    assert reason(observation) is Reason.RATE_LIMITED
    assert (naps.taken, len(server.asked)) == ([], 1)


def test_for_ever_429_ends() -> None:
    observation, server = one(http(429, head="Retry-After: 1\r\n"))
    assert reason(observation) is Reason.RATE_LIMITED
    assert len(server.asked) == 2


def test_a_host_that_never_answers_does_not_hold_up_the_run() -> None:
    with Server({f"/{number}": reset for number in range(9)}) as server:
        urls = [f"http://a.example:{server.port}/{number}" for number in range(9)]
        seen = look(*urls)
    reasons = [reason(observation) for observation in seen]
    assert reasons == [Reason.CONNECTION] * 5 + [Reason.NOT_ASKED] * 4
    assert len(server.asked) == 15


def test_a_link_has_one_deadline_over_all_tries() -> None:
    limits = Limits(total=0.5, connect=1.0, answer=9.0)
    with Server({"/x": drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n")}) as server:
        began = time.monotonic()
        [observation] = look(f"http://a.example:{server.port}/x", web=checker(limits=limits))
    assert reason(observation) is Reason.TIMEOUT
    assert time.monotonic() - began < 3


# Names, ports and gates


def test_a_dead_name_is_gone_and_asked_twice() -> None:
    asked = []

    def remember(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return resolve(host, port)

    web = Web(resolve=remember, sleep=Naps())
    [gone] = look("https://nxdomain.example/x", web=web)
    assert isinstance(gone, Gone)
    assert "nxdomain.example" in gone.why
    assert asked.count("nxdomain.example") == 2


def test_without_a_network_nothing_is_gone() -> None:
    def nothing(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    [observation] = look("https://a.example/x", web=Web(resolve=nothing, sleep=Naps()))
    assert reason(observation) is Reason.CONNECTION


def test_a_failing_name_server_is_unsure() -> None:
    assert reason(look("http://servfail.example/")[0]) is Reason.CONNECTION


def test_a_refused_connection_is_unsure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert reason(look(f"http://a.example:{port}/")[0]) is Reason.CONNECTION


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "a.example", "2130706433", "[::1]"])
def test_nothing_private_is_asked(host: str) -> None:
    with Server({"/x": PAGE}) as server:
        web = checker(allow_private=False)
        [observation] = look(f"http://{host}:{server.port}/x", web=web)
    assert reason(observation) is Reason.PRIVATE
    assert server.asked == []


def test_a_redirect_into_a_private_network_is_not_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Here 127.0.0.1 counts as public, so the first hop passes every gate and the next must not."""
    monkeypatch.setattr("bot.sources.http.guard.is_public", lambda address: address == "127.0.0.1")
    for target in ["10.0.0.1", "private.example", "localhost"]:
        with Server({"/secret": PAGE}) as server:
            server.answers["/x"] = [to(f"http://{target}:{server.port}/secret", 302)]
            web = checker(allow_private=False)
            [observation] = look(f"http://a.example:{server.port}/x", web=web)
        assert reason(observation) is Reason.PRIVATE
        assert server.paths == ["/x"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ftp://a.example/x", Reason.SCHEME),
        ("mailto:me@a.example", Reason.SCHEME),
        ("no address", Reason.SCHEME),
        ("", Reason.SCHEME),
        ("http://", Reason.PRIVATE),
        ("http://[::1/", Reason.BAD_ANSWER),
        ("http://a.example:99999/", Reason.BAD_ANSWER),
        ("http://a\x00b.example/", Reason.BAD_ANSWER),
    ],
)
def test_what_cannot_be_asked(url: str, expected: Reason) -> None:
    [seen] = look(url, web=checker(allow_private=False))
    assert reason(seen) is expected
    assert isinstance(seen, Unsure)
    assert "an error in listkeeper" not in seen.why


@pytest.mark.parametrize("url", ["http://a.example:bad/", "http://[::zz]/"])
def test_a_malformed_address_is_called_so(url: str) -> None:
    [seen] = look(url, web=checker(allow_private=False))
    assert isinstance(seen, Unsure)
    assert seen.why == "this address, or one it leads to, is malformed"


@given(st.text(max_size=40))
@settings(max_examples=40)
def test_no_link_raises(text: str) -> None:
    [observation] = look(f"http://nxdomain.example{text}"[:80])
    assert isinstance(observation, Gone | Unsure)


LOCATIONS = st.one_of(
    st.sampled_from(["/x", "/y", "/z", "x?1", "?", "#", "//", "http:", ":", "/x;", "%", "\\\\x"]),
    st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=12),
)


@given(st.lists(LOCATIONS, min_size=3, max_size=3), st.sampled_from([301, 302]))
@settings(max_examples=30)
def test_no_redirect_loops_for_ever(locations: list[str], status: int) -> None:
    def hop(location: str) -> bytes:
        head = f"HTTP/1.1 {status} X\r\nLocation: {location}\r\nContent-Length: 0\r\n"
        return f"{head}Connection: close\r\n\r\n".encode("latin-1")

    paths = ["/x", "/y", "/z"]
    answers = {path: hop(to) for path, to in zip(paths, locations, strict=True)}
    with Server(answers) as server:
        [observation] = look(f"http://a.example:{server.port}/x")
    assert observation is not None
    assert len(server.asked) <= 3 * 21


# TLS


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority


@contextlib.contextmanager
def secure(certificate: trustme.LeafCert) -> Iterator[int]:
    """A TLS server that says one page; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve_tls, args=(listener, context))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve_tls(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with (
            connection,
            contextlib.suppress(OSError),
            context.wrap_socket(connection, server_side=True) as tunnel,
        ):
            tunnel.recv(65536)
            tunnel.sendall(PAGE)


def over_tls(certificate: trustme.LeafCert, host: str = "a.example") -> Observation:
    with secure(certificate) as port:
        return look(f"https://{host}:{port}/x")[0]


def test_a_good_certificate(authority: trustme.CA) -> None:
    assert isinstance(over_tls(authority.issue_cert("a.example")), Found)


def test_certificate_errors_in_plain_words(authority: trustme.CA) -> None:
    past = NOW - timedelta(days=9000)
    cases = {
        "expired": authority.issue_cert("a.example", not_after=past),
        "another host": authority.issue_cert("b.example"),
        "not trusted": trustme.CA().issue_cert("a.example"),
    }
    for words, certificate in cases.items():
        observation = over_tls(certificate)
        assert isinstance(observation, Unsure)
        assert observation.reason is Reason.TLS
        assert words in observation.why


def test_what_speaks_no_tls(authority: trustme.CA) -> None:
    with Server({"/x": PAGE}) as server:
        [observation] = look(f"https://a.example:{server.port}/x")
    assert reason(observation) in {Reason.TLS, Reason.CONNECTION, Reason.TIMEOUT}


def test_certificates_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    with pytest.raises(SettingsError, match="SSL_CERT_FILE"):
        Web()


# A whole run


def test_queries_that_mean_the_same_share_requests() -> None:
    with Server({"/x": PAGE, "/x?a=1": PAGE, "/x?a=2": PAGE}) as server:
        base = f"http://a.example:{server.port}"
        urls = [f"{base}/x#here", f"http://A.example:{server.port}/x#gone", f"{base}/x?a=1"]
        web = checker()
        asked = queries(*urls, f"{base}/x?a=2")
        seen = list(web.look(asked, NOW))
    assert len(seen) == 4
    assert sorted(server.paths) == ["/x", "/x?a=1", "/x?a=2"]
    assert web.requests == 3
    places = [one.places for one in seen if isinstance(one, Found) and one.places]
    assert sorted(map(str, places)) == ["{'#gone': False}", "{'#here': True}"]


def test_one_at_a_time_within_a_host_and_many_over_hosts() -> None:
    busy: dict[str, int] = {}
    most: dict[str, int] = {"all": 0}

    def behave(connection: socket.socket) -> None:
        with lock:
            busy["all"] = busy.get("all", 0) + 1
            most["all"] = max(most["all"], busy["all"])
        time.sleep(0.05)
        with lock:
            busy["all"] -= 1
        connection.sendall(PAGE)

    lock = threading.Lock()
    with Server({f"/{number}": behave for number in range(4)}) as server:
        urls = [f"http://a.example:{server.port}/{number}" for number in range(4)]
        look(*urls, web=checker(host_limits=HostLimits(at_once=1, interval=0.0)))
        assert most["all"] == 1
        look(*(f"http://h{number}.example:{server.port}/{number}" for number in range(4)))
        assert most["all"] > 1


def test_a_redirect_waits_for_its_turn_at_the_other_host() -> None:
    naps = Naps()
    with Server({"/x": to("/x/", 302), "/x/": PAGE}) as server:
        web = Web(
            allow_private=True,
            resolve=resolve,
            sleep=naps,
            host_limits=HostLimits(interval=0.2),
            limits=QUICK,
        )
        look(f"http://a.example:{server.port}/x", web=web)
    [nap] = naps.taken
    assert 0.1 < nap <= 0.2


def test_results_stream_in_and_may_be_left_alone() -> None:
    with Server({"/fast": PAGE, "/slow": drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n")}) as server:
        limits = Limits(total=60.0, answer=60.0)
        fast, slow = (f"http://{name}.example:{server.port}/{name}" for name in ("fast", "slow"))
        began = time.monotonic()
        stream = checker(limits=limits).look(queries(slow, fast), NOW)
        assert isinstance(next(stream), Found)
        stream.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 5


def test_nothing_to_ask() -> None:
    assert list(checker().look([], NOW)) == []


def test_knows_pages_only() -> None:
    web = checker()
    assert web.name == "web"
    assert web.knows(Reference.of(Kind.PAGE, "https://a.example/"))
    assert not any(web.knows(Reference.of(kind, "x/y")) for kind in Kind if kind is not Kind.PAGE)


def test_another_kind_is_looked_at_as_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server({"/x": to("/o/new"), "/o/new": PAGE}) as server:
        base = f"http://a.example:{server.port}"
        monkeypatch.setattr("bot.sources.web.checker.home", lambda _: f"{base}/x")
        repo = Reference.of(Kind.REPO, "o/r")
        [moved] = checker().look([Query(repo, home(repo))], NOW)
    assert isinstance(moved, Moved)
    assert moved.reference == repo
    assert moved.facts == {}
