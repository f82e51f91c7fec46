"""Plays the cases of `cases.py` against real loopback sockets, and prints what came of them."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import trustme

from bot.model.reference import Query, read_link
from bot.model.verdict import Verdict, verdict_of
from bot.sources.http import guard, ranges
from bot.sources.http.limits import Limits
from bot.sources.http.pace import HostLimits
from bot.sources.web import probes as second
from bot.sources.web.checker import Web
from bot.sources.web.visit import Visit
from tests.sources.case import PAGE, Case
from tests.sources.cases import TABLE
from tests.sources.loopback import Answer, Choose, Server

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
QUICK = Limits(total=6.0, connect=2.0, answer=0.6, body_seconds=0.3)
PAST, FUTURE = datetime(2001, 1, 1, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC)
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_NAMES = {
    "nxdomain": socket.EAI_NONAME,
    "servfail": socket.EAI_AGAIN,
    "nodata": socket.EAI_NODATA,
}


@dataclass(frozen=True)
class Played:
    """A case and what came of it."""

    case: Case
    verdict: Verdict
    seconds: float

    @property
    def right(self) -> bool:
        due = (self.case.verdict, self.case.reason)
        return (self.verdict.word, self.verdict.reason) == due

    def row(self) -> str:
        reason = f"`{self.verdict.reason}`" if self.verdict.reason else ""
        wrong = "" if self.right else f" (due: {self.case.verdict} {self.case.reason})"
        return f"| {self.case.name} | {self.verdict.word}{wrong} | {reason} | {self.seconds:.2f} |"


def play_all() -> dict[str, list[Played]]:
    """Every case, by group; waiting is skipped, sockets and certificates are real."""
    with _surroundings() as stage, ThreadPoolExecutor(16) as pool:
        return {group: list(pool.map(stage.play, cases)) for group, cases in TABLE.items()}


def main() -> int:
    """Print the table; 1 if a verdict differs from what is due."""
    played = play_all()
    sys.stdout.write(table(played))
    wrong = [one for group in played.values() for one in group if not one.right]
    sys.stderr.write(f"{sum(map(len, played.values()))} cases, {len(wrong)} differ\n")
    return 1 if wrong else 0


def table(played: dict[str, list[Played]]) -> str:
    """As Markdown, one table a group."""
    head = ["", "| case | verdict | reason | seconds |", "| --- | --- | --- | --- |"]
    parts = [
        "\n".join([f"### {name}", *head, *(one.row() for one in group), ""])
        for name, group in played.items()
    ]
    return "\n".join(parts)


class Stage:
    """The checkers and certificates that the cases share."""

    def __init__(self, authority: trustme.CA) -> None:
        self._authority = authority
        self._webs = {gate: _web(gate) for gate in ("", "public", "offline")}
        self._twins: dict[str, str] = {}

    def play(self, case: Case) -> Played:
        """Start the case's servers, ask, stop them."""
        with Server(case.answers) as plain, self._secure(case.tls) as port:
            _fill(plain)
            link = case.link.format(port=plain.port if case.tls in {"", "twin"} else port)
            if case.tls == "twin":
                self._twins[link] = f"https://a.example:{port}/x"
            return self._query(case, link)

    def twin(self, visit: Visit) -> str:
        """Stands in for `second.twin_outcome`, which knows only the two ports of the web."""
        return self._twins.get(visit.start, "")

    def _query(self, case: Case, url: str) -> Played:
        link = read_link(url)
        query = Query(link.reference, link.url, frozenset({link.place}), case.about)
        began = time.monotonic()
        [seen] = self._webs[case.gate].look([query], NOW)
        return Played(case, verdict_of(seen, link, ()), time.monotonic() - began)

    @contextlib.contextmanager
    def _secure(self, kind: str) -> Iterator[int]:
        if not kind:
            yield 0
            return
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        _certify(context, kind, self._authority)
        with Server({"*": PAGE}, context) as server:
            yield server.port


def _certify(context: ssl.SSLContext, kind: str, authority: trustme.CA) -> None:
    """Give a server the certificate of one kind."""
    stranger = trustme.CA()
    if kind == "self-signed":  # as the root of every authority is
        with stranger.cert_pem.tempfile() as cert, stranger.private_key_pem.tempfile() as key:
            context.load_cert_chain(cert, key)
        return
    issuer = stranger if kind == "of an unknown authority" else authority
    host = "b.example" if kind == "of another host" else "a.example"
    until = PAST if kind == "expired" else None
    since = FUTURE if kind == "not valid yet" else None
    if kind == "old":
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("AES128-SHA:@SECLEVEL=1")
    form = trustme.KeyType.RSA if kind == "old" else trustme.KeyType.ECDSA
    issued = issuer.issue_cert(host, not_after=until, not_before=since, key_type=form)
    issued.configure_cert(context)


@contextlib.contextmanager
def _surroundings() -> Iterator[Stage]:
    """No proxy, a throw-away authority, and a 127.0.0.1 that counts as public."""
    authority = trustme.CA()
    public = ranges.is_public
    with TemporaryDirectory() as folder, mock.patch.dict(os.environ):
        for name in PROXIES:
            os.environ.pop(name, None)
            os.environ.pop(name.lower(), None)
        os.environ["SSL_CERT_FILE"] = str(Path(folder) / "ca.pem")
        authority.cert_pem.write_to_path(os.environ["SSL_CERT_FILE"])
        stage = Stage(authority)
        with (
            mock.patch.object(second, "twin_outcome", stage.twin),
            mock.patch.object(guard, "is_public", lambda ip: ip == "127.0.0.1" or public(ip)),
        ):
            yield stage


def _web(gate: str) -> Web:
    return Web(
        allow_private=gate != "public",
        resolve=_nothing if gate == "offline" else _resolve,
        sleep=_at_once,
        host_limits=HostLimits(interval=0.0),
        limits=QUICK,
    )


def _resolve(host: str, port: int) -> Sequence[str]:
    kind = host.partition(".")[0]
    if kind in _NAMES:
        raise socket.gaierror(_NAMES[kind], "words")
    return ["10.0.0.1"] if kind == "private" else ["127.0.0.1"]


def _nothing(host: str, port: int) -> Sequence[str]:
    raise socket.gaierror(socket.EAI_NONAME, "words")


async def _at_once(_: float) -> None:
    """Nobody waits here."""


def _fill(server: Server) -> None:
    """Put the server's port where the answers name it."""
    for answers in server.answers.values():
        answers[:] = [_filled(answer, server.port) for answer in answers]


def _filled(answer: Answer, port: int) -> Answer:
    if isinstance(answer, Choose):
        return Choose(lambda asked: answer.pick(asked).replace(b"{port}", str(port).encode()))
    return answer.replace(b"{port}", str(port).encode()) if isinstance(answer, bytes) else answer
