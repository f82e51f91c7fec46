"""`pull_requests:` of a list's settings, from the file to GitHub, and as the docs show it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import bot.publish.github.access
from bot.config.list_file import PullRequestText
from bot.parsing.yaml import read_yaml, validated
from bot.publish.github.access import connect_writer
from tests.build import LIST, ROOT
from tests.person import Person, scenario, small_list
from tests.world.world import World

SETTINGS = """\
pull_requests:
  labels: [links]
  title_prefix: "chore(list): "
  draft: true
"""
README = "# Awesome\n\n## Tools\n\n- [Alpha](https://github.com/old/alpha) - One.\n"
NEW = "https://github.com/acme/gamma"


@pytest.fixture(params=["registry", "readme"])
def person(
    request: pytest.FixtureRequest,
    world: Callable[..., World],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Person:
    files = small_list() | {"registry/list.yml": LIST + SETTINGS}
    if request.param == "readme":
        files = {"README.md": README, ".github/listkeeper.yml": f"version: 1\n{SETTINGS}"}
    internet = scenario() | {"repository": {"name": "octo/list", "files": files}}
    internet["repos"]["acme/gamma"] = {"stars": 3, "description": "Three things."}
    made = world(internet)
    quick = partial(connect_writer, seconds_between_writes=0)
    monkeypatch.setattr(bot.publish.github.access, "connect_writer", quick)
    person = Person(tmp_path / "list", env=made.env())
    person.write(files)
    monkeypatch.chdir(person.root)
    person.world = made  # type: ignore[attr-defined]
    return person


@pytest.mark.parametrize("words", ["refresh", f"add --section tools {NEW}"])
def test_what_is_set_is_given(person: Person, words: str) -> None:
    shown = person.run(*words.split(), "--pull-request", "--dry-run")
    ran = person.run(*words.split(), "--pull-request")
    assert "created: chore(list): " in ran.out
    pulls = person.world.github.pulls  # type: ignore[attr-defined]
    assert pulls
    for pull in pulls:
        assert pull.title.startswith("chore(list): ")
        assert (pull.labels, pull.draft) == (["links"], True)
        assert pull.title in shown.out
        (commit,) = person.world.github.commits("main", pull.head)  # type: ignore[attr-defined]
        assert commit.message.startswith(f"{pull.title}\n")


@pytest.mark.parametrize("words", ["refresh", f"add --section tools {NEW}"])
def test_what_is_given_wins_over_the_file(person: Person, words: str) -> None:
    given = ["--set", "title-prefix=docs: ", "--set", "draft=false", "--set", "assignees=alice"]
    person.world.github.collaborators = {"alice"}  # type: ignore[attr-defined]
    shown = person.run(*words.split(), "--pull-request", *given, "--dry-run")
    person.run(*words.split(), "--pull-request", *given)
    pulls = person.world.github.pulls  # type: ignore[attr-defined]
    assert pulls
    for pull in pulls:
        assert pull.title.startswith("docs: ")
        assert pull.title in shown.out
        assert (pull.labels, pull.draft, pull.assignees) == (["links"], False, ["alice"])


@pytest.mark.parametrize("words", ["refresh", "discover", f"add --section tools {NEW}"])
def test_given_without_a_pull_request_it_is_refused(person: Person, words: str) -> None:
    ran = person.run(*words.split(), "--set", "draft=true")
    assert ran.code == 2
    assert "--set is about pull requests\n  → add --pull-request" in ran.err


def test_in_a_folder_there_is_no_title(person: Person) -> None:
    assert "chore(list)" not in person.run("refresh").out


PAGE = (ROOT / "docs/action.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("\n## Labels, reviewers, drafts\n")[2].partition("\n## ")[0]


def test_the_docs_show_every_setting() -> None:
    text = SECTION.partition("```yaml\n")[2].partition("```")[0]
    shown = read_yaml("list.yml", text)["pull_requests"]
    validated(PullRequestText, "list.yml", shown)
    assert list(shown) == list(PullRequestText.model_fields)
    rows = [row.split("|")[3] for row in SECTION.splitlines() if row.startswith("| ")][2:]
    assert [row.split("`")[1] for row in rows] == list(PullRequestText.model_fields)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("automerge: [dead]", "expected 'metadata', 'moved' or 'facts'"),
        ("lables: [x]", "did you mean 'labels'?"),
        ("reviewers: ['@bo']", "the name of an account on GitHub, or owner/team"),
        ('title_prefix: "a\\nb"', "a text of a single line"),
        ("base: 'a b'", "the name of a branch"),
    ],
)
def test_what_cannot_be_is_named(tmp_path: Path, line: str, expected: str) -> None:
    person = Person(tmp_path)
    person.write(small_list() | {"registry/list.yml": f"{LIST}pull_requests:\n  {line}\n"})
    ran = person.run("lint", "--root", str(tmp_path))
    assert ran.code == 1
    assert expected in ran.out
