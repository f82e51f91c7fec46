"""What git knows of a list: how it stood at a commit, who wrote a line, what was merged."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.model.entry import Entry, Registry
from bot.model.errors import SettingsError
from bot.model.provenance import LineAuthor


def read_documents_at(root: Path, commit: str) -> dict[str, str]:
    """`registry/*.yml` of that commit, as git has them.

    Raises SettingsError when git does not know the commit, or is not there.
    """
    sha = run_git(root, "rev-parse", "--verify", "--end-of-options", f"{commit}^{{commit}}").strip()
    listed = run_git(root, "ls-tree", "-z", "--name-only", sha, "--", "registry/").split("\0")
    paths = [path for path in listed if path.endswith(".yml")]
    return {path: run_git(root, "show", f"{sha}:./{path}") for path in paths}


def run_git(root: Path, *words: str) -> str:
    """What git says, run in that folder. Raises SettingsError."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and a commit is no option of git's
            ["git", "-C", str(root), *words],  # noqa: S607 - the git that people have
            capture_output=True,
            check=True,
        )
    except OSError:
        raise SettingsError("git is not there, so nothing can be compared with it") from None
    except subprocess.CalledProcessError as error:
        message = error.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise SettingsError(
            f"git cannot read that commit: {message[-1] if message else 'no reason given'}",
            hint="in a workflow let actions/checkout fetch it: fetch-depth: 2 for HEAD^1",
        ) from None
    return done.stdout.decode("utf-8", errors="replace")


def changed_entries(before: Registry, after: Registry) -> frozenset[str]:
    """The ids of the entries of `after` that are new or read differently, wherever they stand."""
    known = {entry.id: _told(entry) for entry in before.entries}
    return frozenset(entry.id for entry in after.entries if known.get(entry.id) != _told(entry))


def removed_entries(before: Registry, after: Registry) -> tuple[str, ...]:
    """The names of the entries that are there no more."""
    left = {entry.id for entry in after.entries}
    return tuple(entry.name for entry in before.entries if entry.id not in left)


def _told(entry: Entry) -> tuple[object, ...]:
    links: Iterable[object] = (
        (link.role, link.link.url, link.dead_since, link.archived_copy) for link in entry.links
    )
    return (entry.kind, entry.name, entry.section, *links, entry.values, entry.pins)


_WAIT = 20


"""Seconds that git may take."""


def last_written(root: Path, path: str) -> dict[int, LineAuthor]:
    """Line (from 1) → the commit that wrote it last; empty where git cannot tell."""
    command = ["git", "-C", str(root), "blame", "--line-porcelain", "--", path]
    try:
        reported = subprocess.run(  # noqa: S603 (git, with arguments of ours)
            command, capture_output=True, timeout=_WAIT, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    return _read(reported.stdout.decode("utf-8", errors="replace"))


def _read(porcelain: str) -> dict[int, LineAuthor]:
    """The lines of git's own form (https://git-scm.com/docs/git-blame#_the_porcelain_format)."""
    lines: dict[int, LineAuthor] = {}
    commit, number, facts = "", 0, dict[str, str]()
    for line in porcelain.split("\n"):
        if line.startswith("\t"):
            if set(commit) != {"0"}:  # all zeros: not committed yet
                day = day_of(facts.get("committer-time", "0"))
                lines[number] = LineAuthor(day, commit[:8], facts.get("summary", ""))
            facts = {}
            commit = ""
        elif not commit and line:
            commit, _, number_now, *_ = line.split(" ")
            number = int(number_now)
        else:
            name, _, value = line.partition(" ")
            facts[name] = value
    return lines


def day_of(seconds: str) -> str:
    """The day in UTC (YYYY-MM-DD) of a moment as git tells it."""
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()


_GITHUB = "GitHub"


"""Whom GitHub names as the committer of what its buttons make."""


@dataclass(frozen=True)
class MergedCommit:
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


def merged_commits(root: Path, words: str, most: int) -> list[MergedCommit]:
    """The latest commits below `root` whose message holds these words, newest first.

    Raises SettingsError when git, or a history, is not there.
    """
    wanted = ("--fixed-strings", f"--grep={words}", f"--max-count={most}", "--full-history")
    reported = _log(root, "-z", "--format=%H%n%B", *wanted, "--", ".").split("\0")
    messages = dict(one.split("\n", 1) for one in reported if "\n" in one)
    if not messages:
        return []
    steps = _steps(root)
    brought = _brought(steps)
    found = []
    for sha, message in messages.items():
        way = brought[sha]
        found.append(MergedCommit(way[:8], day_of(steps[way].seconds), steps[way].by, message))
    return found


def is_whole(root: Path) -> bool:
    """Whether the clone holds all of its history. Raises SettingsError like `landed`."""
    return run_git(root, "rev-parse", "--is-shallow-repository").strip() == "false"


def _log(root: Path, *words: str) -> str:
    return run_git(
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
