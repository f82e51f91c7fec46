"""What stands around the Markdown files of a list: it may say that a tool writes them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.lists.disk.reading import read_inside
from bot.model.errors import InputError

_SKIPPED = frozenset({".git", "node_modules", "vendor", "site-packages", ".venv", ".listkeeper"})
_MOST_PATHS = 50_000
_MOST_BYTES = 200_000
_GUIDES = re.compile(
    r"(?:(?:\.github|docs)/)?(?:contributing|pull_request_template)[\w.-]*\.md\Z|"
    r"\.github/workflows/[^/]+\.ya?ml\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RepositoryFiles:
    """All paths of a repository, and the texts of its contributing guides and workflows."""

    paths: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)

    def holds(self, path: str) -> bool:
        """Whether there is such a file or folder."""
        return path in self.paths or any(one.startswith(f"{path}/") for one in self.paths)


def read_repository(root: Path) -> RepositoryFiles:
    """Read them below `root`; what cannot be read is left out."""
    paths = frozenset(path for _, path in zip(range(_MOST_PATHS), _below(root), strict=False))
    texts = {path: _text(root, path) for path in sorted(paths) if _GUIDES.match(path)}
    return RepositoryFiles(paths, texts)


def _below(root: Path) -> Iterator[str]:
    for folder, below, names in os.walk(root):
        below[:] = sorted(one for one in below if one not in _SKIPPED)
        for name in sorted(names):
            yield (Path(folder) / name).relative_to(root).as_posix()


def _text(root: Path, path: str) -> str:
    try:
        return read_inside(root, path)[:_MOST_BYTES].decode("utf-8", "replace")
    except (OSError, InputError):
        return ""
