"""The command on a hand-written README: what a person sees before anything is set up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.person import Person
from tests.world.fixtures import MakeWorld

README = """\
# List

## Tools

- [Alpha](https://github.com/old/alpha) - One.
- [Beta](https://beta.example/tour) - Two.
"""
GONE = "README.md:6 Beta: https://beta.example/tour gone today; proposed after 3 days over a week"


@pytest.fixture
def person(world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    gone = {"https://beta.example/tour": {"status": 404, "title": "Not found"}}
    box = world(
        {
            "repository": {"name": "octo/list", "files": {"README.md": README}},
            "repos": {"fresh/alpha": {}},
            "renames": {"old/alpha": "fresh/alpha"},
            "pages": {"pages": {**gone, "https://beta.example/": {"title": "Beta"}}},
        }
    )
    one = Person(tmp_path / "list", box.env())
    one.write({"README.md": README})
    monkeypatch.chdir(one.root)
    return one


def test_a_first_dry_run_lists_gone_links_and_when_they_are_proposed(person: Person) -> None:
    ran = person.run("refresh", "README.md", "--dry-run")
    assert ran.code == 0
    assert "1 link gone, and not proposed yet:" in ran.out
    assert GONE in ran.out
    assert "1 link moved: Alpha" in ran.out
    assert "Configure listkeeper" not in ran.out
    assert person.files() == {"README.md": README.encode()}


def test_the_numbers_are_those_of_the_settings(person: Person) -> None:
    policy = "policy: {dead_after_misses: 5, dead_after_days: 14}\n"
    person.write({".github/listkeeper.yml": f"version: 1\n{policy}"})
    assert "proposed after 5 days over 2 weeks" in person.run("refresh", "--dry-run").out
    person.write({".github/listkeeper.yml": "version: 1\ndead: 'off'\n"})
    ran = person.run("refresh", "--dry-run")
    assert "https://beta.example/tour gone today" in ran.out
    assert "proposed after" not in ran.out


def test_a_setting_about_nothing_stops_no_run(person: Person) -> None:
    person.write({".github/listkeeper.yml": "version: 1\nignore: [Tolls]\n"})
    ran = person.run("refresh", "--dry-run")
    assert ran.code == 0
    assert ".github/listkeeper.yml:2: ignore: 'Tolls' fits no heading" in ran.out + ran.err
    assert "did you mean 'Tools'?" in ran.out + ran.err
    assert "1 link moved: Alpha" in ran.out


def test_the_report_names_gone_links(person: Person) -> None:
    report = json.loads(person.run("refresh", "--dry-run", "--format", "json").out)
    (gone,) = report["gone"]
    assert (gone["url"], gone["where"]) == ("https://beta.example/tour", "README.md:6")


def test_a_dry_run_of_pull_requests_shows_the_settings(person: Person) -> None:
    ran = person.run("refresh", "--pull-request", "--dry-run")
    assert "Configure listkeeper" in ran.out
    assert "+version: 1" in ran.out
    assert person.files() == {"README.md": README.encode()}


def test_a_readme_that_another_tool_writes_is_named(person: Person) -> None:
    text = f"<!-- This file is generated from data.yml, do not edit it -->\n{README}"
    person.write({"README.md": text, "data.yml": "[]\n"})
    ran = person.run("refresh", "README.md", "--dry-run")
    assert "README.md:1: another tool writes the README" in ran.out
    assert "edit data.yml instead" in ran.out
