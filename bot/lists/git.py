"""The list as it stood at another commit, and which entries have changed since."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from bot.model.entry import Entry, Registry
from bot.model.errors import SettingsError


def read_documents_at(root: Path, commit: str) -> dict[str, str]:
    """`registry/*.yml` of that commit, as git has them.

    Raises SettingsError when git does not know the commit, or is not there.
    """
    sha = ask_git(root, "rev-parse", "--verify", "--end-of-options", f"{commit}^{{commit}}").strip()
    listed = ask_git(root, "ls-tree", "-z", "--name-only", sha, "--", "registry/").split("\0")
    paths = [path for path in listed if path.endswith(".yml")]
    return {path: ask_git(root, "show", f"{sha}:./{path}") for path in paths}


def ask_git(root: Path, *words: str) -> str:
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
        said = error.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise SettingsError(
            f"git cannot read that commit: {said[-1] if said else 'no reason given'}",
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
