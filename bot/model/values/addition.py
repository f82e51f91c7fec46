"""The outcome for links that somebody asked to add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.model.change import NewRow, PlacedRow


@dataclass(frozen=True)
class RefusedRow:
    """A row that the list's home could not write for certain, and why."""

    row: NewRow
    why: str


@dataclass(frozen=True)
class AddedRows:
    """The files with the rows in them, where each stands then, and those that are refused."""

    files: Mapping[str, str]
    placed: Sequence[PlacedRow] = ()
    refused: Sequence[RefusedRow] = ()


@dataclass(frozen=True)
class AddedEntry:
    """A new entry. `fields` are those of its schema; `unknown` says why others are left out.

    `row` is where it stands, and how a hand-written list holds it.
    """

    url: str
    row: PlacedRow
    fields: Mapping[str, object]
    warnings: tuple[str, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The file that holds it."""
        return self.row.path

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
