"""The outcome for links that somebody asked to add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class AddedEntry:
    """A new entry. `fields` are those of its schema; `unknown` says why others are left out."""

    url: str
    path: str
    fields: Mapping[str, object]
    warnings: tuple[str, ...] = ()
    unknown: Mapping[str, str] | None = None

    @property
    def id(self) -> str:
        """The entry's id."""
        return str(self.fields["id"])

    @property
    def name(self) -> str:
        """The entry's name."""
        return str(self.fields["name"])


@dataclass(frozen=True)
class RefusedLink:
    """A link that is not added, and the reason."""

    url: str
    why: str


@dataclass(frozen=True)
class Additions:
    """All outcomes, and the changed files with the README last."""

    added: tuple[AddedEntry, ...]
    refused: tuple[RefusedLink, ...]
    files: Mapping[str, str]


@dataclass(frozen=True)
class Requester:
    """The issue with the request; 0 and empty when it came from a terminal."""

    issue: int = 0
    login: str = ""
