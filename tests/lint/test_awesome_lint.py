"""awesome-lint, which every list of sindresorhus/awesome must pass, finds nothing in ours."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.run.init import ActionPin, starter_files
from tests.build import ROOT
from tests.person import Person
from tests.programs import need
from tests.world.fixtures import MakeWorld

AWESOME = Path(__file__).parent / "awesome"
PIN = ActionPin("octo/listkeeper", "3d3c42e5aac5ba805825da76410c181273ba90b1", "1.2.3")
OF_A_LIST = {"awesome-github": "asks GitHub's API about the repository, which tests do not have"}
OF_OURS = OF_A_LIST | {
    "awesome-heading": "the page is headed by the name of a program, not of a list",
    "awesome-badge": "for the same reason it has no badge",
    "awesome-list-item": "the list is in tables; its lists are of papers, by title and venue",
    "double-link": "a model's paper is linked from the model and from the list of papers",
    "ordered-list-marker-value": "every number is 1, so that a new paper changes one line",
    "table-pipe-alignment": "a cell is not padded, so that a new value changes one line",
}
"""Rules that do not apply, each with the reason."""


def findings(folder: Path, exempt: Mapping[str, str]) -> str:
    need("node", AWESOME)
    command = ["node", str(AWESOME / "lint.mjs"), str(folder), *exempt]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode in (0, 1), ran.stderr
    assert bool(ran.stdout.strip()) == bool(ran.returncode), ran.stderr
    return ran.stdout.strip()


@pytest.fixture
def starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """A folder with what `init` writes."""
    (tmp_path / "list").mkdir()
    monkeypatch.chdir(tmp_path / "list")
    person = Person(tmp_path / "list")
    person.write(starter_files(PIN))
    return person


def test_the_list_that_init_writes(starter: Person) -> None:
    assert findings(starter.root, OF_A_LIST) == ""
    assert starter.run("lint").code == 0


def test_the_same_list_with_what_a_refresh_found(starter: Person, world: MakeWorld) -> None:
    box = world(
        {
            "repos": {"huggingface/transformers": {"stars": 158_123, "license": "Apache-2.0"}},
            "papers": {
                "1706.03762": {
                    "title": "Attention Is All You Need",
                    "authors": ["A. Vaswani"],
                    "published": "2017-06-12",
                }
            },
        }
    )
    assert starter.run("refresh", **box.env()).code == 0
    readme = (starter.root / "README.md").read_text(encoding="utf-8")
    assert "run language models. *★ 158k · Apache-2.0*" in readme
    assert findings(starter.root, OF_A_LIST) == ""
    assert starter.run("lint").code == 0


def test_this_readme(tmp_path: Path) -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    assert findings(tmp_path, OF_OURS) == ""


def test_it_sees_what_is_wrong(starter: Person) -> None:
    readme = (starter.root / "README.md").read_text(encoding="utf-8")
    starter.write({"README.md": readme.replace(" - Library", ": Library")})
    assert "[awesome-list-item]" in findings(starter.root, OF_A_LIST)
