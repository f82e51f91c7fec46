"""Whether a list is kept in a registry, found out without reading it."""

from __future__ import annotations

from pathlib import Path


def has_registry(root: Path) -> bool:
    """Whether a list is kept in `registry/` there, even one that lost its list.yml."""
    return any(root.glob("registry/*.yml"))
