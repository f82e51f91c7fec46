"""The memory's own branch: one file, never merged, squashed when it has grown long."""

from __future__ import annotations

import base64
import re

from github import GithubException, InputGitTreeElement
from github.ContentFile import ContentFile
from github.GitCommit import GitCommit
from github.GitRef import GitRef
from github.Repository import Repository

from bot.lists import memory as memory_file
from bot.lists.merge_memories import merge_memories
from bot.model.errors import InputError
from bot.publish.github.branch import blob_sha, find_ref

BRANCH = "listkeeper/memory"
FILE = "memory.json"
LONGEST = 50
"""Commits after which the branch starts again with one."""
_COUNT = re.compile(r"\((\d+)\)")
_TAKEN = {409, 422}
_TRIES = 3


def read_memory(repository: Repository) -> str | None:
    """The stored text, None when there is none."""
    ref = find_ref(repository, BRANCH)
    if ref is None:
        return None
    try:
        found = repository.get_contents(FILE, ref=ref.object.sha)
    except GithubException as error:
        if error.status == 404:
            return None
        raise
    return _text(repository, found) if isinstance(found, ContentFile) else None


def _text(repository: Repository, file: ContentFile) -> str:
    """Files above 1 MB come without content; git itself still gives them."""
    if file.encoding != "base64":
        return _decoded(_blob(repository, file.sha))
    return _decoded(file.decoded_content)


def _blob(repository: Repository, sha: str) -> bytes:
    return base64.b64decode(repository.get_git_blob(sha).content)


def _decoded(content: bytes) -> str:
    # the reader reports a text that is not UTF-8, and starts with an empty memory
    return content.decode("utf-8", errors="replace")


def write_memory(repository: Repository, text: str, known: str | None) -> bool:
    """Store the text; False when it is unchanged.

    `known` is the text at the start of the run: if the branch differs from it, another run wrote in
    the meantime, and both memories are merged.
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
    """Both memories merged; an unreadable one counts as empty."""
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
