"""The way out of every client that waits for its answer: one deadline, one size, one guard.

GitHub's, the Hub's and arXiv's libraries, and our own requests to the smaller services, are handed
adapters and transports (`clients`) that come here. Each hop of a
redirect is a request of its own and is judged like the first. A timeout between two bytes would
never end an answer that drips, so a loop in a thread of its own carries the request, where one
`asyncio.timeout` bounds all of it: the look-up of the name, the connection, head and body.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import ssl
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import httpx

from bot.model.observation import Reason
from bot.model.options.bounds import Bounds
from bot.parsing.page import unpack
from bot.sources.http.bounded.times import RunTime, SourceTime
from bot.sources.http.errors import AnswerRefused, SourceFailure
from bot.sources.http.guard import (
    AddressRefused,
    NameResolver,
    NameUnresolved,
    NoSuchName,
    Resolve,
    system_resolve,
)
from bot.sources.http.limits import CONNECT
from bot.sources.http.transports import NoRoute, Routes, Transports

Verify = str | bool | None
"""Whether certificates are checked, or the file or folder of those that are trusted."""

_T = TypeVar("_T")
_PACKED = b"gzip, deflate"
_OF_THE_WIRE = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})
_SMALL = 1_000_000
"""Bytes of a body up to which many are read at once."""
_CLOSING = 5.0
"""Seconds that connections may take to close."""


class Exchange:
    """Sends requests, from any thread. It opens with the first one, and again after `close`.

    who       the service, as it is named in reports
    trusted   addresses (https://host:port) that the environment names: their hosts may be private
    time      what is left of the run to whoever asks
    """

    def __init__(
        self,
        who: str,
        *,
        bounds: Bounds | None = None,
        time: SourceTime | None = None,
        trusted: tuple[str, ...] = (),
        allow_private: bool = False,
        resolve: Resolve = system_resolve,
    ) -> None:
        self.bounds = bounds or Bounds()
        self.time = time or RunTime(self.bounds).of(who)
        self.who = who
        self._trusted = {_authority(httpx.URL(address)) for address in trusted}
        self._names = NameResolver(resolve, allow_private=allow_private)
        self._trusting = NameResolver(resolve, allow_private=True)
        self._routes: Routes
        self._one_large: asyncio.Lock
        self._open: dict[tuple[Verify, bool], Transports] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._unpacking = threading.Lock()

    def send(self, request: httpx.Request, verify: Verify = True) -> httpx.Response:
        """The whole answer, unpacked. `request.extensions` may hold httpx's timeouts.

        Raises httpx.TransportError for what happens on the way, and `AnswerRefused` where the
        address, the size of the answer, or the time that is left does not allow one.
        """
        if self.time.why_over:
            raise self._over()
        request.headers["Accept-Encoding"] = _PACKED.decode()
        try:
            response = self._wait_for(self._exchange(request, verify))
        except (AddressRefused, NoSuchName, NameUnresolved, NoRoute) as error:
            raise self._refused(error) from None
        except TimeoutError as error:
            if self.time.why_over:
                raise self._over() from None
            raise httpx.ReadTimeout("no answer in time", request=request) from error
        except concurrent.futures.CancelledError as error:
            raise httpx.ReadError("closed", request=request) from error
        return self._unpacked(response, request)

    def close(self) -> None:
        """Close every connection; what is under way breaks off."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        closing = asyncio.run_coroutine_threadsafe(self._close_all(), loop)
        concurrent.futures.wait([closing], timeout=_CLOSING)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def _wait_for(self, work: Coroutine[Any, Any, _T]) -> _T:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._routes = Routes()  # the environment may be another one by now
                self._one_large = asyncio.Lock()
                self._thread = threading.Thread(
                    target=self._loop.run_forever, daemon=True, name=f"listkeeper-{self.who}"
                )
                self._thread.start()
            waiting = asyncio.run_coroutine_threadsafe(work, self._loop)
        return waiting.result()

    async def _exchange(self, request: httpx.Request, verify: Verify) -> httpx.Response:
        trusted = _authority(request.url) in self._trusted
        async with asyncio.timeout(min(self.bounds.answer, self.time.left)):
            proxy = await self._route(request.url, trusted=trusted)
            request.extensions = {"timeout": _timeouts(request, self.bounds.answer)}
            transport = self._transports(verify, trusted=trusted).by(proxy)
            response = await transport.handle_async_request(request)
            try:
                raw = await self._read(response)
            finally:
                await response.aclose()
        return httpx.Response(
            response.status_code,
            headers=response.headers.raw,
            stream=httpx.ByteStream(raw),
            extensions={"reason_phrase": response.extensions.get("reason_phrase", b"")},
        )

    async def _route(self, url: httpx.URL, *, trusted: bool) -> str:
        """The proxy to take, "" for none. Raises `AddressRefused`."""
        host = url.raw_host.decode("ascii")
        proxy = self._routes.proxy(url)
        if not trusted:
            self._names.judge(host)
            if proxy:
                port = url.port or (443 if url.scheme == "https" else 80)
                await self._names.judge_behind_proxy(host, port)
        return proxy

    async def _read(self, response: httpx.Response) -> bytes:
        """The body as it travels. Of the large ones one is read at a time: eight would be a lot."""
        raw = bytearray()
        async with contextlib.AsyncExitStack() as turn:
            async for part in response.stream:  # type: ignore[union-attr]
                if len(raw) <= _SMALL < len(raw) + len(part):
                    await turn.enter_async_context(self._one_large)
                raw += part
                if len(raw) > self.bounds.body:
                    raw.clear()  # the exception's traceback would hold it
                    raise self._too_large()
        return bytes(raw)

    def _unpacked(self, response: httpx.Response, request: httpx.Request) -> httpx.Response:
        raw = b"".join(response.stream)  # type: ignore[arg-type]
        packed = response.headers.get("content-encoding", "")
        with self._unpacking:
            body, intact = unpack(raw, packed, self.bounds.body + 1) if raw else (raw, True)
            if len(body) > self.bounds.body:
                del body
                raise self._too_large()
        if not intact:
            raise httpx.DecodingError(f"the {packed} data was damaged", request=request)
        headers = [pair for pair in response.headers.raw if pair[0].lower() not in _OF_THE_WIRE]
        return httpx.Response(
            response.status_code,
            headers=headers,
            content=body,
            request=request,
            extensions=response.extensions,
        )

    def _transports(self, verify: Verify, *, trusted: bool) -> Transports:
        key = (verify, trusted)
        if key not in self._open:
            names = self._trusting if trusted else self._names
            self._open[key] = Transports(names, _context(verify))
        return self._open[key]

    async def _close_all(self) -> None:
        own = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not own]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        opened, self._open = self._open, {}
        for transports in opened.values():
            await transports.aclose()

    def _too_large(self) -> AnswerRefused:
        size = f"{self.bounds.body / 1_000_000:g} MB"
        why = f"the answer of {self.who} is larger than {size}"
        return AnswerRefused(SourceFailure(Reason.BAD_ANSWER, why))

    def _over(self) -> AnswerRefused:
        return AnswerRefused(SourceFailure(Reason.OUT_OF_TIME, f"not asked: {self.time.why_over}"))

    def _refused(self, error: Exception) -> AnswerRefused:
        reason = Reason.PRIVATE if isinstance(error, AddressRefused) else Reason.CONNECTION
        return AnswerRefused(SourceFailure(reason, f"no connection to {self.who}: {error}"))


def _authority(url: httpx.URL) -> tuple[str, int]:
    return url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80)


def _timeouts(request: httpx.Request, answer: float) -> dict[str, float]:
    """Those of the client, none of them longer than a whole answer."""
    of_client = request.extensions.get("timeout") or {}
    defaults = {"connect": CONNECT, "read": answer, "write": answer, "pool": answer}
    return {name: min(of_client.get(name) or most, answer) for name, most in defaults.items()}


def _context(verify: Verify) -> ssl.SSLContext:
    """What is trusted. A missing file is one that nothing can be trusted by."""
    try:
        if isinstance(verify, str) and Path(verify).is_dir():
            return ssl.create_default_context(capath=verify)
        if isinstance(verify, str):
            return ssl.create_default_context(cafile=verify)
        return httpx.create_ssl_context(verify=verify is not False)
    except OSError as error:
        raise httpx.ConnectError("the certificates that are trusted cannot be read") from error
