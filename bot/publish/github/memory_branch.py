"""The memory's own branch: memory and evidence, never merged, squashed when it has grown long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress

from github import InputGitTreeElement
from github.GitCommit import GitCommit
from github.Repository import Repository

from bot.lists.join_kept import join_kept
from bot.publish.github.branch import blob_bytes, blob_sha, find_ref
from bot.publish.github.commit import BranchMovedError, move_branch

BRANCH = "listkeeper/memory"
MEMORY_FILE, EVIDENCE_FILE = "memory.json", "evidence.json"
_Files = Mapping[str, str]
"""Name of a file of the branch → its text."""
_LONGEST = 50
"""Commits after which the branch starts again with one."""
_COUNT = re.compile(r"\((\d+)\)")
_TRIES = 3


def read_kept(repository: Repository) -> dict[str, str]:
    """The texts that were kept last."""
    ref = find_ref(repository, BRANCH)
    if ref is None:
        return {}
    tree = repository.get_git_tree(ref.object.sha).tree
    return {
        one.path: _blob(repository, one.sha)
        for one in tree
        if one.path in {MEMORY_FILE, EVIDENCE_FILE}
    }


def _blob(repository: Repository, sha: str) -> str:
    # what is not UTF-8 is no memory: who reads it says so, and starts again
    return blob_bytes(repository, sha).decode("utf-8", errors="replace")


def write_kept(repository: Repository, kept: _Files, known: _Files) -> bool:
    """Keep the texts; False when they were there already.

    `known` is the text at the start of the run: if the branch differs from it, another run wrote in
    the meantime, and both memories are merged.
    """
    for _ in range(_TRIES - 1):
        with suppress(BranchMovedError):
            return _write(repository, kept, known)
    return _write(repository, kept, known)


def _write(repository: Repository, kept: _Files, known: _Files) -> bool:
    ref = find_ref(repository, BRANCH)
    last = repository.get_git_commit(ref.object.sha) if ref else None
    if last and _holds(repository, last, kept):
        return False
    if last and not (known and _holds(repository, last, known)):
        kept = join_kept(kept, read_kept(repository))
    tree = repository.create_git_tree(
        [InputGitTreeElement(name, "100644", "blob", content=kept[name]) for name in sorted(kept)]
    )
    count = _count(last)
    parents = [last] if last and count < _LONGEST else []
    message = f"What the bot remembers ({count + 1 if parents else 1})"
    made = repository.create_git_commit(message, tree, parents)
    move_branch(repository, BRANCH, ref.object.sha if ref else "", made.sha)
    return True


def _holds(repository: Repository, commit: GitCommit, kept: _Files) -> bool:
    files = repository.get_git_tree(commit.tree.sha).tree
    return {one.path: one.sha for one in files} == {
        name: blob_sha(text) for name, text in kept.items()
    }


def _count(last: GitCommit | None) -> int:
    found = _COUNT.search(last.message) if last else None
    return int(found[1]) if found else 0
