"""The two transports: directly to a checked address (`direct`), or through the company's proxy."""

from __future__ import annotations

import contextlib
import ssl
import urllib.request

import httpx

from bot.sources.http.cache import Cache
from bot.sources.http.caching import KeepingTransport
from bot.sources.http.direct import GuardedTransport
from bot.sources.http.guard import NameResolver
from bot.sources.http.lenient import LenientTransport
from bot.sources.http.limits import CONNECTIONS


class Routes:
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


# What browsers offer besides OpenSSL's own choice: keys exchanged by RSA, CBC, 1,024-bit keys of
# old servers, and servers that know no safe renegotiation (0x4, OP_LEGACY_SERVER_CONNECT).
_CIPHERS = "DEFAULT:!aNULL:!eNULL:!PSK:!SRP:!aDSS:@SECLEVEL=1"
_OLD_SERVERS = 0x4


def open_tls() -> ssl.SSLContext:
    """TLS settings as broad as browsers'; certificates are always checked.

    For pages only, where nothing but a verdict depends on it: no secret is ever sent to them.
    Raises OSError when the certificates that the environment names cannot be read.
    """
    context = httpx.create_ssl_context()
    context.set_ciphers(_CIPHERS)
    context.options |= _OLD_SERVERS
    return context


class NoRoute(Exception):  # noqa: N818 (a finding, not an error of ours)
    """The proxy that the environment names cannot be used."""


class Transports:
    """The open transports for one host; close them when its links are done.

    With a `cache` only pages that changed since they were stored are transferred.
    """

    def __init__(
        self, names: NameResolver, tls: ssl.SSLContext, cache: Cache | None = None
    ) -> None:
        self._names = names
        self._tls = tls
        self._cache = cache
        self._open: dict[str, httpx.AsyncBaseTransport] = {}

    def by(self, proxy: str) -> httpx.AsyncBaseTransport:
        """The transport through `proxy`, or the direct one for "".

        Raises `NoRoute` for a kind of proxy that cannot be used.
        """
        if proxy not in self._open:
            try:
                made = self._make(proxy)
            except (ValueError, ImportError, httpx.InvalidURL) as error:
                # without the error's own message: it may contain a password
                raise NoRoute("the proxy that the environment names cannot be used") from error
            cache = self._cache
            self._open[proxy] = KeepingTransport(made, cache) if cache else made
        return self._open[proxy]

    def lenient(self, proxy: str) -> httpx.AsyncBaseTransport:
        """A transport that reads what the strict one refused. It reuses no connection."""
        return LenientTransport(self._names, self._tls, proxy)

    def _make(self, proxy: str) -> httpx.AsyncBaseTransport:
        if not proxy:
            return GuardedTransport(self._names, self._tls)
        limits = httpx.Limits(max_connections=CONNECTIONS)
        return httpx.AsyncHTTPTransport(
            verify=self._tls, trust_env=False, proxy=proxy, limits=limits
        )

    async def aclose(self) -> None:
        """Close all of them; they open again when they are needed."""
        while self._open:
            _, transport = self._open.popitem()
            with contextlib.suppress(Exception):  # errors while closing do not matter
                await transport.aclose()
