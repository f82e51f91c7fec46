"""What a server may do to HTTP itself: an answer, or an error that is known; never more.

Over real loopback sockets, below every client: `Exchange` alone.
"""

from __future__ import annotations

import gzip
import itertools
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest
import requests

from bot.model.observation import Reason, Unsure
from bot.model.options.bounds import Bounds
from bot.model.reference import Kind, Query, Reference, home
from bot.sources.http.bounded.clients import ExchangeAdapter
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.http.errors import AnswerRefused
from bot.sources.hub.source import Hub
from tests.sources.loopback import Answer, Server, http

pytestmark = pytest.mark.loopback

ROOM = 30_000_000
"""Bytes that may be held at once."""
GENEROUS = 30.0
"""Seconds; the machine may be busy, and the deadline of an answer is one."""
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
BLANKS = b" " * 64_000_000


def packed(names: str, body: bytes) -> bytes:
    head = f"Content-Encoding: {names}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return OK + head.encode() + body


def endless(*parts: bytes) -> Callable[[socket.socket], None]:
    """These, the last one without end."""

    def behave(connection: socket.socket) -> None:
        for part in itertools.chain(parts, itertools.repeat(parts[-1])):
            connection.sendall(part)

    return behave


TWICE = gzip.compress(gzip.compress(BLANKS))
REFUSED: dict[str, Answer] = {
    "a bomb of gzip": packed("gzip", gzip.compress(BLANKS)),
    "a bomb of deflate": packed("deflate", zlib.compress(BLANKS)),
    "a bomb in a bomb": packed("gzip, gzip", TWICE),
    "a bomb in a bomb in two lines": OK
    + b"Content-Encoding: gzip\r\n"
    + packed("gzip", TWICE)[46:],
    "brotli, which nobody asked for": packed("br", b"\x1b\xff\xff\xff\x3f" * 100),
    "zstd, which nobody asked for": packed("zstd", b"\x28\xb5\x2f\xfd" * 100),
    "an encoding that does not exist": packed("rot13", b"[]"),
    "ten thousand encodings": packed(", ".join(["gzip"] * 9_000), TWICE),
    "half of gzip": packed("gzip", gzip.compress(b"[]" * 500)[:-9]),
    "a line of a head without end": endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"a" * 65536),
    "lines of a head without end": endless(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 8192),
    "a first line without end": endless(b"HTTP/1.1 200 ", b"a" * 65536),
    "go on without end": endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 500),
    "early hints without end": endless(b"HTTP/1.1 103 Early\r\nLink: <x>\r\n\r\n" * 500),
    "a body beyond the length": OK + b"Content-Length: 2\r\nConnection: close\r\n\r\n[]xxxx",
    "a length beyond the body": OK + b"Content-Length: 99\r\nConnection: close\r\n\r\n[]",
    "a length beyond all numbers": OK + b"Content-Length: %d\r\n\r\n[]" % 10**40,
    "a length below zero": OK + b"Content-Length: -1\r\n\r\n[]",
    "two lengths": OK + b"Content-Length: 2\r\nContent-Length: 9\r\n\r\n[]",
    "a chunk beyond all numbers": OK
    + b"Transfer-Encoding: chunked\r\n\r\n"
    + b"f" * 40
    + b"\r\n[]",
    "a chunk that ends too soon": OK + b"Transfer-Encoding: chunked\r\n\r\n9\r\n[]",
    "an answer of HTTP/0.9": b"<html>hello</html>",
    "an answer of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a status of six figures": b"HTTP/1.1 200200 OK\r\n\r\n",
    "a name of a header that is none": OK + b"a b\x00: c\r\n\r\n",
    "nothing": b"",
}
TAKEN: dict[str, bytes] = {
    "HTTP/1.0, which ends with the connection": b"HTTP/1.0 200 OK\r\n\r\n[]",
    "no reason": b"HTTP/1.1 200\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]",
    "gzip that says it is none": packed("identity", b"[]"),
    "one hint before it": b"HTTP/1.1 103 Early\r\n\r\n" + http(200, "[]", kind="application/json"),
}


def send(url: str) -> httpx.Response:
    bounds = Bounds(answer=1.0, body=1_000_000)
    exchange = Exchange("the service", bounds=bounds, trusted=(url,))
    try:
        return exchange.send(httpx.Request("GET", url))
    finally:
        exchange.close()


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_answer_is_a_known_error(name: str) -> None:
    with Server({"*": REFUSED[name]}) as server:
        tracemalloc.start()
        begun = time.monotonic()
        try:
            with pytest.raises((httpx.HTTPError, AnswerRefused)):
                send(f"http://127.0.0.1:{server.port}")
        finally:
            seconds, (_, peak) = time.monotonic() - begun, tracemalloc.get_traced_memory()
            tracemalloc.stop()
    assert seconds < GENEROUS
    assert peak < ROOM


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_only_old_or_careless_is_an_answer(name: str) -> None:
    with Server({"*": TAKEN[name]}) as server:
        answer = send(f"http://127.0.0.1:{server.port}")
    assert (answer.status_code, answer.content) == (200, b"[]")


def test_a_handshake_that_does_not_end_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(httpx.TimeoutException):
        send(f"https://127.0.0.1:{silent.getsockname()[1]}")


def test_redirects_without_end_are_few_requests() -> None:
    """Each hop is a request of its own, and the clients follow only so many."""
    numbers = itertools.count()

    def onwards(connection: socket.socket) -> None:
        connection.sendall(http(302, "", f"Location: /{next(numbers)}\r\n"))

    with Server({"*": onwards}) as server, requests.Session() as session:
        url = f"http://127.0.0.1:{server.port}"
        session.mount("http://", ExchangeAdapter(Exchange("arXiv", trusted=(url,))))
        with pytest.raises(requests.TooManyRedirects):
            session.get(url)
        assert len(server.asked) <= 31
        hub = Hub(None, url, sleep=lambda _: None, exchange=Exchange("the Hub", trusted=(url,)))
        reference = Reference.of(Kind.MODEL, "acme/one")
        (seen,) = hub.look([Query(reference, home(reference))], datetime.now(UTC))
        hub.close()
        assert len(server.asked) < 200
    assert isinstance(seen, Unsure)


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "ftp://example.com/x",
        "gopher://127.0.0.1:70/x",
        "javascript:alert(1)",
        "//user:secret@169.254.169.254/x",
        "http://example.com@169.254.169.254/",
        "http://169.254.169.254\\@example.com/",
        "http://0251.0376.0251.0376/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:a9fe:a9fe::]/",
        "http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/",
        "http://[",
        "http://a:99999999/",
        "\x00",
        "/" + "a" * 90_000,
    ],
)
def test_a_redirect_leads_nowhere_odd(to: str) -> None:
    with Server({"/": http(302, "", f"Location: {to}\r\n"), "*": http(200, "{}")}) as server:
        url = f"http://127.0.0.1:{server.port}"
        hub = Hub(None, url, sleep=lambda _: None, exchange=Exchange("the Hub", trusted=(url,)))
        server.answers["/api/models/acme/one"] = server.answers["/"]
        reference = Reference.of(Kind.MODEL, "acme/one")
        (seen,) = hub.look([Query(reference, home(reference))], datetime.now(UTC))
        hub.close()
    assert isinstance(seen, Unsure)
    assert seen.reason in {Reason.PRIVATE, Reason.BAD_ANSWER, Reason.CONNECTION, Reason.LOOP}
