"""Clones of real lists, and what their files hold at one commit.

`lists.csv` names the repositories and commits. A folder of clones holds each as `owner/name` or
`owner+name`, bare or with a work tree (also one folder deeper, as `owner+name/repo`). Nothing of a
list stands in this repository.
"""

from __future__ import annotations

import csv
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

TABLE = Path(__file__).with_name("lists.csv")
LEAST_LINKS = 15
"""A further page belongs to a list if it holds as many addresses."""
_OUTSIDE = re.compile(
    r"(?:^|/)(?:contributing|changelog|security|code[_-]of[_-]conduct)\b[^/]*$|^\.github/", re.I
)
_README = re.compile(r"readme\.(?:md|markdown)", re.IGNORECASE)
_LANGUAGE = re.compile(r"(.+?)[-_.][a-z]{2,3}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_RELATIVE = re.compile(r"\]\(\s*<?(?!https?:|#|/)([^)#?>\s]+\.(?:md|markdown))", re.IGNORECASE)


class MissingCloneError(Exception):
    """A list of the table is not in the folder, or not at that commit."""


@dataclass(frozen=True)
class Clone:
    """A list by its repository, at one commit."""

    repository: str
    commit: str
    folder: Path

    def git(self, *words: str, given: bytes = b"") -> bytes:
        """What git prints about this clone. Raises MissingCloneError."""
        done = subprocess.run(
            ["git", "-C", str(self.folder), *words], input=given, capture_output=True, check=False
        )
        if done.returncode:
            raise MissingCloneError(f"{self.repository}: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def read(self, path: str, commit: str = "") -> bytes:
        return self.git("cat-file", "blob", f"{commit or self.commit}:{path}")

    def paths(self) -> list[str]:
        listed = self.git("ls-tree", "-r", "-z", "--name-only", self.commit)
        return [path for path in listed.decode("utf-8", errors="replace").split("\0") if path]

    def files(self) -> dict[str, bytes]:
        """The README, the pages it links to that hold enough links, and their other languages."""
        paths = self.paths()
        files = {path: self.read(path) for path in paths if _README.fullmatch(path)}
        linked = {
            str(PurePosixPath(path)) for text in files.values() for path in relative_links(text)
        }
        for path in paths:
            if path not in files and not _OUTSIDE.search(path) and belongs(path, linked):
                text = self.read(path)
                if len(re.findall(rb"https?://", text)) >= LEAST_LINKS:
                    files[path] = text
        return files


def relative_links(text: bytes) -> set[str]:
    """The Markdown files that a page at the root links to."""
    return set(_RELATIVE.findall(text.decode("utf-8", errors="replace")))


def belongs(path: str, linked: set[str]) -> bool:
    """Whether a page is one that the README links to, or another language of the README."""
    pure = PurePosixPath(path)
    language = _LANGUAGE.fullmatch(pure.stem)
    twin = bool(language and _README.fullmatch(f"{language[1]}{pure.suffix}"))
    return path in linked or (twin and len(pure.parts) == 1)


def find_clones(folder: Path, only: str = "") -> tuple[list[Clone], list[str]]:
    """The clones that a folder holds of the lists of the table, and the lists it lacks."""
    found, missing = [], []
    with TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if only.lower() not in row["repository"].lower():
                continue
            clone = _find(folder, row["repository"], row["commit"])
            if clone:
                found.append(clone)
            else:
                missing.append(row["repository"])
    return found, missing


def _find(folder: Path, repository: str, commit: str) -> Clone | None:
    for name in (repository, repository.replace("/", "+")):
        for place in (folder / name / "repo", folder / name, folder / f"{name}.git"):
            if (place / "HEAD").exists() or (place / ".git").exists():
                clone = Clone(repository, commit, place)
                try:
                    clone.git("cat-file", "-e", f"{commit}^{{commit}}")
                except MissingCloneError:
                    continue
                return clone
    return None
