"""The lists of links that are measured; the same ones in every run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Urls = Callable[[int], Sequence[str]]
"""The port of the server → the links."""


@dataclass(frozen=True)
class World:
    name: str
    title: str
    urls: Urls
    tls: bool = False
    twins: bool = False
    """Whether each host has its pages by http and https, at the usual ports."""
    short: bool = False
    """Whether tools are measured as well that ask one link after the other."""


def _wait(number: int) -> int:
    """50 to 200 milliseconds, 125 on the average, spread evenly."""
    return 50 + number * 61 % 151


def _over_hosts(count: int, hosts: int, scheme: str = "http") -> Urls:
    def urls(port: int) -> list[str]:
        return [
            f"{scheme}://127.1.{host // 200}.{host % 200 + 1}:{port}/w{_wait(number)}/{number}"
            for number in range(count)
            for host in [number % hosts]
        ]

    return urls


def _with_twins(_port: int) -> list[str]:
    """By http without a port; the server answers at 80 and 443."""
    return [one.replace(":80/", "/") for one in _over_hosts(2000, 100)(80)]


def _skewed(port: int) -> list[str]:
    """Half of 1,000 links on one host, the others on 100."""
    one = [f"http://127.2.0.1:{port}/w{_wait(number)}/{number}" for number in range(500)]
    return [*one, *_over_hosts(500, 100)(port)]


def _throttled(port: int) -> list[str]:
    return [f"http://127.9.0.1:{port}/w20/{number}" for number in range(200)]


WORLDS = (
    World("flat", "2,000 links over 100 hosts, 50–200 ms", _over_hosts(2000, 100)),
    World("tls", "the same by https", _over_hosts(2000, 100, "https"), tls=True),
    World("skewed", "1,000 links, 500 of them on one host, 50–200 ms", _skewed),
    World("throttled", "200 links of a host that answers 429 above 20 a second", _throttled),
    World("many", "10,000 links over 1,000 hosts, 50–200 ms", _over_hosts(10_000, 1000)),
    World(
        "many-tls",
        "10,000 links over 100 hosts by https",
        _over_hosts(10_000, 100, "https"),
        tls=True,
    ),
    World("short", "300 links over 100 hosts, 50–200 ms", _over_hosts(300, 100), short=True),
    World("twins", "2,000 links by http, with https twins", _with_twins, tls=True, twins=True),
)
