"""The memory's own branch: one file, never merged, squashed when it has grown long."""

from __future__ import annotations

import re

from github import GithubException, InputGitTreeElement
from github.GitCommit import GitCommit
from github.GitRef import GitRef
from github.Repository import Repository

from bot.lists import memory as memory_file
from bot.lists.merge_memories import merge_memories
from bot.model.errors import InputError
from bot.publish.github.branch import blob_sha, find_ref, read_bytes

BRANCH = "listkeeper/memory"
FILE = "memory.json"
LONGEST = 50
"""Commits after which the branch starts again with one."""
_COUNT = re.compile(r"\((\d+)\)")
_TAKEN = {409, 422}
_TRIES = 3


def read_memory(repository: Repository) -> str | None:
    """The text that was kept last, None when there is none."""
    ref = find_ref(repository, BRANCH)
    if ref is None:
        return None
    content = read_bytes(repository, FILE, ref.object.sha)
    # what is not UTF-8 is no memory: who reads it says so, and starts again
    return None if content is None else content.decode("utf-8", errors="replace")


def write_memory(repository: Repository, text: str, known: str | None) -> bool:
    """Keep the text; False when it was there already.

    `known` is what the run began with: where the branch says something else by now, another run was
    at work meanwhile, and both are joined.
    """
    for _ in range(_TRIES - 1):
        try:
            return _write(repository, text, known)
        except GithubException as error:
            if error.status not in _TAKEN:
                raise
    return _write(repository, text, known)


def _write(repository: Repository, text: str, known: str | None) -> bool:
    ref = find_ref(repository, BRANCH)
    last = repository.get_git_commit(ref.object.sha) if ref else None
    if last and _holds(repository, last, text):
        return False
    if last and not (known is not None and _holds(repository, last, known)):
        text = _joined(text, read_memory(repository))
    element = InputGitTreeElement(FILE, "100644", "blob", content=text)
    tree = repository.create_git_tree([element])
    count = _count(last)
    parents = [last] if last and count < LONGEST else []
    message = f"What the bot remembers ({count + 1 if parents else 1})"
    made = repository.create_git_commit(message, tree, parents)
    _point(repository, ref, made.sha, force=not parents)
    return True


def _joined(text: str, other: str | None) -> str:
    """Both memories in one; what cannot be read is no memory."""
    try:
        return memory_file.memory_text(
            merge_memories(memory_file.parse_memory(text), memory_file.parse_memory(other))
        )
    except InputError:
        return text


def _holds(repository: Repository, commit: GitCommit, text: str) -> bool:
    files = repository.get_git_tree(commit.tree.sha).tree
    return [(one.path, one.sha) for one in files] == [(FILE, blob_sha(text))]


def _count(last: GitCommit | None) -> int:
    found = _COUNT.search(last.message) if last else None
    return int(found[1]) if found else 0


def _point(repository: Repository, ref: GitRef | None, sha: str, *, force: bool) -> None:
    if ref is None:
        repository.create_git_ref(f"refs/heads/{BRANCH}", sha)
    else:
        ref.edit(sha, force=force)
