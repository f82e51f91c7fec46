"""The world: scenario in, loopback internet out, and a memory of all that was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.world.arxiv import ArxivSite
from tests.world.faults import Shape
from tests.world.github.site import GITHUB_TOKEN as GITHUB_TOKEN
from tests.world.github.site import GitHubSite
from tests.world.hub import HubSite
from tests.world.hub_wire import HUB_TOKEN as HUB_TOKEN
from tests.world.proxy import Authority, Proxy
from tests.world.scenario import load
from tests.world.shown import ShownSite
from tests.world.venues import VenueSite
from tests.world.wayback import WaybackSite
from tests.world.web import WebSite
from tests.world.wire import Request, Response, Site

UNEXPECTED = 599
_CERTIFICATES = {"untrusted", "wrong-name"}
_OF_THE_SITE = {"truncate", "endless", "drip"}
"""Faults on the way of what the site itself answers."""


@dataclass(frozen=True)
class Record:
    """One request that came, and what it got."""

    method: str
    url: str
    status: int
    host: str
    seconds: float
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return "/" + self.url.partition("://")[2].partition("/")[2].partition("?")[0]

    def __str__(self) -> str:
        return f"{self.method} {self.url} → {self.status}"


@dataclass
class Fault:
    """How a host misbehaves, and how often it did."""

    host: str
    path_prefix: str
    method: str | None
    left: int | None
    after: int
    response: Response
    keeps_answer: bool
    """Only slower, worsened, or with more headers: the site still answers."""
    worsens: Callable[[Response], Response] | None = None
    also: Callable[[Request], bool] | None = None
    struck: int = 0

    def fits(self, request: Request) -> bool:
        return (
            self.host in {request.host, "*"}
            and (self.method or request.method) == request.method
            and request.path.startswith(self.path_prefix)
            and (self.also is None or self.also(request))
        )

    def takes(self) -> bool:
        """Count this request; whether the fault strikes now."""
        if self.after:
            self.after -= 1
            return False
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                return False
        self.struck += 1
        return True


class World:
    """An internet in a box; enter it, give `env()` to the clients, read `log` afterwards.

    `scenario` is a folder of `scenarios/` by name, a path of such a folder, or a mapping.
    `state` holds what survives two runs: GitHub's git repositories, the Hub client's cache.
    """

    def __init__(
        self, scenario: str | Path | Mapping[str, Any], state: Path, *, strict: bool = True
    ) -> None:
        self.scenario = load(scenario)
        self.state = state
        self.strict = strict
        self.log: list[Record] = []
        self.unexpected: list[Record] = []
        self._expected: list[tuple[str, str]] = []
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._authority = Authority()
        self._proxy = Proxy(self, self._authority)
        state.mkdir(parents=True, exist_ok=True)
        self.web = WebSite(self.scenario.get("pages") or {})
        self.github = GitHubSite(self.scenario, state)
        shown = ShownSite(self.github.repos, self.scenario.get("papers") or {})
        self.sites: list[Site] = [self.github, *_sites(self.scenario), self.web, shown]

    def __enter__(self) -> World:
        self._certificates.write_bytes(self._authority.pem)
        self._proxy.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._proxy.stop()
        if self.strict and kind is None:
            self.check()

    @property
    def _certificates(self) -> Path:
        return self.state / "world-ca.pem"

    @property
    def url(self) -> str:
        """Where the proxy listens."""
        return self._proxy.url

    def env(self) -> dict[str, str]:
        """What a child process or a test must have in its environment to live here."""
        bundle = str(self._certificates.resolve())
        proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), self.url)
        proxies |= {name.lower(): value for name, value in proxies.items()}
        return {
            **proxies,
            "ALL_PROXY": "",
            "all_proxy": "",
            "NO_PROXY": "",
            "no_proxy": "",
            "SSL_CERT_FILE": bundle,
            "REQUESTS_CA_BUNDLE": bundle,
            "GIT_SSL_CAINFO": bundle,
            "GITHUB_TOKEN": GITHUB_TOKEN,
            "GITHUB_REPOSITORY": self.github.name,
            "HF_TOKEN": HUB_TOKEN,
            "HF_HOME": str((self.state / "hf-home").resolve()),
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_DISABLE_UPDATE_CHECK": "1",
            "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        }

    def expect(self, method: str, url_prefix: str) -> None:
        """Declare a request that must come before the world ends."""
        self._expected.append((method, url_prefix))

    def missing(self) -> list[str]:
        """The expected requests that have not come."""
        seen = self.records()
        return [
            f"{method} {prefix}"
            for method, prefix in self._expected
            if not any(one.method == method and one.url.startswith(prefix) for one in seen)
        ]

    def check(self) -> None:
        """Raise AssertionError for requests nobody knew and expected ones that never came."""
        lines = [f"unexpected: {record}" for record in self.unexpected]
        lines += [f"never came: {text}" for text in self.missing()]
        lines += [f"against GitHub's contract: {text}" for text in self.github.violations]
        if lines:
            raise AssertionError("The world was not used as planned:\n  " + "\n  ".join(lines))

    def records(self) -> list[Record]:
        """A copy of the log, safe while requests still come."""
        with self._lock:
            return list(self.log)

    def count(self, host: str, method: str | None = None, path_prefix: str = "") -> int:
        """How many requests (tunnels apart) a host has got."""
        return sum(
            record.host == host
            and (method or record.method) == record.method
            and record.method != "CONNECT"
            and record.path.startswith(path_prefix)
            for record in self.records()
        )

    def fault(
        self,
        host: str,
        *,
        status: int | None = None,
        times: int | None = None,
        after: int = 0,
        delay: float = 0,
        fault: str = "",
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
        path_prefix: str = "",
        method: str | None = None,
    ) -> None:
        """Let a host ("*": any) misbehave, `times` times or until `clear_faults`.

        The first `after` requests are spared. Without status, body and fault the site answers
        as ever, only later (`delay`) or with more `headers`.
        """
        content = body.encode() if isinstance(body, str) else body
        response = Response(status or 200, dict(headers or {}), content or b"", fault, delay)
        keeps = status is None and content is None and fault in {"", *_OF_THE_SITE}
        with self._lock:
            self._faults.append(Fault(host, path_prefix, method, times, after, response, keeps))

    def worsen(
        self,
        host: str,
        shape: Shape,
        which: Callable[[Request], bool] | None = None,
        *,
        times: int | None = None,
        after: int = 0,
    ) -> Fault:
        """Let the answers to these requests take a shape of `tests.world.faults`.

        What is returned counts how often it struck.
        """
        response = Response(
            shape.status, dict(shape.headers), shape.body.encode(), shape.fault, 0.0
        )
        keeps = bool(shape.worsens) or shape.fault in _OF_THE_SITE
        made = Fault(host, "", None, times, after, response, keeps, shape.worsens, which)
        with self._lock:
            self._faults.append(made)
        return made

    def clear_faults(self) -> None:
        """The world is well again."""
        with self._lock:
            self._faults.clear()

    # What the proxy asks (see proxy.Router)

    def tunnel(self, host: str) -> Response | None:
        request = Request("CONNECT", "https", host, "", "", {})
        if not (self.web.dead(host) or self._strike(request)):
            return None
        self._note(request, 502, 0.0)
        return _not_resolved(host)

    def certificate(self, host: str) -> str:
        with self._lock:
            for fault in self._faults:
                shows = fault.response.fault in _CERTIFICATES and fault.host in {host, "*"}
                if shows and fault.takes():
                    return fault.response.fault
        return self.web.certificate(host)

    def answer(self, request: Request) -> Response:
        started = time.monotonic()
        fault = self._strike(request)
        if fault and not fault.keeps_answer:
            response = _of_fault(fault, request)
        else:
            response = self._query(request)
            if fault:
                response = _worsened(response, fault)
        self._note(request, response.status, time.monotonic() - started)
        return response

    def _strike(self, request: Request) -> Fault | None:
        """The first fault that fits. A name that does not resolve shows where it is resolved:
        at CONNECT for https, at the request itself for plain http."""
        with self._lock:
            for fault in self._faults:
                if fault.response.fault in _CERTIFICATES:
                    continue
                nameless = fault.response.fault == "nodns"
                if request.method == "CONNECT" and not nameless:
                    continue
                if request.method != "CONNECT" and nameless and request.scheme == "https":
                    continue
                if fault.fits(request) and fault.takes():
                    return fault
        return None

    def _query(self, request: Request) -> Response:
        if self.web.dead(request.host):
            return _not_resolved(request.host)
        for site in self.sites:
            if site.serves(request.host):
                response = site.answer(request)
                if response:
                    return response
        text = f"The scenario does not know {request.method} {request.url}\n"
        return Response(UNEXPECTED, {"Content-Type": "text/plain"}, text.encode())

    def _note(self, request: Request, status: int, seconds: float) -> None:
        record = Record(
            request.method,
            request.url,
            status,
            request.host,
            seconds,
            request.body,
            request.headers,
        )
        with self._lock:
            self.log.append(record)
            if status == UNEXPECTED:
                self.unexpected.append(record)


def _sites(scenario: Mapping[str, Any]) -> Iterable[Site]:
    papers = scenario.get("papers") or {}
    return [
        HubSite(scenario.get("hub") or {}, papers),
        ArxivSite(papers),
        WaybackSite(scenario.get("wayback") or {}),
        VenueSite(scenario.get("venues") or {}),
    ]


def _not_resolved(host: str) -> Response:
    text = f"502 Bad Gateway: the name {host} could not be resolved\n"
    return Response(502, {"Content-Type": "text/plain"}, text.encode())


def _of_fault(fault: Fault, request: Request) -> Response:
    if fault.response.fault == "nodns":
        return _not_resolved(request.host)
    return replace(fault.response, headers=dict(fault.response.headers))


def _worsened(response: Response, fault: Fault) -> Response:
    response = fault.worsens(response) if fault.worsens else response
    headers = {**response.headers, **fault.response.headers}
    extra = fault.response
    return replace(
        response,
        headers=headers,
        delay=response.delay + extra.delay,
        fault=extra.fault or response.fault,
    )
