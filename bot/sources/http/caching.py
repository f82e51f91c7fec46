"""Pages stored between runs, so that an unchanged one costs its host a 304 and no body.

The answer is stored as it came, with its validator, and judged again in every run. Only whole
answers of status 200 are stored: never a failure or a redirect, no answer to a request with a
cookie, and none that its host forbids to store. A second try sends no validator
(https://www.rfc-editor.org/rfc/rfc9110#section-13.1, https://www.rfc-editor.org/rfc/rfc9111).
"""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator

import httpx

from bot.sources.http.cache import Answer, Cache
from bot.sources.http.limits import KEPT_BODY, KEPT_HEAD

# The headers for each validator, the stronger one first.
_ASKED = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
# Headers that differ in every answer, or belong to one exchange only.
_NOT_KEPT = frozenset({"set-cookie", "connection", "transfer-encoding", "content-length", "date"})


class KeepingTransport(httpx.AsyncBaseTransport):
    """Wraps a transport; only pages that changed since `cache` stored them are transferred."""

    def __init__(self, inner: httpx.AsyncBaseTransport, cache: Cache) -> None:
        self._inner = inner
        self._cache = cache

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; a 304 becomes the stored answer."""
        key = str(request.url)
        if request.method != "GET" or "cookie" in request.headers:
            return await self._inner.handle_async_request(request)
        kept = self._cache.get(key)
        before = _restored(kept)
        if kept and before:
            name, _, validator = kept.validator.partition(": ")
            request.headers[name] = validator
        response = await self._inner.handle_async_request(request)
        if response.status_code == 304 and kept and before:
            await response.aclose()
            self._cache.store(key, kept)  # used again
            return before
        validator = _validator(response)
        if not validator or not self._cache.keeps:
            return response
        stream = _Listening(response, self._cache, key, validator)
        return httpx.Response(200, headers=response.headers.raw, stream=stream)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._inner.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body


class _Listening(httpx.AsyncByteStream):
    """A body as it is read; it is stored when it was read to its end."""

    def __init__(self, response: httpx.Response, cache: Cache, key: str, validator: str) -> None:
        self._response = response
        self._cache = cache
        self._key = key
        self._validator = validator

    async def __aiter__(self) -> AsyncIterator[bytes]:
        body = bytearray()
        async for part in self._response.aiter_raw():
            if len(body) <= KEPT_BODY:
                body += part
            yield part
        head = [
            [name.decode("latin-1").lower(), value.decode("latin-1")]
            for name, value in self._response.headers.raw
        ]
        text = json.dumps([pair for pair in head if pair[0] not in _NOT_KEPT])
        if len(body) <= KEPT_BODY and len(text) <= KEPT_HEAD:
            packed = base64.b64encode(bytes(body)).decode()
            self._cache.store(self._key, Answer(self._validator, f"{text}\n{packed}"))

    async def aclose(self) -> None:
        await self._response.aclose()


def _restored(kept: Answer | None) -> httpx.Response | None:
    """The stored answer; None when there is none or it is invalid."""
    if kept is None:
        return None
    try:
        text, _, packed = kept.body.partition("\n")
        head = [
            (name.encode("latin-1"), message.encode("latin-1"))
            for name, message in json.loads(text)
        ]
        stream = _Stream(base64.b64decode(packed, validate=True))
    except (ValueError, TypeError, AttributeError):
        return None
    return httpx.Response(200, headers=head, stream=stream)


def _validator(response: httpx.Response) -> str:
    """The header that checks whether an answer is still valid; "" if it is not stored."""
    control = response.headers.get("cache-control", "").lower()
    if response.status_code != 200 or "no-store" in control or "private" in control:
        return ""
    if "*" in response.headers.get("vary", ""):
        return ""
    for header, asked in _ASKED:
        value = response.headers.get(header, "").strip()
        if value and value.isascii() and value.isprintable():
            return f"{asked}: {value}"
    return ""
