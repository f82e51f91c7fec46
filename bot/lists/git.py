"""What git knows about a list: its state at a commit, who wrote a line, what was merged."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bot.config.release import repository_at
from bot.model.entry import Entry, Registry
from bot.model.errors import SettingsError, Where
from bot.model.provenance import LineAuthor

_WAIT = 60
"""Seconds allowed for a git command."""
_GITHUB = "GitHub"
"""The committer of commits made by GitHub's buttons."""


def read_documents_at(root: Path, commit: str) -> dict[str, str]:
    """`registry/*.yml` of that commit, as git has them.

    Raises SettingsError when git does not know the commit, or is not there.
    """
    sha = run_git(root, "rev-parse", "--verify", "--end-of-options", f"{commit}^{{commit}}").strip()
    listed = run_git(root, "ls-tree", "-z", "--name-only", sha, "--", "registry/").split("\0")
    paths = [path for path in listed if path.endswith(".yml")]
    return {path: run_git(root, "show", f"{sha}:./{path}") for path in paths}


def read_texts_at(root: Path, commit: str, paths: Iterable[str]) -> dict[str, str]:
    """These files at that commit; those it does not contain are left out.

    Raises SettingsError when git does not know the commit, or is not installed.
    """
    sha = run_git(root, "rev-parse", "--verify", "--end-of-options", f"{commit}^{{commit}}").strip()
    found = {}
    for path in paths:
        if run_git(root, "ls-tree", "-z", "--name-only", sha, "--", path):
            found[path] = run_git(root, "show", f"{sha}:./{path}")
    return found


def run_git(root: Path, *words: str) -> str:
    """The output of git, run in that folder. Raises SettingsError."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and a commit is no option of git's
            ["git", "-C", str(root), *words],  # noqa: S607 - the git that people have
            capture_output=True,
            check=True,
            timeout=_WAIT,
        )
    except OSError:
        raise SettingsError("git is not installed, so nothing can be compared") from None
    except subprocess.TimeoutExpired:
        raise SettingsError(f"git gave no answer in {_WAIT} seconds") from None
    except subprocess.CalledProcessError as error:
        message = error.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise SettingsError(
            f"git cannot read that commit: {message[-1] if message else 'no reason given'}",
            hint="in a workflow let actions/checkout fetch it: fetch-depth: 2 for HEAD^1",
        ) from None
    return done.stdout.decode("utf-8", errors="replace")


def repository_of(root: Path) -> str:
    """owner/name of the repository on GitHub that git's `origin` names; empty where none does."""
    try:
        return repository_at(run_git(root, "remote", "get-url", "origin"))
    except SettingsError:
        return ""


def changed_entries(before: Registry, after: Registry) -> frozenset[str]:
    """The ids of the entries in `after` that are new or changed, at any position."""
    known = {entry.id: _content(entry) for entry in before.entries}
    return frozenset(entry.id for entry in after.entries if known.get(entry.id) != _content(entry))


def removed_entries(before: Registry, after: Registry) -> tuple[str, ...]:
    """The names of the entries that were removed."""
    left = {entry.id for entry in after.entries}
    return tuple(entry.name for entry in before.entries if entry.id not in left)


def _content(entry: Entry) -> tuple[object, ...]:
    links: Iterable[object] = (
        (link.role, link.link.url, link.dead_since, link.archived_copy) for link in entry.links
    )
    return (entry.kind, entry.name, entry.section, *links, entry.values, entry.pins, entry.retired)


def last_written(root: Path, path: str) -> dict[Where, LineAuthor]:
    """Line → the commit that wrote it last; empty where git does not know.

    https://git-scm.com/docs/git-blame#_the_porcelain_format
    """
    try:
        porcelain = run_git(root, "blame", "--line-porcelain", "--", path)
    except SettingsError:
        return {}
    lines: dict[Where, LineAuthor] = {}
    for block in re.split(r"\n\t[^\n]*\n", porcelain)[:-1]:
        head, *rest = block.split("\n")
        commit, _, number, *_ = head.split(" ")
        facts = {name: value for name, _, value in (line.partition(" ") for line in rest)}
        if set(commit) != {"0"}:  # all zeros: not committed yet
            day, subject = utc_day(facts["committer-time"]), facts.get("summary", "")
            lines[Where(path, int(number))] = LineAuthor(
                day=day, commit=commit[:8], subject=subject
            )
    return lines


class MergedCommit(NamedTuple):
    """A commit's whole message, and the commit that merged it into the current branch.

    `commit` is a short id, `day` YYYY-MM-DD; `by` is empty where git does not name the person.
    """

    message: str
    commit: str
    day: str
    by: str


def merged_commits(root: Path, words: str, most: int) -> list[MergedCommit]:
    """The latest commits below `root` whose message contains these words, newest first.

    Raises SettingsError when git, or a history, is not there.
    """
    wanted = ("--fixed-strings", f"--grep={words}", f"--max-count={most}", "--full-history")
    logged = _log(root, "-z", "--format=%H%n%B", *wanted, "--", ".").split("\0")
    messages = dict(one.split("\n", 1) for one in logged if "\n" in one)
    if not messages:
        return []
    history = _log(root, "--format=%H%x00%P%x00%ct%x00%an%x00%cn").split("\n")
    commits = {sha: facts for sha, *facts in (line.split("\0") for line in history if line)}
    brought = _brought({sha: facts[0].split() for sha, facts in commits.items()})
    found = []
    for sha, message in messages.items():
        parents, seconds, author, committer = commits[brought[sha]]
        # the author of a squash or a rebase is the bot's committer
        name = author if " " in parents else committer
        by = "" if name == _GITHUB or name.endswith("[bot]") else name
        found.append(MergedCommit(message, brought[sha][:8], utc_day(seconds), by))
    return found


def is_whole(root: Path) -> bool:
    """Whether the clone has its complete history. Raises SettingsError like `merged_commits`."""
    return run_git(root, "rev-parse", "--is-shallow-repository").strip() == "false"


def _log(root: Path, *words: str) -> str:
    return run_git(
        root, "-c", "log.showSignature=false", "log", "--no-follow", "--encoding=UTF-8", *words
    )


def _brought(parents: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Commit → the commit on the line of first parents that merged it."""
    line = list(parents)[:1]
    while before := parents.get(line[-1], ())[:1]:
        line += before
    brought: dict[str, str] = {}
    for own in reversed(line):
        waiting = [own]
        while waiting:
            sha = waiting.pop()
            if sha in parents and sha not in brought:
                brought[sha] = own
                waiting += parents[sha]
    return brought


def utc_day(seconds: str) -> str:
    """The day in UTC (YYYY-MM-DD) of a date in git's format."""
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
