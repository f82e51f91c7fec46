"""A real bare git repository, by its plumbing."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

Person = tuple[str, str]
"""Name and e-mail."""

_ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}


class GitError(Exception):
    """git said no; the text is its own."""


@dataclass(frozen=True)
class Commit:
    """One commit as git holds it; moments are ISO 8601 in UTC."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    author: Person
    committer: Person
    authored: str
    committed: str
    message: str


@dataclass(frozen=True)
class Entry:
    """One line of a tree. `sha` None takes the path away."""

    path: str
    mode: str
    kind: str
    sha: str | None
    size: int | None = None


@dataclass(frozen=True)
class FileDiff:
    """What happened to one file between two commits."""

    path: str
    status: str
    added: int
    deleted: int
    patch: str
    sha: str


class Git:
    """Plumbing of one bare repository; it is made when it is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not (folder / "HEAD").exists():
            folder.mkdir(parents=True, exist_ok=True)
            self.run("init", "--quiet", "--bare", "--initial-branch=main")

    def run(self, *words: str, given: bytes = b"", env: Mapping[str, str] | None = None) -> bytes:
        """git's answer; raises GitError."""
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            input=given,
            capture_output=True,
            env={**os.environ, **_ALONE, "GIT_DIR": str(self.folder.resolve()), **(env or {})},
            check=False,
        )
        if done.returncode:
            raise GitError(done.stderr.decode(errors="replace") or done.stdout.decode())
        return done.stdout

    def line(self, *words: str, given: bytes = b"", env: Mapping[str, str] | None = None) -> str:
        return self.run(*words, given=given, env=env).decode().strip()

    # objects

    def kind(self, sha: str) -> str:
        """blob, tree, commit, or "" for nothing."""
        try:
            return self.line("cat-file", "-t", sha)
        except GitError:
            return ""

    def write_blob(self, content: bytes) -> str:
        return self.line("hash-object", "-w", "--stdin", given=content)

    def read_blob(self, sha: str) -> bytes:
        return self.run("cat-file", "blob", sha)

    def write_tree(self, base: str, entries: Sequence[Entry]) -> str:
        """The tree `base` ("" for none) with these entries changed."""
        with tempfile.TemporaryDirectory() as scratch:
            env = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            if base:
                self.run("read-tree", base, env=env)
            lines = [
                f"{'0' if one.sha is None else one.mode} {one.sha or '0' * 40}\t{one.path}\0"
                for one in entries
            ]
            self.run("update-index", "-z", "--index-info", given="".join(lines).encode(), env=env)
            return self.line("write-tree", env=env)

    def entries(self, treeish: str, *, deep: bool = False) -> list[Entry]:
        words = ["ls-tree", "-z", "--long", *(["-r", "-t"] if deep else []), treeish]
        found = []
        for line in self.run(*words).decode().split("\0")[:-1]:
            head, _, path = line.partition("\t")
            mode, kind, sha, size = head.split()
            found.append(Entry(path, mode, kind, sha, int(size) if size != "-" else None))
        return found

    def write_commit(
        self,
        tree: str,
        parents: Sequence[str],
        message: str,
        author: Person,
        committer: Person,
        when: str,
    ) -> str:
        env = {
            "GIT_AUTHOR_NAME": author[0],
            "GIT_AUTHOR_EMAIL": author[1],
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_NAME": committer[0],
            "GIT_COMMITTER_EMAIL": committer[1],
            "GIT_COMMITTER_DATE": when,
        }
        above = [word for parent in parents for word in ("-p", parent)]
        return self.line("commit-tree", tree, *above, given=message.encode(), env=env)

    def commit(self, sha: str) -> Commit:
        form = "%H%x00%T%x00%P%x00%an%x00%ae%x00%cn%x00%ce%x00%at%x00%ct%x00%B"
        text = self.run("log", "-1", f"--format={form}", sha).decode()
        own, tree, parents, an, ae, cn, ce, at, ct, message = text.split("\0", 9)
        return Commit(
            own,
            tree,
            tuple(parents.split()),
            (an, ae),
            (cn, ce),
            _moment(at),
            _moment(ct),
            message.rstrip("\n"),
        )

    # refs

    def resolve(self, ref: str) -> str:
        """The commit a branch, a full ref or a sha stands for, "" when there is none."""
        for name in (f"refs/heads/{ref}", ref):
            try:
                return self.line("rev-parse", "--quiet", "--verify", f"{name}^{{commit}}")
            except GitError:
                continue
        return ""

    def branches(self) -> dict[str, str]:
        """Branch → sha."""
        text = self.run("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads").decode()
        pairs = [line.split() for line in text.splitlines()]
        return {name.removeprefix("refs/heads/"): sha for name, sha in pairs}

    def set_branch(self, branch: str, sha: str) -> None:
        self.run("update-ref", f"refs/heads/{branch}", sha)

    def drop_branch(self, branch: str) -> None:
        self.run("update-ref", "-d", f"refs/heads/{branch}")

    # history

    def merge_base(self, one: str, other: str) -> str:
        try:
            return self.line("merge-base", one, other)
        except GitError:
            return ""

    def contains(self, descendant: str, ancestor: str) -> bool:
        return self.merge_base(descendant, ancestor) == ancestor

    def between(self, base: str, head: str) -> list[str]:
        """The commits of head that base lacks, oldest first."""
        return self.line("rev-list", "--reverse", "--topo-order", f"{base}..{head}").split()

    def history(self, head: str) -> list[str]:
        """All commits, newest first."""
        return self.line("rev-list", head).split()

    def merged_tree(self, ours: str, theirs: str) -> str:
        """The tree of a clean merge, "" for a conflict."""
        try:
            return self.line("merge-tree", "--write-tree", ours, theirs).split("\n")[0]
        except GitError:
            return ""

    def diff(self, base: str, head: str, *paths: str) -> str:
        return self.run("diff", "--no-color", "--no-renames", base, head, "--", *paths).decode(
            errors="replace"
        )

    def changed(self, base: str, head: str) -> list[FileDiff]:
        """File by file what differs."""
        text = self.run("diff", "--numstat", "--no-renames", "-z", base, head).decode()
        rows = [row.split("\t") for row in text.split("\0")[:-1]]
        return [self._changed(base, head, *row) for row in rows]

    def _changed(self, base: str, head: str, added: str, deleted: str, path: str) -> FileDiff:
        before, after = (self._sha_at(commit, path) for commit in (base, head))
        status = "modified" if before and after else "added" if after else "removed"
        _, hunk, rest = self.diff(base, head, path).partition("\n@@")
        patch = "@@" + rest.rstrip("\n") if hunk else ""
        return FileDiff(path, status, _count(added), _count(deleted), patch, after or before)

    def _sha_at(self, commit: str, path: str) -> str:
        try:
            return self.line("rev-parse", "--quiet", "--verify", f"{commit}:{path}")
        except GitError:
            return ""

    def at(self, commit: str, path: str) -> tuple[str, str]:
        """Kind and sha of what stands at a path, ("", "") for nothing."""
        sha = self._sha_at(commit, path.strip("/"))
        return (self.kind(sha), sha) if sha else ("", "")


def _count(text: str) -> int:
    return 0 if text == "-" else int(text)


def _moment(seconds: str) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
