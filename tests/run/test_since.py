"""`check --changed-since`: only the entries that a pull request touches, and how they will read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bot.lists.registry.load import read_documents
from bot.model.errors import BrokenInputError, SettingsError
from bot.run.steps.changed import difference_since
from tests.build import LIST, TOOLS, documents
from tests.person import DELTA, Person


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """A list in git: its first commit holds alpha, beta and gamma."""
    person = Person(tmp_path / "list")
    person.write(documents())
    git(person, "init", "--quiet")
    commit(person)
    return person


def git(person: Person, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", "-C", str(person.root), *who, *words], check=True, capture_output=True)


def commit(person: Person) -> None:
    git(person, "add", "--all")
    git(person, "commit", "--quiet", "--message", "x")


def difference(person: Person, ref: str = "HEAD") -> tuple[set[str], str]:
    news = difference_since(read_documents(person.root), person.root, ref)
    return set(news.changed), news.preview


def test_nothing_changed(person: Person) -> None:
    assert difference(person) == (set(), "## What changes in the list\n\nNo entry changed.\n")


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("https://github.com/old/alpha", "https://github.com/new/alpha", {"alpha"}),
        ("Does one thing.", "Does two things.", {"alpha"}),
        ("name: Beta", "name: Better", {"beta"}),
        ("  # the first of them\n", "", set()),
        ("  - id: alpha", "  # a line more moves all of them\n\n  - id: alpha", set()),
        ("licence: MIT", "licence: MIT\n    pins: {licence: it is so}", {"gamma"}),
        ("id: gamma", "id: gamma-2", {"gamma-2"}),
    ],
)
def test_which_entries_changed(person: Person, old: str, new: str, changed: set[str]) -> None:
    person.write({"registry/tools.yml": TOOLS.replace(old, new)})
    assert difference(person)[0] == changed


def test_the_preview_shows_just_those_rows(person: Person) -> None:
    without_beta = TOOLS[: TOOLS.index("  - id: beta")] + TOOLS[TOOLS.index("  - id: gamma") :]
    person.write({"registry/tools.yml": without_beta + DELTA})
    changed, preview = difference(person)
    assert changed == {"delta"}
    assert "### Tools\n\n| Name |" in preview
    assert "**Delta**" in preview
    assert "Alpha" not in preview
    assert preview.endswith("Removed: Beta\n")


def test_a_list_that_was_not_there_or_broken_had_no_entries(person: Person) -> None:
    person.write({"registry/tools.yml": "entries: [\n"})
    commit(person)
    git(person, "rm", "--quiet", "registry/list.yml")
    commit(person)
    person.write({"registry/tools.yml": TOOLS, "registry/list.yml": LIST})
    everything = {"alpha", "beta", "gamma"}
    assert difference(person)[0] == difference(person, "HEAD^")[0] == everything


def test_a_list_below_the_root_of_its_repository(person: Person) -> None:
    inner = Person(person.root / "docs")
    inner.write(documents())
    commit(person)
    inner.write({"registry/tools.yml": TOOLS + DELTA})
    assert difference(inner)[0] == {"delta"}


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", "HEAD^9"])
def test_a_commit_that_git_does_not_know(person: Person, ref: str) -> None:
    with pytest.raises(SettingsError, match=r"git cannot read that commit: .*\n.*fetch-depth: 2"):
        difference(person, ref)
    assert not (person.root / "x").exists()


def test_no_git_at_all(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SettingsError, match="git is not installed"):
        difference(person)


def test_what_is_broken_now_is_reported(person: Person) -> None:
    person.write({"registry/tools.yml": TOOLS.replace("kind: tool", "kind: hammer", 1)})
    with pytest.raises(BrokenInputError, match="'kind' must be one of"):
        difference(person)
