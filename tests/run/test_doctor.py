"""`listkeeper doctor`: what a list needs, what is missing, and where to click."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.run.init import ActionPin, readme_files, starter_files, understood
from tests.person import Person, Ran
from tests.workflows.test_linters import PIN
from tests.world.faults import SHAPES
from tests.world.world import World

PAGE = "https://github.com/octo/list"
REFRESH = ".github/workflows/refresh.yml"
README = "# Awesome\n\n## Tools\n\n- [Alpha](https://github.com/a/alpha) - One.\n"


def files_of(home: str) -> dict[str, str]:
    """A list as `init` sets it up."""
    if home == "registry":
        return starter_files(PIN)
    documents = {"README.md": README}
    listed = understood(documents, Path())
    return documents | readme_files(PIN, documents, listed, config=False)


@pytest.fixture(params=["registry", "readme"])
def files(request: pytest.FixtureRequest) -> dict[str, str]:
    return files_of(str(request.param))


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setenv("GITHUB_TOKEN", "")
    monkeypatch.setenv("GH_TOKEN", "")
    monkeypatch.setenv("HF_TOKEN", "")
    (tmp_path / "list").mkdir()
    monkeypatch.chdir(tmp_path / "list")
    return Person(tmp_path / "list")


def line(ran: Ran, name: str) -> str:
    """The check of that name, with its advice."""
    found = [part for part in ran.out.split("\n") if part[2:].startswith(f"{name}: ")]
    assert len(found) == 1, ran.out
    after = ran.out.partition(f"{found[0]}\n")[2]
    return found[0] + (after.partition("\n")[0] if after.startswith("  →") else "")


# without a network


def test_a_list_that_init_set_up(person: Person, files: dict[str, str]) -> None:
    person.write(files)
    ran = person.run("doctor")
    assert ran.code == 0, ran.out
    signs = [part[0] for part in ran.out.splitlines() if part[1:2] == " " != part[0]]
    assert "".join(signs) == "✓✓✓✓✓??"
    assert line(ran, "schedule") == "✓ schedule: 17 4 * * 1"
    assert "GITHUB_TOKEN=$(gh auth token)" in line(ran, "token")
    assert ran.out.endswith("No problems found; 2 things could not be checked.\n")


def test_an_empty_folder(person: Person) -> None:
    ran = person.run("doctor")
    assert ran.code == 1
    assert "there is no list here" in line(ran, "list")
    assert "`listkeeper init`" in line(ran, "workflows")
    assert ran.out.endswith("2 problems; 2 things could not be checked.\n")


BROKEN = [
    ("registry/tools.yml", "name: ", "nmae: ", "list", "registry/tools.yml:"),
    ("README.md", "<!-- listkeeper:begin tools -->", "", "list", "end of 'tools' is outside"),
    (REFRESH, '"17 4 * * 1"', '"0 4 * * 1"', "schedule", "at a full hour"),
    (REFRESH, '"17 4 * * 1"', '"*/15 4 * * 1"', "schedule", "at a full hour"),
    (REFRESH, '"17 4 * * 1"', '"4 * * 1"', "schedule", "'4 * * 1' is no schedule"),
    (REFRESH, '"17 4 * * 1"', '"61 4 * * 1"', "schedule", "is no schedule"),
    (REFRESH, '  schedule:\n    - cron: "17 4 * * 1"', "  # none", "schedule", "on a schedule"),
    (REFRESH, "      issues: write", "      issues: read", "permissions", "lacks `issues: write`"),
    (REFRESH, "timeout-minutes: 60", "timeout-minutes: 50", "version", "compare it with"),
]


@pytest.mark.parametrize(("path", "before", "after", "name", "expected"), BROKEN)
def test_what_is_missing_is_named(
    person: Person, path: str, before: str, after: str, name: str, expected: str
) -> None:
    files = files_of("registry")
    assert before in files[path]
    person.write(files | {path: files[path].replace(before, after, 1)})
    ran = person.run("doctor")
    assert expected in line(ran, name)
    assert ran.code == (name != "version")


def test_another_pin_is_no_difference(person: Person) -> None:
    person.write(starter_files(ActionPin("me/listkeeper", "1" * 40, "9.9.9")))
    assert "those of this version" in line(person.run("doctor"), "version")


# what GitHub says


Enter = Callable[..., Person]


@pytest.fixture
def enter(person: Person, world: Callable[..., World]) -> Enter:
    def make(home: str = "registry", repository: Any = None, **github: Any) -> Person:
        files = files_of(home)
        own = {"name": "octo/list", "files": files, "pushed": "2999-01-01", **(repository or {})}
        person.env = world({"repository": own, "github": github}).env()
        person.write(files)
        return person

    return make


@pytest.mark.parametrize("home", ["registry", "readme"])
def test_everything_is_in_place(enter: Enter, home: str) -> None:
    ran = enter(home).run("doctor", GITHUB_REPOSITORY="octo/list", HF_TOKEN="hf_x")
    assert ran.code == 0, ran.out
    assert ran.out.endswith("Everything is in place.\n")


ONLINE: list[tuple[dict[str, Any], str, str]] = [
    ({"pulls_permitted": False}, "pull requests", f"{PAGE}/settings/actions"),
    ({"actions": False}, "Actions", f"{PAGE}/settings/actions"),
    ({"read_only": True}, "write access", f"{PAGE}/settings/access"),
    ({"repository": {"has_issues": False}}, "dashboard", f"{PAGE}/settings#features"),
    ({"repository": {"archived": True}}, "archived", f"{PAGE}/settings"),
    ({"repository": {"fork": True}}, "runs", f"by hand: {PAGE}/actions"),
    ({"repository": {"pushed": "2024-01-01"}}, "activity", f"{PAGE}/pulls"),
    ({"repository": {"files": {"README.md": "x\n"}}}, "runs", "push it to main"),
    (
        {"workflow_states": {REFRESH: "disabled_inactivity"}},
        "runs",
        f"60 days without activity  → Enable workflow: {PAGE}/actions/workflows/refresh.yml",
    ),
]


@pytest.mark.parametrize(("github", "name", "expected"), ONLINE)
def test_what_is_off_is_named_with_its_page(
    enter: Enter, github: dict[str, Any], name: str, expected: str
) -> None:
    ran = enter(**github).run("doctor", GITHUB_REPOSITORY="octo/list", HF_TOKEN="hf_x")
    assert line(ran, name).startswith("✗ ")
    assert expected in line(ran, name)
    assert ran.code == 1
    assert ran.out.endswith("\n1 problem.\n")


def test_what_a_token_may_not_see_is_unknown(enter: Enter) -> None:
    ran = enter(admin=False).run("doctor", GITHUB_REPOSITORY="octo/list", HF_TOKEN="hf_x")
    assert ran.code == 0
    assert line(ran, "pull requests").startswith("? ")
    assert f"{PAGE}/settings/actions" in line(ran, "pull requests")
    assert ran.out.endswith("No problems found; 2 things could not be checked.\n")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("octo/gone", "GitHub refused with 404"), ("octo/list", "GITHUB_TOKEN is wrong")],
)
def test_a_repository_that_cannot_be_read(enter: Enter, name: str, expected: str) -> None:
    token = {} if "gone" in name else {"GITHUB_TOKEN": "bad"}
    ran = enter().run("doctor", GITHUB_REPOSITORY=name, HF_TOKEN="hf_x", **token)
    assert ran.code == 1
    assert expected in line(ran, "repository")


@pytest.mark.parametrize(
    "shape", ["null", "wrong types", "a page with 200", "nested without end", "without end"]
)
def test_an_answer_that_github_would_never_give_is_one_line(
    person: Person, world: Callable[..., World], shape: str
) -> None:
    files = files_of("registry")
    box = world({"repository": {"name": "octo/list", "files": files}}, strict=False)
    box.worsen("api.github.com", SHAPES[shape], lambda _: True)
    person.env = box.env()
    person.write(files)
    ran = person.run("doctor", GITHUB_REPOSITORY="octo/list", HF_TOKEN="hf_x")
    assert ran.code == 1
    assert line(ran, "repository").startswith("✗ ")
    assert ran.out.endswith("\n1 problem.\n")


@pytest.mark.parametrize(
    "url", ["https://github.com/octo/list.git", "git@github.com:octo/list.git"]
)
def test_the_repository_is_that_of_the_clone(enter: Enter, url: str, tmp_path: Path) -> None:
    from bot.lists.git import run_git

    person = enter()
    run_git(person.root, "init", "--quiet")
    assert "set GITHUB_REPOSITORY" in line(person.run("doctor", GITHUB_REPOSITORY=""), "repository")
    run_git(person.root, "remote", "add", "origin", url)
    assert "✓ runs: " in person.run("doctor", GITHUB_REPOSITORY="").out
