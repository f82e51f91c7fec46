"""Measure a refresh of 900 repositories by best-of-generator and by listkeeper.

    python -m benchmarks.best_of

best-of (https://github.com/best-of-lists/best-of-generator) writes a README out of a YAML file of
projects and what GitHub says of them. GitHub is the world of the tests: a proxy in this process,
without latency. Of the three requests that best-of sends for each repository, the world knows none;
its query is answered here, the others (contributors, dependents) are refused, which best-of passes
over. `PATH` must hold `best-of`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import tests.world.github.site
from tests.build import ROOT
from tests.world.github.graph import run
from tests.world.world import World

COUNT = 900
_DAY = "2026-11-01T00:00:00Z"
_PROJECTS = """\
configuration:
  project_inactive_months: 600
  min_stars: 0
categories:
  - category: tools
    title: Tools
projects:
"""


def names() -> list[str]:
    """The repositories."""
    return [f"owner{number % 50}/name{number}" for number in range(COUNT)]


def answer(
    document: Mapping[str, Any], root: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Any]]:
    """GitHub's answer to the query of best-of; the world's own to any other."""
    if "recent_activity" not in str(document.get("query")):
        return run(document, root)
    variables = document["variables"]
    name = f"{variables['owner']}/{variables['repo']}"
    one = {"totalCount": 1}
    commit = {"committedDate": _DAY, "recent_activity": one, "history": one}
    repository = {
        "name": variables["repo"],
        "nameWithOwner": name,
        "description": "A tool that does what it is for, and does it well",
        "url": f"https://github.com/{name}",
        "createdAt": "2020-01-01T00:00:00Z",
        "updatedAt": _DAY,
        "pushedAt": _DAY,
        "licenseInfo": {"spdxId": "MIT"},
        "stargazers": {"totalCount": 100},
        "masterCommit": {"target": commit},
        "repositoryTopics": {"nodes": []},
        "releases": {"nodes": []},
        **dict.fromkeys(("pullRequests", "forks", "watchers", "openIssues", "closedIssues"), one),
    }
    return {"data": {"repository": repository}}, []


def write(folder: Path) -> None:
    """The same repositories as projects of best-of and as a hand-written list."""
    projects = [
        f"  - name: {name.partition('/')[2]}\n    github_id: {name}\n    category: tools\n"
        for name in names()
    ]
    (folder / "projects.yaml").write_text(_PROJECTS + "".join(projects), encoding="utf-8")
    rows = [f"- [{name}](https://github.com/{name}) - 1 star\n" for name in names()]
    text = f"# Awesome tools\n\n## Tools\n\n{''.join(rows)}"
    (folder / "LIST.md").write_text(text, encoding="utf-8")


def row(tool: str, command: list[str]) -> str:
    """A run of a tool in a world and a folder of its own, as a row of the table."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "list")
        folder.mkdir()
        write(folder)
        scenario: dict[str, Any] = {"repos": {name: {} for name in names()}}
        with World(scenario, Path(place, "world"), strict=False) as world:
            env = {**os.environ, **world.env(), "PYTHONPATH": str(ROOT)}
            env["REQUESTS_CA_BUNDLE"] = env["SSL_CERT_FILE"]
            token = env["GITHUB_TOKEN"]
            words = [word.replace("TOKEN", token) for word in command]
            began = time.monotonic()
            subprocess.run(words, cwd=folder, env=env, capture_output=True, check=True)
            seconds = time.monotonic() - began
            api, pages = world.count("api.github.com"), world.count("github.com", "GET")
    return f"| {tool} | {seconds:.1f} | {api:,} | {pages:,} |"


def main() -> None:
    """Print the table."""
    refresh = [sys.executable, "-m", "bot", "refresh", "LIST.md"]
    print(f"| {COUNT} repositories | seconds | requests to the API | pages |\n|---|--:|--:|--:|")
    with mock.patch.object(tests.world.github.site, "run", answer):
        print(row("listkeeper refresh", refresh), flush=True)
        if best_of := shutil.which("best-of"):
            print(row("best-of generate", [best_of, "generate", "-g", "TOKEN", "projects.yaml"]))
        else:
            print("\nNot installed, so not measured: best-of.")


if __name__ == "__main__":
    main()
