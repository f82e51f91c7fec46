"""Measure the link checkers that are installed, and print a Markdown table.

    python -m benchmarks.links [WORLD …]

Every tool is a process of its own, asks at most 128 links at once, and is measured with its
start-up. A tool that is not installed is named and left out. `RUNS=5` in the environment gives the
median of five runs of each tool, in turn.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

import trustme

from benchmarks.tools import TOOLS, Cost, Tool, run
from benchmarks.worlds import WORLDS, World

RUNS = int(os.environ.get("RUNS", "1"))
HEAD = """\
| links | tool | seconds | CPU s | memory MB | alive | requests | 429 | connections | at once |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"""


TRUSTED = ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
"""Where the tools look for further authorities."""


@contextlib.contextmanager
def server(*, tls: bool = False, port: int = 0) -> Iterator[int]:
    """The port of a server in a process of its own; the tools trust its certificate."""
    command = [sys.executable, "-m", "benchmarks.server", str(port)]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        if tls:
            _certify(Path(folder), stack)
            command.append(folder)
        process = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def _certify(folder: Path, stack: contextlib.ExitStack) -> None:
    """A certificate for each host of the lists, by an authority that the tools trust."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    for host in ("127.0.0.1", *(f"127.1.0.{number + 1}" for number in range(100))):
        issued = authority.issue_cert(host)
        issued.private_key_and_cert_chain_pem.write_to_path(str(folder / f"{host}.pem"))
    variables = dict.fromkeys(TRUSTED, str(folder / "authority.pem"))
    stack.enter_context(mock.patch.dict(os.environ, variables))


def counts(port: int, *, tls: bool = False) -> dict[str, int]:
    """What the server saw since it was asked last."""
    scheme = "https" if tls else "http"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"{scheme}://127.0.0.1:{port}/_counts") as answer:
        seen: dict[str, int] = json.load(answer)
        return seen


def row(world: World, tool: Tool, cost: Cost, seen: dict[str, int]) -> str:
    figures = [
        f"{cost.seconds:.2f}",
        f"{cost.cpu:.2f}",
        f"{cost.megabytes:.0f}",
        f"{cost.alive:,}",
        f"{seen['requests']:,}",
        str(seen["refused"]),
        f"{seen['connections']:,}",
        str(seen["peak"]),
    ]
    return f"| {world.title} | {tool.name} | {' | '.join(figures)} |"


def once(world: World, tool: Tool) -> tuple[Cost, dict[str, int]]:
    """One run, with servers of its own; what they saw summed."""
    with contextlib.ExitStack() as stack:
        ports = {tls: stack.enter_context(server(tls=tls, port=at)) for tls, at in _ports(world)}
        for tls, port in ports.items():
            counts(port, tls=tls)
        cost = run(tool, world.urls(ports[world.tls]))
        seen = [counts(port, tls=tls) for tls, port in ports.items()]
        summed = {name: sum(one[name] for one in seen) for name in seen[0]}
        return cost, {**summed, "peak": max(one["peak"] for one in seen)}


def _ports(world: World) -> list[tuple[bool, int]]:
    """By TLS or not, and the port: any free one, or the usual ones, which only root may take."""
    return [(False, 80), (True, 443)] if world.twins else [(world.tls, 0)]


def rows(world: World, tools: Sequence[Tool]) -> Iterator[str]:
    """A row for each tool: its median run by time, of as many as there are; the tools in turn."""
    runs: dict[str, list[tuple[Cost, dict[str, int]]]] = {tool.name: [] for tool in tools}
    for _ in range(RUNS):
        for tool in tools:
            runs[tool.name].append(once(world, tool))
    for tool in tools:
        ordered = sorted(runs[tool.name], key=lambda one: one[0].seconds)
        yield row(world, tool, *ordered[len(ordered) // 2])


def main(names: Sequence[str]) -> None:
    print(f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    missing = [tool.name for tool in TOOLS if not tool.program]
    if missing:
        print(f"Not installed, so not measured: {', '.join(missing)}.\n")
    print(HEAD)
    for world in WORLDS:
        if names and world.name not in names:
            continue
        tools = [one for one in TOOLS if one.program and (world.short or not one.one_by_one)]
        for line in rows(world, tools):
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
