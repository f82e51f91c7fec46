"""No link leads into a private network, neither by name nor by what the name resolves to."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import sys
import threading
from asyncio.sslproto import SSLProtocol
from collections.abc import Sequence

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.http.direct import GuardedResolver, GuardedTransport, guarded_socket
from bot.sources.http.guard import (
    AddressRefused,
    NameResolver,
    NameUnresolved,
    NoSuchName,
    judge_host,
)
from bot.sources.http.ranges import is_public
from tests.sources.loopback import Server, http

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "::127.0.0.1",
        "168.63.129.16",
        "::ffff:168.63.129.16",
        "64:ff9b::a83f:8110",
        "2002:a83f:8110::1",
        "192.0.0.8",
        "192.0.0.192",
        "::ffff:192.0.0.192",
        "192.88.99.1",
        "fec0::1",
        "feff::1",
        "3fff::1",
        "3fff:fff::1",
        "5f00::1",
        "64:ff9b:1::a00:1",
        "fd00:ec2::254",
        "2606:4700::5efe:10.0.0.1",
        "2606:4700::200:5efe:169.254.169.254",
        "not an address",
        "",
    ],
)
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        PUBLIC,
        "8.8.8.8",
        "168.63.129.15",
        "192.0.1.1",
        "2606:4700::1111",
        "2606:4700::5efe:8.8.8.8",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_hiding_an_address_changes_nothing(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    hidden = [
        ipaddress.IPv6Address((0xFFFF << 32) | number),
        ipaddress.IPv6Address((0x64FF9B << 96) | number),
    ]
    for one in hidden:
        assert is_public(str(one)) == is_public(str(address))


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "printer.local",
        "metadata.google.internal",
        "metadata",
        "instance-data",
        "kubernetes.default.svc",
        "kubernetes.default.svc.cluster.local",
        "kubernetes.default.svc.cluster.local.",
        "localhost.localdomain",
        "localhost6.localdomain6",
        "db.private",
        "168.63.129.16",
        "168.63.33040",
        "0xa83f8110",
        "0250.077.0201.020",
        "[fec0::1]",
        "[::ffff:a83f:8110]",
        "nas.home.arpa",
        "wiki.corp",
        "wiki.lan",
        "intranet",
        "",
        ".",
        "127.0.0.1",
        "127.1",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "2130706433",
        "0",
        "169.254.169.254.",
        "[::1]",
        "::1",
        "[::ffff:127.0.0.1]",
    ],
)
def test_hosts_refused_by_name(host: str) -> None:
    assert judge_host(host)


@pytest.mark.parametrize(
    "host", ["example.com", "example.com.", "xn--bcher-kva.example", PUBLIC, "local.example.com"]
)
def test_hosts_that_may_be_asked(host: str) -> None:
    assert judge_host(host) == ""


class Resolver:
    """Answers from a table; an exception in it is raised."""

    def __init__(self, **table: list[str] | OSError) -> None:
        self.table = {name.replace("_", "."): address for name, address in table.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        found = self.table.get(host, socket.gaierror(socket.EAI_NONAME, "Name not known"))
        if isinstance(found, OSError):
            raise found
        return found


def addresses(resolver: Resolver, host: str, *, allow_private: bool = False) -> list[str]:
    names = NameResolver(resolver, allow_private=allow_private)
    return asyncio.run(names.addresses(host, 443))


WELL = ["93.184.215.14"]


def test_only_public_addresses_are_connected_to() -> None:
    resolver = Resolver(a_example=["10.0.0.1", PUBLIC, "::1", PUBLIC])
    assert addresses(resolver, "a.example") == [PUBLIC]


def test_a_name_with_private_addresses_only_is_refused() -> None:
    with pytest.raises(AddressRefused, match=r"a\.example"):
        addresses(Resolver(a_example=["10.0.0.1", "fe80::1"]), "a.example")
    private = Resolver(a_example=["10.0.0.1"])
    assert addresses(private, "a.example", allow_private=True) == ["10.0.0.1"]


def test_a_literal_address_is_not_resolved() -> None:
    resolver = Resolver()
    assert addresses(resolver, PUBLIC) == [PUBLIC]
    with pytest.raises(AddressRefused):
        addresses(resolver, "0x7f.1")
    assert resolver.asked == []


def test_a_name_that_does_not_exist() -> None:
    with pytest.raises(NoSuchName):
        addresses(Resolver(example_com=WELL), "gone.example")


def test_a_name_is_not_called_missing_when_nothing_resolves() -> None:
    with pytest.raises(NameUnresolved):
        addresses(Resolver(), "gone.example")


@pytest.mark.parametrize("code", [socket.EAI_AGAIN, socket.EAI_NODATA, socket.EAI_FAIL])
def test_other_failures_prove_nothing_about_the_name(code: int) -> None:
    failure = socket.gaierror(code, "words")
    with pytest.raises(NameUnresolved):
        addresses(Resolver(example_com=WELL, a_example=failure), "a.example")
    with pytest.raises(NameUnresolved):
        addresses(Resolver(example_com=WELL, a_example=[]), "a.example")


def test_a_label_that_is_too_long_is_no_name() -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        raise UnicodeError("label too long")

    with pytest.raises(NoSuchName):
        asyncio.run(NameResolver(resolve).addresses("x" * 70 + ".example", 80))


def resolved(resolver: Resolver, host: str) -> list[str]:
    """What aiohttp connects to."""
    resolved = asyncio.run(GuardedResolver(NameResolver(resolver)).resolve(host, 443))
    assert all(one["port"] == 443 and one["hostname"] == host for one in resolved)
    return [one["host"] for one in resolved]


def behind_proxy(names: NameResolver, host: str) -> None:
    asyncio.run(names.judge_behind_proxy(host, 443))


def test_behind_a_proxy_a_name_is_judged_before_every_request() -> None:
    resolver = Resolver(evil_example=[PUBLIC], example_com=WELL)
    names = NameResolver(resolver)
    behind_proxy(names, "evil.example")
    resolver.table["evil.example"] = [PUBLIC, "10.0.0.1"]
    with pytest.raises(AddressRefused):
        behind_proxy(names, "evil.example")
    behind_proxy(names, "unknown.example")  # left to the proxy
    resolver.table["unknown.example"] = ["169.254.169.254"]
    with pytest.raises(AddressRefused):
        behind_proxy(names, "unknown.example")


def test_behind_a_proxy_a_resolver_that_is_silent_is_asked_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.sources.http.guard.RESOLVE", 0.05)
    monkeypatch.setattr("bot.sources.http.guard._CONTROL_SECONDS", 0.05)
    asked, over = list[str](), threading.Event()

    def resolve(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        over.wait(30)
        return []

    names = NameResolver(resolve)
    for host in ("a.example", "b.example", "c.example"):
        behind_proxy(names, host)
    over.set()
    assert asked == ["a.example", "example.com"]


def test_behind_a_proxy_a_machine_that_knows_its_own_names_is_asked_each_time() -> None:
    resolver = Resolver(wiki_example=["10.0.0.7"])
    names = NameResolver(resolver)
    behind_proxy(names, "a.example")
    with pytest.raises(AddressRefused):
        behind_proxy(names, "wiki.example")
    assert resolver.asked == ["a.example", "wiki.example"]


def test_rebinding_gains_nothing() -> None:
    """The addresses that were judged are those that are connected to: one look-up, no second."""
    resolver = Resolver(evil_example=[PUBLIC, "10.0.0.1"])
    assert resolved(resolver, "evil.example") == [PUBLIC]
    assert resolver.asked == ["evil.example"]
    resolver.table["evil.example"] = ["127.0.0.1"]
    with pytest.raises(AddressRefused):
        resolved(resolver, "evil.example")


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "::ffff:10.0.0.1"])
def test_no_socket_is_made_for_a_private_address(address: str) -> None:
    """Numbers in an address are never resolved, so the socket is where they are judged again."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    info = (family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 80))
    with pytest.raises(AddressRefused):
        guarded_socket(NameResolver(Resolver()), info)


@pytest.mark.loopback
@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1"])
def test_the_last_gate_holds_alone(host: str) -> None:
    """Without the gate of `fetch`, numbers reach the transport; none of them is connected to."""

    async def query(url: str) -> None:
        transport = GuardedTransport(NameResolver(Resolver()), httpx.create_ssl_context())
        try:
            await transport.handle_async_request(httpx.Request("GET", url))
        finally:
            await transport.aclose()

    with Server({"/x": http()}) as server:
        with pytest.raises(AddressRefused):
            asyncio.run(query(f"http://{host}:{server.port}/x"))
        assert server.asked == []


@pytest.mark.loopback
def test_rebinding_between_two_requests_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 counts as public here; the second look-up leads to ::1, which does not."""
    monkeypatch.setattr("bot.sources.http.guard.is_public", lambda address: address == "127.0.0.1")
    resolver = Resolver(evil_example=["127.0.0.1"])

    async def query(port: int) -> int:
        transport = GuardedTransport(NameResolver(resolver), httpx.create_ssl_context())
        try:
            url = f"http://evil.example:{port}/x"
            answer = await transport.handle_async_request(httpx.Request("GET", url))
            await answer.aclose()
            resolver.table["evil.example"] = ["::1"]
            with pytest.raises(AddressRefused):
                await transport.handle_async_request(httpx.Request("GET", url))
        finally:
            await transport.aclose()
        return answer.status_code

    with Server({"/x": http()}) as server:
        assert asyncio.run(query(server.port)) == 200
        assert server.paths == ["/x"]
    assert resolver.asked == ["evil.example", "evil.example"]


@pytest.mark.loopback
def test_the_next_address_is_tried() -> None:
    """Nobody listens at 127.0.0.2 on that port."""
    resolver = Resolver(a_example=["127.0.0.2", "127.0.0.1"])

    async def query(port: int) -> int:
        names = NameResolver(resolver, allow_private=True)
        transport = GuardedTransport(names, httpx.create_ssl_context())
        try:
            request = httpx.Request("GET", f"http://a.example:{port}/x")
            answer = await transport.handle_async_request(request)
            await answer.aclose()
        finally:
            await transport.aclose()
        return answer.status_code

    with Server({"/x": http()}) as server:
        assert asyncio.run(query(server.port)) == 200


def test_a_connection_by_tls_keeps_little() -> None:
    """256 kB each would be most of what a check of many links needs."""

    async def kept() -> int:
        loop = asyncio.get_running_loop()
        context = ssl.create_default_context()
        protocol = SSLProtocol(loop, asyncio.Protocol(), context, loop.create_future())
        protocol._app_transport._closed = True  # there is nothing to close
        return max(
            sys.getsizeof(one) for one in vars(protocol).values() if isinstance(one, bytearray)
        )

    assert 16 * 1024 <= asyncio.run(kept()) < 17 * 1024
