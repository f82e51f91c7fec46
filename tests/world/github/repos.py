"""The repositories a scenario knows, by name, by former name and by id."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from hashlib import sha1
from typing import Any

_FILE = re.compile(
    r"\.(md|rst|txt|py|json|jsonl|ya?ml|toml|ipynb|csv|pdf|png|jpg|svg|sh|cfg)$", re.I
)


def oid(*parts: str) -> str:
    """An object id that is the same in every run."""
    return sha1("\0".join(parts).encode()).hexdigest()


@dataclass
class Repo:
    """One repository as the scenario describes it; whatever it leaves out has a plain value."""

    name: str
    id: int = 0
    stars: int = 0
    forks: int = 0
    archived: bool = False
    disabled: bool = False
    license: str | None = None
    created: str = "2023-01-01"
    pushed: str = "2024-01-01"
    release: Mapping[str, str] | None = None
    """The latest: {tag, at}; `first_release` the oldest, where that is another."""
    first_release: Mapping[str, str] | None = None
    first_commit: str | None = None
    """Its day; left out: that of `created`."""
    commits: int = 100
    archived_on: str | None = None
    locked: str | None = None
    """GitHub's reason, such as `MIGRATING`."""
    branch: str = "main"
    branches: list[str] = field(default_factory=list)
    paths: dict[str, list[str]] = field(default_factory=dict)
    readme: str | None = None
    readme_name: str = "README.md"
    topics: list[str] = field(default_factory=list)
    description: str | None = None
    homepage: str | None = None
    renamed_from: list[str] = field(default_factory=list)
    private: bool = False
    blocked: bool = False
    """Taken down: REST answers 451."""
    has_issues: bool = True
    fork: bool = False
    merges: list[str] = field(default_factory=lambda: ["merge_commit", "squash_merge"])
    """The ways that are allowed: merge_commit, squash_merge, rebase_merge."""
    forbidden: bool = False
    breaks: str = ""
    """GraphQL breaks off over it, without a path: "node" leaves just it out, "whole" all data."""
    """GraphQL answers FORBIDDEN at its path, REST 403."""

    @classmethod
    def read(cls, name: str, record: Mapping[str, Any] | None) -> Repo:
        known = {one.name for one in fields(cls)}
        record = record or {}
        given = {key: value for key, value in record.items() if key in known}
        # a key that says null is a key left out, but for those whose null means something
        given = {k: v for k, v in given.items() if v is not None}
        repo = cls(**{**given, "name": str(record.get("name") or name)})
        repo.id = repo.id or zlib.crc32(name.lower().encode()) % 900_000_000 + 1_000
        repo.branches = list(dict.fromkeys([repo.branch, *repo.branches, *repo.paths]))
        return repo

    @property
    def owner(self) -> str:
        return self.name.partition("/")[0]

    @property
    def short(self) -> str:
        return self.name.partition("/")[2]

    def files(self, branch: str) -> list[str]:
        """The paths of a branch; a folder the scenario names stands without its files."""
        readme = [] if self.readme is None else [self.readme_name]
        listed = self.paths.get(branch, [])
        return [*readme, *(path.strip("/") for path in listed if path != self.readme_name)]

    def holds(self, branch: str, path: str) -> str:
        """What stands at a path: "tree", "blob", or "" for nothing."""
        path = path.strip("/")
        files = self.files(branch)
        if not path or any(one.startswith(path + "/") for one in files):
            return "tree"
        if path not in files:
            return ""
        return "blob" if _FILE.search(path) or path == self.readme_name else "tree"

    def entries(self, branch: str, path: str = "") -> dict[str, str]:
        """Name → "tree" or "blob" of what a folder holds."""
        prefix = f"{path.strip('/')}/" if path.strip("/") else ""
        below = [one.removeprefix(prefix) for one in self.files(branch) if one.startswith(prefix)]
        names = dict.fromkeys(one.partition("/")[0] for one in below if one)
        return {name: self.holds(branch, prefix + name) for name in names}

    def branch_of(self, ref: str) -> str:
        """The branch a ref means, "" when there is none."""
        name = ref.removeprefix("refs/heads/").removeprefix("heads/")
        if name == "HEAD":
            return self.branch
        return name if name in self.branches else ""


class Repos:
    """All repositories of the world."""

    def __init__(self, scenario: Mapping[str, Any]) -> None:
        self._by_name: dict[str, Repo] = {}
        self._former: dict[str, str] = {}
        for name, record in (scenario.get("repos") or {}).items():
            self.add(Repo.read(name, record))
        for old, new in (scenario.get("renames") or {}).items():
            self._former[old.lower()] = new

    def add(self, repo: Repo) -> None:
        self._by_name[repo.name.lower()] = repo
        for old in repo.renamed_from:
            self._former[old.lower()] = repo.name

    def rename(self, repo_id: int, new: str) -> None:
        """The repository of this id bears another name from now on."""
        repo = self.of_id(repo_id)
        assert repo
        del self._by_name[repo.name.lower()]
        repo.renamed_from.append(repo.name)
        repo.name = new
        self.add(repo)

    def __iter__(self) -> Iterator[Repo]:
        return iter(self._by_name.values())

    def find(self, name: str) -> Repo | None:
        """The repository that bears this name now."""
        return self._by_name.get(name.lower())

    def renamed(self, name: str) -> Repo | None:
        """The repository that once bore this name, however often it has moved since."""
        seen: set[str] = set()
        key = name.lower()
        while key in self._former and key not in self._by_name and key not in seen:
            seen.add(key)
            key = self._former[key].lower()
        return self._by_name.get(key) if seen else None

    def of_id(self, repo_id: int) -> Repo | None:
        return next((repo for repo in self if repo.id == repo_id), None)
