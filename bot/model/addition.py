"""What became of links that somebody asked to be added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.model.change import NewRow


@dataclass(frozen=True)
class PlacedRow:
    """A new row where it stands in the list's files.

    change   the id of the change that adds it
    line     the line (from 1) on which it begins; 0 where the home does not report it
    text     its bytes as a hand-written list holds them, without the gap to its neighbours
    breaks   how many lines it adds to the file
    section  the headings above it
    shown    the fields and the parts of links that it shows, as it is read back
    missing  what rows beside it have and nobody knows of this one: fields, links (`links.code`), …
    lacking  files that hold the same rows in other languages, and not this one
    """

    change: str
    path: str
    line: int = 0
    text: str = ""
    breaks: int = 0
    section: tuple[str, ...] = ()
    shown: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """`README.md:12`."""
        return f"{self.path}:{self.line}" if self.line else self.path

    def beside(self, later: PlacedRow) -> PlacedRow:
        """The same after a later row was written into the list."""
        if later.path != self.path or later.line > self.line:
            return self
        return replace(self, line=self.line + later.breaks)


@dataclass(frozen=True)
class RefusedRow:
    """A row that the list's home could not write for certain, and why, where it says so."""

    row: NewRow
    why: str = ""


@dataclass(frozen=True)
class AddedRows:
    """The files with the rows in them, where each stands then, and those that are refused."""

    files: Mapping[str, str]
    placed: Sequence[PlacedRow] = ()
    refused: Sequence[RefusedRow] = ()


@dataclass(frozen=True)
class AddedEntry:
    """A new entry. `fields` are those of its schema; `unknown` says why others are left out."""

    url: str
    path: str
    fields: Mapping[str, object]
    warnings: tuple[str, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)
    row: PlacedRow = PlacedRow("", "")
    """Where it stands, and how a hand-written list holds it."""

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
    """A link that is not added, and why."""

    url: str
    why: str


@dataclass(frozen=True)
class Additions:
    """All of them, and the files that differ now, the README last."""

    added: tuple[AddedEntry, ...]
    refused: tuple[RefusedLink, ...]
    files: Mapping[str, str]


@dataclass(frozen=True)
class Requester:
    """The issue in which somebody asked for it; 0 and empty when it was a person at a terminal."""

    issue: int = 0
    login: str = ""
