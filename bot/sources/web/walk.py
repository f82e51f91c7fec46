"""The state of one walk over redirects: its hops, its cookies, its time; and its next step.

https://html.spec.whatwg.org/multipage/document-lifecycle.html#shared-declarative-refresh-steps
"""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass

import httpx

from bot.model.observation import Reason
from bot.parsing.page import Refresh
from bot.sources.http.addresses import join
from bot.sources.web.visit import Failure, Hop, Visit

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass
class Budget:
    """Seconds that one link may still take, over all its tries; waiting for a turn is free."""

    left: float

    @property
    def any(self) -> bool:
        """Whether time is left for another request."""
        return self.left > 1.0


class WalkEnded(Exception):  # noqa: N818 (the end of a walk, not an error)
    """The walk cannot go on, for a reason."""

    def __init__(self, reason: Reason, why: str) -> None:
        super().__init__(why)
        self.failure = Failure(reason, why)


class Walk:
    """The state of one walk."""

    def __init__(self, start: str, budget: Budget) -> None:
        self.start = start
        self.final = start
        self.hops: list[Hop] = []
        self.budget = budget
        self._cookies = httpx.Cookies()
        self._encoding = "utf-8"
        self._seen: set[tuple[str, bytes]] = set()

    def so_far(self, status: int, headers: dict[str, str], body: bytes, whole: bool) -> Visit:
        """The visit so far, with this answer as the last one."""
        return Visit(self.start, self.final, tuple(self.hops), status, headers, body, whole)

    def failed(self, failure: Failure) -> Visit:
        """The visit so far, ended by this failure."""
        return Visit(self.start, self.final, tuple(self.hops), failure=failure)

    def with_cookies(self, url: httpx.URL, headers: dict[str, str]) -> httpx.Request:
        """A request with the cookies that belong to its address, byte for byte as they came."""
        cookies = self._cookies_for(url) if self._cookies else ""
        raw = [(name.encode(), text.encode()) for name, text in headers.items()]
        raw += [(b"Cookie", cookies.encode(self._encoding, "replace"))] if cookies else []
        return httpx.Request("GET", url, headers=[(b"Host", url.netloc), *raw])

    def _cookies_for(self, url: httpx.URL) -> str:
        asked = urllib.request.Request(str(url))  # noqa: S310 (it is never sent)
        self._cookies.jar.add_cookie_header(asked)
        return str(asked.get_header("Cookie", ""))

    def keep_cookies(self, request: httpx.Request, response: httpx.Response) -> None:
        """Store the cookies of an answer for later requests of this walk."""
        if "set-cookie" in response.headers:
            self._encoding = response.headers.encoding
            response.request = request
            self._cookies.extract_cookies(response)

    def remember(self, url: httpx.URL, request: httpx.Request) -> None:
        """Record a request. Raises `WalkEnded` for one that was made before.

        A page may send us in a circle once to see whether its cookie comes back.
        """
        cookies = (text for name, text in request.headers.raw if name.lower() == b"cookie")
        step = (str(url), b"".join(cookies))
        if step in self._seen:
            raise WalkEnded(Reason.LOOP, f"the redirects go in a circle ({url})")
        self._seen.add(step)


def onward(visit: Visit, url: httpx.URL) -> tuple[str | None, bool]:
    """Where an answer leads, as an absolute address, and whether the page did it by itself."""
    if visit.status in _REDIRECTS and visit.headers.get("location", "").strip():
        return join(url, visit.headers["location"].strip()), False
    return (_forwarded(visit.forward, url) if visit.status == 200 else None), True


def _forwarded(forward: Refresh | None, url: httpx.URL) -> str | None:
    """Where a page forwards its readers; None when that is not another page of the web."""
    if forward is None:
        return None
    try:
        to = join(httpx.URL(join(url, forward.base)), forward.to)
        there = httpx.URL(to)
    except (httpx.InvalidURL, ValueError):
        return None
    is_web = there.scheme in {"http", "https"}
    return to if is_web and there.copy_with(fragment=None) != url else None
