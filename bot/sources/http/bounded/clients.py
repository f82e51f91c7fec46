"""What the named clients are handed so that their requests go by `Exchange`.

requests takes an adapter (https://requests.readthedocs.io/en/latest/user/advanced/#transport-adapters),
httpx and the Hub's httpx2 a transport
(https://www.python-httpx.org/advanced/transports/#custom-transports), PyGithub classes for its
connections (`Requester.injectConnectionClasses`).
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Mapping
from typing import Any

import github
import httpx
import httpx2
import requests
from github.Requester import (
    HTTPRequestsConnectionClass,
    HTTPSRequestsConnectionClass,
    Requester,
)
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse, Retry
from urllib3.exceptions import MaxRetryError, ProtocolError

from bot.sources.http.bounded.exchange import Exchange, Verify
from bot.sources.http.patience import retry_after

_INJECTING = threading.Lock()


class ExchangeAdapter(HTTPAdapter):
    """Carries the requests of a `requests.Session`.

    `max_retries` is obeyed as urllib3 does it: PyGithub waits for GitHub's limits by it.
    """

    def __init__(self, exchange: Exchange, max_retries: Retry | int = 0) -> None:
        super().__init__(max_retries=max_retries)
        self._exchange = exchange

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002 (answers are bounded, so each is read whole)
        timeout: Any = None,
        verify: Verify = True,
        cert: Any = None,  # noqa: ARG002
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002 (`Exchange` chooses)
    ) -> requests.Response:
        """Send one request, with the repetitions that are wanted.

        None comes after a wait of more than `max_retries.retry_after_max` seconds. Raises the
        exceptions of requests, `AnswerRefused` among them.
        """
        retries, method, url = self.max_retries, str(request.method), str(request.url)
        while True:
            try:
                raw = self._once(request, timeout, verify)
            except (requests.ConnectionError, requests.Timeout) as error:
                retries = _next_after(error, retries, method, url)
                retries.sleep()
                continue
            asked = retry_after(raw.headers)
            if asked is None:
                raw.headers.pop("Retry-After", None)  # urllib3 raises for one that it cannot read
            if (asked or 0) > retries.retry_after_max or not retries.is_retry(
                method, raw.status, asked is not None
            ):
                return self.build_response(request, raw)
            try:
                retries = retries.increment(method, url, response=raw)
            except MaxRetryError as error:
                if not retries.raise_on_status:
                    return self.build_response(request, raw)
                raise requests.exceptions.RetryError(error, request=request) from None
            retries.sleep(raw)

    def close(self) -> None:
        """Close every connection."""
        super().close()
        self._exchange.close()

    def _once(
        self, request: requests.PreparedRequest, timeout: Any, verify: Verify
    ) -> HTTPResponse:
        try:
            answer = self._exchange.send(_of_requests(request, timeout), verify)
        except httpx.TimeoutException as error:
            raise requests.ReadTimeout(request=request) from error
        except httpx.DecodingError as error:
            raise requests.exceptions.ContentDecodingError(request=request) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            kind = requests.exceptions.SSLError if is_of_tls(error) else requests.ConnectionError
            raise kind(type(error).__name__, request=request) from error
        headers = HTTPHeaderDict()
        for name, value in answer.headers.raw:
            headers.add(name.decode("latin-1"), value.decode("latin-1"))
        return HTTPResponse(
            body=io.BytesIO(answer.content),
            headers=headers,
            status=answer.status_code,
            reason=answer.reason_phrase,
            preload_content=False,
            decode_content=False,
            request_method=request.method,
        )


def is_of_tls(error: BaseException) -> bool:
    """Whether a certificate or an encryption that was refused stands behind an error."""
    texts = []
    cause: BaseException | None = error
    while cause is not None:
        texts.append(f"{type(cause).__name__} {cause}".lower())
        cause = cause.__cause__
    return any("certificate" in text or "sslerror" in text for text in texts)


def _next_after(error: Exception, retries: Retry, method: str, url: str) -> Retry:
    """What is left of the retries after a connection that failed. Raises the error for nothing."""
    try:
        return retries.increment(method, url, error=ProtocolError(type(error).__name__))
    except (MaxRetryError, ProtocolError):
        raise error from None


def _of_requests(request: requests.PreparedRequest, timeout: Any) -> httpx.Request:
    body = request.body if isinstance(request.body, bytes | str | None) else b"".join(request.body)
    connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    return httpx.Request(
        str(request.method),
        str(request.url),
        headers=list(request.headers.items()),
        content=body,
        extensions={"timeout": {"connect": connect, "read": read}},
    )


class ExchangeTransport(httpx.BaseTransport):
    """Carries the requests of a client of httpx."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises httpx's errors, and `Refused`."""
        request.read()
        return self._exchange.send(request)

    def close(self) -> None:
        """Close every connection."""
        self._exchange.close()


class HubTransport(httpx2.BaseTransport):
    """Carries the requests of the Hub's library, which has a successor of httpx."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; raises httpx2's errors, and `Refused`."""
        try:
            answer = self._exchange.send(
                httpx.Request(
                    request.method,
                    str(request.url),
                    headers=request.headers.raw,
                    content=request.read(),
                    extensions=dict(request.extensions),
                )
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise getattr(httpx2, type(error).__name__)(str(error)) from error
        return httpx2.Response(
            answer.status_code,
            headers=answer.headers.raw,
            content=answer.content,
            request=request,
        )

    def close(self) -> None:
        """Close every connection."""
        self._exchange.close()


Hook = Callable[..., Any]
"""What requests calls with each answer
(https://requests.readthedocs.io/en/latest/user/advanced/#event-hooks)."""


def github_by(
    exchange: Exchange, make: Callable[[], github.Github], hook: Hook | None = None
) -> github.Github:
    """The client that `make` makes; its connections are the exchange's, `hook` sees each answer.

    PyGithub keeps the classes of connections in one place for all clients, and each client takes
    them when it is made: so they are set for that moment only.
    """

    class Secure(HTTPSRequestsConnectionClass):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.session.mount("https://", ExchangeAdapter(exchange, self.retry))
            self.session.hooks["response"] += [hook] if hook else []

    class Plain(HTTPRequestsConnectionClass):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.session.mount("http://", ExchangeAdapter(exchange, self.retry))
            self.session.hooks["response"] += [hook] if hook else []

    with _INJECTING:
        Requester.injectConnectionClasses(Plain, Secure)
        try:
            return make()
        finally:
            Requester.resetConnectionClasses()
