"""Measure the link checkers that are installed, and print a Markdown table.

    python -m benchmarks.links [WORLD …]

Every tool is a process of its own, asks at most 128 links at once, and is measured with its
start-up. A tool that is not installed is named and left out.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence

from benchmarks.tools import TOOLS, Cost, Tool, run
from benchmarks.worlds import WORLDS, World

HEAD = """\
| links | tool | seconds | CPU s | memory MB | alive | requests | 429 | connections | at once |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"""


@contextlib.contextmanager
def server() -> Iterator[int]:
    """The port of a server in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.server", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def counts(port: int) -> dict[str, int]:
    """What the server saw since it was asked last."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"http://127.0.0.1:{port}/_counts") as answer:
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


def main(names: Sequence[str]) -> None:
    print(f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    missing = [tool.name for tool in TOOLS if not tool.program]
    if missing:
        print(f"Not installed, so not measured: {', '.join(missing)}.\n")
    print(HEAD)
    for world in WORLDS:
        if names and world.name not in names:
            continue
        for tool in TOOLS:
            if tool.name not in missing:
                with server() as port:  # a new one, so that none finds the other's tokens used up
                    counts(port)
                    cost = run(tool, world.urls(port))
                    print(row(world, tool, cost, counts(port)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
