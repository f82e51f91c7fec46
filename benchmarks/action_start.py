"""How long the action takes from its first step to its verdict on a README.

The steps of `action.yml` run as they are, in the harness of `tests/workflows`: Python's own pip
brings uv, uv builds the environment from the hash-pinned lock, and listkeeper checks a README of
five links against the embedded world. The first run, over the network, fills the cache that the
action keeps; the five that are measured find it, as on GitHub from the second run on. They are
offline but for the world, so what a network adds (the cache's download, pip's question to the
package index) is not in them.

    python -m benchmarks.action_start
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.workflows import events
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
        with: {command: COMMAND}
"""
LINKS = [f"https://site-{number}.example/page" for number in range(5)]
README = "# A list\n\n## Tools\n\n" + "".join(
    f"- [Tool {url[13]}]({url}) - One.\n" for url in LINKS
)
PAGE = {"title": "A page", "text": "A page with some words about a tool that somebody made."}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = {"pages": dict.fromkeys(LINKS, PAGE)}
        service = GitHubActions(folder / "actions")
        for program in ("python", "python3"):  # the harness has stand-ins for them
            service.program(program, f'exec "{sys.executable}" "$@"\n')
        service.outside = {name: os.environ[name] for name in CERTIFICATES if name in os.environ}
        print(f"first run, over the network: {_seconds(service, folder, 'lint'):.1f} s", flush=True)
        wheel = {"UV_OFFLINE": "1", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(_uv_wheel(folder))}
        with World({"pages": pages}, folder / "world", strict=False) as world:
            outside = {key: text for key, text in world.env().items() if "TOKEN" not in key}
            service.outside = {**outside, **wheel}
            before = _processor()
            took = [_seconds(service, folder, "check") for _ in range(RUNS)]
    listed = ", ".join(f"{one:.1f}" for one in took)
    print(f"from start to verdict: median {statistics.median(took):.1f} s of {listed}")
    print(f"processor: {(_processor() - before) / RUNS:.1f} s a run")


def _seconds(service: GitHubActions, folder: Path, command: str) -> float:
    """The time of one run of the workflow, which must come to its end."""
    path = folder / f"{command}.yml"
    path.write_text(WORKFLOW.replace("COMMAND", command), encoding="utf-8")
    service.stores.refs["refs/heads/main"] = {"README.md": README}
    begun = time.monotonic()
    jobs = service.start(path, events.dispatch())
    took = time.monotonic() - begun
    (job,) = jobs["check"]
    assert job.result == "success", job.log
    if command == "check":
        assert "5 links: 5 alive" in job.log, job.log
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
