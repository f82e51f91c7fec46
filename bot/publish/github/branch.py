"""Git on GitHub: the files on the base, whose commits a branch holds, making one commit."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha1

from github import GithubException, UnknownObjectException
from github.Commit import Commit
from github.ContentFile import ContentFile
from github.File import File
from github.GitCommit import GitCommit
from github.GitRef import GitRef
from github.GitTree import GitTree
from github.Repository import Repository

_STAMP = re.compile(r"^Listkeeper-Tree: ([0-9a-f]{40,64})\s*$", re.MULTILINE)
_WEB_FLOW = "noreply@github.com"
"""The committer of what GitHub itself commits: signed API commits and its buttons."""


def bytes_of(text: str) -> bytes:
    """A file's bytes; those that are no UTF-8 are in the text as `surrogateescape` keeps them."""
    return text.encode("utf-8", "surrogateescape")


def read_bytes(repository: Repository, path: str, sha: str) -> bytes | None:
    """A file as a commit holds it, None when it holds none."""
    try:
        found = repository.get_contents(path, ref=sha)
    except GithubException as error:
        if error.status == 404:
            return None
        raise
    if not isinstance(found, ContentFile):
        return None
    if found.encoding == "base64":
        return found.decoded_content
    # files above 1 MB come without content; git itself still gives them
    return blob_bytes(repository, found.sha)


def blob_bytes(repository: Repository, sha: str) -> bytes:
    """What git holds under that name, whatever its size."""
    return base64.b64decode(repository.get_git_blob(sha).content)


def blob_sha(text: str) -> str:
    """The id git gives to a file of this text."""
    content = bytes_of(text)
    return sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def stamped(message: str, tree: str) -> str:
    """A commit message that names its own tree, by which the bot recognises its commits.

    Text below the title of the message consists of trailers, too.
    """
    gap = "\n" if "\n\n" in message else "\n\n"
    return f"{message}{gap}Listkeeper-Tree: {tree}\n"


def find_ref(repository: Repository, branch: str) -> GitRef | None:
    """The ref of a branch as it is now, None when there is no such branch."""
    try:
        ref = repository.get_git_ref(f"heads/{branch}")
        # a lazy ref would report its absence only later; `object` asks for it now
        return ref if ref.object.sha else None
    except UnknownObjectException:
        return None


@dataclass(frozen=True)
class BranchState:
    """A commit and the files it holds."""

    commit: GitCommit
    tree: GitTree
    blobs: Mapping[str, str] = field(default_factory=dict)
    modes: Mapping[str, str] = field(default_factory=dict)

    @property
    def sha(self) -> str:
        """The commit's id."""
        return self.commit.sha

    def holds(self, path: str, text: str | None) -> bool:
        """Whether a file has this text here; None means that there is no such file."""
        return self.blobs.get(path) == (None if text is None else blob_sha(text))


def read_branch(repository: Repository, sha: str) -> BranchState:
    """Read a commit and its list of files (two requests)."""
    commit = repository.get_git_commit(sha)
    tree = repository.get_git_tree(commit.tree.sha, recursive=True)
    files = [one for one in tree.tree if one.type == "blob"]
    return BranchState(
        commit,
        tree,
        {one.path: one.sha for one in files},
        {one.path: one.mode for one in files},
    )


@dataclass(frozen=True)
class BranchReview:
    """What a branch holds beyond the base: path → blob id, and the ids of people's commits."""

    files: Mapping[str, str]
    foreign: Sequence[str]

    def is_just(self, files: Mapping[str, str]) -> bool:
        """Whether the branch changes these files to these texts and nothing else."""
        return self.files == {path: blob_sha(text) for path, text in files.items()}


def review_branch(repository: Repository, base: str, head: str) -> BranchReview:
    """Look at a branch; `base` and `head` are shas or names of branches.

    A merge of the base by GitHub's button is not a person's commit
    (https://github.com/renovatebot/renovate/issues/982).
    """
    comparison = repository.compare(base, head)
    commits = list(comparison.commits)
    beyond = {one.sha for one in commits}
    return BranchReview(
        {one.filename: "" if one.status == "removed" else one.sha for one in comparison.files},
        [one.sha for one in commits if not (is_own(one) or _is_update(repository, one, beyond))],
    )


def is_own(commit: Commit) -> bool:
    """Whether the bot made it: its message names its tree, or GitHub's button rebased it."""
    stamp = _STAMP.search(commit.commit.message)
    if not stamp:
        return False
    return stamp[1] == commit.commit.tree.sha or commit.commit.committer.email == _WEB_FLOW


def _is_update(repository: Repository, commit: Commit, beyond: set[str]) -> bool:
    """Whether GitHub merged the base into the branch without a conflict resolved by hand."""
    parents = [one.sha for one in commit.parents]
    if len(parents) != 2 or commit.commit.committer.email != _WEB_FLOW:
        return False
    ours, theirs = parents
    if theirs in beyond or ours not in beyond:
        return False
    before = _lines(repository.compare(theirs, ours).files)
    after = _lines(repository.compare(theirs, commit.sha).files)
    return before is not None and after is not None and after <= before


def _lines(files: Sequence[File]) -> Counter[tuple[str, str]] | None:
    """The lines that were added and removed, None when GitHub does not show them all."""
    found: Counter[tuple[str, str]] = Counter()
    for file in files:
        patch = file.patch
        if not patch:
            if file.changes:
                return None
            continue
        found.update((file.filename, line) for line in patch.split("\n") if line[:1] in "+-")
    return found
