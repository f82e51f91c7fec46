"""How long the action takes from its first step to its verdict on a README.

The steps of `action.yml` run as they are, in the harness of `tests/workflows`: Python's own pip
brings uv, uv builds the environment from the hash-pinned lock, and listkeeper checks a README of
five links against the embedded world. The first run, over the network, makes the environment that
the action keeps; the five that are measured find it, as on GitHub from the second run on. Five more
find no environment, but uv's own cache. All ten are offline but for the world, so what a network
adds (the cache's download) is not in them.

    python -m benchmarks.action_start
"""

from __future__ import annotations

import itertools
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

from tests.workflows import events
from tests.workflows.actions import Stores
from tests.workflows.machine import ROOT
from tests.workflows.runner import GitHubActions
from tests.world.world import World

RUNS = 5
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "PIP_CERT")
WORKFLOW = """\
name: Check
on: {workflow_dispatch: }
permissions: {}
jobs:
  check:
    runs-on: ubuntu-latest
    permissions: {contents: read}
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
        with: {persist-credentials: false}
      - uses: $/
        with: {command: check}
"""
LINKS = [f"https://site-{number}.example/page" for number in range(5)]
# a private address is refused, not queried: the first run does all that the others do, but for that
NOBODY = ["https://10.0.0.1/page"]
# one and the same page of five hosts would be that of a hotel's login, and no verdict on any
PAGES = {
    url: {"title": title, "text": f"{title} is a tool for {use}, and this page tells how."}
    for url, title, use in zip(
        LINKS,
        ("Alder", "Birch", "Cedar", "Dogwood", "Elm"),
        ("maps of rivers", "old scores", "slow cooking", "bird songs", "night trains"),
        strict=True,
    )
}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # always the same machine's paths, as on GitHub: compiled modules are kept under them
        service = GitHubActions(folder / "actions", runs=itertools.repeat(1))
        for program in ("python", "python3"):  # the harness has stand-ins for them
            service.program(program, f'exec "{sys.executable}" "$@"\n')
        known = {name: os.environ[name] for name in CERTIFICATES if name in os.environ}
        service.outside = {**known, "UV_CACHE_DIR": str(folder / "uv")}
        print(f"first run, over the network: {_seconds(service, folder, NOBODY):.1f} s", flush=True)
        wheel = {"UV_OFFLINE": "1", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(_uv_wheel(folder))}
        with World({"pages": {"pages": PAGES}}, folder / "world", strict=False) as world:
            outside = {key: text for key, text in world.env().items() if "TOKEN" not in key}
            service.outside = {**outside, **wheel, "UV_CACHE_DIR": str(folder / "uv")}
            _five(service, folder, "with the environment that the action keeps", kept=True)
            _five(service, folder, "without it, with uv's cache", kept=False)


def _five(service: GitHubActions, folder: Path, how: str, *, kept: bool) -> None:
    before = _processor()
    if not kept:
        service.stores.caches = {}
    # what is kept for later runs is kept after the verdict
    with mock.patch.object(Stores, "_save", return_value={}):
        took = [_seconds(service, folder, LINKS) for _ in range(RUNS)]
    listed = ", ".join(f"{one:.1f}" for one in took)
    print(f"{how}: median {statistics.median(took):.1f} s of {listed} from start to verdict")
    print(f"processor: {(_processor() - before) / RUNS:.1f} s a run", flush=True)


def _seconds(service: GitHubActions, folder: Path, links: list[str]) -> float:
    """The time of one run of the workflow on a fresh machine; it must come to its end."""
    machine = service.folder / "machine-1"
    if machine.exists():  # a disk that has just deleted much is slow to write; a fresh one is not
        machine.rename(folder / f"machine-of-run-{len(list(folder.iterdir()))}")
    path = folder / "check.yml"
    path.write_text(WORKFLOW, encoding="utf-8")
    rows = "".join(f"- [Tool]({url}) - One.\n" for url in links)
    service.stores.refs["refs/heads/main"] = {"README.md": f"# A list\n\n## Tools\n\n{rows}"}
    begun = time.monotonic()
    jobs = service.start(path, events.dispatch())
    took = time.monotonic() - begun
    (job,) = jobs["check"]
    assert job.result == "success", job.log
    alive = len(links) if links is LINKS else 0
    assert f"{alive} alive" in job.log, job.log
    return took


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _uv_wheel(folder: Path) -> Path:
    """A folder with the wheel of uv that the lock names, as pip's cache would have it."""
    lock = ROOT / "requirements" / "uv.txt"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes"]
    subprocess.run([*command, "-r", str(lock), "-d", str(folder / "wheels")], check=True)
    return folder / "wheels"


if __name__ == "__main__":
    main()
