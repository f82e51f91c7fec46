"""What git knows of a list's life: what came, moved, died and went, each on its own day."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from bot.lists.history import list_events
from bot.lists.registry.load import read_documents
from bot.model.values.site import ListEvent
from tests.build import LIST, README, TOOLS

NEW = """\
  - id: delta
    kind: tool
    name: Delta
    section: tools
    links: {code: https://github.com/acme/delta}
"""
DEAD = """links:
      code: https://github.com/acme/beta
      site: {url: https://beta.example/tour, dead: 2026-11-01, archived: https://a.example/copy}"""


class Repository:
    """A list under git, with a clock."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, day: str = "2026-01-01") -> None:
        moment = f"{day}T12:00:00Z"
        who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
        who |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
        env = {**os.environ, **who, "GIT_COMMITTER_DATE": moment, "GIT_AUTHOR_DATE": moment}
        subprocess.run(["git", "-C", str(self.root), *words], check=True, env=env)

    def commit(self, day: str, **texts: str) -> None:
        for path, text in texts.items():
            (self.root / path).parent.mkdir(exist_ok=True, parents=True)
            (self.root / path).write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", day, day=day)

    def events(self) -> list[ListEvent]:
        return list_events(self.root, read_documents(self.root))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    texts = {"registry/list.yml": LIST, "registry/tools.yml": TOOLS, "README.md": README}
    made.commit("2026-02-01", **texts)
    return made


def test_what_a_list_begins_with_is_not_new(repository: Repository) -> None:
    assert repository.events() == []


def test_each_change_has_the_day_of_its_commit(repository: Repository) -> None:
    path = "registry/tools.yml"
    repository.commit("2026-03-01", **{path: TOOLS + NEW})
    moved = (TOOLS + NEW).replace("github.com/old/alpha", "github.com/acme/alpha")
    repository.commit("2026-04-01", **{path: moved})
    repository.commit("2026-04-05", **{"README.md": README + "\nwords\n"})
    start, end = moved.index('links: {code: "https'), moved.index("  - id: gamma")
    dead = moved[:start] + DEAD + "\n" + moved[end:]
    repository.commit("2026-05-01", **{path: dead})
    gone = dead[: dead.index("  - id: gamma")] + NEW
    repository.commit("2026-06-01", **{path: gone})
    assert repository.events() == [
        ListEvent(
            "removed", "gamma", "Gamma", "2026-06-01", "https://huggingface.co/acme/gamma-7b"
        ),
        ListEvent(
            "died",
            "beta",
            "Beta",
            "2026-05-01",
            "https://beta.example/tour",
            "https://a.example/copy",
        ),
        ListEvent(
            "moved",
            "alpha",
            "Alpha",
            "2026-04-01",
            "https://github.com/old/alpha",
            "https://github.com/acme/alpha",
        ),
        ListEvent("new", "delta", "Delta", "2026-03-01", after="https://github.com/acme/delta"),
    ]


def test_another_spelling_of_an_address_is_no_event(repository: Repository) -> None:
    text = TOOLS.replace("https://github.com/old/alpha", "http://github.com/Old/alpha/")
    repository.commit("2026-03-01", **{"registry/tools.yml": text})
    assert repository.events() == []


def test_a_file_of_entries_may_be_renamed(repository: Repository) -> None:
    repository.git("mv", "registry/tools.yml", "registry/other.yml")
    repository.commit("2026-03-01")
    assert repository.events() == []


def test_a_version_that_nobody_can_read_is_passed_over(repository: Repository) -> None:
    repository.commit("2026-03-01", **{"registry/tools.yml": "entries: ["})
    repository.commit("2026-03-02", **{"registry/tools.yml": TOOLS + NEW})
    assert [(one.kind, one.day) for one in repository.events()] == [("new", "2026-03-02")]


def test_entries_that_share_an_anchor_are_read_as_a_whole(repository: Repository) -> None:
    shared = TOOLS.replace("licence: MIT", "licence: &free MIT") + NEW.replace(
        "    links", "    licence: *free\n    links"
    )
    repository.commit("2026-03-01", **{"registry/tools.yml": shared})
    assert [(one.kind, one.entry) for one in repository.events()] == [("new", "delta")]


def test_a_merge_counts_on_its_own_day(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("2026-03-01", **{"registry/tools.yml": TOOLS + NEW})
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side", day="2026-03-09")
    assert [(one.kind, one.day) for one in repository.events()] == [("new", "2026-03-09")]


def test_only_the_latest_commits_are_looked_at(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stood before them is known from the first of them."""
    repository.commit("2026-03-01", **{"registry/more.yml": f"entries:\n{NEW}"})
    omega = TOOLS + NEW.replace("delta", "omega").replace("Delta", "Omega")
    repository.commit("2026-03-02", **{"registry/tools.yml": omega})
    monkeypatch.setattr("bot.lists.history.COMMITS", 1)
    assert [one.entry for one in repository.events()] == ["omega"]


def test_a_list_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.commit("2026-01-01", **{"sub/registry/list.yml": LIST, "sub/registry/tools.yml": TOOLS})
    made.commit("2026-01-02", **{"sub/registry/tools.yml": TOOLS + NEW, "sub/README.md": README})
    found = list_events(tmp_path / "sub", read_documents(tmp_path / "sub"))
    assert [one.entry for one in found] == ["delta"]


def test_without_git_nothing_is_known(tmp_path: Path) -> None:
    assert list_events(tmp_path, {"registry/list.yml": LIST, "registry/tools.yml": TOOLS}) == []


def test_a_hand_written_list(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    head = "# Things\n\n## Tools\n\n- [Alpha](https://github.com/old/alpha) - one\n"
    more = "- [Beta](https://beta.example/x) - two\n"
    made.commit("2026-01-01", **{"README.md": head})
    made.commit("2026-01-02", **{"README.md": head + more})
    made.commit("2026-01-03", **{"README.md": (head + more).replace("old/", "fresh/")})
    latest = (head + more).replace("old/", "fresh/").replace(more, "")
    made.commit("2026-01-04", **{"README.md": latest})
    found = list_events(tmp_path, {"README.md": latest})
    assert [(one.kind, one.name, one.day) for one in found] == [
        ("removed", "Beta", "2026-01-04"),
        ("moved", "Alpha", "2026-01-03"),
        ("new", "Beta", "2026-01-02"),
    ]
    assert (found[1].before, found[1].after) == (
        "https://github.com/old/alpha",
        "https://github.com/fresh/alpha",
    )


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        ("https://web.archive.org/web/20260102030405/http://beta.example/x", "died"),
        ("https://archive.ph/2026/http://beta.example/x/", "died"),
        ("https://www.beta.example/x", "moved"),
        ("https://other.example/x", "moved"),
    ],
)
def test_an_archived_copy_in_place_of_a_link_means_that_it_died(
    tmp_path: Path, after: str, kind: str
) -> None:
    made = Repository(tmp_path)
    text = "# Things\n\n## Tools\n\n- [Beta](http://beta.example/x) - two\n"
    made.commit("2026-01-01", **{"README.md": text})
    latest = text.replace("http://beta.example/x", after)
    made.commit("2026-01-02", **{"README.md": latest})
    assert [(one.kind, one.after) for one in list_events(tmp_path, {"README.md": latest})] == [
        (kind, after)
    ]
