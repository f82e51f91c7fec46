"""A new row where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace


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
