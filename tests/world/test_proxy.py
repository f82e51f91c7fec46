"""How the proxy behaves and fails, as clients see it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests

from tests.world.fixtures import MakeWorld
from tests.world.world import World

SMALL: dict[str, Any] = {
    "pages": {
        "hosts": {
            "neeva.com": {"dead": True},
            "bad.example": {"certificate": "untrusted"},
            "other.example": {"certificate": "wrong-name"},
        },
        "missing": {"status": 404},
        "pages": {
            "https://a.example/": {"title": "A & B"},
            "http://plain.example/x": {"to": "https://a.example/"},
            "https://b.example/once?q=1": {"title": "Query", "head": 405},
            "https://bad.example/": {},
            "https://other.example/": {},
        },
    }
}


def test_head_gives_the_length_and_sends_no_body(world: MakeWorld) -> None:
    world(SMALL)
    with httpx.Client() as client:
        head = client.head("https://a.example/")
        assert head.content == b""
        assert int(head.headers["Content-Length"]) == len(client.get("https://a.example/").content)


@pytest.mark.parametrize("host", ["bad.example", "other.example"])
def test_a_wrong_certificate_is_refused_by_the_client(world: MakeWorld, host: str) -> None:
    world(SMALL)
    with httpx.Client() as client, pytest.raises(httpx.ConnectError, match="CERTIFICATE"):
        client.get(f"https://{host}/")


@pytest.mark.parametrize("fault", ["reset", "empty", "truncate", "garbage"])
def test_a_broken_connection_breaks_in_the_client(world: MakeWorld, fault: str) -> None:
    made = world(SMALL)
    made.fault("a.example", fault=fault, times=1)
    with httpx.Client() as client:
        with pytest.raises(httpx.TransportError):
            client.get("https://a.example/")
        assert client.get("https://a.example/").status_code == 200


def test_a_host_may_hang_and_be_slow(world: MakeWorld) -> None:
    made = world(SMALL)
    made.fault("a.example", fault="hang", times=1)
    made.fault("a.example", delay=0.3, times=1)
    with httpx.Client(timeout=0.1) as client:
        for _ in range(2):
            with pytest.raises(httpx.TimeoutException):
                client.get("https://a.example/")
        assert client.get("https://a.example/").status_code == 200


def test_a_body_without_end_can_be_left(world: MakeWorld) -> None:
    made = world(SMALL)
    made.fault("a.example", fault="endless")
    with httpx.Client() as client, client.stream("GET", "https://a.example/") as answer:
        pieces = answer.iter_bytes(1000)
        assert sum(len(next(pieces)) for _ in range(50)) == 50_000


def test_a_status_comes_so_often_and_after_so_many(world: MakeWorld) -> None:
    made = world(SMALL)
    made.fault("a.example", status=429, headers={"Retry-After": "1"}, times=2, after=1)
    with httpx.Client() as client:
        got = [client.get("https://a.example/").status_code for _ in range(4)]
        assert got == [200, 429, 429, 200]
        made.fault("*", status=503)
        assert client.get("https://a.example/").status_code == 503
        made.clear_faults()
        assert client.get("https://a.example/").status_code == 200


def test_a_name_may_fail_to_resolve_for_a_while(world: MakeWorld) -> None:
    made = world(SMALL)
    made.fault("a.example", fault="nodns", times=1)
    with httpx.Client() as client:
        with pytest.raises(httpx.ProxyError):
            client.get("https://a.example/")
        assert client.get("https://a.example/").status_code == 200


def test_a_name_that_does_not_resolve_is_a_502_of_the_proxy(world: MakeWorld) -> None:
    made = world(SMALL)
    with httpx.Client() as client:
        with pytest.raises(httpx.ProxyError, match="502"):
            client.get("https://neeva.com/")
        assert client.get("http://neeva.com/").status_code == 502
    with pytest.raises(requests.exceptions.ProxyError, match="502"):
        requests.get("https://neeva.com/", timeout=5)
    assert made.count("neeva.com") == 1


def test_a_chunked_body_arrives_whole(world: MakeWorld) -> None:
    made = world(SMALL, strict=False)
    with httpx.Client() as client:
        client.post("https://a.example/", content=iter([b"one ", b"two"]))
        client.post("http://a.example/", content=b"three")
    assert [record.body for record in made.records() if record.method == "POST"] == [
        b"one two",
        b"three",
    ]


def test_a_child_process_lives_in_the_world(world: MakeWorld) -> None:
    made = world(SMALL)
    script = "import httpx; print(httpx.get('https://a.example/').status_code)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **made.env()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "200"


def test_many_ask_at_once(world: MakeWorld) -> None:
    made = world(SMALL)

    async def query() -> list[int]:
        limits = httpx.Limits(max_connections=40)
        async with httpx.AsyncClient(limits=limits, timeout=20) as client:
            answers = await asyncio.gather(*[client.get("https://a.example/") for _ in range(100)])
        return [answer.status_code for answer in answers]

    assert asyncio.run(query()) == [200] * 100
    assert made.count("a.example") == 100


def test_leaving_a_strict_world_checks_it(tmp_path: Path, world: MakeWorld) -> None:
    strict = World({}, tmp_path / "state")
    strict.expect("GET", "https://a.example/")
    with pytest.raises(AssertionError, match="never came"), strict:
        pass
