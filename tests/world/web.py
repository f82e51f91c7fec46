"""Any host of the web, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlsplit

from tests.world.wire import Request, Response

Page = Mapping[str, Any]
CONTROL = "https://example.com/"
_CONTROL_PAGE = {
    "title": "Example Domain",
    "text": "This domain is for use in documentation examples without needing permission.",
}
"""Every internet has it."""


class WebSite:
    """Pages and hosts of a scenario.

    `pages`   address → {status, title, html, headers, to, head, fault, delay, times}
    `hosts`   host → {dead, certificate, missing}: `dead: true` has no name any more, `missing`
              is the page for every path that is not listed (without it: unexpected)
    `missing` the same for every host that has a page here and names none of its own
    """

    def __init__(self, part: Mapping[str, Any]) -> None:
        self.hosts: Mapping[str, Page] = part.get("hosts") or {}
        pages = {CONTROL: _CONTROL_PAGE, **(part.get("pages") or {})}
        self.pages = {_address(url): page or {} for url, page in pages.items()}
        self._missing: Page | None = part.get("missing")
        self._known = {urlsplit(url).netloc for url in self.pages} | set(self.hosts)

    def serves(self, host: str) -> bool:
        return True

    def dead(self, host: str) -> bool:
        """Whether the name does not resolve."""
        return bool((self.hosts.get(host) or {}).get("dead"))

    def certificate(self, host: str) -> str:
        return str((self.hosts.get(host) or {}).get("certificate", ""))

    def answer(self, request: Request) -> Response | None:
        page = self.pages.get(_address(request.url))
        if page is None:
            page = self._otherwise(request.host)
        if page is None or request.method not in {"GET", "HEAD"}:
            return None
        if request.method == "HEAD" and "head" in page:
            page = _of_head(page["head"])
        return _response(page, request)

    def _otherwise(self, host: str) -> Page | None:
        own: Page | None = (self.hosts.get(host) or {}).get("missing")
        if own is not None:
            return own
        return self._missing if host in self._known else None


def _address(url: str) -> str:
    """Addresses are compared without fragment, and an empty path is `/`."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path or '/'}{query}"


def _of_head(answer: Any) -> Page:
    """`head: 405` is a status, `head: hang` a fault, a mapping a page of its own."""
    if isinstance(answer, int):
        return {"status": answer}
    return {"fault": answer} if isinstance(answer, str) else dict(answer)


def _response(page: Page, request: Request) -> Response:
    headers = {"Content-Type": "text/html; charset=utf-8"}
    status = int(page.get("status", 301 if page.get("to") else 200))
    if page.get("to"):
        headers["Location"] = str(page["to"])
    headers |= {str(name): str(text) for name, text in (page.get("headers") or {}).items()}
    etag = headers.get("ETag")
    if etag and request.headers.get("if-none-match") == etag:
        return Response(304, headers)
    fault, delay = str(page.get("fault", "")), float(page.get("delay", 0))
    return Response(status, headers, _html(page, status).encode(), fault, delay)


def _html(page: Page, status: int) -> str:
    if "html" in page:
        return str(page["html"])
    title = escape(str(page.get("title", f"Status {status}")))
    body = escape(str(page.get("text", "")))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"</head><body><h1>{title}</h1><p>{body}</p></body></html>\n"
    )
