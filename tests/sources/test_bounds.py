"""A drip, a hang, an endless body and a bomb end within the bounds, whichever client asked.

Over real loopback sockets: the server behaves badly, the clients are the real ones.
"""

from __future__ import annotations

import itertools
import re
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model.observation import Found, Reason, Unsure
from bot.model.options.bounds import Bounds
from bot.model.reference import Kind, Query, Reference, home
from bot.sources.archive.wayback import Wayback
from bot.sources.base import Source
from bot.sources.github.source import GitHubSource, connect_reader
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.hub.source import Hub
from bot.sources.papers.acl import Anthology
from bot.sources.papers.arxiv import Arxiv
from bot.sources.papers.crossref import Crossref
from bot.sources.papers.openreview import OpenReview
from bot.sources.papers.pmlr import Proceedings
from bot.sources.papers.semanticscholar import SemanticScholar
from tests.sources.loopback import Answer, Server
from tests.world.proxy import Authority

pytestmark = pytest.mark.loopback

NOW = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
BOUNDS = Bounds(answer=1.0, body=1_000_000)
TRIES = 5
"""A busy machine may spend all the time that is given before the request is sent."""
GENEROUS = 30.0
"""Seconds; without a bound none of these would ever end, and the machine may be busy."""
ROOM = 30_000_000
"""Bytes that may be held at once; the bodies have no end."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def hang(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


def drip_head(connection: socket.socket) -> None:
    for byte in itertools.chain(HEAD, itertools.cycle(b"X-A: b\r\n")):
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def drip_body(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n[")
    while True:
        connection.sendall(b" ")
        time.sleep(0.05)


def endless(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"\r\n[")
    while True:
        connection.sendall(b" " * 65536)


def endless_chunks(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")


def bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    parts = [packer.compress(b" " * 1_000_000) for _ in range(64)]
    body = b"".join([*parts, packer.flush()])
    head = b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    return HEAD + b"Connection: close\r\n" + head + body


SLOW: dict[str, Answer] = {"hang": hang, "drip in the head": drip_head, "drip": drip_body}
LARGE: dict[str, Answer] = {"endless": endless, "chunks": endless_chunks, "bomb": bomb()}


Build = Callable[[str, Exchange], Source]


def github(url: str, exchange: Exchange) -> Source:
    client = connect_reader("ghp_token", url, exchange=exchange)
    return GitHubSource(client, sleep=lambda _: None)


def anonymous(url: str, exchange: Exchange) -> Source:
    return GitHubSource(connect_reader(None, url, exchange=exchange), sleep=lambda _: None)


def hub(url: str, exchange: Exchange) -> Source:
    return Hub(None, url, sleep=lambda _: None, exchange=exchange)


def fixed(make: Callable[..., Source]) -> Build:
    """A source whose address is part of it."""
    return lambda _, exchange: make(exchange=exchange, sleep=lambda _: None)


SOURCES: dict[str, tuple[Kind, str, Build]] = {
    "GraphQL": (Kind.REPO, "octo/app", github),
    "REST": (Kind.REPO, "octo/app", anonymous),
    "Hub": (Kind.MODEL, "acme/one", hub),
    "arXiv": (Kind.PAPER, "2307.09288", fixed(Arxiv)),
    "Semantic Scholar": (Kind.PAPER, "2307.09288", fixed(SemanticScholar)),
    "Crossref": (Kind.PAGE, "https://doi.org/10.1000/1", fixed(Crossref)),
    "OpenReview": (Kind.PAGE, "https://openreview.net/forum?id=abcdefgh", fixed(OpenReview)),
    "PMLR": (Kind.PAGE, "https://proceedings.mlr.press/v1/a.html", fixed(Proceedings)),
    "Wayback": (Kind.PAGE, "https://example.org/", fixed(Wayback)),
}
DIRECT = {"GraphQL", "REST", "Hub"}
"""Their address may be set; the others are reached through a proxy that answers in their place."""


def _read_request(connection: socket.socket) -> None:
    """Head and body: whoever closes with something unread resets the connection."""
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(65536)
    head, _, body = head.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)


class Stage:
    """One badly behaving server, and an environment that leads every client to it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.authority = Authority()
        self._pem = folder / "trusted.pem"
        self._pem.write_bytes(self.authority.pem)
        self._monkeypatch = monkeypatch
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.upper(), raising=False)

    @contextmanager
    def server(self, service: str, answer: Answer) -> Iterator[tuple[Server, str]]:
        with Server({"*": answer if service in DIRECT else self._tunnel(answer)}) as server:
            url = f"http://127.0.0.1:{server.port}"
            if service not in DIRECT:
                self._monkeypatch.setenv("HTTPS_PROXY", url)
                self._monkeypatch.setenv("SSL_CERT_FILE", str(self._pem))
                self._monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(self._pem))
            self.asked = server.asked
            yield server, url

    def _tunnel(self, answer: Answer) -> Answer:
        def behave(connection: socket.socket) -> None:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            host = self.asked[-1][0].partition(":")[0]
            context = self.authority.context(host)
            with context.wrap_socket(connection, server_side=True) as secured:
                _read_request(secured)
                if isinstance(answer, bytes):
                    secured.sendall(answer)
                elif callable(answer):
                    answer(secured)

        return behave


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(tmp_path, monkeypatch)


def look(service: str, answer: Answer, stage: Stage) -> tuple[Unsure, float, int]:
    """The one observation, the seconds it took, and the most memory that was held."""
    kind, name, build = SOURCES[service]
    with stage.server(service, answer) as (server, url):
        for _ in range(TRIES):
            source = build(url, Exchange("the service", bounds=BOUNDS, trusted=(url,)))
            reference = Reference.of(kind, name)
            query = Query(reference, home(reference))
            tracemalloc.start()
            begun = time.monotonic()
            try:
                (seen,) = source.look([query], NOW)
            finally:
                seconds, (_, peak) = time.monotonic() - begun, tracemalloc.get_traced_memory()
                tracemalloc.stop()
                source.close()
            if server.asked:
                break
        assert server.asked
    assert isinstance(seen, Unsure), seen
    return seen, seconds, peak


@pytest.mark.parametrize("fault", SLOW)
@pytest.mark.parametrize("service", SOURCES)
def test_an_answer_that_does_not_end_in_time_is_given_up(
    service: str, fault: str, stage: Stage
) -> None:
    seen, seconds, _ = look(service, SLOW[fault], stage)
    assert seen.reason is Reason.TIMEOUT
    assert seconds < GENEROUS


@pytest.mark.parametrize("fault", LARGE)
@pytest.mark.parametrize("service", SOURCES)
def test_an_answer_that_is_too_large_is_given_up(service: str, fault: str, stage: Stage) -> None:
    seen, seconds, peak = look(service, LARGE[fault], stage)
    assert seen.reason is Reason.BAD_ANSWER
    assert seen.why == "the answer of the service is larger than 1 MB"
    assert seconds < GENEROUS
    assert peak < ROOM


def test_a_page_of_the_anthology_that_does_not_end_leaves_what_its_address_names(
    stage: Stage,
) -> None:
    reference = Reference.of(Kind.PAGE, "https://aclanthology.org/P19-1001/")
    for answer in (drip_body, endless, LARGE["bomb"]):
        with stage.server("Anthology", answer):
            source = Anthology(exchange=Exchange("it", bounds=BOUNDS), sleep=lambda _: None)
            (seen,) = source.look([Query(reference, reference.name)], NOW)
            source.close()
        assert isinstance(seen, Found)
        assert seen.facts["year"] == 2019
        assert "title" in seen.unknown
