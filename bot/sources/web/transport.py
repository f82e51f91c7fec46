"""How bytes leave: straight to an address that was judged, or through the company's proxy.

Names are resolved and judged at connect time, inside the connection pool, and the connection goes
to the judged address; TLS still asks for the certificate of the *name*. httpx has no setting for
that, httpcore has (https://www.encode.io/httpcore/network-backends/), so the direct way is a small
transport of our own around httpcore's pool.
"""

from __future__ import annotations

import contextlib
import ssl
import urllib.request
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from bot.sources.web.guard import Names

# A host's turns, and some for where its redirects lead.
_CONNECTIONS = 16


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects only to addresses that `Names` lets pass."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first judged address that answers. Raises what `Names` raises."""
        addresses = await self._names.addresses(host, port)
        for address in addresses[:-1]:
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(
            addresses[-1], port, timeout, local_address, socket_options
        )


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _in_words_of_httpx():
            async for part in self._answer.aiter_stream():
                yield part

    async def aclose(self) -> None:
        with _in_words_of_httpx():
            await self._answer.aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx's direct way, with the guard in its connections."""

    def __init__(self, names: Names, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls, max_connections=_CONNECTIONS, network_backend=GuardedBackend(names)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises httpx's errors and those of `guard`."""
        url = request.url
        target = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        sent = httpcore.Request(
            request.method, target, headers=request.headers.raw, extensions=request.extensions
        )
        with _in_words_of_httpx():
            answer = await self._pool.handle_async_request(sent)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer))

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


@contextmanager
def _in_words_of_httpx() -> Iterator[None]:
    """Errors of httpcore as errors of httpx; both name them alike."""
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        told: type[httpx.TransportError] = getattr(httpx, type(error).__name__)
        raise told(str(error)) from error


class Roads:
    """Direct or by proxy, decided for each address as curl and Python do it.

    `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` are read when this is made
    (https://docs.python.org/3/library/urllib.request.html#urllib.request.getproxies). The choice
    is made once and here: httpx's own reading of them would let what it takes for an exception go
    out unguarded.
    """

    def __init__(self) -> None:
        self._proxies = urllib.request.getproxies()

    def proxy(self, url: httpx.URL) -> str:
        """The proxy to take to this address, "" for none."""
        found = self._proxies.get(url.scheme) or self._proxies.get("all") or ""
        if not found or urllib.request.proxy_bypass(_authority(url)):
            return ""
        return found if "://" in found else f"http://{found}"


def _authority(url: httpx.URL) -> str:
    host = url.raw_host.decode("ascii")
    return f"{host}:{url.port}" if url.port else host


class NoRoad(Exception):  # noqa: N818 (a finding, not an error of ours)
    """The proxy that the environment names cannot be used."""


class Transports:
    """The open transports of one host's turn; close them when the turn is over."""

    def __init__(self, names: Names, tls: ssl.SSLContext) -> None:
        self._names = names
        self._tls = tls
        self._open: dict[str, httpx.AsyncBaseTransport] = {}

    def by(self, proxy: str) -> httpx.AsyncBaseTransport:
        """The transport through `proxy`, or the direct one for "".

        Raises `NoRoad` for a kind of proxy that cannot be used.
        """
        if proxy not in self._open:
            try:
                self._open[proxy] = self._make(proxy)
            except (ValueError, ImportError, httpx.InvalidURL) as error:
                # without the error's own text: it may hold a password
                raise NoRoad("the proxy that the environment names cannot be used") from error
        return self._open[proxy]

    def _make(self, proxy: str) -> httpx.AsyncBaseTransport:
        if not proxy:
            return GuardedTransport(self._names, self._tls)
        limits = httpx.Limits(max_connections=_CONNECTIONS)
        return httpx.AsyncHTTPTransport(
            verify=self._tls, trust_env=False, proxy=proxy, limits=limits
        )

    async def aclose(self) -> None:
        """Close all of them; they open anew when they are asked for again."""
        while self._open:
            _, transport = self._open.popitem()
            with contextlib.suppress(Exception):  # what breaks while closing is closed
                await transport.aclose()
