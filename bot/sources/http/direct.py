"""The direct way out: httpx's requests, carried by aiohttp, to addresses that were judged.

The same 2,000 links took 6.9 s of processor time over httpcore's pools and 4.1 s over aiohttp's
(docs/benchmarks.md); one big pool of httpx's is worse still
(https://github.com/encode/httpx/issues/3215). A transport is where httpx lets another library carry
its requests (https://www.python-httpx.org/advanced/transports/#custom-transports), so nothing else
knows of it.

Names are resolved and judged at the moment of connecting, and the connection goes to the judged
address; TLS still asks for the certificate of the *name*. aiohttp takes a resolver for the first
and a maker of sockets for the second, which also sees addresses that were written as numbers
(https://docs.aiohttp.org/en/stable/client_reference.html#aiohttp.TCPConnector).
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from asyncio.sslproto import SSLProtocol
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakSet

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.sources.http.guard import NameResolver
from bot.sources.http.limits import HEAD_LINE

_SAFE = frozenset({"GET", "HEAD"})

# asyncio keeps 256 kB for each connection by TLS, to read into; no record is larger than 16 kB, and
# a check has hundreds of connections (https://github.com/python/cpython/blob/3.11/Lib/asyncio/sslproto.py,
# https://datatracker.ietf.org/doc/html/rfc8446#section-5.1). There is no setting for it.
SSLProtocol.max_size = 16 * 1024


class GuardedResolver(AbstractResolver):
    """Names → addresses that `NameResolver` lets pass."""

    def __init__(self, names: NameResolver) -> None:
        self._names = names

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: int = socket.AF_UNSPEC,  # noqa: ARG002
    ) -> list[ResolveResult]:
        """The judged addresses. Raises what `NameResolver` raises."""
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in await self._names.addresses(host, port)
        ]

    async def close(self) -> None:
        """Nothing is open."""


def guarded_socket(names: NameResolver, info: tuple[Any, ...]) -> socket.socket:
    """A socket for this address only. Raises `AddressRefused`."""
    family, kind, protocol, _, address = info
    names.permit(str(address[0]))
    return socket.socket(family, kind, protocol)


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _in_words_of_httpx():
            async for part in self._answer.content.iter_any():
                yield part

    async def aclose(self) -> None:
        self._answer.close()


class GuardedTransport(httpx.AsyncBaseTransport):
    """A direct connection for httpx, with the guard in it. Made inside the running loop."""

    def __init__(self, names: NameResolver, tls: ssl.SSLContext) -> None:
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                ssl=tls,
                limit=0,
                use_dns_cache=False,
                resolver=GuardedResolver(names),
                socket_factory=lambda info: self._noted(guarded_socket(names, info)),
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
            trust_env=False,
            trace_configs=[_note_reuse()],
            max_line_size=HEAD_LINE,
            max_field_size=HEAD_LINE,
        )
        # aiohttp asks again whenever a connection breaks; a new one that breaks is news, so that is
        # left to `_query`. Its own test client turns it off in this way.
        self._session._retry_connection = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises httpx's errors and those of `guard`."""
        seconds = request.extensions.get("timeout", {})
        timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=seconds.get("connect"), sock_read=seconds.get("read")
        )
        with _in_words_of_httpx():
            answer = await self._query(request, timeout)
        reason = (answer.reason or "").encode("latin-1", "replace")
        return httpx.Response(
            answer.status,
            headers=answer.raw_headers,
            stream=_Stream(answer),
            extensions={"reason_phrase": reason},
        )

    async def _query(
        self, request: httpx.Request, timeout: aiohttp.ClientTimeout
    ) -> aiohttp.ClientResponse:
        """Send the request, and once more if a reused connection turns out to be closed.

        What may change something is not sent twice
        (https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1).
        """
        while True:
            reused: list[bool] = []
            try:
                return await self._session.request(
                    request.method,
                    _address(request.url),
                    headers=[(name.decode(), text.decode()) for name, text in request.headers.raw],
                    data=request.content or None,
                    allow_redirects=False,
                    timeout=timeout,
                    trace_request_ctx=reused,
                )
            except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
                if not reused or request.method not in _SAFE:
                    raise

    async def aclose(self) -> None:
        """Close every connection, even one whose TLS waits for the other side to end it."""
        await self._session.close()
        await asyncio.sleep(0)
        for left in [made for made in self._sockets if made.fileno() != -1]:
            with suppress(OSError):
                left.shutdown(socket.SHUT_RDWR)
            await asyncio.sleep(0)

    def _noted(self, made: socket.socket) -> socket.socket:
        self._sockets.add(made)
        return made


def _note_reuse() -> aiohttp.TraceConfig:
    """Record, in the list given with a request, that its connection was reused."""

    async def note(_: object, context: Any, __: object) -> None:
        context.trace_request_ctx.append(True)

    trace = aiohttp.TraceConfig()
    trace.on_connection_reuseconn.append(note)
    return trace


def _address(url: httpx.URL) -> URL:
    """The address byte for byte as httpx spells it."""
    try:
        return URL(f"{url.scheme}://{url.netloc.decode()}{url.raw_path.decode()}", encoded=True)
    except ValueError as error:
        raise httpx.InvalidURL(str(error)) from error


_WORDS: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (aiohttp.ConnectionTimeoutError, httpx.ConnectTimeout),
    (aiohttp.ServerTimeoutError, httpx.ReadTimeout),
    (aiohttp.ClientConnectorError, httpx.ConnectError),
    (aiohttp.ServerDisconnectedError, httpx.RemoteProtocolError),
    (aiohttp.ClientPayloadError, httpx.ReadError),
    (aiohttp.ClientResponseError, httpx.RemoteProtocolError),
    (aiohttp.ClientConnectionError, httpx.ReadError),
    (OSError, httpx.ReadError),
)
"""aiohttp's errors and httpx's names for them; the first that fits counts."""


@contextmanager
def _in_words_of_httpx() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        # the deadlines of `fetch` are no errors of aiohttp, and neither are the guard's words
        if isinstance(error, UnicodeError):  # a cookie or a host that aiohttp cannot write
            raise httpx.LocalProtocolError("") from error
        if isinstance(error, aiohttp.InvalidURL) or type(error) is ValueError:
            raise httpx.InvalidURL("no address that can be asked") from error
        reported = next((reported for known, reported in _WORDS if isinstance(error, known)), None)
        if reported is None or type(error) is TimeoutError:
            raise
        hung_up = isinstance(error, aiohttp.ServerDisconnectedError)
        # aiohttp's own error of this kind no longer holds the reason
        cause = error
        if isinstance(error, aiohttp.ClientConnectorCertificateError):
            cause = error.certificate_error
        raise reported("disconnected" if hung_up else "") from cause
