"""Answers that strict parsers refuse: the head byte by byte, and the way through a proxy."""

from __future__ import annotations

import socket
import ssl

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from bot.model.observation import Found, Moved
from bot.parsing.page import Page, read_refresh
from bot.parsing.source.markup import read_attribute
from bot.sources.http.addresses import ascii_host, join, parsed, readable_host, spelled_address
from bot.sources.http.lenient import read_head
from tests.sources.cases_wire import LENGTH, odd
from tests.sources.loopback import Answer, Choose, Server, http
from tests.sources.test_web import PAGE, look

pytestmark = pytest.mark.loopback


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    for beginning in (b"", b"HTTP/1.1 200 OK\r\n"):
        head = read_head(beginning + data)
        assert head is None or head.length is None or head.length >= 0
        assert head is not None or not beginning


def test_a_head_as_it_came() -> None:
    head = read_head(b"HTTP/1.1 200\r\nA: 1\r\nno colon\r\nA : 2\r\n more\r\n\r\nbody\r\n\r\n")
    assert head is not None
    assert (head.status, head.rest) == (200, b"body\r\n\r\n")
    assert head.headers == [(b"A", b"1"), (b"A", b"2 more")]


@given(st.text(alphabet="<>/ab=\"' !&;\nlocation.hrefscriptmeta0123url", max_size=120))
def test_no_page_makes_it_raise(text: str) -> None:
    page = Page(
        f"<script>{text}</script><base href={text}><meta http-equiv=refresh content={text}>"
    )
    assert page.forward is None or page.forward.to
    assert isinstance(page.base, str)
    assert not page.has_password_field
    assert read_refresh(text) is None or read_refresh(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("?a=1&region=eu", "?a=1&region=eu"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("?a=1&copy2", "?a=1&copy2"),
        ("?a=1&amp;b=2", "?a=1&b=2"),
        ("?a=1&amp=2", "?a=1&amp=2"),
        ("a &copy b", "a © b"),
        ("&#65;&#x42", "AB"),
        ("&notanentity;", "&notanentity;"),
        ("&", "&"),
    ],
)
def test_attributes_are_decoded_as_attributes(written: str, meant: str) -> None:
    assert read_attribute(written) == meant


@pytest.mark.parametrize(
    ("address", "spelled"),
    [
        ("http://BÜCHER.example/X", "http://xn--bcher-kva.example/X"),
        ("http://xn--BCHER-2pa.example/", "http://xn--bcher-kva.example/"),
        ("http://☃.example/", "http://xn--n3h.example/"),
        ("http://xn--N3H.example/", "http://xn--n3h.example/"),
        ("http://faß.example/", "http://xn--fa-hia.example/"),
        ("http://a。example/", "http://a.example/"),
        ("http:\\\\a.example\\x?q=\\", "http://a.example/x?q=\\"),
        (" http://a.exa\nmple/x ", "http://a.example/x"),
        ("http://me:pw@☃.example:81/", "http://xn--n3h.example:81/"),
        ("http://xn--/", "http://xn--/"),
    ],
)
def test_addresses_are_spelled_as_browsers_do(address: str, spelled: str) -> None:
    assert spelled_address(address) == spelled


@given(st.text(max_size=20))
def test_no_host_makes_it_raise(text: str) -> None:
    assert isinstance(ascii_host(text), str)
    assert isinstance(readable_host(text), str)


def test_a_host_is_read_back() -> None:
    assert readable_host(ascii_host("bücher.☃.example")) == "bücher.☃.example"


@pytest.mark.parametrize(
    ("location", "to"),
    [
        ("\\ok", "http://a.example/ok"),
        ("/\\b.example/x", "http://b.example/x"),
        ("http:new", "http://a.example/p/new"),
        ("?u=http://b.example", "http://a.example/p/q?u=http://b.example"),
        ("/x?u=http:y", "http://a.example/x?u=http:y"),
    ],
)
def test_where_a_location_leads(location: str, to: str) -> None:
    assert join(parsed("http://a.example/p/q"), location) == to


def proxied(monkeypatch: pytest.MonkeyPatch, answers: dict[str, Answer]) -> Server:
    """A proxy that answers by itself; enter it, and everything is asked through it."""
    server = Server(answers)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://me:pass@127.0.0.1:{server.port}")
    return server


def test_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    strange = odd(f"garbage line\r\n{LENGTH}")
    welcome = Choose(
        lambda asked: strange if asked.get("proxy-authorization") == "Basic bWU6cGFzcw==" else b""
    )
    with proxied(monkeypatch, {"http://a.example/x": welcome, "*": http(502)}) as server:
        [seen] = look("http://a.example/x")
        assert isinstance(seen, Found)
        assert seen.facts["title"] == "A page"
        assert server.paths.count("http://a.example/x") == 2


def test_through_a_tunnel(monkeypatch: pytest.MonkeyPatch) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("a.example").configure_cert(context)

    def tunnel(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with context.wrap_socket(connection, server_side=True) as inside:
            path = inside.recv(65536).split(b" ")[1]
            inside.sendall(PAGE if path == b"/new/x" else MOVED)

    with authority.cert_pem.tempfile() as trusted:
        monkeypatch.setenv("SSL_CERT_FILE", trusted)
        with proxied(monkeypatch, {"a.example:443": tunnel}):
            [seen] = look("https://a.example/x")
    assert isinstance(seen, Moved)
    assert seen.to.name == "https://a.example/new/x"


MOVED = b"HTTP/1.1 301 Moved\r\ngarbage line\r\nLocation: /new/x\r\nContent-Length: 0\r\n\r\n"
