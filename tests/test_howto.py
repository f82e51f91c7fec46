"""What docs/design.md says on adding things, done in a copy of `bot/` with the page's own lines."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.build import ROOT, documents
from tests.world.fixtures import MakeWorld
from tests.world.world import World

PAGE = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
CODEBERG = "https://codeberg.org/acme/one"
_BLOCK = re.compile(r"`(?P<path>[\w./]+)`[^`]*?|```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)


def blocks(heading: str) -> Iterator[tuple[str, str, str]]:
    """The code blocks below a heading: the file that was named last, python/yaml/diff, the text."""
    part = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    path = ""
    for found in _BLOCK.finditer(part):
        if found["kind"]:
            yield path, found["kind"], found["text"]
        elif "." in found["path"]:
            path = found["path"]


def patched(text: str, diff: str) -> str:
    """The text after a diff without line numbers, whose lines stand there once."""
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    assert text.count(before) == 1, f"the page's lines are not in the file:\n{before}"
    return text.replace(before, after)


@dataclass
class Scratch:
    """A copy of the project in one folder, a list in another."""

    project: Path
    list: Path

    def follow(self, heading: str) -> None:
        """Do what the page says: code into the copy, YAML into the list."""
        for path, kind, text in blocks(heading):
            file = (self.list if kind == "yaml" else self.project) / path
            if kind == "diff":
                text = patched(file.read_text(encoding="utf-8"), text)
            else:
                assert not file.exists()
            file.write_text(text, encoding="utf-8")

    def write(self, **files: str) -> None:
        for path, text in files.items():
            (self.list / path).parent.mkdir(exist_ok=True)
            (self.list / path).write_text(text, encoding="utf-8")

    def run(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(self.project)}
        command = [sys.executable, "-m", "bot", *words]
        return subprocess.run(
            command, cwd=self.list, env=kept | env, capture_output=True, text=True, check=False
        )


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    made = Scratch(tmp_path / "project", tmp_path / "list")
    unneeded = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "bot", made.project / "bot", ignore=unneeded)
    (made.list / "registry").mkdir(parents=True)
    return made


def asked(box: World, address: str) -> list[int]:
    host, _, path = address.removeprefix("https://").partition("/")
    return [one.status for one in box.records() if (one.host, one.path) == (host, f"/{path}")]


def test_a_source_is_a_file_and_a_row(scratch: Scratch, world: MakeWorld) -> None:
    there = f"{CODEBERG.replace('.org', '.org/api/v1/repos')}"
    pages: dict[str, Any] = {
        there: {"html": '{"full_name": "acme/one"}'},
        there.replace("one", "two"): {"status": 404},
    }
    box = world({"pages": {"pages": pages}})
    scratch.follow("How to add a source")
    scratch.write(**{"LIST.md": f"{CODEBERG} and {CODEBERG.replace('one', 'two')}/\n"})
    ran = scratch.run("check", "LIST.md", "--format", "json", **box.env())
    links = json.loads(ran.stdout)["links"]
    assert [one["verdict"] for one in links] == ["alive", "gone"]
    assert links[1]["detail"] == "Codeberg knows no such repository"
    assert asked(box, there) == [200]
    assert asked(box, CODEBERG) == []


def test_a_kind_and_a_column_of_a_list_s_own_need_no_code(
    scratch: Scratch, world: MakeWorld
) -> None:
    repos = {"acme/lessons": {"stars": 7, "forks": 8312}, "acme/more": {"forks": 40}}
    box = world({"repos": repos})
    scratch.follow("How to add a kind or a column")
    region = "<!-- listkeeper:begin courses -->\n<!-- listkeeper:end courses -->\n"
    table = '{% include "_table.md.j2" %}\n'
    scratch.write(**{"README.md": f"# Courses\n\n{region}", "templates/courses.md.j2": table})
    ran = scratch.run("refresh", **box.env())
    assert ran.returncode == 0, ran.stderr
    drawn = (scratch.list / "README.md").read_text(encoding="utf-8")
    assert "| Name | Made by | Forks |" in drawn
    assert "| Acme | 8.3k |" in drawn

    added = scratch.run("add", "https://github.com/acme/more", **box.env())
    assert added.returncode == 0, added.stderr
    text = (scratch.list / "registry/courses.yml").read_text(encoding="utf-8")
    assert text.count("kind: course") == 2
    assert scratch.run("lint").returncode == 0
    assert scratch.run("render", "--check").returncode == 0
    exported = scratch.run("export", "--format", "csv").stdout
    assert [line.split(",")[2] for line in exported.splitlines()] == ["kind", "course", "course"]
    assert "forks: 8.3k" in scratch.run("explain", "lessons").stdout
    assert scratch.run("render").returncode == 0
    page = (scratch.list / "site/index.html").read_text(encoding="utf-8")
    assert "8.3k" in page

    settings = (scratch.list / "registry/list.yml").read_text(encoding="utf-8")
    scratch.write(
        **{
            "registry/courses.yml": text.replace("kind: course", "kind: talk"),
            "registry/list.yml": settings.replace("kinds: [course]", "kinds: [talk]"),
        }
    )
    ran = scratch.run("lint")
    assert "talk" not in ran.stdout + ran.stderr, "the kind of the table is known to every list"


def test_an_output_is_a_function_and_a_row(scratch: Scratch) -> None:
    scratch.follow("How to add an output")
    scratch.write(**documents())
    ran = scratch.run("render")
    assert ran.returncode == 0, ran.stderr
    drawn = (scratch.list / "names.txt").read_text(encoding="utf-8")
    assert drawn == "Alpha\nBeta\nGamma\n"
    assert scratch.run("render", "--check").returncode == 0
    scratch.write(**{"names.txt": "Alpha\n"})
    checked = scratch.run("render", "--check")
    assert checked.returncode == 1
    assert "names.txt" in checked.stdout + checked.stderr


def test_a_block_that_fits_no_more_is_noticed() -> None:
    with pytest.raises(AssertionError, match="not in the file"):
        patched("one\ntwo\n", " one\n+more\n three\n")
