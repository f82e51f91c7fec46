"""One guard for every way out: what the named clients are led to by redirects and by names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import httpx
import pytest

from bot.model.observation import Reason, Unsure
from bot.model.options.bounds import Bounds
from bot.model.reference import Kind, Query, Reference, home
from bot.sources.base import Source
from bot.sources.github.source import GitHubSource, connect_reader
from bot.sources.http.bounded.clients import ExchangeAdapter
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.http.errors import AnswerRefused
from bot.sources.hub.source import Hub
from tests.sources.loopback import Server, http

pytestmark = pytest.mark.loopback

NOW = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
PUBLIC = "93.184.216.34"
SECRET = http(200, '{"id": "acme/one", "secret": 1}', kind="application/json")
ELSEWHERE = (
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/machine",
    "http://192.0.0.192/latest/",
    "http://2852039166/latest/",
    "http://0xa9fea9fe/latest/",
    "http://[::ffff:169.254.169.254]/latest/",
    "http://[64:ff9b::a9fe:a9fe]/latest/",
    "http://[2002:a9fe:a9fe::1]/latest/",
    "http://[fec0::1]/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://kubernetes.default.svc.cluster.local/api",
    "http://a.localhost/",
    "http://127.1/",
)


NO_ADDRESS = "http://0251.0376.0251.0376/latest/"
"""Which httpx takes for no address at all."""


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def redirect(to: str) -> bytes:
    return http(302, "", f"Location: {to}\r\n")


def resolve_to(*addresses: str) -> tuple[list[str], Exchange]:
    """An exchange whose names lead to these, one look-up after the other; the last one stays."""
    left, asked = list(addresses), list[str]()

    def resolve(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return [left.pop(0) if len(left) > 1 else left[0]]

    return asked, Exchange("the service", resolve=resolve, bounds=Bounds(answer=5.0))


@pytest.mark.parametrize("to", [*ELSEWHERE, NO_ADDRESS])
@pytest.mark.parametrize("proxied", [False, True])
def test_the_hub_leads_nobody_to_a_private_address(
    to: str, proxied: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server({"*": SECRET}) as proxy, Server({"*": redirect(to)}) as server:
        if proxied:
            monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
            monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        source = Hub(None, f"http://127.0.0.1:{server.port}", sleep=lambda _: None)
        seen = observe(source, Reference.of(Kind.MODEL, "acme/one"))
        assert proxy.asked == []
    assert (seen.reason is Reason.PRIVATE) == (to in ELSEWHERE)


@pytest.mark.parametrize("to", ELSEWHERE)
def test_a_session_of_requests_is_led_nowhere(to: str) -> None:
    """arXiv's client follows redirects by such a session."""
    import requests

    with Server({"*": redirect(to)}) as server, requests.Session() as session:
        url = f"http://127.0.0.1:{server.port}"
        session.mount("http://", ExchangeAdapter(Exchange("arXiv", trusted=(url,))))
        with pytest.raises(AnswerRefused) as refused:
            session.get(f"{url}/api/query")
    assert refused.value.failure.reason is Reason.PRIVATE


@pytest.mark.parametrize("to", ["http://169.254.169.254/repos/octo/app", "//127.0.0.1:1/x"])
@pytest.mark.parametrize("status", [301, 302, 307])
def test_github_leads_nobody_elsewhere(to: str, status: int) -> None:
    with Server({"*": http(status, "", f"Location: {to}\r\n")}) as server:
        url = f"http://127.0.0.1:{server.port}"
        for token in ("ghp_token", None):
            source = GitHubSource(connect_reader(token, url), sleep=lambda _: None)
            observe(source, Reference.of(Kind.REPO, "octo/app"))


def observe(source: Source, reference: Reference) -> Unsure:
    try:
        (seen,) = source.look([Query(reference, home(reference))], NOW)
    finally:
        source.close()
    assert isinstance(seen, Unsure), seen
    return seen


def test_a_name_that_turns_private_is_not_connected_to() -> None:
    asked, exchange = resolve_to("10.0.0.1")
    with pytest.raises(AnswerRefused) as refused:
        exchange.send(httpx.Request("GET", "http://evil.example/"))
    exchange.close()
    assert refused.value.failure.reason is Reason.PRIVATE
    assert asked == ["evil.example"]


def test_a_name_that_turns_private_behind_a_proxy_is_asked_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Server({"*": http(200, "{}")}) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        _, exchange = resolve_to(PUBLIC, "10.0.0.1")
        answer = exchange.send(httpx.Request("GET", "http://evil.example/x"))
        with pytest.raises(AnswerRefused) as refused:
            exchange.send(httpx.Request("GET", "http://evil.example/x"))
        exchange.close()
        assert proxy.paths == ["http://evil.example/x"]
    assert answer.status_code == 200
    assert refused.value.failure.reason is Reason.PRIVATE


def test_what_the_environment_names_may_be_private_and_nothing_beside_it() -> None:
    with Server({"*": http(200, "{}")}) as own, Server({"*": SECRET}) as other:
        url = f"http://127.0.0.1:{own.port}"
        exchange = Exchange("GitHub", trusted=(url,))
        assert exchange.send(httpx.Request("GET", f"{url}/api")).status_code == 200
        with pytest.raises(AnswerRefused):
            exchange.send(httpx.Request("GET", f"http://127.0.0.1:{other.port}/"))
        exchange.close()
        assert other.asked == []


def test_private_addresses_may_be_allowed() -> None:
    with Server({"*": http(200, "{}")}) as server:
        exchange = Exchange("it", allow_private=True)
        request = httpx.Request("GET", f"http://127.0.0.1:{server.port}/")
        assert exchange.send(request).status_code == 200
        exchange.close()
