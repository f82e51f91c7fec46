"""What came into the checked-out branch: by which commit, when, and who let it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.lists.git import ask_git
from bot.lists.registry.places import day_of

_GITHUB = "GitHub"
"""Whom GitHub names as the committer of what its buttons make."""


@dataclass(frozen=True)
class Landed:
    """A commit's whole message, with the commit of the branch's own line that brought it there.

    `commit` is a short id, `day` YYYY-MM-DD; `by` is empty where git does not name the person.
    """

    commit: str
    day: str
    by: str
    message: str


@dataclass(frozen=True)
class _Step:
    parents: Sequence[str]
    seconds: str
    author: str
    committer: str

    @property
    def by(self) -> str:
        # the author of a squash or a rebase is whoever the bot commits as
        name = self.author if len(self.parents) > 1 else self.committer
        return "" if name == _GITHUB or name.endswith("[bot]") else name


def landed(root: Path, words: str, most: int) -> list[Landed]:
    """The latest commits below `root` whose message holds these words, newest first.

    Raises SettingsError when git, or a history, is not there.
    """
    wanted = ("--fixed-strings", f"--grep={words}", f"--max-count={most}", "--full-history")
    told = _log(root, "-z", "--format=%H%n%B", *wanted, "--", ".").split("\0")
    messages = dict(one.split("\n", 1) for one in told if "\n" in one)
    if not messages:
        return []
    steps = _steps(root)
    brought = _brought(steps)
    found = []
    for sha, message in messages.items():
        way = brought[sha]
        found.append(Landed(way[:8], day_of(steps[way].seconds), steps[way].by, message))
    return found


def is_whole(root: Path) -> bool:
    """Whether the clone holds all of its history. Raises SettingsError like `landed`."""
    return ask_git(root, "rev-parse", "--is-shallow-repository").strip() == "false"


def _log(root: Path, *words: str) -> str:
    return ask_git(
        root, "-c", "log.showSignature=false", "log", "--no-follow", "--encoding=UTF-8", *words
    )


def _steps(root: Path) -> dict[str, _Step]:
    """Every commit of the branch, its head first."""
    steps = {}
    for line in _log(root, "--format=%H%x00%P%x00%ct%x00%an%x00%cn").split("\n"):
        if line:
            sha, parents, *rest = line.split("\0")
            steps[sha] = _Step(parents.split(), *rest)
    return steps


def _brought(steps: Mapping[str, _Step]) -> dict[str, str]:
    """Commit → the commit on the line of first parents that brought it to the branch."""
    line = []
    head = next(iter(steps), "")
    while head in steps:
        line.append(head)
        head = next(iter(steps[head].parents), "")
    brought: dict[str, str] = {}
    for way in reversed(line):
        waiting = [way]
        while waiting:
            sha = waiting.pop()
            if sha in steps and sha not in brought:
                brought[sha] = way
                waiting += steps[sha].parents
    return brought
