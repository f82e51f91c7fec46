"""Measure `listkeeper check` on a list of 900 repositories of one host, with a token and without.

    python -m benchmarks.repositories

GitHub is the world of the tests: a proxy in this process, with the real client before it and
GitHub's limits in it.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

from tests.world.world import World

COUNT = 900


def scenario() -> dict[str, Any]:
    names = [f"owner{number % 50}/name{number}" for number in range(COUNT)]
    pages = {f"https://github.com/{name}": _page(name) for name in names}
    return {"repos": {name: {} for name in names}, "pages": {"pages": pages}}


def _page(name: str) -> dict[str, str]:
    """One of its own: many addresses with one page are taken for a network that answers for all."""
    own = f"{crc32(name.encode()):08x}".translate(str.maketrans("0123456789", "ghijklmnop"))
    return {"title": f"GitHub - {name}: {own}", "text": f"{own} is what this is about. " * 20}


def check(world: World, folder: Path, *, token: bool) -> tuple[float, dict[str, int]]:
    """Seconds from start to end, and the report's summary."""
    env = {**os.environ, **world.env(), "PYTHONPATH": str(Path.cwd())}
    if not token:
        env.pop("GITHUB_TOKEN", None)
        env.pop("GH_TOKEN", None)
    command = [sys.executable, "-m", "bot", "check", str(folder / "LIST.md"), "--format", "json"]
    began = time.monotonic()
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    seconds = time.monotonic() - began
    summary: dict[str, int] = json.loads(ran.stdout)["summary"]
    return seconds, summary


def main() -> None:
    today = datetime.now(UTC).date()
    print(f"{today}, {platform.system()}, {os.cpu_count()} cores, {platform.python_version()}\n")
    print("| 900 repositories of one host | seconds | alive | requests to the API | pages read |")
    print("|---|--:|--:|--:|--:|")
    for name, token in (("with a token", True), ("without", False)):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            with World(scenario(), folder / "world", strict=False) as world:
                links = [f"- https://github.com/{name}" for name in world.scenario["repos"]]
                (folder / "LIST.md").write_text("\n".join(links), encoding="utf-8")
                seconds, summary = check(world, folder, token=token)
                api, pages = world.count("api.github.com"), world.count("github.com", "GET")
        print(f"| {name} | {seconds:.1f} | {summary['alive']} | {api} | {pages} |")


if __name__ == "__main__":
    main()
