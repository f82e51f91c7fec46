"""Answers that browsers and curl read and strict parsers refuse, read as browsers do.

aiohttp and h11 refuse what https://www.rfc-editor.org/rfc/rfc9112 forbids: a length that stands
twice, a line without a colon, more of a body than was announced. Servers that answer so are found
all over the web, and people who follow a link to one see its page. Where a strict parser gave up,
the link is asked once more by this transport: a connection of its own, the head read line by line,
the body to its announced end or the connection's. It only serves a verdict on a link.

Chromium's parser is the measure (net/http/http_stream_parser.cc, http_response_headers.cc).
"""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import unquote

import httpx

from bot.sources.http.guard import NameResolver
from bot.sources.http.limits import HEAD

_READ = 64 * 1024
_HEAD_END = re.compile(rb"\r?\n[ \t]*\r?\n")
_STATUS = re.compile(rb"[\s\S]{0,4}?(?:HTTP|ICY)[/\d.]*[ \t]*(\d{3})(?!\d)", re.IGNORECASE)
_CHUNK = re.compile(rb"\s*([0-9a-f]+)[^\n]*\n", re.IGNORECASE)
_LONGEST_SIZE = 4096
"""The line that states a chunk's size, with its extensions."""
_NUMBER = re.compile(rb"\+?(\d{1,18})\Z")

Pairs = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Head:
    """The status and the headers of an answer, and the part of the body that came with them."""

    status: int
    headers: Pairs
    rest: bytes

    def all(self, name: bytes) -> list[bytes]:
        """All values of one header, those on a single line separately."""
        lines = (value for own, value in self.headers if own.lower() == name)
        return [part.strip() for line in lines for part in line.split(b",")]

    @property
    def is_chunked(self) -> bool:
        """Whether the body comes in chunks; then a length is ignored."""
        return any(value.lower() == b"chunked" for value in self.all(b"transfer-encoding"))

    @property
    def length(self) -> int | None:
        """The length, if it is a number; None when the body ends with the connection."""
        return next(iter(self._lengths), None)

    @property
    def contradicts_itself(self) -> bool:
        """Whether two different lengths are given; browsers refuse that, too."""
        return not self.is_chunked and len(self._lengths) > 1

    @property
    def _lengths(self) -> set[int]:
        numbers = (_NUMBER.match(value) for value in self.all(b"content-length"))
        return {int(number[1]) for number in numbers if number}


def read_head(data: bytes) -> Head | None:
    """The head at the beginning of the data; None if it is not HTTP."""
    status = _STATUS.match(data.lstrip(b"\r\n"))
    if not status:
        return None
    text, _, rest = _parted(data.lstrip(b"\r\n"))
    lines = [line.rstrip(b"\r") for line in text.split(b"\n")[1:]]
    return Head(int(status[1]), _headers(lines), rest)


def _parted(data: bytes) -> tuple[bytes, bytes, bytes]:
    end = _HEAD_END.search(data)
    return (data[: end.start()], end[0], data[end.end() :]) if end else (data, b"", b"")


def _headers(lines: list[bytes]) -> Pairs:
    found: Pairs = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if line[:1] in {b" ", b"\t"} and found:  # a line that was folded
            found[-1] = (found[-1][0], found[-1][1] + b" " + line.strip())
        elif colon and name.strip():
            found.append((name.strip(), value.strip().replace(b"\0", b"")))
    return found


class LenientTransport(httpx.AsyncBaseTransport):
    """One connection for each request, to an address that was judged, or through a proxy."""

    def __init__(self, names: NameResolver, tls: ssl.SSLContext, proxy: str = "") -> None:
        self._names = names
        self._tls = tls
        self._proxy = httpx.URL(proxy) if proxy else None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises httpx's errors and those of `guard`."""
        reader, writer = await self._connect(request.url)
        try:
            writer.write(self._spoken(request))
            head = await _answer(reader)
            stream = _Stream(head, reader, writer)
            if head.contradicts_itself:
                raise httpx.RemoteProtocolError("two lengths")
            if head.is_chunked and not await stream.begins_with_a_chunk():
                raise httpx.RemoteProtocolError("no chunk")
        except BaseException:
            writer.transport.abort()
            raise
        return httpx.Response(head.status, headers=head.headers, stream=stream)

    async def _connect(self, url: httpx.URL) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        host, tls = url.raw_host.decode("ascii"), url.scheme == "https"
        port = url.port or (443 if tls else 80)
        if self._proxy is not None:
            return await self._by_proxy(self._proxy, host, port, tls)
        error: OSError | None = None
        for address in await self._names.addresses(host, port):
            self._names.permit(address)
            try:
                secured = {"ssl": self._tls, "server_hostname": host} if tls else {}
                return await asyncio.open_connection(address, port, **secured)  # type: ignore[arg-type]
            except OSError as caught:
                error = caught
        raise httpx.ConnectError("") from error

    async def _by_proxy(
        self, proxy: httpx.URL, host: str, port: int, tls: bool
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if proxy.scheme != "http":
            raise httpx.ConnectError("this kind of proxy is supported by the strict transport only")
        try:
            reader, writer = await asyncio.open_connection(proxy.host, proxy.port or 80)
        except OSError as error:
            raise httpx.ConnectError("") from error
        if not tls:
            return reader, writer
        target = f"{host}:{port}".encode()
        lines = [b"CONNECT " + target + b" HTTP/1.1", b"Host: " + target, *_login(proxy)]
        try:
            writer.write(b"\r\n".join([*lines, b"", b""]))
            if (await _answer(reader)).status != 200:
                raise httpx.ProxyError("")
            await writer.start_tls(self._tls, server_hostname=host)
        except BaseException as error:
            writer.transport.abort()
            if isinstance(error, OSError):
                raise httpx.ConnectError("") from error
            raise
        return reader, writer

    def _spoken(self, request: httpx.Request) -> bytes:
        url, plain = request.url, request.url.scheme == "http"
        absolute = self._proxy is not None and plain
        target = b"http://" + url.netloc + url.raw_path if absolute else url.raw_path
        headers = [(name, text) for name, text in request.headers.raw if name != b"Connection"]
        lines = [name + b": " + text for name, text in [*headers, (b"Connection", b"close")]]
        own = _login(self._proxy) if self._proxy is not None and plain else []
        return b"\r\n".join([b"GET " + target + b" HTTP/1.1", *lines, *own, b"", b""])


def _login(proxy: httpx.URL) -> list[bytes]:
    if not proxy.userinfo:
        return []
    user = unquote(proxy.userinfo.decode("ascii")).encode()
    return [b"Proxy-Authorization: Basic " + base64.b64encode(user)]


async def _answer(reader: asyncio.StreamReader) -> Head:
    """The head of the next answer that is not informational (1xx)."""
    data = b""
    while True:
        while not _HEAD_END.search(data.lstrip(b"\r\n")):
            try:
                more = await reader.read(_READ)
            except OSError as error:
                raise httpx.ReadError("") from error
            if not more:
                break
            data += more
            if len(data) > HEAD:
                raise httpx.RemoteProtocolError("the head of the answer does not end")
        head = read_head(data)
        if head is None:
            raise httpx.RemoteProtocolError("no HTTP" if data else "disconnected")
        if not 100 <= head.status < 200:
            return head
        data = head.rest


class _Stream(httpx.AsyncByteStream):
    """The body as far as it can be read."""

    def __init__(
        self, head: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._head = head
        self._reader = reader
        self._writer = writer
        self._data = head.rest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        parts = self._chunks() if self._head.is_chunked else self._plain()
        async for part in parts:
            yield part

    async def _plain(self) -> AsyncIterator[bytes]:
        left = self._head.length
        while left is None or left > 0:
            if not self._data and not await self._more():
                return
            part = self._data if left is None else self._data[:left]
            left = None if left is None else left - len(part)
            self._data = b""
            yield part

    async def begins_with_a_chunk(self) -> bool:
        """Whether a body announced as chunked begins with a chunk; an empty one counts."""
        while not _CHUNK.match(self._data) and len(self._data) < _LONGEST_SIZE:
            if not await self._more():
                return not self._data
        return bool(_CHUNK.match(self._data))

    async def _chunks(self) -> AsyncIterator[bytes]:
        while True:
            while not (size := _CHUNK.match(self._data)):
                if len(self._data) > _LONGEST_SIZE or not await self._more():
                    return
            self._data = self._data[size.end() :]
            left = int(size[1], 16)
            if not left:
                return
            while left:
                if not self._data and not await self._more():
                    return
                part, self._data = self._data[:left], self._data[left:]
                left -= len(part)
                yield part

    async def _more(self) -> bool:
        try:
            more = await self._reader.read(_READ)
        except OSError:
            return False
        self._data += more
        return bool(more)

    async def aclose(self) -> None:
        self._writer.transport.abort()
        await asyncio.sleep(0)  # so that it is closed before the loop is
