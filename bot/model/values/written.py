"""What a hand-written list says, and the exact bytes on which it says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.model.reference import Link


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Bytes of a file as it lies on disk: from `start` up to `end`; `line` counts from 1."""

    path: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class WrittenField:
    """A field of a row: as it is written, and what that says in this project's notation.

    An empty `value` means that the place is there and says nothing (`-`, `?`, `TBA`, a blank).
    """

    name: str
    text: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """A link of a row; `role` is a name of `bot/model/kinds.py`, `image`, `badge`, or empty.

    `span` is that of the address alone; `label` is what readers see of the link.
    """

    role: str
    link: Link
    span: Span
    label: str = ""
    after: int = 0
    """Where the whole of the link ends, its text and brackets included."""
    is_marked_dead: bool = False
    """Whether the list says behind it, or by striking it out, that it is dead."""

    @property
    def is_image(self) -> bool:
        """Whether it is shown, not followed."""
        return self.role in {"image", "badge"}


@dataclass(frozen=True, slots=True)
class Record:
    """One row at one place. Rows of several files may be one entry: then they share its id.

    section  the headings above it, the outermost first
    form     how it is written: item, table, markup, heading, line, summary, paragraph
    region   the rows that stand together in one list or table have the same number
    """

    entry: str
    name: str
    kind: str
    section: tuple[str, ...]
    span: Span
    form: str
    region: int
    fields: tuple[WrittenField, ...] = ()
    links: tuple[WrittenLink, ...] = ()

    def field(self, name: str) -> WrittenField | None:
        """The field of that name, or None."""
        return next((one for one in self.fields if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Unread:
    """Bytes that look like a link or a row and are left alone, and why."""

    span: Span
    why: str


@dataclass(frozen=True)
class WrittenList:
    """All that was read in the files of a hand-written list, file by file, as it stands.

    links    those that belong to no row
    ignored  the rows that the settings leave alone
    """

    records: Sequence[Record] = ()
    links: Sequence[WrittenLink] = ()
    unread: Sequence[Unread] = ()
    ignored: Sequence[Record] = ()

    @cached_property
    def by_entry(self) -> Mapping[str, Sequence[Record]]:
        """Entry id → its records, in the order they stand."""
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self.records:
            found[record.entry].append(record)
        return found

    def shows(self, entry: str, field: str) -> bool:
        """Whether a row of the entry has a place for that field."""
        return any(record.field(field) for record in self.by_entry.get(entry, ()))
