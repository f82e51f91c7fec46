"""The world of the fates: a proxy that answers for every host, and the sources that ask it."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.fates import Answer, Stage, address, missing, page
from benchmarks.refreshes import WellSource
from bot.model.observation import Gone, Observation, Reason, Unsure
from bot.model.reference import Query, Reference
from bot.sources.http.limits import Limits
from bot.sources.http.pace import HostLimits
from bot.sources.web.checker import Web
from tests.world.proxy import Authority, Proxy
from tests.world.wire import Request, Response

CONTROL = "example.com"
_QUICK = Limits(total=8.0, connect=4.0, answer=1.5, body_seconds=1.0)


@dataclass
class HostileWorld:
    """Answers to every request of a refresh, by the stages of the list's links.

    `day` counts the runs. What no stage knows of is a plain 404.
    """

    day: int = 0
    pages: dict[str, Answer] = field(default_factory=dict)
    hosts: dict[str, Answer] = field(default_factory=dict)
    nameless: set[str] = field(default_factory=set)
    requests: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, stages: Sequence[Stage]) -> None:
        """Set the stages; where two of them share an address, the link's own answer counts."""
        self.pages, self.hosts, self.nameless = {}, {}, set()
        for stage in stages:
            for name, answer in stage.pages.items():
                self.pages.setdefault(name, answer)
            for name, answer in stage.hosts.items():
                self.hosts.setdefault(name, answer)
            self.nameless |= stage.nameless
        for stage in stages:
            own = address(stage.url)
            if own in stage.pages:
                self.pages[own] = stage.pages[own]

    def tunnel(self, host: str) -> Response | None:
        return Response(502, {}, b"no such host") if host in self.nameless else None

    def certificate(self, _host: str) -> str:
        return ""

    def answer(self, request: Request) -> Response:
        with self._lock:
            self.requests += 1
        if request.host in self.nameless:
            return Response(502, {}, b"no such host")
        if request.host == CONTROL:
            return page("Example Domain")
        known = self.pages.get(address(request.url))
        answer = known or self.hosts.get(request.host) or missing
        response = answer(request, self.day)
        return replace(response, headers=dict(response.headers))


@contextmanager
def running(world: HostileWorld) -> Iterator[None]:
    """The world behind the variables by which every client finds a proxy."""
    authority = Authority()
    proxy = Proxy(world, authority)
    proxy.start()
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ):
        pem = Path(folder) / "ca.pem"
        pem.write_bytes(authority.pem)
        os.environ["SSL_CERT_FILE"] = str(pem)
        for name in ("HTTP_PROXY", "HTTPS_PROXY"):
            os.environ[name] = os.environ[name.lower()] = proxy.url
        for name in ("ALL_PROXY", "NO_PROXY"):
            os.environ[name] = os.environ[name.lower()] = ""
        try:
            yield
        finally:
            proxy.stop()


async def _at_once(_: float) -> None:
    """Nobody waits here."""


class StagedWeb(Web):
    """The product's own link checker, for the links that have a stage."""

    def __init__(self, staged: Mapping[str, Stage]) -> None:
        super().__init__(
            workers=32,
            allow_private=True,
            sleep=_at_once,
            limits=_QUICK,
            host_limits=HostLimits(interval=0.0),
        )
        self._staged = staged

    def knows(self, reference: Reference) -> bool:
        return reference.key in self._staged


@dataclass
class HostileSource(WellSource):
    """All other references: well, renamed, gone on these days, or silent."""

    gone: Mapping[str, set[int]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    day: int = 0
    name: str = "github"

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        for query in queries:
            yield from self._look(query, now)

    def _look(self, query: Query, now: datetime) -> Iterator[Observation]:
        key = query.reference.key
        common: dict[str, Any] = {
            "reference": query.reference,
            "source": self.name,
            "at": now,
            "evidence": query.url,
        }
        if self.day in self.gone.get(key, ()):
            yield Gone(**common, why="NOT_FOUND")
        elif key in self.silent:
            yield Unsure(**common, reason=Reason.SERVER_ERROR, why="HTTP 502")
        else:
            yield from super().look([query], now)
