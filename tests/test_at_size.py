"""What a refresh costs the services that ration their answers, at a list's usual size."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.build import ROOT, documents
from tests.large import large_list, large_world
from tests.world.world import World

pytestmark = pytest.mark.loopback
RATIONED = {"api.github.com", "huggingface.co", "export.arxiv.org"}


def test_a_refresh_of_1000_references_costs_60_requests_also_when_nothing_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, text in large_list(1000).items():
        (tmp_path / "list" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "list" / path).write_text(text, encoding="utf-8")
    with World(large_world(1000), tmp_path / "world") as world:
        for name, value in {**world.env(), "PYTHONPATH": str(ROOT)}.items():
            monkeypatch.setenv(name, value)
        first, later = (_refresh(world, tmp_path / "list") for _ in range(2))
    assert first == later == {"api.github.com": 8, "huggingface.co": 50, "export.arxiv.org": 2}


def test_100_repositories_cost_3_requests_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"owner-{number % 7}/repo-{number}" for number in range(100)]
    rows = "".join(
        f"  - {{id: e{number}, kind: tool, name: Entry {number}, section: tools,"
        f" links: {{code: 'https://github.com/{name}'}}}}\n"
        for number, name in enumerate(names)
    )
    for path, text in documents(**{"registry/tools.yml": f"entries:\n{rows}"}).items():
        (tmp_path / "list" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "list" / path).write_text(text, encoding="utf-8")
    with World({"repos": {name: {} for name in names}}, tmp_path / "world") as world:
        for name, value in {**world.env(), "PYTHONPATH": str(ROOT)}.items():
            monkeypatch.setenv(name, value)
        first, later = (_refresh(world, tmp_path / "list") for _ in range(2))
    assert first == later == {"api.github.com": 2}


def _refresh(world: World, root: Path) -> Counter[str]:
    """The requests of one refresh, by service."""
    before = len(world.records())
    command = [sys.executable, "-m", "bot", "refresh"]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    seen = [one.host for one in world.records()[before:] if one.method != "CONNECT"]
    return Counter(host for host in seen if host in RATIONED)
